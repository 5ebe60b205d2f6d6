"""Preparing, calling and ending a sitting; a meeting, or opinions asked in writing."""

from __future__ import annotations

from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.councils.actions.agenda import apply_rules, check_agenda_open
from thidua.councils.actions.base import log, take
from thidua.councils.actions.seats import check_standing
from thidua.councils.actions.sitting_facts import (
    SittingFacts,
    check_circulation,
    check_day,
    fill,
    scrutineers_of,
)
from thidua.councils.models import Attendance, BallotBox, Council, Invitation, Sitting
from thidua.councils.permissions import check_may_manage, check_may_run_ballot
from thidua.councils.queries import current_members
from thidua.councils.states import STEPS
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


@transaction.atomic
def create_sitting(*, council: Council, by: Any, **facts: Unpack[SittingFacts]) -> Sitting:
    """Draft a sitting. Chair, secretary and scrutineers come from the seats when not given; the
    day the dossiers were received selects the thresholds, so it may not lie after the sitting.

    Refuses a council without a chair, one that has ended, a day before it was set up or after
    its term, and opinions in writing where the rules of work do not allow them.
    """
    check_may_manage(user=by, department=council.body.department)
    check_standing(council)
    sitting = Sitting(council=council, created_by=by)
    fill(sitting, facts)
    sitting.programme = default_programme(sitting)
    sitting.save()
    sitting.scrutineers.set(scrutineers_of(sitting, facts))
    record(
        by=by,
        action="councils.create_sitting",
        text=f"Đã lập phiên họp “{sitting.title}” ngày {short_date(sitting.held_on)}",
        subject=sitting,
        body=council.body,
    )
    return sitting


@transaction.atomic
def edit_sitting(*, sitting: Sitting, by: Any, **facts: Unpack[SittingFacts]) -> Sitting:
    """Change time, place, chair, secretary before the ballot opens; thresholds are asked again
    when the day of receipt changes."""
    check_may_manage(user=by, department=sitting.council.body.department)
    check_agenda_open(sitting)
    called = sitting.state != Sitting.State.DRAFT
    if called and facts.get("kind", sitting.kind) != sitting.kind:
        raise WrongState(
            "Đã mời họp nên không đổi hình thức họp sang lấy ý kiến hay ngược lại. Lập phiên khác.",
            field="kind",
        )
    received_before, usual = sitting.received_on, default_programme(sitting)
    fill(sitting, facts)
    if sitting.programme == usual:
        sitting.programme = default_programme(sitting)
    sitting.save()
    sitting.scrutineers.set(scrutineers_of(sitting, facts))
    if received_before != sitting.received_on:
        apply_rules(sitting)
    record(
        by=by,
        action="councils.edit_sitting",
        text=f"Đã sửa phiên họp “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
    return sitting


@transaction.atomic
def set_programme(*, sitting: Sitting, programme: str, by: Any) -> Sitting:
    """The order of the day, one line an item; may still be corrected until the sitting ends."""
    check_may_manage(user=by, department=sitting.council.body.department)
    if sitting.state == Sitting.State.CONCLUDED:
        raise WrongState("Phiên họp đã kết luận nên chương trình không sửa được nữa.")
    lines = [squeeze(line) for line in programme.splitlines() if line.strip()]
    sitting.programme = "\n".join(lines)
    sitting.save(update_fields=["programme"])
    record(
        by=by,
        action="councils.programme",
        text=f"Đã ghi chương trình phiên “{sitting.title}”: {len(lines)} mục",
        subject=sitting,
        body=sitting.council.body,
    )
    return sitting


@transaction.atomic
def remove_sitting(*, sitting: Sitting, by: Any) -> None:
    """Take back a draft without motions; a sitting that was called stays in the record."""
    check_may_manage(user=by, department=sitting.council.body.department)
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if fresh.state != Sitting.State.DRAFT:
        raise WrongState("Phiên đã mời họp thì không xóa được; sửa ngày họp nếu hoãn.")
    if fresh.motions.exists():
        raise WrongState("Đưa các đề nghị ra khỏi phiên họp trước khi xóa phiên.")
    record(
        by=by,
        action="councils.remove_sitting",
        text=f"Đã xóa phiên họp “{fresh.title}” đang chuẩn bị",
        subject=fresh.council,
        body=fresh.council.body,
    )
    fresh.delete()


@transaction.atomic
def convene(*, sitting: Sitting, by: Any) -> Sitting:
    """Call the members: from now on they see the agenda and the papers, and each is invited.

    Needs motions, a chair and a secretary; opinions in writing need a time limit to come.
    """
    check_may_manage(user=by, department=sitting.council.body.department)
    fresh = take(sitting, STEPS["convene"])
    check_standing(fresh.council)
    if not fresh.motions.exists():
        raise WrongState("Phiên họp chưa có đề nghị nào. Trình hồ sơ vào phiên họp trước khi mời.")
    if fresh.presided_by is None or fresh.secretary is None:
        raise WrongState("Chọn người chủ trì và thư ký phiên họp trước khi mời.")
    check_day(fresh)
    members = list(current_members(fresh.council))
    fresh.state, fresh.convened_at = Sitting.State.CONVENED, timezone.now()
    fresh.save(update_fields=["state", "convened_at"])
    Invitation.objects.bulk_create(Invitation(sitting=fresh, member=m) for m in members)
    if fresh.kind == Sitting.Kind.CIRCULATION:
        check_circulation(fresh)
        # Nobody meets: every member answers in writing, and the answers are the attendance.
        Attendance.objects.bulk_create(
            Attendance(sitting=fresh, member=m, status=Attendance.Status.WRITTEN) for m in members
        )
    return log(fresh, STEPS["convene"], by, members=len(members))


@transaction.atomic
def conclude(*, sitting: Sitting, by: Any) -> Sitting:
    """End the sitting; refused until the results were released. The records remain to sign."""
    check_may_run_ballot(user=by, sitting=sitting)
    fresh = take(sitting, STEPS["conclude"])
    boxes = BallotBox.objects.filter(sitting=fresh)
    if (
        not boxes.filter(state=BallotBox.State.CLOSED).exists()
        or boxes.filter(state=BallotBox.State.OPEN).exists()
    ):
        raise WrongState("Đóng hòm phiếu và kiểm phiếu trước khi kết luận phiên họp.")
    if fresh.released_at is None:
        raise WrongState("Công bố kết quả kiểm phiếu trước khi kết luận phiên họp.")
    fresh.state, fresh.concluded_at = Sitting.State.CONCLUDED, timezone.now()
    fresh.save(update_fields=["state", "concluded_at"])
    return log(fresh, STEPS["conclude"], by)


def default_programme(sitting: Sitting) -> str:
    """What a sitting usually does, in order, without times that nobody set."""
    if sitting.kind == Sitting.Kind.CIRCULATION:
        return "\n".join(
            (
                "Gửi tài liệu và phiếu lấy ý kiến đến các thành viên",
                "Thành viên trả lời trong thời hạn",
                "Kiểm phiếu, lập biên bản kiểm phiếu",
                "Báo cáo kết quả với Chủ tịch Hội đồng",
            )
        )
    return "\n".join(
        (
            "Điểm danh, kiểm tra số thành viên có mặt",
            "Nghe báo cáo thẩm định",
            "Thảo luận",
            "Biểu quyết công khai" if sitting.by_hands else "Bỏ phiếu kín",
            "Công bố kết quả biểu quyết" if sitting.by_hands else "Công bố kết quả kiểm phiếu",
            "Thông qua biên bản",
        )
    )
