"""The first page: choose a file, download the template, go on with what was begun, look back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from thidua.exchange import actions, queries, tasks
from thidua.exchange.blank_template import blank_template
from thidua.exchange.forms import UploadForm
from thidua.exchange.models import ImportBatch
from thidua.exchange.permissions import check_may_open_imports
from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import page_of
from thidua.kit.sheets import download

# How the lines of a file are counted (`ImportBatch.summary`).
_LINES = ("read", "kept", "left", "refused", "repeated")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Upload (POST) leads to the page of the batch; the very same file to the batch of before."""
    department = check_may_open_imports(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        known = set(queries.visible_to(request.user).values_list("pk", flat=True))
        long = (file.size or 0) > tasks.LONG_BYTES
        take = actions.receive_file if long else actions.preview
        try:
            batch = take(
                body=department,
                kind=form.cleaned_data["kind"],
                file=file,
                sender=form.cleaned_data["sender"],
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            if batch.state == ImportBatch.State.READING:
                tasks.read_later(batch, by=request.user)
                messages.info(request, "Đang đọc tệp. Có thể rời trang này, việc vẫn tiếp tục.")
            elif batch.pk in known:
                messages.info(request, "Tệp này đã đọc trước đó và đang chờ xác nhận.")
            else:
                messages.success(request, f"Đã đọc tệp “{batch.file_name}”. Chưa có gì được lưu.")
            return redirect("exchange:batch", batch.pk)
    return render(
        request,
        "exchange/index.html",
        {
            "form": form,
            "kind": form.data.get("kind", "") if form.errors else "",
            "open_ones": queries.open_ones(request.user),
            "page": page_of(request, queries.visible_to(request.user), 25),
        },
        status=400 if form.errors else 200,
    )


_HEADS = (
    "Tệp", "Loại", "Năm", "Người, nơi gửi", "Người đọc tệp", "Đọc lúc", "Tình trạng", "Dòng đọc",
    "Dòng nhập", "Dòng bỏ", "Dòng không nhập được", "Dòng lặp", "Nhập lúc", "Dấu SHA-256",
)  # fmt: skip


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The imports of the department as a file."""
    check_may_open_imports(request.user)
    rows = (
        (
            batch.file_name, str(batch.get_kind_display()), batch.year, batch.sender,
            str(batch.uploaded_by or "Hệ thống"), batch.uploaded_at,
            str(batch.get_state_display()),
            *(batch.summary.get("lines", {}).get(key) for key in _LINES),
            batch.confirmed_at, batch.sha256,
        )
        for batch in queries.visible_to(request.user).iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="cac-lan-nhap", title="Các lần nhập", heads=_HEADS, rows=rows)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook to fill in."""
    check_may_open_imports(request.user)
    return download(blank_template(timezone.localdate().year), "mau-danh-sach-can-bo")
