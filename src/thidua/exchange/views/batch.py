"""One import: its rows with their problems, its columns, the answers for namesakes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.exchange import actions, queries
from thidua.exchange.forms import ColumnsForm
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.permissions import check_may_open_imports
from thidua.kit.errors import WrongState
from thidua.kit.lists import key_of, page_of
from thidua.kit.sheets import download, workbook
from thidua.people.models import Person

PROBLEM_HEADS = ("Trang tính", "Dòng", "Cột", "Người, tập thể", "Nội dung đọc được", "Nghi vấn")


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    check_may_open_imports(request.user)
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows, filtered (`loc`) and searched (`q`) by link."""
    found = batch_of(request, pk)
    which, text = request.GET.get("loc", ""), request.GET.get("q", "").strip()
    counts = queries.counts_of(found)
    return render(
        request,
        "exchange/batch.html",
        {
            **frame(found, "rows"),
            "page": page_of(request, queries.rows_of(found, which=which, text=text), 25),
            "filters": [
                (key, label, counts[key])
                for key, (label, _) in queries.FILTERS.items()
                if counts[key] or key in ("", which)
            ],
            "which": which if which in queries.FILTERS else "",
            "text": text,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column was understood as what; for a staff list it can be corrected here."""
    found = batch_of(request, pk)
    open_staff = found.kind == ImportBatch.Kind.STAFF and found.state == ImportBatch.State.PREVIEW
    form = ColumnsForm(request.POST or None, batch=found) if open_staff else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.correct_columns(
                batch=found,
                mapping=form.mapping(),
                year=form.cleaned_data["year"],
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(str(refusal))
        else:
            messages.success(request, "Đã đọc lại tệp theo các cột vừa chọn.")
            return redirect("exchange:batch", pk)
    return render(
        request,
        "exchange/columns.html",
        {**frame(found, "columns"), "form": form, "sheets": _by_sheet(found)},
        status=400 if form is not None and form.errors else 200,
    )


@require_POST
def choose(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """The officer's answer for one row; back to the list that was shown."""
    found = batch_of(request, pk)
    row = get_object_or_404(ImportRow, pk=row_pk, batch=found)
    answer = request.POST.get("nguoi", "")
    person = None
    if key := key_of(answer):
        person = get_object_or_404(Person, pk=key, department=found.department)
    try:
        actions.choose_person(
            row=row,
            choice=ImportRow.Choice.PERSON if person else answer,
            person=person,
            by=request.user,
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã chọn cho {row.label}.")
    back = request.POST.get("tro-lai", "")
    address = reverse("exchange:batch", args=[pk])
    return redirect(f"{address}?{back}" if back.startswith(("loc=", "q=", "trang=")) else address)


@require_safe
def problems(request: HttpRequest, pk: int) -> HttpResponse:
    """Every doubtful cell as a workbook, for whoever corrects the source."""
    found = batch_of(request, pk)
    return download(
        workbook("Nghi vấn", PROBLEM_HEADS, queries.problems_of(found)), f"nghi-van-{found.pk}"
    )


def frame(found: ImportBatch, tab: str) -> dict[str, Any]:
    """What every page of a batch shows around its own part."""
    return {
        "batch": found,
        "tab": tab,
        "counts": found.summary.get("counts", {}),
        "undecided": queries.undecided(found) if found.kind == ImportBatch.Kind.STAFF else 0,
        "file_problems": found.summary.get("problems", []),
        "waiting": found.state == ImportBatch.State.PREVIEW,
    }


def _by_sheet(found: ImportBatch) -> list[tuple[str, list[dict[str, Any]]]]:
    sheets: dict[str, list[dict[str, Any]]] = {}
    for column in found.columns:
        sheets.setdefault(column["sheet"], []).append(column)
    return list(sheets.items())
