"""Who is at a sitting, who answers in writing, who is away and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.councils.models import Attendance, BallotBox, Invitation, Sitting
from thidua.councils.permissions import check_may_manage, check_may_reply
from thidua.councils.queries import current_members
from thidua.councils.states import AGENDA_OPEN
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


@transaction.atomic
def set_attendance(
    *, sitting: Sitting, marks: Mapping[int, tuple[str, str]], by: Any
) -> list[Attendance]:
    """Record who is present, answers in writing, or is absent: `{member pk: (status, reason)}`.

    While a box is open an absent member may still come in, but nobody is taken out: the sheet
    may already be in the box. After closing nothing changes, nor in opinions asked in writing,
    where every member answers.
    """
    check_may_manage(user=by, department=sitting.council.body.department)
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if fresh.kind == Sitting.Kind.CIRCULATION:
        raise WrongState("Lấy ý kiến bằng văn bản thì không điểm danh: mọi thành viên đều trả lời.")
    box = BallotBox.objects.filter(sitting=fresh).order_by("pk").last()
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
def reply_to_invitation(*, sitting: Sitting, answer: str, by: Any, reason: str = "") -> Invitation:
    """A member says beforehand whether to come; the secretary still marks who is there."""
    seat = check_may_reply(user=by, sitting=sitting)
    if sitting.state not in AGENDA_OPEN or sitting.kind == Sitting.Kind.CIRCULATION:
        raise WrongState("Phiên này không còn nhận trả lời giấy mời.")
    if answer not in Invitation.Answer.values:
        raise WrongState("Chọn dự họp hay vắng mặt.", field="answer")
    reason = squeeze(reason)[:200] if answer != Invitation.Answer.COMING else ""
    if answer != Invitation.Answer.COMING and not reason:
        raise WrongState("Ghi lý do vắng mặt.", field="reason")
    invitation, _ = Invitation.objects.update_or_create(
        sitting=sitting,
        member=seat,
        defaults={"answer": answer, "reason": reason, "answered_at": timezone.now()},
    )
    record(
        by=by,
        action="councils.reply",
        text=f"{seat.full_name} trả lời giấy mời phiên “{sitting.title}”: "
        f"{invitation.get_answer_display().lower()}",
        subject=sitting,
        body=sitting.council.body,
    )
    return invitation
