"""Which column was understood as what, and why; corrected here, sheet by sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from thidua.exchange import actions
from thidua.exchange.forms import ColumnsForm, main_sheet
from thidua.exchange.models import ImportBatch
from thidua.exchange.views.frame import batch_of, frame
from thidua.kit.errors import WrongState


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """`?trang=` names the sheet; the file is read again with what was chosen."""
    found = batch_of(request, pk)
    sheets = _by_sheet(found)
    names = [name for name, _ in sheets]
    wanted = request.GET.get("bang", "")
    sheet = wanted if wanted in names else main_sheet(found)
    open_ = found.kind != ImportBatch.Kind.PROPOSAL and found.state == ImportBatch.State.PREVIEW
    form = ColumnsForm(request.POST or None, batch=found, sheet=sheet) if open_ and names else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.correct_columns(
                batch=found,
                mapping=form.mapping(),
                year=form.cleaned_data.get("year"),
                sheet=sheet if found.kind == ImportBatch.Kind.REGISTER else "",
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(str(refusal))
        else:
            messages.success(
                request,
                "Đã đọc lại tệp theo các cột vừa chọn; lần sau tệp cùng tiêu đề của nơi gửi này "
                "được đọc như vậy.",
            )
            return redirect("exchange:batch", pk)
    return render(
        request,
        "exchange/columns.html",
        {**frame(found, "columns"), "form": form, "sheets": sheets, "sheet": sheet},
        status=400 if form is not None and form.errors else 200,
    )


def _by_sheet(found: ImportBatch) -> list[tuple[str, list[dict[str, Any]]]]:
    sheets: dict[str, list[dict[str, Any]]] = {}
    for column in found.columns:
        sheets.setdefault(column["sheet"], []).append(column)
    return list(sheets.items())
