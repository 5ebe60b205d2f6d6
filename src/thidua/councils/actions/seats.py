"""Councils and their members (Luật 06/2022 Điều 90; quyết định thành lập, kiện toàn)."""

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
from thidua.kit.text import squeeze
from thidua.organisations.models import Body


@transaction.atomic
def create_council(
    *,
    body: Body,
    name: str,
    by: Any,
    kind: str = Council.Kind.EMULATION,
    established_by: str = "",
    established_on: dt.date | None = None,
) -> Council:
    """Set up a council of the department; a second council of the same kind is refused."""
    check_may_manage(user=by, department=body)
    name = squeeze(name)
    if not name:
        raise WrongState("Ghi tên Hội đồng.", field="name")
    if Council.objects.filter(body=body, kind=kind, ended_on=None).exists():
        raise WrongState(
            f"Đơn vị đã có {Council.Kind(kind).label}. Sửa thành viên của Hội đồng đang hoạt động.",
            field="kind",
        )
    council = Council.objects.create(
        body=body,
        name=name,
        kind=kind,
        established_by=squeeze(established_by),
        established_on=established_on,
    )
    record(
        by=by,
        action="councils.create",
        text=f"Đã lập {council.name}",
        subject=council,
        body=body,
    )
    return council


@transaction.atomic
def edit_council(
    *,
    council: Council,
    name: str,
    by: Any,
    established_by: str = "",
    established_on: dt.date | None = None,
) -> Council:
    """Change the name and the decision that set the council up."""
    check_may_manage(user=by, department=council.body)
    name = squeeze(name)
    if not name:
        raise WrongState("Ghi tên Hội đồng.", field="name")
    council.name = name
    council.established_by = squeeze(established_by)
    council.established_on = established_on
    council.save(update_fields=["name", "established_by", "established_on"])
    record(
        by=by,
        action="councils.edit",
        text=f"Đã sửa thông tin {council.name}",
        subject=council,
        body=council.body,
    )
    return council


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
    """Give a seat. Refuses a second chair, an account that already has a seat, and any change
    while a ballot of this council is open (the number of members is the base of the share)."""
    check_may_manage(user=by, department=council.body)
    _check_no_open_box(council)
    full_name = squeeze(full_name or getattr(user, "full_name", ""))
    if not full_name:
        raise WrongState("Ghi họ và tên thành viên.", field="full_name")
    if duty not in Member.Duty.values:
        raise WrongState("Chọn nhiệm vụ trong Hội đồng.", field="duty")
    held = council.members.filter(to_date=None)
    if duty == Member.Duty.CHAIR and held.filter(duty=duty).exists():
        raise WrongState(
            "Hội đồng đã có Chủ tịch. Kết thúc nhiệm vụ của Chủ tịch cũ trước.", field="duty"
        )
    if user is not None and held.filter(user=user).exists():
        raise WrongState(f"{full_name} đã là thành viên của Hội đồng.", field="user")
    if order is None:
        last = council.members.order_by("-order").first()
        order = (last.order + 1) if last else 1
    try:
        with transaction.atomic():
            member = Member.objects.create(
                council=council,
                user=user,
                person=person or getattr(user, "person", None),
                full_name=full_name,
                office=squeeze(office),
                duty=duty,
                order=order,
                from_date=from_date or timezone.localdate(),
            )
    except IntegrityError:
        raise WrongState(
            "Thành viên này vừa được người khác thêm. Tải lại trang rồi kiểm tra danh sách."
        ) from None
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
    check_may_manage(user=by, department=council.body)
    _check_no_open_box(council)
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


def _check_no_open_box(council: Council) -> None:
    if BallotBox.objects.filter(sitting__council=council, state=BallotBox.State.OPEN).exists():
        raise WrongState(
            "Hội đồng đang bỏ phiếu nên chưa thay đổi thành viên được. Đóng phiếu trước."
        )
