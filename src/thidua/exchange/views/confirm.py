"""Confirming an import: what will change, then the result; or putting it aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from thidua.exchange import actions
from thidua.exchange.models import ImportBatch
from thidua.exchange.staff_rows import FACT_LABELS
from thidua.exchange.views.batch import batch_of, frame
from thidua.kit.errors import WrongState

_REGISTER_LINES = (
    ("rows_new", "dòng thêm vào sổ"),
    ("rows_asked", "dòng thêm vào sổ, chờ người xác nhận"),
    ("rows_same", "dòng đã có trong sổ"),
    ("match_matched", "dòng khớp chắc chắn với người, tập thể hiện nay"),
    ("match_unmatched", "dòng của người, tập thể không có trong danh sách hiện nay"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what will change. POST: bring it in, then the page of the batch tells the result."""
    found = batch_of(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            actions.confirm_import(batch=found, by=request.user)
        except WrongState as error:
            refusal = str(error)
        else:
            messages.success(request, f"Đã nhập tệp “{found.file_name}”.")
            return redirect("exchange:batch", pk)
    elif found.state != ImportBatch.State.PREVIEW:
        return redirect("exchange:batch", pk)
    return render(
        request,
        "exchange/confirm.html",
        {**frame(found, "confirm"), "lines": lines_of(found), "refusal": refusal},
        status=400 if refusal else 200,
    )


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = batch_of(request, pk)
    actions.discard_import(batch=found, by=request.user)
    messages.success(request, f"Đã bỏ tệp “{found.file_name}”.")
    return redirect("exchange:index")


def lines_of(found: ImportBatch) -> list[tuple[int, str]]:
    """Number and words of everything that would be written."""
    counts = found.summary.get("counts", {})
    if found.kind == ImportBatch.Kind.REGISTER:
        return [(counts[key], words) for key, words in _REGISTER_LINES if counts.get(key)]
    people = [
        ("people_new", "người thêm mới"),
        ("people_update", "người cập nhật"),
        ("people_asked", "người cần chọn trước khi nhập"),
        ("people_same", "người không đổi"),
        ("units", "đơn vị thêm mới"),
        ("collective_years", "kết quả năm của tập thể"),
    ]
    return [
        (counts[key], words) for key, words in [*people, *FACT_LABELS.items()] if counts.get(key)
    ]
