"""Registration sheets: the own one on a phone, a unit's list, the officer's grid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import WrongState
from thidua.movements import actions
from thidua.movements.actions.sheets import Work
from thidua.movements.forms.calls import grid_of, pledges_of, whole_numbers, works_of
from thidua.movements.forms.movements import ReasonForm
from thidua.movements.models import RegistrationCall, RegistrationSheet
from thidua.movements.permissions import (
    check_may_call,
    check_may_take_sheet_step,
    check_may_write_sheet,
    leads,
    may_call,
    may_take_sheet_step,
    may_write_sheet,
)
from thidua.movements.queries import title_of
from thidua.movements.queries.calls import (
    calls_for,
    last_year,
    open_call_for,
    sheet_of,
    sheets_for,
    title_choices,
    unit_lines,
    years_held,
)
from thidua.movements.states import SHEET_TONES
from thidua.movements.views.calls import found_call, found_unit
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.people.queries import own_person_id, visible_to

S = RegistrationSheet.State


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The own sheet of the running call, or words why there is none."""
    pk = own_person_id(request.user)
    people = visible_to(request.user).filter(pk=pk or 0)
    person = people.select_related("department").first()
    call = open_call_for(person.department) if person else None
    if person is None or call is None:
        calls = list(calls_for(request.user)[:5])
        context = {"person": person, "calls": calls}
        return render(request, "movements/no_sheet.html", context)
    return redirect("movements:sheet_of_person", call.pk, person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """The sheet of one person: the person itself, the head of the unit, the officer."""
    found = get_object_or_404(
        visible_to(request.user).select_related("department", "unit"), pk=person
    )
    call = get_object_or_404(
        RegistrationCall.objects.select_related("department"), pk=pk, department=found.department
    )
    return _sheet(request, call, person=found, collective=None)


@require_http_methods(["GET", "HEAD", "POST"])
def of_collective(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The sheet of a unit: its head, the officer."""
    call = found_call(request, pk)
    return _sheet(request, call, person=None, collective=found_unit(request, call, unit))


@require_safe
def of_unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The people of a unit with their sheets, and what the user may do with them."""
    call = found_call(request, pk)
    body = found_unit(request, call, unit)
    lines = unit_lines(call, body)
    officer = may_call(request.user, department=call.department)
    open_ = call.state == RegistrationCall.State.OPEN
    context = {
        "call": call,
        "unit": body,
        "number": unit,
        "lines": [(one, [(code, title_of(code)) for code in one.codes]) for one in lines],
        "own": sheet_of(call, collective=body) if body else None,
        "tones": SHEET_TONES,
        "officer": officer,
        "confirmable": open_ and (officer or leads(request.user, body))
        and any(one.sheet and one.sheet.state == S.SENT for one in lines),
        "approvable": open_ and officer
        and any(one.sheet and one.sheet.state == S.CONFIRMED for one in lines),
        "open": open_,
    }  # fmt: skip
    return render(request, "movements/unit_sheets.html", context)


@require_POST
def together(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Confirm or approve the ticked sheets of a unit."""
    call = found_call(request, pk)
    found_unit(request, call, unit)
    chosen = whole_numbers(request.POST.getlist("phieu"))
    approving = request.POST.get("viec") == "duyet"
    act = actions.approve_sheets if approving else actions.confirm_sheets
    try:
        count = act(call=call, sheets=chosen, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        verb = "duyệt" if approving else "xác nhận"
        messages.success(request, f"Đã {verb} {count} phiếu.")
    return redirect("movements:unit_sheets", call.pk, unit)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a sheet back with a reason."""
    sheet = get_object_or_404(sheets_for(request.user), pk=pk)
    check_may_take_sheet_step(request.user, sheet, "refuse")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_sheet(sheet=sheet, reason=form.cleaned_data["reason"], by=request.user)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã trả lại phiếu của {sheet.person or sheet.collective}.")
            return redirect(_place(sheet))
    context = {"form": form, "sheet": sheet, "back": _place(sheet)}
    status = 422 if form.errors else 200
    return render(request, "movements/sheet_refuse.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The officer registers a whole unit, beginning with what was registered last year."""
    call = found_call(request, pk)
    check_may_call(request.user, department=call.department)
    body = found_unit(request, call, unit)
    if request.method == "POST":
        try:
            count = actions.register_unit(
                call=call, unit=body, titles=grid_of(request.POST), by=request.user
            )
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            said = f"Đã ghi đăng ký của {count} người." if count else "Không có gì thay đổi."
            messages.success(request, said)
            return redirect("movements:unit_sheets", call.pk, unit)
    before = last_year(call, body)
    lines = unit_lines(call, body)
    choices = [one for one in title_choices(collective=False) if one.is_title]
    shown = {one.code for one in choices}
    rows = [
        (
            one,
            # Of last year only what has a column: nothing is registered that nobody saw.
            one.codes if one.sheet else [c for c in before.get(one.person.pk, ()) if c in shown],
            one.sheet is None and one.person.pk in before,
        )
        for one in lines
    ]
    context = {
        "call": call,
        "unit": body,
        "number": unit,
        "choices": choices,
        # Forms of commendation that a sheet asks for have no column: they go along unseen.
        "rows": [
            (one, codes, [c for c in codes if c not in shown], old) for one, codes, old in rows
        ],
        "copied": sum(1 for *_, old in rows if old),
    }
    return render(request, "movements/unit_grid.html", context)


def _sheet(
    request: HttpRequest, call: RegistrationCall, *, person: Person | None, collective: Body | None
) -> HttpResponse:
    sheet = sheet_of(call, person=person, collective=collective)
    writable = may_write_sheet(request.user, call, person=person, collective=collective) and (
        sheet is None or sheet.state in (S.DRAFT, S.REFUSED, S.SENT)
    )
    faults: list[tuple[str, str]] = []
    status = 200
    posted = request.method == "POST"
    if posted:
        check_may_write_sheet(request.user, call, person=person, collective=collective)
        more = "them-viec" in request.POST
        given = request.POST.get("phien-ban", "")
        try:
            if not more:
                actions.save_sheet(
                    call=call, person=person, collective=collective, by=request.user,
                    titles=request.POST.getlist("danh-hieu"), works=works_of(request.POST),
                    pledges=pledges_of(request.POST, call.pledge_lines),
                    version=int(given) if given.isdecimal() and len(given) < 10 else 0,
                    send="gui" in request.POST,
                )  # fmt: skip
                said = "Đã gửi đăng ký." if "gui" in request.POST else "Đã lưu nháp."
                messages.success(request, said)
                return redirect(request.path)
        except WrongState as refusal:
            places = {"titles": "danh-hieu", "works": "sang-kien"}
            faults, status = [(str(refusal), places.get(refusal.field or "", ""))], 422
            sheet = sheet_of(call, person=person, collective=collective)
    held = years_held(person, collective)
    chosen, works, pledges = _shown(request, call, sheet, posted=posted)
    choices = [
        (one, one.code in chosen, held.get(one.code, []))
        for one in title_choices(collective=collective is not None)
    ]
    context: dict[str, Any] = {
        "call": call,
        "person": person,
        "unit": collective,
        "subject": person or collective,
        "sheet": sheet,
        "tones": SHEET_TONES,
        "writable": writable,
        "own": person is not None and person.pk == own_person_id(request.user),
        "titles": [one for one in choices if one[0].is_title],
        "others": [one for one in choices if not one[0].is_title],
        "others_chosen": any(ticked for one, ticked, _ in choices if not one.is_title),
        "works": works,
        "common": [(n, line, line in pledges) for n, line in enumerate(call.pledge_lines)],
        "own_pledges": "\n".join(line for line in pledges if line not in call.pledge_lines),
        "faults": faults,
        "may_refuse": sheet is not None and may_take_sheet_step(request.user, sheet, "refuse"),
        "late": call.due_on < timezone.localdate(),
        "today_year": timezone.localdate().year,
    }
    return render(request, "movements/sheet.html", context, status=status)


def _shown(
    request: HttpRequest, call: RegistrationCall, sheet: RegistrationSheet | None, *, posted: bool
) -> tuple[set[str], list[Work], list[str]]:
    """What the page shows as chosen: what was just sent, else what is kept."""
    if posted:
        works = works_of(request.POST)
        chosen = set(request.POST.getlist("danh-hieu"))
        pledges = pledges_of(request.POST, call.pledge_lines)
    elif sheet is not None:
        works = [Work(one.name, one.expected) for one in sheet.works.all()]
        chosen = {one.award_code for one in sheet.titles.all()}
        pledges = sheet.pledge_lines
    else:
        works, chosen, pledges = [], set(), []
    if not works or "them-viec" in request.POST:
        works = [*works, Work("", "")]
    return chosen, works, pledges


def _place(sheet: RegistrationSheet) -> str:
    unit = sheet.person.unit_id if sheet.person else sheet.collective_id
    return reverse("movements:unit_sheets", args=[sheet.call_id, unit or 0])
