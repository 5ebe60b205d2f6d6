"""Dated facts about persons: ratings, discipline, leave, matters under review.

Each kind has one line (`record_rating`) and many (`record_ratings`, one audit row for the batch);
a second time with the same content changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import merge
from thidua.organisations.models import Body
from thidua.people.actions.fact_rows import DisciplineRow, FactRow, RatingRow
from thidua.people.actions.marks import mark_changed
from thidua.people.models import Discipline, Grade, Leave, PendingMatter, Person, Rating
from thidua.people.permissions import check_may_keep_people


def _write(
    model: type[models.Model],
    rows: Sequence[Any],
    *,
    key: Sequence[str],
    department: Body,
    by: Any,
    action: str,
    noun: str,
) -> int:
    check_may_keep_people(by, department=department)
    for row in rows:
        person = row["person"]
        if person.department_id != department.pk:
            raise WrongState(f"{person.full_name} không thuộc {department.name}.")
        start, end = row.get("from_date"), row.get("to_date")
        if start and end and end < start:
            raise WrongState(
                f"{person.full_name}: ngày kết thúc ({end:%d/%m/%Y}) phải sau ngày bắt đầu "
                f"({start:%d/%m/%Y}).",
                field="to_date",
            )
    merged = merge(model, rows, key=key, within=Q(person__in={row["person"].pk for row in rows}))
    mark_changed(person_ids={fact.person_id for fact in (*merged.added, *merged.altered)})
    if merged.changed:
        one = rows[0]["person"] if len(rows) == 1 else None
        record(
            by=by,
            action=action,
            text=f"Ghi {noun} của {one.full_name}" if one else f"Ghi {noun}: {merged.changed} dòng",
            subject=one or department,
            body=department,
            detail={"added": len(merged.added), "altered": len(merged.altered)},
        )
    return merged.changed


def _known_word(value: str, choices: type[models.TextChoices], person: Person, what: str) -> None:
    if value not in choices.values:
        raise WrongState(f"{person.full_name}: {what} “{value}” không có trong danh mục.")


@transaction.atomic
def record_ratings(*, department: Body, rows: Iterable[RatingRow], by: Any) -> int:
    """Yearly ratings of many persons; returns how many lines were new or different.

    Refuses an unknown grade and a year that has not come.
    """
    listed = list(rows)
    this_year = timezone.localdate().year
    for row in listed:
        _known_word(row["grade"], Grade, row["person"], "xếp loại")
        if not 1950 <= row["year"] <= this_year:
            raise WrongState(
                f"{row['person'].full_name}: năm xếp loại {row['year']} phải từ 1950 đến "
                f"{this_year}.",
                field="year",
            )
    return _write(
        Rating,
        listed,
        key=("person", "year"),
        department=department,
        by=by,
        action="people.record_ratings",
        noun="xếp loại",
    )


@transaction.atomic
def record_disciplines(*, department: Body, rows: Iterable[DisciplineRow], by: Any) -> int:
    """Disciplinary measures; the same measure from the same day is one measure."""
    listed = list(rows)
    for row in listed:
        _known_word(row["measure"], Discipline.Measure, row["person"], "hình thức kỷ luật")
        _not_future(row["from_date"], row["person"], "ngày kỷ luật")
    return _write(
        Discipline,
        listed,
        key=("person", "measure", "from_date"),
        department=department,
        by=by,
        action="people.record_disciplines",
        noun="kỷ luật",
    )


@transaction.atomic
def record_leaves(*, department: Body, rows: Iterable[FactRow], by: Any) -> int:
    """Absences; the same kind from the same day is one absence."""
    listed = list(rows)
    for row in listed:
        _known_word(row["kind"], Leave.Kind, row["person"], "loại nghỉ")
    return _write(
        Leave,
        listed,
        key=("person", "kind", "from_date"),
        department=department,
        by=by,
        action="people.record_leaves",
        noun="thời gian nghỉ, đi học",
    )


@transaction.atomic
def record_pendings(*, department: Body, rows: Iterable[FactRow], by: Any) -> int:
    """Matters under review; the same kind from the same day is one matter."""
    listed = list(rows)
    for row in listed:
        _known_word(row["kind"], PendingMatter.Kind, row["person"], "loại vụ việc")
        _not_future(row["from_date"], row["person"], "ngày bắt đầu vụ việc")
    return _write(
        PendingMatter,
        listed,
        key=("person", "kind", "from_date"),
        department=department,
        by=by,
        action="people.record_pendings",
        noun="việc đang xem xét",
    )


def _not_future(day: dt.date | None, person: Person, what: str) -> None:
    if day is not None and day > timezone.localdate():
        raise WrongState(
            f"{person.full_name}: {what} {day:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.",
            field="from_date",
        )


def record_rating(*, person: Person, year: int, grade: str, source: str = "", by: Any) -> bool:
    """One rating; True when something changed."""
    row: RatingRow = {"person": person, "year": year, "grade": grade, "source": source}
    return bool(record_ratings(department=person.department, rows=[row], by=by))


def record_discipline(
    *,
    person: Person,
    measure: str,
    from_date: dt.date | None,
    to_date: dt.date | None = None,
    decision_number: str = "",
    note: str = "",
    by: Any,
) -> bool:
    """One measure; True when something changed."""
    row: DisciplineRow = {
        "person": person,
        "measure": measure,
        "from_date": from_date,
        "to_date": to_date,
        "decision_number": decision_number,
        "note": note,
    }
    return bool(record_disciplines(department=person.department, rows=[row], by=by))


def record_leave(
    *,
    person: Person,
    kind: str,
    from_date: dt.date | None,
    to_date: dt.date | None = None,
    note: str = "",
    by: Any,
) -> bool:
    """One absence; True when something changed."""
    row: FactRow = {
        "person": person,
        "kind": kind,
        "from_date": from_date,
        "to_date": to_date,
        "note": note,
    }
    return bool(record_leaves(department=person.department, rows=[row], by=by))


def record_pending(
    *,
    person: Person,
    kind: str,
    from_date: dt.date | None,
    to_date: dt.date | None = None,
    note: str = "",
    by: Any,
) -> bool:
    """One matter under review; True when something changed."""
    row: FactRow = {
        "person": person,
        "kind": kind,
        "from_date": from_date,
        "to_date": to_date,
        "note": note,
    }
    return bool(record_pendings(department=person.department, rows=[row], by=by))
