"""Criteria and grades of a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from thidua.kit.errors import WrongState
from thidua.movements.numbers import decimal_of, number_text
from thidua.scoring import actions
from thidua.scoring.actions import BandRow, CriterionRow
from thidua.scoring.arithmetic import Kind
from thidua.scoring.forms.tables import RATINGS, CriterionForm, band_lines
from thidua.scoring.models import Criterion, ScoreTable
from thidua.scoring.permissions import check_may_change_table
from thidua.scoring.views.table_page import found_table, revision_of

EMPTY_BANDS = 2
_FIGURES = ("maximum", "per", "floor", "cap")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more criterion, in the branch named by `?muc=`."""
    table = found_table(request, pk)
    check_may_change_table(request.user, table)
    return _form(request, table, None, {"parent": request.GET.get("muc", "")})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write one criterion anew."""
    table = found_table(request, pk)
    check_may_change_table(request.user, table)
    criterion = get_object_or_404(table.criteria.select_related("parent"), pk=row)
    initial = {name: getattr(criterion, name) for name in CriterionForm.base_fields}
    initial |= {name: number_text(initial[name]) for name in _FIGURES}
    initial["parent"] = criterion.parent.number if criterion.parent else ""
    initial["steps"] = "\n".join(
        f"từ {one['at_least']}: {one['points']}".replace(".", ",") for one in criterion.steps
    )
    return _form(request, table, criterion, initial)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask, then take out a criterion and what is below it."""
    table = found_table(request, pk)
    check_may_change_table(request.user, table)
    criterion = get_object_or_404(table.criteria, pk=row)
    if request.method == "POST":
        criterion.table = table
        actions.remove_criterion(criterion=criterion, by=request.user)
        messages.success(request, "Đã xóa tiêu chí.")
        return redirect("scoring:table", pk=table.pk)
    below = _below(table, criterion)
    context = {"table": table, "criterion": criterion, "below": below}
    return render(request, "scoring/criterion_remove.html", context)


@require_POST
def move(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One place up or down in its branch."""
    table = found_table(request, pk)
    criterion = get_object_or_404(table.criteria, pk=row)
    criterion.table = table
    actions.move_criterion(
        criterion=criterion, up=request.POST.get("chieu") == "len", by=request.user
    )
    return redirect(_at(table, criterion))


@require_http_methods(["GET", "HEAD", "POST"])
def bands(request: HttpRequest, pk: int) -> HttpResponse:
    """The grades of a draft, all at once."""
    table = found_table(request, pk)
    check_may_change_table(request.user, table)
    sentence = ""
    if request.method == "POST":
        lines = band_lines(request.POST)
        if "them-dong" not in request.POST:
            try:
                actions.save_bands(
                    table=table, bands=[_band(line) for line in lines],
                    revision=revision_of(request), by=request.user,
                )  # fmt: skip
            except WrongState as refusal:
                sentence = str(refusal)
            else:
                messages.success(request, "Đã lưu các mức xếp loại.")
                return redirect("scoring:table", pk=table.pk)
    else:
        lines = [
            {
                "name": one.name,
                "at_least": number_text(one.at_least),
                "below": number_text(one.below),
                "section_percent": number_text(one.section_percent),
                "rating": one.rating,
            }
            for one in table.bands.all()
        ]
    empty: list[dict[str, str]] = [{}] * EMPTY_BANDS
    context = {"table": table, "lines": lines + empty, "sentence": sentence, "ratings": RATINGS}
    return render(request, "scoring/bands.html", context, status=422 if sentence else 200)


def _band(line: dict[str, str]) -> BandRow:
    given: dict[str, Any] = {}
    for name in ("at_least", "below", "section_percent"):
        try:
            given[name] = decimal_of(line[name])
        except ValueError:
            raise WrongState(f"Xếp loại “{line['name']}”: “{line[name]}” không phải số.") from None
    known = {code for code, _ in RATINGS}
    rating = line["rating"] if line["rating"] in known else ""
    return BandRow(name=line["name"], rating=rating, **given)


def _form(
    request: HttpRequest, table: ScoreTable, criterion: Criterion | None, initial: dict[str, Any]
) -> HttpResponse:
    branches = [
        (one.number, f"{one.number}. {one.text}")
        for one in table.criteria.filter(kind=Kind.GROUP)
        if criterion is None or one.pk != criterion.pk
    ]
    form = CriterionForm(request.POST or None, initial=initial, branches=branches)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.put_criterion(
                table=table, row=CriterionRow(**form.cleaned_data), criterion=criterion,
                revision=revision_of(request), by=request.user,
            )  # fmt: skip
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã lưu dòng {made.number}.")
            if "va-them" in request.POST:
                above = made.parent.number if made.parent else ""
                return redirect(f"{_add(table)}?muc={above}")
            return redirect(_at(table, made))
    context = {"form": form, "table": table, "criterion": criterion}
    status = 422 if form.errors else 200
    return render(request, "scoring/criterion_form.html", context, status=status)


def _below(table: ScoreTable, criterion: Criterion) -> list[Criterion]:
    """Everything under a branch."""
    found: list[Criterion] = []
    above = {criterion.pk}
    for row in table.criteria.order_by("place"):
        if row.parent_id in above:
            above.add(row.pk)
            found.append(row)
    return found


def _at(table: ScoreTable, criterion: Criterion) -> str:
    return f"{reverse('scoring:table', args=[table.pk])}#t-{criterion.pk}"


def _add(table: ScoreTable) -> str:
    return reverse("scoring:add_criterion", args=[table.pk])
