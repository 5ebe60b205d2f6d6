"""What is said of a sitting, and when it cannot be: no chair, no council yet, no term any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypedDict

from django.utils import timezone

from thidua.councils.models import Member, Sitting
from thidua.councils.queries import current_members
from thidua.councils.queries.work_rules import rules_of
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


class SittingFacts(TypedDict, total=False):
    """Everything of a sitting beside its council."""

    title: str
    kind: str
    voting: str
    held_on: dt.date
    received_on: dt.date
    starts_at: dt.time | None
    place: str
    answer_by: dt.datetime | None
    presided_by: Member | None
    secretary: Member | None
    scrutineers: Sequence[Member]


def fill(sitting: Sitting, facts: SittingFacts) -> None:
    """Set what is given, keep the rest; refuse what cannot be, at its field."""
    council = sitting.council
    seats = list(current_members(council))
    sitting.title = squeeze(facts.get("title", sitting.title))[:200]
    if not sitting.title:
        raise WrongState("Ghi nội dung phiên họp.", field="title")
    sitting.kind = facts.get("kind") or sitting.kind
    if sitting.kind not in Sitting.Kind.values:
        raise WrongState("Chọn hình thức họp.", field="kind")
    sitting.voting = facts.get("voting") or sitting.voting
    if sitting.voting not in Sitting.Voting.values:
        raise WrongState("Chọn cách biểu quyết.", field="voting")
    sitting.held_on = facts.get("held_on", sitting.held_on)
    sitting.received_on = facts.get("received_on", sitting.received_on)
    if sitting.received_on > sitting.held_on:
        raise WrongState(
            f"Ngày nhận hồ sơ phải từ ngày họp {short_date(sitting.held_on)} trở về trước.",
            field="received_on",
        )
    check_day(sitting)
    check_hands(sitting)
    sitting.starts_at = facts.get("starts_at", sitting.starts_at)
    sitting.place = squeeze(facts.get("place", sitting.place))[:200]
    sitting.answer_by = facts.get("answer_by", sitting.answer_by)
    if sitting.kind == Sitting.Kind.CIRCULATION:
        check_circulation(sitting)
    elif sitting.answer_by is not None:
        sitting.answer_by = None
    for seat in (facts.get("presided_by"), facts.get("secretary"), *facts.get("scrutineers", ())):
        if seat is not None and (seat.council_id != council.pk or seat.to_date is not None):
            raise WrongState(
                "Người chủ trì, thư ký và Ban kiểm phiếu phải là thành viên đang tham gia Hội đồng."
            )
    if not any(m.duty == Member.Duty.CHAIR for m in seats):
        raise WrongState(
            "Hội đồng chưa có Chủ tịch. Thêm Chủ tịch theo quyết định thành lập, kiện toàn trước "
            "khi lập phiên họp.",
        )
    sitting.presided_by = facts.get("presided_by") or _first(seats, Member.Duty.CHAIR)
    sitting.secretary = facts.get("secretary") or _first(seats, Member.Duty.SECRETARY)


def check_day(sitting: Sitting) -> None:
    """The council must stand on the day of the sitting."""
    council, day = sitting.council, sitting.held_on
    if council.established_on and day < council.established_on:
        raise WrongState(
            f"Hội đồng thành lập ngày {short_date(council.established_on)}; ngày họp phải từ ngày "
            "đó trở đi.",
            field="held_on",
        )
    if council.term_to and day > council.term_to:
        raise WrongState(
            f"Nhiệm kỳ của Hội đồng hết ngày {short_date(council.term_to)}. Ghi quyết định kiện "
            "toàn hoặc kéo dài nhiệm kỳ rồi lập phiên họp.",
            field="held_on",
        )


def check_circulation(sitting: Sitting) -> None:
    """Opinions in writing: only where the rules of work allow them, to a time to come."""
    rules = rules_of(sitting.council, sitting.received_on)
    if not rules.circulation:
        raise WrongState(
            f"Quy chế không cho lấy ý kiến bằng văn bản thay họp ({rules.circulation_citation})."
            if rules.circulation is False
            else "Chưa nạp quy chế cho phép lấy ý kiến bằng văn bản thay họp. Tổ chức họp, hoặc đề "
            "nghị cán bộ pháp chế nạp quy chế hoạt động của Hội đồng.",
            field="kind",
        )
    if sitting.answer_by is None:
        raise WrongState("Ghi hạn trả lời của phiếu lấy ý kiến.", field="answer_by")
    if sitting.answer_by <= timezone.now() and sitting.state != Sitting.State.OPEN:
        raise WrongState("Hạn trả lời phải sau thời điểm này.", field="answer_by")


def check_hands(sitting: Sitting) -> None:
    """Hands are raised only in a meeting whose council's rules ask for no secret ballot."""
    if not sitting.by_hands:
        return
    if sitting.kind == Sitting.Kind.CIRCULATION:
        raise WrongState(
            "Lấy ý kiến bằng văn bản thì không giơ tay: chọn bỏ phiếu kín.", field="voting"
        )
    rules = rules_of(sitting.council, sitting.received_on)
    if rules.secret is not False:
        raise WrongState(
            f"Quy chế của Hội đồng yêu cầu bỏ phiếu kín ({rules.secret_citation})."
            if rules.secret
            else "Chưa nạp quy chế cho phép biểu quyết công khai. Chọn bỏ phiếu kín, hoặc đề nghị "
            "cán bộ pháp chế nạp quy chế hoạt động của Hội đồng.",
            field="voting",
        )


def scrutineers_of(sitting: Sitting, facts: SittingFacts) -> list[Member]:
    """Those given, those there already, or the members with that duty."""
    if "scrutineers" in facts:
        return list(facts["scrutineers"])
    if sitting.scrutineers.exists():
        return list(sitting.scrutineers.all())
    return [m for m in current_members(sitting.council) if m.duty == Member.Duty.SCRUTINEER]


def _first(seats: list[Member], duty: str) -> Member | None:
    return next((m for m in seats if m.duty == duty), None)
