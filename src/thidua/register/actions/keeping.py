"""Keeping the book: decisions on paper, revocations, years that are complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register import states
from thidua.register.actions.claims import recheck_claims
from thidua.register.actions.entries import record_award
from thidua.register.checking import candidates
from thidua.register.claim_values import is_yearly_title
from thidua.register.models import RegisterEntry, RegisterYear
from thidua.register.permissions import check_may_keep_register


@transaction.atomic
def record_paper_decision(
    *,
    department: Body,
    by: Any,
    person: Person | None,
    collective: Body | None,
    award_code: str,
    award_name: str,
    year: int,
    decision_number: str,
    decided_on: dt.date,
    authority: str,
    merit: str,
    note: str = "",
) -> RegisterEntry:
    """Enter a decision that exists on paper, typed in by the officer.

    Refuses when the book already holds the same award of the same year for the same recipient,
    naming the entry, because two lines for one award would count twice.
    """
    check_may_keep_register(by, department=department)
    subject = person or collective
    if subject is None:
        raise WrongState("Chọn người hoặc tập thể được khen.", field="person")
    twins = RegisterEntry.objects.filter(
        department=department,
        person=person,
        collective=collective,
        award_code=award_code,
        year=year,
        state=RegisterEntry.State.VALID,
        match=RegisterEntry.Match.MATCHED,
    )
    for twin in twins:
        if merit == twin.merit and (
            is_yearly_title(award_code) or _same_number(twin, decision_number)
        ):
            raise WrongState(
                f"Sổ đã ghi {twin.award_name} năm {year} của {subject} ở số {twin.sequence} "
                f"({twin.decision_number or 'không ghi số quyết định'}).",
                field="award_code",
            )
    unit = person.unit if person is not None else None
    entry = record_award(
        department=department,
        by=by,
        person=person,
        collective=collective,
        recipient_name=str(subject),
        is_collective=collective is not None,
        unit_name=unit.name if unit is not None else "",
        award_code=award_code,
        award_name=award_name,
        year=year,
        period_from=year,
        period_to=year,
        decision_number=squeeze(decision_number),
        decided_on=decided_on,
        authority=squeeze(authority),
        merit=merit,
        note=squeeze(note),
        source=RegisterEntry.Source.PAPER,
    )
    recheck_claims(department=department, recipients=candidates(entry), by=by)
    return entry


@transaction.atomic
def revoke_entry(*, entry: RegisterEntry, reason: str, by: Any) -> RegisterEntry:
    """Note that an award was cancelled or taken back (a decision of its own, named in `reason`).

    The line stays, with its state; claims are checked again. Refuses an empty reason and a line
    already revoked.
    """
    check_may_keep_register(by, department=entry.department)
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do và số quyết định hủy bỏ, thu hồi.", field="reason")
    locked = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    step = states.transition(states.STANDING, "revoke", locked.state)
    if step is None:
        raise WrongState(f"Dòng số {locked.sequence} đã được ghi hủy bỏ, thu hồi trước đó.")
    locked.state, locked.state_reason = step.target, reason[:300]
    locked.save(update_fields=["state", "state_reason"])
    record(
        by=by,
        action="register.revoke",
        text=f"{step.log_text}: {locked}",
        subject=locked,
        body=locked.department,
        detail={"reason": reason},
    )
    recheck_claims(department=locked.department, recipients=candidates(locked), by=by)
    return locked


@transaction.atomic
def record_years_loaded(
    *, department: Body, years: Iterable[int], source: str = "", by: Any
) -> int:
    """The book of these years is complete: an award not in it is known to be missing."""
    check_may_keep_register(by, department=department)
    known = set(RegisterYear.objects.filter(department=department).values_list("year", flat=True))
    new = sorted(set(years) - known)
    RegisterYear.objects.bulk_create(
        [RegisterYear(department=department, year=y, source=source[:200]) for y in new]
    )
    if new:
        record(
            by=by,
            action="register.years_loaded",
            text=f"Sổ đã đủ các năm: {', '.join(str(y) for y in new)}",
            subject=department,
            body=department,
            detail={"years": new},
        )
    return len(new)


def record_year_loaded(*, department: Body, year: int, source: str = "", by: Any) -> bool:
    """One year; True when it was not known as loaded."""
    return bool(record_years_loaded(department=department, years=[year], source=source, by=by))


def _same_number(entry: RegisterEntry, number: str) -> bool:
    return bool(number) and fold(entry.decision_number) == fold(number)
