"""Seats of a council: given and ended one by one (Luật 06/2022 Điều 90)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.councils.models import BallotBox, Council, Member
from thidua.councils.permissions import check_may_manage
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze

TWICE = "Thành viên này vừa được người khác thêm. Tải lại trang rồi kiểm tra danh sách."
SINGLE = {
    Member.Duty.CHAIR: "Hội đồng đã có Chủ tịch. Kết thúc nhiệm vụ của Chủ tịch cũ trước.",
    Member.Duty.STANDING_VICE: (
        "Hội đồng đã có Phó Chủ tịch thường trực. Kết thúc nhiệm vụ của người cũ trước."
    ),
}


@transaction.atomic
def add_member(
    *,
    council: Council,
    full_name: str,
    duty: str,
    by: Any,
    user: Any = None,
    person: Any = None,
    office: str = "",
    order: int | None = None,
    from_date: dt.date | None = None,
) -> Member:
    """Give a seat. Refuses a second chair, a member twice, a day before the council was set up,
    a council that has ended, and any change while a ballot of this council is open (the number
    of members is the base of the share)."""
    check_may_manage(user=by, department=council.body.department)
    check_standing(council)
    check_no_open_box(council)
    full_name = squeeze(full_name or getattr(user, "full_name", ""))
    if not full_name:
        raise WrongState("Ghi họ và tên thành viên.", field="full_name")
    if duty not in Member.Duty.values:
        raise WrongState("Chọn nhiệm vụ trong Hội đồng.", field="duty")
    day = from_date or timezone.localdate()
    if council.established_on and day < council.established_on:
        raise WrongState(
            f"Hội đồng thành lập ngày {short_date(council.established_on)}; ngày tham gia phải "
            "từ ngày đó trở đi.",
            field="from_date",
        )
    held = list(council.members.filter(to_date=None))
    if duty in SINGLE and any(m.duty == duty for m in held):
        raise WrongState(SINGLE[Member.Duty(duty)], field="duty")
    person = person or getattr(user, "person", None)
    for other in held:
        if same_person(other, user=user, person=person, full_name=full_name, office=office):
            raise WrongState(
                f"{full_name} đã là thành viên của Hội đồng ({other.get_duty_display()}). "
                "Đổi nhiệm vụ bằng quyết định kiện toàn.",
                field="user" if user is not None else "full_name",
            )
    if order is None:
        order = max((m.order for m in council.members.all()), default=0) + 1
    latest = council.decisions.first()
    try:
        with transaction.atomic():
            member = Member.objects.create(
                council=council,
                user=user,
                person=person,
                full_name=full_name,
                office=squeeze(office),
                duty=duty,
                order=order,
                from_date=day,
                appointed_by=latest,
            )
    except IntegrityError:
        raise WrongState(TWICE) from None
    record(
        by=by,
        action="councils.add_member",
        text=f"Đã thêm {member.full_name}, {member.get_duty_display()}, vào {council.name}",
        subject=council,
        body=council.body,
        detail={"member": member.pk, "duty": duty},
    )
    return member


@transaction.atomic
def end_member(*, member: Member, by: Any, on: dt.date | None = None) -> Member:
    """End a seat; past sittings keep the member. Refused while a ballot is open."""
    council = member.council
    check_may_manage(user=by, department=council.body.department)
    check_no_open_box(council)
    if member.to_date is not None:
        raise WrongState(f"{member.full_name} đã thôi nhiệm vụ từ {short_date(member.to_date)}.")
    ends = on or timezone.localdate()
    if member.from_date and ends < member.from_date:
        raise WrongState(
            f"Ngày thôi nhiệm vụ phải từ {short_date(member.from_date)} trở đi.", field="to_date"
        )
    member.to_date = ends
    member.save(update_fields=["to_date"])
    record(
        by=by,
        action="councils.end_member",
        text=f"{member.full_name} thôi tham gia {council.name}",
        subject=council,
        body=council.body,
        detail={"member": member.pk},
    )
    return member


def same_person(member: Member, *, user: Any, person: Any, full_name: str, office: str) -> bool:
    """The same account or record; without either on both sides, the same name and office."""
    if user is not None and member.user_id == user.pk:
        return True
    if person is not None and member.person_id is not None:
        return bool(member.person_id == person.pk)
    if user is not None and member.user_id is not None:
        return False
    return fold(member.full_name) == fold(full_name) and fold(member.office) == fold(office)


def check_standing(council: Council) -> None:
    """Refuse a council that a decision has ended."""
    if council.ended_on is not None:
        raise WrongState(
            f"{council.name} đã kết thúc hoạt động từ {short_date(council.ended_on)}. "
            "Lập Hội đồng mới theo quyết định thành lập."
        )


def check_no_open_box(council: Council) -> None:
    """Refuse while sheets are in the air."""
    if BallotBox.objects.filter(sitting__council=council, state=BallotBox.State.OPEN).exists():
        raise WrongState(
            "Hội đồng đang bỏ phiếu nên chưa thay đổi thành viên được. Đóng phiếu trước."
        )
