"""Renewing a council (kiện toàn): one decision changes seats, the history stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.councils.actions.decisions import keep_decision
from thidua.councils.actions.seats import SINGLE, check_no_open_box, check_standing, same_person
from thidua.councils.models import (
    Attendance,
    Council,
    CouncilDecision,
    Invitation,
    Member,
    Recusal,
    Sitting,
)
from thidua.councils.permissions import check_may_manage
from thidua.councils.states import AGENDA_OPEN
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


@dataclass(frozen=True)
class Seat:
    """A seat as the decision gives it; for those who stay only duty and office are read."""

    duty: str
    office: str = ""
    full_name: str = ""
    user: Any = None


@transaction.atomic
def renew_council(
    *,
    council: Council,
    number: str,
    signed_on: dt.date,
    effective_on: dt.date,
    authority: str,
    kept: Mapping[int, Seat],
    new: Sequence[Seat],
    by: Any,
    term: str | None = None,
    term_from: dt.date | None = None,
    term_to: dt.date | None = None,
) -> CouncilDecision:
    """Record a decision of renewal: members not in `kept` leave the day before it takes effect,
    those with another duty or office get a new seat, `new` ones join. Past sittings keep the old
    seats; sittings still in preparation pass to the new ones.

    Refuses two chairs, none, a member twice, an open ballot, a day that has not come.
    """
    check_may_manage(user=by, department=council.body.department)
    council = Council.objects.select_for_update().get(pk=council.pk)
    check_standing(council)
    check_no_open_box(council)
    present = {m.pk: m for m in council.members.filter(to_date=None).order_by("order", "pk")}
    if set(kept) - set(present):
        raise WrongState("Danh sách không khớp thành viên hiện nay. Tải lại trang.")
    _check(present, kept, new)
    decision = keep_decision(
        council,
        kind=CouncilDecision.Kind.RENEW,
        number=number,
        signed_on=signed_on,
        effective_on=effective_on,
        authority=authority,
        changes=[],
        by=by,
    )
    changes: list[str] = []
    moved: dict[int, Member | None] = {}
    stay: list[tuple[Member, Seat]] = []
    for pk, member in present.items():
        seat = kept.get(pk)
        office = squeeze(seat.office)[:120] if seat else ""
        if seat and (seat.duty, office) == (member.duty, member.office):
            continue
        last_day = max(effective_on - dt.timedelta(days=1), member.from_date or dt.date.min)
        member.to_date, member.released_by = last_day, decision
        member.save(update_fields=["to_date", "released_by"])
        moved[pk] = None
        if seat is None:
            changes.append(f"{member.full_name} thôi tham gia ({member.get_duty_display()})")
        else:
            stay.append((member, seat))
    for member, seat in stay:
        moved[member.pk] = fresh = _seat(
            council,
            Seat(seat.duty, seat.office, member.full_name, member.user),
            member.order,
            effective_on,
            decision,
            member.person,
        )
        changes.append(
            f"{member.full_name}: {member.get_duty_display()} thành {fresh.get_duty_display()}"
            if member.duty != fresh.duty
            else f"{member.full_name}: đổi chức vụ thành {fresh.office or 'không ghi'}"
        )
    order = max((m.order for m in council.members.all()), default=0)
    joined = []
    for place, seat in enumerate(new, start=1):
        person = getattr(seat.user, "person", None)
        member = _seat(council, seat, order + place, effective_on, decision, person)
        joined.append(member)
        changes.append(f"{member.full_name} tham gia ({member.get_duty_display()})")
    if not changes and term_to in (None, council.term_to):
        raise WrongState(
            "Quyết định kiện toàn chưa thay đổi gì. Bỏ, thêm hoặc đổi nhiệm vụ của thành viên."
        )
    decision.changes = changes or ["Kéo dài nhiệm kỳ"]
    decision.save(update_fields=["changes"])
    if term is not None:
        council.term = squeeze(term)[:60]
    council.term_from = term_from or council.term_from
    council.term_to = term_to or council.term_to
    if council.term_from and council.term_to and council.term_to < council.term_from:
        raise WrongState("Nhiệm kỳ phải kết thúc sau ngày bắt đầu.", field="term_to")
    council.save(update_fields=["term", "term_from", "term_to"])
    _hand_over(council, moved, joined)
    record(
        by=by,
        action="councils.renew",
        text=f"Đã kiện toàn {council.name} theo {decision.number}: {len(changes)} thay đổi",
        subject=council,
        body=council.body,
        detail={"decision": decision.pk, "changes": changes},
    )
    return decision


def _check(present: Mapping[int, Member], kept: Mapping[int, Seat], new: Sequence[Seat]) -> None:
    seats = [*kept.values(), *new]
    if any(seat.duty not in Member.Duty.values for seat in seats):
        raise WrongState("Chọn nhiệm vụ của từng thành viên.")
    chairs = sum(1 for seat in seats if seat.duty == Member.Duty.CHAIR)
    if chairs != 1:
        raise WrongState(
            "Hội đồng sau kiện toàn chưa có Chủ tịch. Chọn một người làm Chủ tịch."
            if chairs == 0
            else "Hội đồng sau kiện toàn có hai Chủ tịch. Chỉ chọn một người làm Chủ tịch."
        )
    if sum(1 for seat in seats if seat.duty == Member.Duty.STANDING_VICE) > 1:
        raise WrongState(SINGLE[Member.Duty.STANDING_VICE])
    names: list[Member] = [present[pk] for pk in kept]
    for seat in new:
        name = squeeze(seat.full_name or getattr(seat.user, "full_name", ""))
        if not name:
            raise WrongState("Ghi họ và tên của thành viên mới.")
        person = getattr(seat.user, "person", None)
        if any(
            same_person(m, user=seat.user, person=person, full_name=name, office=seat.office)
            for m in names
        ):
            raise WrongState(f"{name} có hai dòng trong danh sách. Giữ một dòng.")
        names.append(
            Member(user=seat.user, person=person, full_name=name, office=squeeze(seat.office))
        )


def _seat(
    council: Council,
    seat: Seat,
    order: int,
    day: dt.date,
    decision: CouncilDecision,
    person: Any,
) -> Member:
    return Member.objects.create(
        council=council,
        user=seat.user,
        person=person,
        full_name=squeeze(seat.full_name or getattr(seat.user, "full_name", ""))[:120],
        office=squeeze(seat.office)[:120],
        duty=seat.duty,
        order=order,
        from_date=day,
        appointed_by=decision,
    )


def _hand_over(
    council: Council, moved: Mapping[int, Member | None], joined: Sequence[Member]
) -> None:
    """Sittings in preparation name the new seats; what a leaver was put down for is dropped."""
    sittings = list(council.sittings.filter(state__in=AGENDA_OPEN))
    for sitting in sittings:
        sitting.presided_by = moved.get(sitting.presided_by_id or 0, sitting.presided_by)
        sitting.secretary = moved.get(sitting.secretary_id or 0, sitting.secretary)
        sitting.save(update_fields=["presided_by", "secretary"])
        for old in [m for m in sitting.scrutineers.all() if m.pk in moved]:
            sitting.scrutineers.remove(old)
            successor = moved[old.pk]
            if successor is not None:
                sitting.scrutineers.add(successor)
    within = {"sitting__in": sittings}
    for old_pk, fresh in moved.items():
        rows = (
            Attendance.objects.filter(member=old_pk, **within),
            Invitation.objects.filter(member=old_pk, **within),
            Recusal.objects.filter(member=old_pk, motion__sitting__in=sittings),
        )
        for found in rows:
            if fresh is None:
                found.delete()
            else:
                found.update(member=fresh)
    called = [s for s in sittings if s.state == Sitting.State.CONVENED]
    Invitation.objects.bulk_create(
        Invitation(sitting=sitting, member=member) for sitting in called for member in joined
    )
