"""Renewing a council by a decision, and ending it; both ask before they change anything."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from thidua.councils import actions
from thidua.councils.forms import EndCouncilForm, NewSeatForm, RenewalForm, SeatForm
from thidua.councils.models import Council, Member
from thidua.councils.permissions import check_may_manage
from thidua.councils.queries import current_members, visible_councils
from thidua.councils.queries.seats import voting_accounts
from thidua.kit.errors import WrongState

NEW_LINES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Every present member with duty and office, and empty lines for those who join."""
    council = _managed(request, pk)
    data = request.POST if request.method == "POST" else None
    members = list(current_members(council))
    accounts = voting_accounts(council)
    form = RenewalForm(
        data, initial={"term": council.term, "term_to": council.term_to, **_authority(council)}
    )
    seats = [(member, _seat_form(data, member)) for member in members]
    new = [
        NewSeatForm(data, prefix=f"moi{number}", accounts=accounts) for number in range(NEW_LINES)
    ]
    if data is not None:
        # Every form is asked before any answer counts, so that all faults show at once.
        sound = [line.is_valid() for line in (form, *(line for _, line in seats), *new)]
        if all(sound):
            try:
                decision = actions.renew_council(
                    council=council,
                    kept=_kept(seats),
                    new=[_new_seat(line) for line in new if line.said],
                    by=request.user,
                    **form.cleaned_data,
                )
            except WrongState as refusal:
                form.blame(str(refusal), refusal.field)
            else:
                messages.success(request, f"Đã kiện toàn Hội đồng theo {decision.number}")
                return redirect("councils:council", council.pk)
    context = {"council": council, "form": form, "seats": seats, "new": new}
    refused = data is not None
    return render(request, "councils/renew.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a council: its seats end that day, its sittings stay in the record."""
    council = _managed(request, pk)
    form = EndCouncilForm(request.POST or None, initial=_authority(council))
    if form.is_valid():
        try:
            actions.end_council(council=council, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Hội đồng đã kết thúc hoạt động")
            return redirect("councils:council", council.pk)
    context = {
        "form": form,
        "title": f"Kết thúc hoạt động: {council.name}",
        "council": council,
        "lead": "Nhiệm vụ của mọi thành viên kết thúc cùng ngày. Các phiên họp, biên bản vẫn giữ. "
        "Không mở lại được; Hội đồng mới lập theo quyết định mới.",
        "verb": "Kết thúc hoạt động",
    }
    return render(request, "councils/form.html", context, status=422 if form.errors else 200)


def _managed(request: HttpRequest, pk: int) -> Council:
    council = visible_councils(request.user).filter(pk=pk).first()
    if council is None:
        raise Http404
    check_may_manage(user=request.user, department=council.body.department)
    return council


def _authority(council: Council) -> dict[str, Any]:
    return {"authority": council.authority}


def _seat_form(data: Any, member: Member) -> SeatForm:
    known = {"stays": True, "duty": member.duty, "office": member.office}
    return SeatForm(data, prefix=f"tv{member.pk}", initial=known)


def _kept(seats: list[tuple[Member, SeatForm]]) -> dict[int, actions.Seat]:
    kept: dict[int, actions.Seat] = {}
    for member, line in seats:
        if line.cleaned_data["stays"]:
            data = line.cleaned_data
            kept[member.pk] = actions.Seat(data["duty"], data["office"])
    return kept


def _new_seat(line: NewSeatForm) -> actions.Seat:
    data = line.cleaned_data
    return actions.Seat(
        duty=data["duty"] or Member.Duty.MEMBER,
        office=data["office"],
        full_name=data["full_name"],
        user=data["user"],
    )
