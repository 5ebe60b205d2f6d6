"""Awards held, claims and initiatives from the database: what is sure, what is not, since when."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from thidua.eligibility.subjects import last_run
from thidua.initiatives.models import Initiative
from thidua.kit.text import fold
from thidua.law import LawError, facts, load_rulebook
from thidua.people.models import Person
from thidua.register.models import Claim, RegisterEntry

_DISTRICT = "ubnd huyen"
_ARRIVED = re.compile(r"\b(tiep nhan|chuyen den|chuyen ve|nhan ve)\s+tu\b")
Awards = dict[int, list[facts.AwardHeld]]
Initiatives = dict[int, list[facts.Initiative]]


@dataclass(frozen=True)
class Held:
    """What the register and the declarations say of many people or units, by primary key."""

    sure: Awards
    claims: Awards


def awards_of(owner: str, ids: Collection[int]) -> Held:
    """Awards by `owner` (person_id, collective_id), in two queries.

    Sure are valid entries of the register matched beyond doubt. Claims are declared awards that it
    does not confirm, and entries matched only by an open question or of no certain year. An award
    that the register holds as revoked is neither: it is known not to be held.
    """
    sure: Awards = defaultdict(list)
    asked: Awards = defaultdict(list)
    revoked: set[tuple[int, str, int]] = set()
    rows = RegisterEntry.objects.filter(**{f"{owner}__in": ids}).order_by("year", "sequence")
    for row in rows:
        award, pk = _award(row), getattr(row, owner)
        if award is None:
            continue
        if row.state == RegisterEntry.State.REVOKED:
            revoked.add((pk, award.code, award.year))
        elif row.match == RegisterEntry.Match.MATCHED and row.year is not None:
            sure[pk].append(award)
        else:
            asked[pk].append(award)
    claims: Awards = defaultdict(list)
    declared = Claim.objects.filter(**{f"{owner}__in": ids}).order_by("year", "pk")
    for claim in declared.exclude(status=Claim.Status.CONFIRMED):
        award, pk = _award(claim), getattr(claim, owner)
        if award is not None and (pk, award.code, award.year) not in revoked:
            claims[pk].append(award)
    for pk, entries in asked.items():
        # A declaration and a doubtful entry of one decision are two readings of one award.
        named = {(c.code, c.decision) for c in claims[pk] if c.decision}
        claims[pk] += [entry for entry in entries if (entry.code, entry.decision) not in named]
    return Held(sure, claims)


def initiatives_of(ids: Collection[int]) -> tuple[Initiatives, Initiatives]:
    """Recognised ones, and those that would count if they were recognised at the level named."""
    known: Initiatives = defaultdict(list)
    unsure: Initiatives = defaultdict(list)
    for row in Initiative.objects.filter(person__in=ids).order_by("year", "pk"):
        fact = facts.Initiative(
            year=row.year,
            level=row.level or Initiative.Level.GRASSROOTS,
            kind=row.kind,
            recognised_on=row.recognised_on,
            decision=row.decision_number or None,
            used_for=tuple(facts.UsedFor(u["award"], u["year"]) for u in row.used_for),
        )
        if row.state == Initiative.State.RECOGNISED and row.level:
            known[row.person_id].append(fact)
            continue
        unsure[row.person_id].append(fact)
        if row.level != Initiative.Level.PROVINCE:
            # What level it will be recognised at is not known: the province may be asked as well.
            doubtful = row.state == Initiative.State.DOUBTFUL or not row.level
            if doubtful:
                unsure[row.person_id].append(replace(fact, level=Initiative.Level.PROVINCE))
    return known, unsure


def ledger_begins(department_id: int) -> int | None:
    """The first year of the ledger of initiatives; None when it is empty, so nothing is known."""
    return (
        Initiative.objects.filter(person__department=department_id)
        .order_by("year")
        .values_list("year", flat=True)
        .first()
    )


def file_begins(ledger: int | None, ratings: list[facts.Rating]) -> int | None:
    """The first year whose initiatives are all known: the ledger reaches back to it, and so does
    what was loaded of this person (a list of one year says nothing of the years before)."""
    known = last_run(r.year for r in ratings)
    return ledger if ledger is None or known is None else max(ledger, known[0])


def covered_years(
    person: Person, years: frozenset[int], awards: Iterable[facts.AwardHeld]
) -> frozenset[int]:
    """The years in which the register would name this person.

    For someone who came from another body (a district office, or as the note says) only those
    since the arrival: the books of the other body were never loaded.
    """
    elsewhere = bool(_ARRIVED.search(fold(person.note))) or any(
        _DISTRICT in fold(award.authority or "") for award in awards
    )
    if not elsewhere:
        return years
    if person.joined_on is None:
        # Named on this year's list, so here when the last book was written; before is unknown.
        return frozenset({max(years)}) if years else years
    return frozenset(year for year in years if year >= person.joined_on.year)


def _award(row: RegisterEntry | Claim) -> facts.AwardHeld | None:
    """None for what is not an award of the law, or is of no year at all."""
    year = row.year or row.period_to or (row.decided_on.year if row.decided_on else None)
    code = _canonical(row.award_code)
    if code is None or year is None:
        return None
    period = None
    if row.period_from and row.period_to:
        period = facts.Period(dt.date(row.period_from, 1, 1), dt.date(row.period_to, 12, 31))
    return facts.AwardHeld(
        code=code,
        year=year,
        decision=row.decision_number or None,
        decided_on=row.decided_on,
        authority=row.authority or None,
        period=period,
        merit=row.merit or None,
    )


def _canonical(code: str) -> str | None:
    if not code:
        return None
    try:
        return load_rulebook().resolve_code(code)
    except LawError:
        return None
