"""Writing the list of units, their names and what is known of a unit for one year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import merge
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import Body, BodyName, CollectiveYear
from thidua.organisations.permissions import check_may_keep_bodies


class CollectiveYearRow(TypedDict):
    """One line for `record_collective_years`; keys left out stay as they are."""

    body: Body
    year: int
    rating: NotRequired[str]
    members: NotRequired[int | None]
    members_completing: NotRequired[int | None]
    worst_discipline: NotRequired[str]
    source: NotRequired[str]


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
    if kind not in Body.Kind.values:
        raise WrongState(f"Loại đơn vị “{kind}” không có trong danh mục.", field="kind")
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
    )
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


def _checked(row: CollectiveYearRow) -> dict[str, Any]:
    this_year = timezone.localdate().year
    if not 1950 <= row["year"] <= this_year:
        raise WrongState(
            f"Năm {row['year']} của {row['body'].name} phải từ 1950 đến {this_year}.", field="year"
        )
    members, completing = row.get("members"), row.get("members_completing")
    if members is not None and completing is not None and completing > members:
        raise WrongState(
            f"{row['body'].name} năm {row['year']}: số người hoàn thành nhiệm vụ ({completing}) "
            f"không thể nhiều hơn số người ({members}).",
            field="members_completing",
        )
    # Unknown figures never wipe out known ones.
    return {k: v for k, v in row.items() if v is not None}


@transaction.atomic
def record_collective_years(*, department: Body, rows: Iterable[CollectiveYearRow], by: Any) -> int:
    """Set the year facts of many units; returns how many lines changed anything.

    One audit row for all; a second time with the same lines changes nothing and leaves no trace.
    """
    check_may_keep_bodies(by, department=department)
    checked = [_checked(row) for row in rows]
    foreign = [r["body"] for r in checked if r["body"].department != department]
    if foreign:
        raise WrongState(f"{foreign[0].name} không thuộc {department.name}.")
    merged = merge(
        CollectiveYear,
        checked,
        key=("body", "year"),
        within=Q(body__in={r["body"].pk for r in checked}),
    )
    if merged.changed:
        record(
            by=by,
            action="organisations.record_collective_years",
            text=f"Ghi kết quả năm của tập thể: {merged.changed} dòng",
            subject=department,
            body=department,
            detail={"added": len(merged.added), "altered": len(merged.altered)},
        )
    return merged.changed


def record_collective_year(
    *,
    body: Body,
    year: int,
    rating: str,
    members: int | None = None,
    members_completing: int | None = None,
    worst_discipline: str = "",
    source: str = "",
    by: Any,
) -> bool:
    """The same for one unit and year; True when something changed."""
    row: CollectiveYearRow = {
        "body": body,
        "year": year,
        "rating": rating,
        "members": members,
        "members_completing": members_completing,
        "worst_discipline": worst_discipline,
        "source": source,
    }
    return bool(record_collective_years(department=body.department, rows=[row], by=by))
