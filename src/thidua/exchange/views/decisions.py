"""Deciding doubtful rows: all that are alike, a text that means an award, or one row."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from thidua.exchange import actions, queries
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.readers.award_names import CLEAR_NAMES, OTHER
from thidua.exchange.views.frame import batch_of, frame
from thidua.kit.errors import WrongState
from thidua.kit.lists import key_of
from thidua.people.models import Person

_AWARDS = [*CLEAR_NAMES.items(), (OTHER, "Khen thưởng khác, ngoài danh mục")]


@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """The reasons of doubt with how many rows have each; POST answers for all rows of one."""
    found = batch_of(request, pk)
    if request.method == "POST":
        try:
            decided = actions.decide_alike(
                batch=found,
                alike=request.POST.get("nhom", ""),
                choice=request.POST.get("cach", ""),
                by=request.user,
            )
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã quyết định cho {decided} dòng.")
        return redirect("exchange:decisions", pk)
    rest = "wait" if found.kind == ImportBatch.Kind.REGISTER else "keep"
    return render(
        request,
        "exchange/decisions.html",
        {
            **frame(found, "decisions"),
            "groups": queries.alike_groups(found),
            "awards": _AWARDS,
            "rest": rest,
            "rest_label": ImportRow.Choice(rest).label,
        },
    )


@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """A text of the file means this award: every row with it is read again."""
    found = batch_of(request, pk)
    text = request.POST.get("chu", "")
    try:
        actions.explain_award(
            batch=found, text=text, code=request.POST.get("danh-hieu", ""), by=request.user
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã đọc lại mọi dòng ghi “{text}” theo danh hiệu vừa chọn.")
    return redirect("exchange:decisions", pk)


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
        if person is not None or row.effect == ImportRow.Effect.ASKED:
            actions.choose_person(
                row=row,
                choice=ImportRow.Choice.PERSON if person else answer,
                person=person,
                by=request.user,
            )
        else:
            actions.decide_row(row=row, choice=answer, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã chọn cho {row.label}.")
    back = request.POST.get("tro-lai", "")
    address = reverse("exchange:batch", args=[pk])
    starts = ("loc=", "q=", "trang=", "nhom=")
    return redirect(f"{address}?{back}" if back.startswith(starts) else address)
