"""Taking out records that were never to be: those an import made, while nothing rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body
from thidua.people.actions.editing import said_why
from thidua.people.models import Person
from thidua.people.permissions import check_may_keep_people
from thidua.people.queries.merging import resting_on


@transaction.atomic
def remove_people(*, department: Body, people: Sequence[Person], reason: str, by: Any) -> int:
    """Take out persons with their own facts; returns how many.

    Refuses, naming the person and the thing, where anything of another app, an account or a merge
    points to one of them: that is taken back first.
    """
    check_may_keep_people(by, department=department)
    why = said_why(reason)
    rows = list(
        Person.everyone.select_for_update().filter(pk__in=[p.pk for p in people]).order_by("pk")
    )
    for row in rows:
        if row.department_id != department.pk:
            raise WrongState(f"{row.full_name} không thuộc {department.name}.")
    held = resting_on([row.pk for row in rows])
    for row in rows:
        if row.pk in held:
            raise WrongState(
                f"{row.full_name} ({row.code}) đang có: {', '.join(held[row.pk]).lower()}. "
                "Gỡ những điều đó trước."
            )
    listed = [f"{row.full_name} ({row.code})" for row in rows]
    for row in rows:
        row.delete()
    if listed:
        record(
            by=by,
            action="people.remove_people",
            text=f"Xóa hồ sơ {listed[0]}" if len(listed) == 1 else f"Xóa {len(listed)} hồ sơ",
            subject=department,
            body=department,
            detail={"people": listed, "reason": why},
        )
    return len(listed)
