"""Confirming an import: what will change, then the result; putting it aside, or taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from thidua.exchange import actions, queries, tasks
from thidua.exchange.models import ImportBatch
from thidua.exchange.staff_rows import FACT_LABELS
from thidua.exchange.views.frame import batch_of, frame
from thidua.kit.errors import WrongState

_REGISTER_LINES = (
    ("rows_new", "dòng thêm vào sổ"),
    ("rows_asked", "dòng thêm vào sổ, chờ người xác nhận"),
    ("rows_same", "dòng đã có trong sổ"),
    ("match_matched", "dòng khớp chắc chắn với người, tập thể hiện nay"),
    ("match_unmatched", "dòng của người, tập thể không có trong danh sách hiện nay"),
)
_PROPOSAL_LINES = (
    ("offers", "đề nghị khớp với người, tập thể trong danh sách"),
    ("offers_asked", "đề nghị cần chọn người trước khi lập hồ sơ"),
    ("nobody", "đề nghị của người, tập thể không có trong danh sách"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what will change. POST: bring it in, then the page of the batch tells the result."""
    found = batch_of(request, pk)
    refusal = ""
    if request.method == "POST":
        long = found.state == ImportBatch.State.PREVIEW and _is_long(found)
        if long and not queries.undecided(found):
            tasks.confirm_later(found, by=request.user)
            messages.info(request, "Đang nhập. Có thể rời trang này, việc vẫn tiếp tục.")
            return redirect("exchange:batch", pk)
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


def _is_long(found: ImportBatch) -> bool:
    return int(found.summary.get("lines", {}).get("read", 0)) > tasks.LONG_ROWS


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = batch_of(request, pk)
    actions.discard_import(batch=found, by=request.user)
    messages.success(request, f"Đã bỏ tệp “{found.file_name}”.")
    return redirect("exchange:index")


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what would be taken back, or what rests on it. POST: take it back."""
    found = batch_of(request, pk)
    if found.state != ImportBatch.State.CONFIRMED:
        return redirect("exchange:batch", pk)
    refusal = ""
    if request.method == "POST":
        try:
            actions.undo_import(batch=found, reason=request.POST.get("ly-do", ""), by=request.user)
        except WrongState as error:
            refusal = str(error)
        else:
            messages.success(request, f"Đã gỡ lần nhập tệp “{found.file_name}”.")
            return redirect("exchange:batch", pk)
    return render(
        request,
        "exchange/undo.html",
        {**frame(found, "undo"), "resting": queries.resting_on(found), "refusal": refusal},
        status=400 if refusal else 200,
    )


def lines_of(found: ImportBatch) -> list[tuple[int, str]]:
    """Number and words of everything that would be written."""
    counts = found.summary.get("counts", {})
    if found.kind == ImportBatch.Kind.REGISTER:
        return [(counts[key], words) for key, words in _REGISTER_LINES if counts.get(key)]
    if found.kind == ImportBatch.Kind.PROPOSAL:
        return [(counts[key], words) for key, words in _PROPOSAL_LINES if counts.get(key)]
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
