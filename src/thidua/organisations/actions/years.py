"""Facts of a collective for one year: rating, head counts, the worst discipline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import merge
from thidua.organisations.models import Body, CollectiveYear
from thidua.organisations.permissions import check_may_keep_bodies


def mark_changed(*, body_ids: Iterable[int]) -> None:
    """Note that facts of these collectives changed now, inside the transaction of the change."""
    Body.objects.filter(pk__in=set(body_ids)).update(changed_at=timezone.now())


class CollectiveYearRow(TypedDict):
    """One line for `record_collective_years`; keys left out stay as they are."""

    body: Body
    year: int
    rating: NotRequired[str]
    members: NotRequired[int | None]
    members_completing: NotRequired[int | None]
    worst_discipline: NotRequired[str]
    source: NotRequired[str]


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
    mark_changed(body_ids={year.body_id for year in (*merged.added, *merged.altered)})
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


_FIGURES = ("rating", "members", "members_completing", "worst_discipline", "source")


@transaction.atomic
def set_collective_year(
    *,
    body: Body,
    year: int,
    rating: str = "",
    members: int | None = None,
    members_completing: int | None = None,
    worst_discipline: str = "",
    source: str = "",
    by: Any,
) -> bool:
    """The facts of one year exactly as given: what is empty here becomes unknown.

    The audit row keeps the former values. Refuses like `record_collective_years`, and more people
    completing their tasks than a known or empty number of members.
    """
    check_may_keep_bodies(by, department=body.department)
    if members_completing is not None and members is None:
        raise WrongState("Ghi cả số người của đơn vị.", field="members")
    _checked(
        {"body": body, "year": year, "members": members, "members_completing": members_completing}
    )
    values = {
        "rating": rating,
        "members": members,
        "members_completing": members_completing,
        "worst_discipline": worst_discipline,
        "source": source,
    }
    kept, made = CollectiveYear.objects.get_or_create(body=body, year=year, defaults=values)
    before = {} if made else _plain(kept)
    if before == values:
        return False
    if not made:
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(values))
    mark_changed(body_ids=[body.pk])
    record(
        by=by,
        action="organisations.set_collective_year",
        text=f"{'Ghi' if made else 'Sửa'} kết quả năm {year} của {body.name}",
        subject=body,
        body=body.department,
        detail={"year": year, "before": before, "after": values},
    )
    return True


@transaction.atomic
def remove_collective_year(*, entry: CollectiveYear, by: Any) -> None:
    """Take the facts of a year out; the audit row keeps them."""
    body = entry.body
    check_may_keep_bodies(by, department=body.department)
    mark_changed(body_ids=[body.pk])
    record(
        by=by,
        action="organisations.remove_collective_year",
        text=f"Xóa kết quả năm {entry.year} của {body.name}",
        subject=body,
        body=body.department,
        detail={"year": entry.year, "before": _plain(entry)},
    )
    entry.delete()


def _plain(entry: CollectiveYear) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _FIGURES}
