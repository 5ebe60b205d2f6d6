"""Taking out declared awards that came in by mistake: they were never part of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.organisations.actions import mark_changed as mark_bodies
from thidua.organisations.models import Body
from thidua.people.actions import mark_changed as mark_people
from thidua.register.actions.claims import recheck_claims
from thidua.register.models import Claim
from thidua.register.permissions import check_may_keep_register


@transaction.atomic
def remove_claims(*, department: Body, claims: Sequence[int], by: Any) -> int:
    """Take out claims by primary key; the others of the same recipients are checked again, because
    one line of the book confirms one claim only. Returns how many went.
    """
    check_may_keep_register(by, department=department)
    gone = 0
    recipients: set[tuple[int | None, int | None]] = set()
    for start in range(0, len(claims), 500):
        rows = Claim.objects.filter(department=department, pk__in=claims[start : start + 500])
        recipients |= set(rows.values_list("person_id", "collective_id"))
        gone += rows.delete()[0]
    if gone:
        mark_people(person_ids={person for person, _ in recipients if person})
        mark_bodies(body_ids={body for _, body in recipients if body})
        recheck_claims(department=department, recipients=recipients, by=by)
        record(
            by=by,
            action="register.remove_claims",
            text=f"Bỏ {gone} thành tích kê khai nhập nhầm",
            subject=department,
            body=department,
            detail={"claims": list(claims)[:1000]},
        )
    return gone
