"""Preparing a sitting: time and place, motions, attendance, the texts of the minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from thidua.audit.actions import record
from thidua.councils.models import Attendance, BallotBox, Council, Member, Motion, Sitting
from thidua.councils.permissions import check_may_manage
from thidua.councils.queries import current_members, rule_for
from thidua.councils.queries.rules import scope_key
from thidua.councils.states import AGENDA_OPEN, TEXT_OPEN
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze

RULE_FIELDS = (
    "threshold",
    "base",
    "secret",
    "threshold_citation",
    "threshold_confidence",
    "quorum",
    "quorum_citation",
)


@transaction.atomic
def create_sitting(
    *,
    council: Council,
    title: str,
    held_on: dt.date,
    received_on: dt.date,
    by: Any,
    starts_at: dt.time | None = None,
    place: str = "",
    presided_by: Member | None = None,
    secretary: Member | None = None,
) -> Sitting:
    """Draft a sitting. Chair and secretary come from the seats when not given; the day the
    dossiers were received selects the thresholds, so it may not lie after the sitting."""
    check_may_manage(user=by, department=council.body)
    seats = list(current_members(council))
    sitting = Sitting(
        council=council,
        created_by=by,
        presided_by=presided_by or _first(seats, Member.Duty.CHAIR),
        secretary=secretary or _first(seats, Member.Duty.SECRETARY),
    )
    _fill(sitting, title, held_on, received_on, starts_at, place)
    sitting.save()
    record(
        by=by,
        action="councils.create_sitting",
        text=f"Đã lập phiên họp “{sitting.title}” ngày {short_date(held_on)}",
        subject=sitting,
        body=council.body,
    )
    return sitting


@transaction.atomic
def edit_sitting(
    *,
    sitting: Sitting,
    title: str,
    held_on: dt.date,
    received_on: dt.date,
    by: Any,
    starts_at: dt.time | None = None,
    place: str = "",
    presided_by: Member | None = None,
    secretary: Member | None = None,
) -> Sitting:
    """Change time, place, chair, secretary before the ballot opens; thresholds are asked again
    when the day of receipt changes."""
    check_may_manage(user=by, department=sitting.council.body)
    _check_agenda_open(sitting)
    for seat in (presided_by, secretary):
        if seat is not None and seat.council_id != sitting.council_id:
            raise WrongState("Người chủ trì và thư ký phải là thành viên của Hội đồng này.")
    changed_law = sitting.received_on != received_on
    _fill(sitting, title, held_on, received_on, starts_at, place)
    seats = list(current_members(sitting.council))
    sitting.presided_by = presided_by or _first(seats, Member.Duty.CHAIR)
    sitting.secretary = secretary or _first(seats, Member.Duty.SECRETARY)
    sitting.save()
    if changed_law:
        apply_rules(sitting)
    record(
        by=by,
        action="councils.edit_sitting",
        text=f"Đã sửa phiên họp “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
    return sitting


@dataclass(frozen=True)
class NewMotion:
    """A question as another app puts it; `reference` is how that app finds its own thing again."""

    title: str
    question: str
    reference: str
    award_code: str = ""
    subtitle: str = ""
    papers: Sequence[Mapping[str, str]] = ()


@transaction.atomic
def add_motions(*, sitting: Sitting, motions: Sequence[NewMotion], by: Any) -> list[Motion]:
    """Put questions on the agenda with the threshold that the law or the body's regulation sets.

    All or none. Refuses an empty question, a reference twice, an agenda that is no longer open.
    """
    check_may_manage(user=by, department=sitting.council.body)
    _check_agenda_open(sitting)
    held = set(sitting.motions.values_list("reference", flat=True))
    last = sitting.motions.aggregate(last=Max("order"))["last"] or 0
    made: list[Motion] = []
    for order, new in enumerate(motions, start=last + 1):
        title, question = squeeze(new.title), squeeze(new.question)
        if not title or not question:
            raise WrongState("Đề nghị cần có tên và nội dung biểu quyết.")
        if new.reference in held:
            raise WrongState(f"“{title}” đã có trong chương trình phiên họp này.")
        held.add(new.reference)
        motion = Motion(
            sitting=sitting,
            order=order,
            title=title[:200],
            subtitle=squeeze(new.subtitle)[:200],
            question=question[:300],
            award_code=new.award_code,
            reference=new.reference,
            papers=[dict(paper) for paper in new.papers],
        )
        made.append(with_rule(motion, sitting))
    made = Motion.objects.bulk_create(made)
    what = f"“{made[0].title}”" if len(made) == 1 else f"{len(made)} đề nghị"
    record(
        by=by,
        action="councils.add_motion",
        text=f"Đã đưa {what} vào chương trình phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
        detail={"motions": [[m.reference, m.award_code] for m in made]},
    )
    return made


def add_motion(
    *,
    sitting: Sitting,
    title: str,
    question: str,
    reference: str,
    by: Any,
    award_code: str = "",
    subtitle: str = "",
    papers: Sequence[Mapping[str, str]] = (),
) -> Motion:
    """One question; see `add_motions`."""
    new = NewMotion(title, question, reference, award_code, subtitle, papers)
    [motion] = add_motions(sitting=sitting, motions=[new], by=by)
    return motion


@transaction.atomic
def remove_motion(*, motion: Motion, by: Any) -> None:
    """Take a question off the agenda while it is still open."""
    sitting = motion.sitting
    check_may_manage(user=by, department=sitting.council.body)
    _check_agenda_open(sitting)
    title, reference = motion.title, motion.reference
    motion.delete()
    record(
        by=by,
        action="councils.remove_motion",
        text=f"Đã đưa “{title}” ra khỏi chương trình phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
        detail={"reference": reference},
    )


@transaction.atomic
def set_attendance(
    *, sitting: Sitting, marks: Mapping[int, tuple[str, str]], by: Any
) -> list[Attendance]:
    """Record who is present, answers in writing, or is absent: `{member pk: (status, reason)}`.

    While the box is open an absent member may still come in, but nobody is taken out: the sheet
    may already be in the box. After closing nothing changes.
    """
    check_may_manage(user=by, department=sitting.council.body)
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    box = BallotBox.objects.filter(sitting=fresh).first()
    if fresh.state == Sitting.State.CONCLUDED or (box and box.state == BallotBox.State.CLOSED):
        raise WrongState("Hòm phiếu đã đóng nên danh sách dự họp không thay đổi được nữa.")
    seats = {m.pk: m for m in current_members(sitting.council)}
    held = {row.member_id: row for row in sitting.attendance.all()}
    changed: list[str] = []
    for pk, (status, reason) in marks.items():
        member = seats.get(pk)
        if member is None or status not in Attendance.Status.values:
            raise WrongState("Danh sách dự họp không khớp thành viên Hội đồng. Tải lại trang.")
        before = held.get(pk)
        reason = squeeze(reason)[:200] if status != Attendance.Status.PRESENT else ""
        if before and (before.status, before.reason) == (status, reason):
            continue
        if box and (before is None or before.status != Attendance.Status.ABSENT):
            if before and before.status == status:
                before.reason = reason
                before.save(update_fields=["reason"])
                continue
            raise WrongState(
                f"Đang bỏ phiếu nên không đổi được điểm danh của {member.full_name}; "
                "chỉ ghi thêm được người đến sau."
            )
        row, _ = Attendance.objects.update_or_create(
            sitting=sitting, member=member, defaults={"status": status, "reason": reason}
        )
        changed.append(f"{member.full_name}: {row.get_status_display()}")
    if changed:
        record(
            by=by,
            action="councils.attendance",
            text=f"Đã điểm danh phiên “{sitting.title}”: {len(changed)} thành viên",
            subject=sitting,
            body=sitting.council.body,
            detail={"marks": changed},
        )
    return list(sitting.attendance.select_related("member"))


@transaction.atomic
def write_minutes(*, sitting: Sitting, discussion: str, conclusion: str, by: Any) -> Sitting:
    """Keep discussion and conclusion; refused once the sitting is concluded."""
    check_may_manage(user=by, department=sitting.council.body)
    if sitting.state not in TEXT_OPEN:
        raise WrongState("Phiên họp đã kết luận nên biên bản không sửa được nữa.")
    sitting.discussion, sitting.conclusion = discussion.strip(), conclusion.strip()
    sitting.save(update_fields=["discussion", "conclusion"])
    record(
        by=by,
        action="councils.minutes",
        text=f"Đã ghi dự thảo biên bản phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
    return sitting


def with_rule(motion: Motion, sitting: Sitting) -> Motion:
    """Set threshold, base, quorum and citation by the law of the day of receipt."""
    rule = rule_for(
        award_code=motion.award_code,
        received_on=sitting.received_on,
        scope=scope_key(sitting.council),
    )
    motion.threshold, motion.base, motion.secret = rule.threshold, rule.base, rule.secret
    motion.threshold_citation, motion.threshold_confidence = rule.citation, rule.confidence
    motion.quorum, motion.quorum_citation = rule.quorum, rule.quorum_citation
    return motion


def apply_rules(sitting: Sitting) -> list[Motion]:
    """Ask the law again about every motion of the sitting, and store what it says."""
    motions = [with_rule(motion, sitting) for motion in sitting.motions.all()]
    Motion.objects.bulk_update(motions, RULE_FIELDS, batch_size=200)
    return motions


def _fill(
    sitting: Sitting,
    title: str,
    held_on: dt.date,
    received_on: dt.date,
    starts_at: dt.time | None,
    place: str,
) -> None:
    sitting.title = squeeze(title)
    if not sitting.title:
        raise WrongState("Ghi nội dung phiên họp.", field="title")
    if received_on > held_on:
        raise WrongState(
            f"Ngày nhận hồ sơ phải từ ngày họp {short_date(held_on)} trở về trước.",
            field="received_on",
        )
    sitting.held_on, sitting.received_on = held_on, received_on
    sitting.starts_at, sitting.place = starts_at, squeeze(place)


def _check_agenda_open(sitting: Sitting) -> None:
    state = Sitting.objects.values_list("state", flat=True).get(pk=sitting.pk)
    if state not in AGENDA_OPEN:
        raise WrongState("Hòm phiếu đã mở nên chương trình phiên họp không thay đổi được.")


def _first(seats: list[Member], duty: str) -> Member | None:
    return next((m for m in seats if m.duty == duty), None)
