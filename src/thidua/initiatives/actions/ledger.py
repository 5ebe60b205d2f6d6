"""Writing recognised initiatives and scientific topics of persons (NĐ 98/2023 Điều 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.initiatives.models import Initiative
from thidua.initiatives.permissions import check_may_keep_initiatives
from thidua.kit.errors import WrongState
from thidua.kit.moves import Moves
from thidua.kit.rows import merge
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import Body
from thidua.people.actions import mark_changed
from thidua.people.models import Person

_WORDS = {
    "level": (Initiative.Level, "cấp công nhận"),
    "kind": (Initiative.Kind, "loại"),
    "state": (Initiative.State, "tình trạng"),
}


class InitiativeRow(TypedDict):
    """One line of `record_initiatives`."""

    person: Person
    year: int
    kind: str
    name: str
    state: str
    level: NotRequired[str]
    decision_number: NotRequired[str]
    recognised_on: NotRequired[dt.date | None]


@transaction.atomic
def record_initiatives(*, department: Body, rows: Iterable[InitiativeRow], by: Any) -> int:
    """Keep many initiatives; returns how many lines were new or different.

    The same person, year, name and decision is one initiative. Refuses an unknown word, an empty
    name, a day of recognition that has not come, and "recognised" without a level.
    """
    check_may_keep_initiatives(by, department=department)
    checked = [_checked(department, row) for row in rows]
    merged = merge(
        Initiative,
        checked,
        key=("person", "year", "name", "decision_number"),
        within=Q(person__in={row["person"].pk for row in checked}),
    )
    mark_changed(person_ids={i.person_id for i in (*merged.added, *merged.altered)})
    if merged.changed:
        one = checked[0]["person"] if len(checked) == 1 else None
        record(
            by=by,
            action="initiatives.record",
            text=f"Ghi sáng kiến của {one.full_name}"
            if one
            else f"Ghi sáng kiến, đề tài: {merged.changed} dòng",
            subject=one or department,
            body=department,
            detail={"added": len(merged.added), "altered": len(merged.altered)},
        )
    return merged.changed


def record_initiative(*, by: Any, **row: Unpack[InitiativeRow]) -> bool:
    """One initiative; True when something changed."""
    return bool(record_initiatives(department=row["person"].department, rows=[row], by=by))


_KEPT = ("year", "kind", "name", "level", "decision_number", "recognised_on", "state")


class InitiativeFields(TypedDict):
    """Everything said of one initiative kept by hand."""

    year: int
    kind: str
    name: str
    state: str
    level: str
    decision_number: str
    recognised_on: dt.date | None


@transaction.atomic
def add_initiative(*, person: Person, by: Any, **fields: Unpack[InitiativeFields]) -> Initiative:
    """One more initiative. Refuses like `record_initiatives`, and one that is recorded already."""
    check_may_keep_initiatives(by, department=person.department)
    made = Initiative(**_by_hand(person, fields))
    _refuse_double(made)
    made.save()
    _write_down(made, "Ghi", "add", by=by, before={})
    return made


@transaction.atomic
def change_initiative(
    *, initiative: Initiative, by: Any, **fields: Unpack[InitiativeFields]
) -> bool:
    """Correct or recognise an initiative; the audit row keeps the former content."""
    person = initiative.person
    check_may_keep_initiatives(by, department=person.department)
    before = _plain(initiative)
    for name, value in _by_hand(person, fields).items():
        setattr(initiative, name, value)
    if _plain(initiative) == before:
        return False
    _refuse_double(initiative)
    initiative.save()
    _write_down(initiative, "Sửa", "change", by=by, before=before)
    return True


@transaction.atomic
def remove_initiative(*, initiative: Initiative, by: Any) -> None:
    """Take out an initiative recorded by mistake; the audit row keeps its content."""
    check_may_keep_initiatives(by, department=initiative.person.department)
    _write_down(initiative, "Xóa", "remove", by=by, before=_plain(initiative))
    initiative.delete()


def _by_hand(person: Person, fields: InitiativeFields) -> dict[str, Any]:
    """Checked as the rest, and recognised only with the decision that recognises."""
    row: InitiativeRow = {"person": person, **fields}
    recognised = fields["state"] == Initiative.State.RECOGNISED
    if recognised and not fields["decision_number"]:
        raise WrongState("Ghi số quyết định công nhận.", field="decision_number")
    if recognised and fields["recognised_on"] is None:
        raise WrongState("Ghi ngày công nhận.", field="recognised_on")
    day = fields["recognised_on"]
    if day is not None and day.year < fields["year"]:
        raise WrongState(
            f"Ngày công nhận {day:%d/%m/%Y} trước năm của sáng kiến ({fields['year']}).",
            field="recognised_on",
        )
    return _checked(person.department, row)


def _refuse_double(one: Initiative) -> None:
    alike = Initiative.objects.filter(person=one.person, year=one.year).exclude(pk=one.pk)
    if any(fold(name) == fold(one.name) for name in alike.values_list("name", flat=True)):
        raise WrongState(f"Đã ghi “{one.name}” năm {one.year}. Sửa dòng đã có.", field="name")


def _write_down(one: Initiative, verb: str, act: str, *, by: Any, before: dict[str, str]) -> None:
    mark_changed(person_ids=[one.person_id])
    record(
        by=by,
        action=f"initiatives.{act}",
        text=f"{verb} sáng kiến của {one.person.full_name}",
        subject=one.person,
        body=one.person.department,
        detail={"before": before, "after": {} if act == "remove" else _plain(one)},
    )


def _plain(one: Initiative) -> dict[str, str]:
    return {name: str(getattr(one, name) or "") for name in _KEPT}


def _checked(department: Body, row: InitiativeRow) -> dict[str, Any]:
    person, today = row["person"], timezone.localdate()
    if person.department_id != department.pk:
        raise WrongState(f"{person.full_name} không thuộc {department.name}.")
    name = squeeze(row["name"])
    if not name:
        raise WrongState(f"{person.full_name}: ghi tên sáng kiến, đề tài.", field="name")
    for field, (choices, label) in _WORDS.items():
        value = row.get(field, "")
        if value and value not in choices.values:
            raise WrongState(f"{person.full_name}: {label} “{value}” không có trong danh mục.")
    if not 1950 <= row["year"] <= today.year:
        raise WrongState(
            f"{person.full_name}: năm {row['year']} của sáng kiến phải từ 1950 đến {today.year}.",
            field="year",
        )
    day = row.get("recognised_on")
    if day is not None and day > today:
        raise WrongState(
            f"{person.full_name}: ngày công nhận {day:%d/%m/%Y} chưa tới.", field="recognised_on"
        )
    if row["state"] == Initiative.State.RECOGNISED and not row.get("level"):
        raise WrongState(
            f"{person.full_name}: sáng kiến đã công nhận phải ghi cấp công nhận.", field="level"
        )
    return {"decision_number": "", **row, "name": name[:300]}


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`: two records of a person become one, or part again."""
    moves.follow(Initiative, "person", same=("year", "name", "decision_number"))
