"""Registering titles that people and collectives aim at in a year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.moves import Moves
from thidua.kit.rows import merge
from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.movements.models import Registration, RegistrationSheet
from thidua.movements.permissions import check_may_register_titles
from thidua.organisations.actions import mark_changed as mark_bodies_changed
from thidua.organisations.models import Body
from thidua.people.actions import mark_changed
from thidua.people.models import Person


class RegistrationRow(TypedDict):
    """One line of `register_many`: a person or a collective."""

    year: int
    award_code: str
    person: NotRequired[Person | None]
    collective: NotRequired[Body | None]


@transaction.atomic
def register_many(*, department: Body, rows: Iterable[RegistrationRow], by: Any) -> int:
    """Keep many registrations; returns how many are new. A second time adds nothing.

    Refuses an award the rulebook does not know, and a year further than the next.
    """
    check_may_register_titles(by, department=department)
    listed = [_checked(department, row) for row in rows]
    added = 0
    for name in ("person", "collective"):
        mine = [row for row in listed if row[name] is not None]
        if mine:
            merged = merge(
                Registration,
                mine,
                key=(name, "year", "award_code"),
                within=Q(**{f"{name}__in": {row[name].pk for row in mine}}),
            )
            added += merged.changed
            changed = {getattr(row, f"{name}_id") for row in merged.added}
            if name == "person":
                mark_changed(person_ids=changed)
            else:
                mark_bodies_changed(body_ids=changed)
    if added:
        record(
            by=by,
            action="movements.register",
            text=f"Ghi đăng ký thi đua: {added} dòng",
            subject=department,
            body=department,
        )
    return added


def register_for(*, department: Body, by: Any, **row: Unpack[RegistrationRow]) -> bool:
    """One registration; True when it is new."""
    return bool(register_many(department=department, rows=[row], by=by))


@transaction.atomic
def remove_registration(*, registration: Registration, by: Any) -> None:
    """Take out a registration noted by mistake; the audit row keeps what it was."""
    department = registration.department
    check_may_register_titles(by, department=department)
    subject: Any = registration.person or registration.collective
    if registration.person_id:
        mark_changed(person_ids=[registration.person_id])
    elif registration.collective_id:
        mark_bodies_changed(body_ids=[registration.collective_id])
    record(
        by=by,
        action="movements.remove_registration",
        text=f"Xóa đăng ký thi đua năm {registration.year} của {subject}",
        subject=subject,
        body=department,
        detail={"before": {"year": registration.year, "award_code": registration.award_code}},
    )
    registration.delete()


def _checked(department: Body, row: RegistrationRow) -> dict[str, Any]:
    person, collective = row.get("person"), row.get("collective")
    if (person is None) == (collective is None):
        raise WrongState("Mỗi đăng ký là của một người hoặc một tập thể.")
    home = person.department if person is not None else collective and collective.department
    if home != department:
        raise WrongState(f"{person or collective} không thuộc {department.name}.")
    latest = timezone.localdate().year + 1
    if not 2000 <= row["year"] <= latest:
        raise WrongState(f"Năm đăng ký thi đua phải từ 2000 đến {latest}.", field="year")
    return {
        "department": department,
        "person": person,
        "collective": collective,
        "year": row["year"],
        "award_code": _canonical(row["award_code"]),
    }


def _canonical(code: str) -> str:
    try:
        return load_rulebook().resolve_code(code)
    except LawError as error:
        raise WrongState(f"Danh hiệu, hình thức “{code}”: {error}") from error


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`: two records of a person become one, or part again."""
    moves.follow(Registration, "person", same=("year", "award_code"))
    moves.follow(RegistrationSheet, "person", same=("call",))
