"""Awards that people declare, each checked against the book (never taken as held)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.checking import Checker
from thidua.register.models import Claim, RegisterEntry
from thidua.register.permissions import check_may_keep_register

_CONTENT = (
    "award_code",
    "award_name",
    "year",
    "period_from",
    "period_to",
    "decision_number",
    "decided_on",
    "authority",
    "merit",
    "status",
    "evidence",
)


class ClaimRow(TypedDict):
    """One declared award for `record_claims`."""

    award_name: str
    person: NotRequired[Person | None]
    collective: NotRequired[Body | None]
    award_code: NotRequired[str]
    year: NotRequired[int | None]
    period_from: NotRequired[int | None]
    period_to: NotRequired[int | None]
    decision_number: NotRequired[str]
    decided_on: NotRequired[dt.date | None]
    authority: NotRequired[str]
    merit: NotRequired[str]
    source_ref: NotRequired[str]


@transaction.atomic
def record_claims(*, department: Body, rows: Sequence[ClaimRow], by: Any) -> list[Claim]:
    """Keep declared awards with what the book says of each, in the order of `rows`.

    The same `source_ref` of the same recipient is one claim: it is brought up to date and checked
    again. A claim without `source_ref` is the same when recipient, award, year and number are.
    """
    check_may_keep_register(by, department=department)
    checker = Checker(department)
    known = {_key(c): c for c in Claim.objects.filter(department=department).order_by("pk")}
    claims: list[Claim] = []
    new: list[Claim] = []
    altered: dict[int, Claim] = {}
    for row in rows:
        fresh = _claim(department, row)
        fresh.status, fresh.evidence = checker.answer(fresh)
        earlier = known.get(_key(fresh))
        if earlier is None:
            known[_key(fresh)] = fresh
            new.append(fresh)
            claims.append(fresh)
            continue
        claims.append(earlier)
        if any(getattr(earlier, n) != getattr(fresh, n) for n in _CONTENT):
            for name in _CONTENT:
                setattr(earlier, name, getattr(fresh, name))
            if earlier.pk is not None:
                altered[earlier.pk] = earlier
    Claim.objects.bulk_create(new, batch_size=CHUNK)
    Claim.objects.bulk_update(list(altered.values()), list(_CONTENT), batch_size=200)
    if new or altered:
        record(
            by=by,
            action="register.record_claims",
            text=f"Ghi thành tích kê khai: {len(new)} mới, {len(altered)} thay đổi",
            subject=department,
            body=department,
        )
    return claims


def record_claim(*, department: Body, by: Any, **row: Unpack[ClaimRow]) -> Claim:
    """One declared award, checked against the book."""
    return record_claims(department=department, rows=[row], by=by)[0]


@transaction.atomic
def recheck_claims(
    *,
    department: Body,
    person: Person | None = None,
    collective: Body | None = None,
    by: Any,
) -> int:
    """Ask the book again for all claims, or those of one recipient; returns how many changed."""
    check_may_keep_register(by, department=department)
    claims = Claim.objects.filter(department=department)
    if person is not None:
        claims = claims.filter(person=person)
    if collective is not None:
        claims = claims.filter(collective=collective)
    listed = list(claims)
    if not listed:
        return 0
    checker = Checker(department)
    changed = []
    for claim in listed:
        answer = checker.answer(claim)
        if answer != (claim.status, claim.evidence):
            claim.status, claim.evidence = answer
            changed.append(claim)
    Claim.objects.bulk_update(changed, ["status", "evidence"], batch_size=200)
    if changed:
        record(
            by=by,
            action="register.recheck_claims",
            text=f"Đối chiếu lại thành tích kê khai: {len(changed)} thay đổi",
            subject=department,
            body=department,
        )
    return len(changed)


def _claim(department: Body, row: ClaimRow) -> Claim:
    person, collective = row.get("person"), row.get("collective")
    if (person is None) == (collective is None):
        raise WrongState("Mỗi thành tích kê khai là của một người hoặc một tập thể.")
    home = person.department if person is not None else collective and collective.department
    if home != department:
        raise WrongState(f"{person or collective} không thuộc {department.name}.")
    return Claim(
        department=department,
        person=person,
        collective=collective,
        award_code=row.get("award_code", ""),
        award_name=squeeze(row["award_name"])[:200],
        year=row.get("year"),
        period_from=row.get("period_from"),
        period_to=row.get("period_to"),
        decision_number=squeeze(row.get("decision_number", ""))[:60],
        decided_on=row.get("decided_on"),
        authority=squeeze(row.get("authority", ""))[:200],
        merit=row.get("merit") or RegisterEntry.Merit.MERIT,
        source_ref=row.get("source_ref", "")[:200],
    )


def _key(claim: Claim) -> tuple[Any, ...]:
    who = (claim.person_id, claim.collective_id)
    if claim.source_ref:
        # One cell of a list may declare several awards: the award and year tell them apart.
        return (*who, claim.source_ref, claim.award_code or claim.award_name, claim.year)
    return (*who, claim.award_code or claim.award_name, claim.year, claim.decision_number)
