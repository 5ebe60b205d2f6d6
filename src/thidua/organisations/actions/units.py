"""Writing the list of units and the names they bear."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import NOT_UNITS, Body, BodyName, EventPart, Placement
from thidua.organisations.permissions import check_may_keep_bodies


def free_code(wanted: str) -> str:
    """A code made of the name that no body bears yet."""
    base = slugify(fold(wanted))[:50] or "don-vi"
    taken = set(Body.objects.filter(code__startswith=base).values_list("code", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


@transaction.atomic
def create_body(
    *,
    parent: Body | None,
    name: str,
    kind: str,
    code: str | None = None,
    order: int = 0,
    by: Any,
    short_name: str = "",
    symbol: str = "",
    place: str = "",
    level: str = Body.Level.PROVINCE,
    rulebook_scope: str = "",
    founded_on: dt.date | None = None,
    in_catalogue: bool = False,
) -> Body:
    """Add a unit under `parent` (or a department, which only the program itself may add).

    Refuses an empty name, a name already borne by a unit of the same parent, a code in use.
    """
    name = squeeze(name)
    if not name:
        raise WrongState("Ghi tên đơn vị.", field="name")
    department = parent.department if parent is not None else None
    if by is not None and department is not None and department.kind != Body.Kind.PROVINCE:
        check_may_keep_bodies(by, department=department)
    elif by is not None:
        raise WrongState("Cơ quan chỉ được thêm khi cài đặt hệ thống.")
    if kind not in Body.Kind.values or (by is not None and kind in NOT_UNITS):
        raise WrongState(f"Loại đơn vị “{kind}” không có trong danh mục.", field="kind")
    if founded_on:
        not_future(founded_on, "Ngày thành lập", "founded_on")
        if parent is not None and parent.founded_on and founded_on < parent.founded_on:
            raise WrongState(
                f"{parent.name} thành lập ngày {parent.founded_on:%d/%m/%Y}; đơn vị trực thuộc "
                "không thể có trước ngày đó. Kiểm tra lại ngày thành lập.",
                field="founded_on",
            )
    if parent is not None and parent.closed_on is not None:
        raise WrongState(f"{parent.name} đã kết thúc hoạt động. Chọn cơ quan đang hoạt động.")
    folded = fold(name)
    if Body.objects.filter(parent=parent, closed_on=None, folded_name=folded).exists():
        raise WrongState(f"Đã có đơn vị “{name}”. Mở đơn vị đó để cập nhật.", field="name")
    if code and Body.objects.filter(code=code).exists():
        raise WrongState(f"Mã đơn vị “{code}” đã dùng. Chọn mã khác.", field="code")
    body = Body.objects.create(
        parent=parent,
        name=name,
        folded_name=folded,
        short_name=squeeze(short_name),
        kind=kind,
        level=level,
        code=code or free_code(name),
        order=order,
        symbol=symbol,
        place=place,
        rulebook_scope=rulebook_scope,
        founded_on=founded_on,
        in_catalogue=in_catalogue,
        changed_at=timezone.now(),
    )
    Placement.objects.create(body=body, parent=parent, kind=kind, level=level)
    record(
        by=by,
        action="organisations.create_body",
        text=f"Thêm đơn vị {name}",
        subject=body,
        body=department or body,
    )
    return body


@transaction.atomic
def add_name(
    *,
    body: Body,
    name: str,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    by: Any,
) -> bool:
    """Note a former or other name of a unit; False when the unit already bears it.

    Refuses a name that another unit of the department bears today: old papers would then point
    at two units.
    """
    check_may_keep_bodies(by, department=body.department)
    name = squeeze(name)
    folded = fold(name)
    if not folded:
        raise WrongState("Ghi tên cũ của đơn vị.", field="name")
    if valid_from and valid_to and valid_to < valid_from:
        raise WrongState("Ngày thôi dùng tên phải sau ngày bắt đầu dùng.", field="valid_to")
    if folded == body.folded_name and valid_to is None:
        return False
    other = Body.objects.filter(parent=body.parent, folded_name=folded, closed_on=None)
    if other.exclude(pk=body.pk).exists():
        raise WrongState(f"“{name}” là tên hiện nay của một đơn vị khác.", field="name")
    kept, made = BodyName.objects.get_or_create(
        body=body,
        folded_name=folded,
        event=None,
        defaults={"name": name, "valid_from": valid_from, "valid_to": valid_to},
    )
    dated = (valid_from or kept.valid_from, valid_to or kept.valid_to)
    if not made and dated == (kept.valid_from, kept.valid_to):
        return False
    kept.valid_from, kept.valid_to = dated
    kept.save(update_fields=["valid_from", "valid_to"])
    record(
        by=by,
        action="organisations.add_name",
        text=f"Ghi tên “{name}” cho {body.name}",
        subject=body,
        body=body.department,
    )
    return True


class UnitFields(TypedDict, total=False):
    """What may be said of a unit besides its name; a key left out stays as it is."""

    kind: str
    short_name: str
    order: int
    founded_on: dt.date | None


@transaction.atomic
def edit_body(*, body: Body, by: Any, **fields: Unpack[UnitFields]) -> bool:
    """Correct what is known of a unit; True when something changed. The name: `rename_body`.

    The audit row keeps the former values. Refuses an unknown kind, a founding day that has not
    come or lies after the closing day.
    """
    check_unit(body, by)
    kind, founded = fields.get("kind", body.kind), fields.get("founded_on", body.founded_on)
    if kind not in Body.Kind.values or kind in NOT_UNITS:
        raise WrongState(f"Loại đơn vị “{kind}” không có trong danh mục.", field="kind")
    if founded:
        not_future(founded, "Ngày thành lập", "founded_on")
        if body.closed_on and founded > body.closed_on:
            raise WrongState(
                f"Ngày thành lập phải trước ngày kết thúc ({body.closed_on:%d/%m/%Y}).",
                field="founded_on",
            )
        _check_first_day(body, founded)
    if "short_name" in fields:
        fields["short_name"] = squeeze(fields["short_name"])
    before = {name: getattr(body, name) for name in fields}
    differing = {name: value for name, value in fields.items() if before[name] != value}
    if not differing:
        return False
    for name, value in differing.items():
        setattr(body, name, value)
    body.changed_at = timezone.now()
    body.save(update_fields=[*differing, "changed_at"])
    if "kind" in differing:  # a correction of what is said of the body since its last placement
        last = body.placements.order_by("-valid_from").exclude(valid_from=None).first()
        present = last or body.placements.first()
        if present is not None:
            present.kind = body.kind
            present.save(update_fields=["kind"])
    record(
        by=by,
        action="organisations.edit_body",
        text=f"Sửa thông tin {body.name}",
        subject=body,
        body=body.department,
        detail={
            "before": {name: str(before[name] or "") for name in differing},
            "after": {name: str(value or "") for name, value in differing.items()},
        },
    )
    return True


@transaction.atomic
def reopen_body(*, body: Body, by: Any) -> Body:
    """Take back a closing that was noted without an event; one with an event is undone with it.

    Refuses when the name is borne by another unit by now.
    """
    check_unit(body, by)
    if body.closed_on is None:
        raise WrongState(f"{body.name} đang hoạt động.")
    if body.event_parts.filter(event__undone_at=None, role=EventPart.Role.ENDED).exists():
        raise WrongState(
            f"{body.name} kết thúc theo một việc sắp xếp có căn cứ. Mở trang lịch sử của đơn vị "
            "và hoàn tác việc đó."
        )
    others = Body.objects.filter(parent=body.parent, closed_on=None, folded_name=body.folded_name)
    if others.exists():
        raise WrongState(
            f"Đã có đơn vị khác mang tên “{body.name}”. Đổi tên đơn vị đó trước khi mở lại."
        )
    was = body.closed_on
    body.closed_on, body.changed_at = None, timezone.now()
    body.save(update_fields=["closed_on", "changed_at"])
    record(
        by=by,
        action="organisations.reopen_body",
        text=f"Mở lại đơn vị {body.name}",
        subject=body,
        body=body.department,
        detail={"closed_on": str(was)},
    )
    return body


def _check_first_day(body: Body, founded: dt.date) -> None:
    """What happened to a body, and what stands below it, cannot be older than itself."""
    changes = [day for day in body.placements.values_list("valid_from", flat=True) if day]
    changes += body.event_parts.filter(event__undone_at=None).values_list(
        "event__effective_on", flat=True
    )
    if changes and founded > min(changes):
        raise WrongState(
            f"{body.name} đã có việc sắp xếp từ {min(changes):%d/%m/%Y}; ngày thành lập không thể "
            "sau ngày đó.",
            field="founded_on",
        )
    parent = body.parent
    if parent is not None and parent.founded_on and founded < parent.founded_on and not changes:
        raise WrongState(
            f"{parent.name} thành lập ngày {parent.founded_on:%d/%m/%Y}; đơn vị trực thuộc không "
            "thể có trước ngày đó.",
            field="founded_on",
        )
    older = body.units.filter(founded_on__lt=founded).order_by("founded_on").first()
    if older is not None and older.placements.count() < 2:
        raise WrongState(
            f"{older.name} trực thuộc và thành lập từ {older.founded_on:%d/%m/%Y}. Sửa ngày của "
            "đơn vị đó trước.",
            field="founded_on",
        )


def check_unit(body: Body, by: Any) -> None:
    """Refuse those who may not, and what is no unit."""
    check_may_keep_bodies(by, department=body.department)
    if body.department == body:
        raise WrongState("Thông tin của cơ quan được ghi khi cài đặt hệ thống.")


def not_future(day: dt.date, what: str, field: str) -> None:
    """Refuse a day that has not come."""
    if day > timezone.localdate():
        raise WrongState(f"{what} {day:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field=field)
