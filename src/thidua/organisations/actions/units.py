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
from thidua.organisations.models import NOT_UNITS, Body, BodyName, Placement
from thidua.organisations.permissions import check_may_keep_bodies

# Statuses of people who still belong to their unit (people.Person.Status).
AT_WORK = ("dang_lam_viec", "biet_phai", "di_hoc")


def _free_code(wanted: str) -> str:
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
        code=code or _free_code(name),
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
    _check_unit(body, by)
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
def rename_body(
    *, body: Body, name: str, from_date: dt.date | None, by: Any, misspelt: bool = False
) -> Body:
    """Give a unit a new name from a day; the former name stays known until the day before.

    `misspelt` corrects a slip of writing and keeps no former name. Refuses an empty or unchanged
    name, one that another standing unit bears, and a day that has not come.
    """
    _check_unit(body, by)
    name = squeeze(name)
    if not name:
        raise WrongState("Ghi tên mới của đơn vị.", field="name")
    if name == body.name:
        raise WrongState("Đây đang là tên của đơn vị. Ghi tên mới.", field="name")
    folded = fold(name)
    others = Body.objects.filter(parent=body.parent, closed_on=None).exclude(pk=body.pk)
    if others.filter(folded_name=folded).exists():
        raise WrongState(f"Đã có đơn vị khác mang tên “{name}”. Chọn tên khác.", field="name")
    old = body.name
    if not misspelt:
        if from_date is None:
            raise WrongState("Ghi ngày bắt đầu mang tên mới.", field="from_date")
        not_future(from_date, "Ngày đổi tên", "from_date")
        if body.founded_on and from_date <= body.founded_on:
            raise WrongState(
                f"Ngày đổi tên phải sau ngày thành lập ({body.founded_on:%d/%m/%Y}).",
                field="from_date",
            )
        until = from_date - dt.timedelta(days=1)
        ends = body.names.exclude(valid_to=None).order_by("-valid_to")
        last = ends.values_list("valid_to", flat=True).first()
        since = last + dt.timedelta(days=1) if last else body.founded_on
        if since and since > until:
            raise WrongState(
                f"Tên hiện nay có từ {since:%d/%m/%Y}; ngày đổi tên phải sau ngày đó.",
                field="from_date",
            )
        BodyName.objects.update_or_create(
            body=body,
            folded_name=fold(old),
            defaults={"name": old, "valid_from": since, "valid_to": until},
        )
    body.name, body.folded_name = name, folded
    body.save(update_fields=["name", "folded_name"])
    record(
        by=by,
        action="organisations.rename_body",
        text=f"Đổi tên “{old}” thành “{name}”",
        subject=body,
        body=body.department,
        detail={"from": str(from_date or ""), "misspelt": misspelt},
    )
    return body


@transaction.atomic
def close_body(*, body: Body, closed_on: dt.date, by: Any) -> Body:
    """A unit ceases to exist; it stays in the book and in past years.

    Refuses while people still work there, a day that has not come, one before the founding day.
    """
    _check_unit(body, by)
    if body.closed_on is not None:
        raise WrongState(f"{body.name} đã kết thúc ngày {body.closed_on:%d/%m/%Y}.")
    not_future(closed_on, "Ngày kết thúc", "closed_on")
    if body.founded_on and closed_on < body.founded_on:
        raise WrongState(
            f"Ngày kết thúc phải sau ngày thành lập ({body.founded_on:%d/%m/%Y}).",
            field="closed_on",
        )
    relations: Any = body  # people belong to an app above
    active = relations.people.filter(status__in=AT_WORK).count()
    if active:
        raise WrongState(
            f"{body.name} còn {active} người đang làm việc. Ghi việc chuyển đơn vị hoặc nghỉ của "
            "từng người, rồi mới kết thúc đơn vị."
        )
    body.closed_on, body.changed_at = closed_on, timezone.now()
    body.save(update_fields=["closed_on", "changed_at"])
    record(
        by=by,
        action="organisations.close_body",
        text=f"Kết thúc đơn vị {body.name} từ {closed_on:%d/%m/%Y}",
        subject=body,
        body=body.department,
    )
    return body


@transaction.atomic
def reopen_body(*, body: Body, by: Any) -> Body:
    """Take back a closing noted by mistake. Refuses when its name is borne by another by now."""
    _check_unit(body, by)
    if body.closed_on is None:
        raise WrongState(f"{body.name} đang hoạt động.")
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


def _check_unit(body: Body, by: Any) -> None:
    check_may_keep_bodies(by, department=body.department)
    if body.department == body:
        raise WrongState("Thông tin của cơ quan được ghi khi cài đặt hệ thống.")


def not_future(day: dt.date, what: str, field: str) -> None:
    if day > timezone.localdate():
        raise WrongState(f"{what} {day:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field=field)
