"""Members who take no part in a vote: noted before the box opens, with the ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.councils.actions.agenda import apply_rules, check_agenda_open
from thidua.councils.models import Member, Motion, Recusal, Sitting
from thidua.councils.permissions import check_may_recuse
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze

TOO_LATE = (
    "Hòm phiếu đã mở nên không ghi thêm người không tham gia biểu quyết: danh sách đã chốt. "
    "Thành viên vẫn có thể chọn “Không có ý kiến”."
)


@transaction.atomic
def recuse(
    *,
    sitting: Sitting,
    motions: Sequence[Motion],
    member: Member,
    ground: str,
    by: Any,
    note: str = "",
) -> list[Recusal]:
    """`member` takes no part in the vote on these motions. The secretary notes it, or the member
    for the own seat. Refused once the box is open, and where nobody would be left to vote."""
    check_may_recuse(user=by, sitting=sitting, member=member)
    check_agenda_open(sitting, TOO_LATE)
    if member.council_id != sitting.council_id or member.to_date is not None:
        raise WrongState("Người này không phải thành viên của Hội đồng.", field="member")
    if not motions:
        raise WrongState("Chọn đề nghị mà thành viên không tham gia biểu quyết.", field="motions")
    if any(motion.sitting_id != sitting.pk for motion in motions):
        raise WrongState("Đề nghị không thuộc phiên họp này. Tải lại trang.")
    if ground not in Recusal.Ground.values:
        raise WrongState("Chọn lý do không tham gia biểu quyết.", field="ground")
    note = squeeze(note)[:200]
    if ground in (Recusal.Ground.OTHER, Recusal.Ground.RELATIVE) and not note:
        raise WrongState("Ghi rõ quan hệ hoặc lý do để đưa vào biên bản.", field="note")
    seats = sitting.council.members.filter(to_date=None).count()
    made: list[Recusal] = []
    for motion in motions:
        if motion.recusals.exclude(member=member).count() + 1 >= seats:
            raise WrongState(f"Không còn thành viên nào biểu quyết đề nghị “{motion.title}”.")
        row, _ = Recusal.objects.update_or_create(
            motion=motion,
            member=member,
            defaults={"ground": ground, "note": note, "recorded_by": by},
        )
        made.append(row)
    apply_rules(sitting)
    record(
        by=by,
        action="councils.recuse",
        text=f"{member.full_name} không tham gia biểu quyết {len(made)} đề nghị tại phiên "
        f"“{sitting.title}” ({made[0].get_ground_display().lower()})",
        subject=sitting,
        body=sitting.council.body,
        detail={"member": member.pk, "motions": [m.pk for m in motions], "ground": ground},
    )
    return made


@transaction.atomic
def take_back_recusal(*, recusal: Recusal, by: Any) -> None:
    """Noted by mistake: the member votes again; only before the box opens."""
    motion, member = recusal.motion, recusal.member
    sitting = motion.sitting
    check_may_recuse(user=by, sitting=sitting, member=member)
    check_agenda_open(sitting, TOO_LATE)
    recusal.delete()
    apply_rules(sitting)
    record(
        by=by,
        action="councils.unrecuse",
        text=f"{member.full_name} biểu quyết lại đề nghị “{motion.title}” tại phiên "
        f"“{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
        detail={"member": member.pk, "motion": motion.pk},
    )
