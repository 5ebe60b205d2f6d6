"""Awards that people declare, each checked against the book (never taken as held)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK
from thidua.kit.text import squeeze
from thidua.organisations.actions import mark_changed as mark_bodies
from thidua.organisations.models import Body
from thidua.people.actions import mark_changed as mark_people
from thidua.people.models import Person
from thidua.register.checking import Checker, Recipient
from thidua.register.models import Claim, RegisterEntry
from thidua.register.permissions import check_may_keep_register

_DECLARED = (
    "award_code",
    "award_name",
    "year",
    "period_from",
    "period_to",
    "decision_number",
    "decided_on",
    "authority",
    "merit",
)
_ANSWER = ("status", "evidence", "entry_id")
_FIELDS = ("status", "evidence", "entry")


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

    The same `source_ref` of the same recipient, with the same award and year, is one claim: it is
    brought up to date. All claims of the recipients concerned are checked again, because one line
    of the book confirms one claim only.
    """
    check_may_keep_register(by, department=department)
    everyone = list(Claim.objects.filter(department=department).order_by("pk"))
    known = {_key(c): c for c in everyone}
    before = {c.pk: _content(c) for c in everyone}
    claims: list[Claim] = []
    new: list[Claim] = []
    for row in rows:
        fresh = _claim(department, row)
        kept = known.setdefault(_key(fresh), fresh)
        if kept is fresh:
            new.append(fresh)
        else:
            for name in _DECLARED:
                setattr(kept, name, getattr(fresh, name))
        claims.append(kept)
    concerned = {_recipient(c) for c in claims}
    _check(department, [c for c in [*everyone, *new] if _recipient(c) in concerned])
    altered = [c for c in everyone if _content(c) != before[c.pk]]
    Claim.objects.bulk_create(new, batch_size=CHUNK)
    Claim.objects.bulk_update(altered, [*_DECLARED, *_FIELDS], batch_size=200)
    _mark((*new, *altered))
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
    recipients: Collection[Recipient] | None = None,
    by: Any,
) -> int:
    """Ask the book again for all claims, or those of `recipients`; returns how many changed."""
    check_may_keep_register(by, department=department)
    claims = Claim.objects.filter(department=department)
    if recipients is not None:
        people = {person for person, _ in recipients if person}
        units = {unit for _, unit in recipients if unit}
        claims = claims.filter(Q(person__in=people) | Q(collective__in=units))
    listed = list(claims.order_by("pk"))
    before = {c.pk: _content(c) for c in listed}
    _check(department, listed)
    changed = [c for c in listed if _content(c) != before[c.pk]]
    Claim.objects.bulk_update(changed, _FIELDS, batch_size=200)
    _mark(changed)
    if changed:
        record(
            by=by,
            action="register.recheck_claims",
            text=f"Đối chiếu lại thành tích kê khai: {len(changed)} thay đổi",
            subject=department,
            body=department,
        )
    return len(changed)


def _mark(claims: Iterable[Claim]) -> None:
    """What somebody declares, and what the book says of it, is part of the facts asked about."""
    changed = list(claims)
    if people := {claim.person_id for claim in changed if claim.person_id}:
        mark_people(person_ids=people)
    if bodies := {claim.collective_id for claim in changed if claim.collective_id}:
        mark_bodies(body_ids=bodies)


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


def _check(department: Body, claims: list[Claim]) -> None:
    """Set status and evidence of `claims`, which hold all claims of their recipients."""
    if not claims:
        return
    by_recipient: dict[Recipient, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_recipient[_recipient(claim)].append(claim)
    checker = Checker(department)
    for group in by_recipient.values():
        for claim, answer in zip(group, checker.answers(group), strict=True):
            claim.status, claim.evidence = answer.status, answer.evidence[:300]
            claim.entry_id = answer.row.key if answer.row else None


def _recipient(claim: Claim) -> Recipient:
    return claim.person_id, claim.collective_id


def _content(claim: Claim) -> tuple[Any, ...]:
    return tuple(getattr(claim, name) for name in (*_DECLARED, *_ANSWER))


def _key(claim: Claim) -> tuple[Any, ...]:
    who = _recipient(claim)
    if claim.source_ref:
        # One cell of a list may declare several awards: the award and year tell them apart.
        return (*who, claim.source_ref, claim.award_code or claim.award_name, claim.year)
    return (*who, claim.award_code or claim.award_name, claim.year, claim.decision_number)
