"""Awards held, claims and initiatives from the database: what is sure, what is not, since when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from thidua.eligibility.subjects import last_run, open_awards
from thidua.initiatives.models import Initiative
from thidua.law import LawError, facts, load_rulebook
from thidua.organisations.models import Body
from thidua.organisations.queries import counts, recognised_for
from thidua.people.models import Person
from thidua.register.checking import book_row, candidates, decisions_of, named_since
from thidua.register.claim_rules import readings
from thidua.register.models import Claim, RegisterEntry

Awards = dict[int, list[facts.AwardHeld]]
Initiatives = dict[int, list[facts.Initiative]]
Match = RegisterEntry.Match


@dataclass(frozen=True)
class Held:
    """What the register and the declarations say of many people or units, by primary key."""

    sure: Awards
    claims: Awards


def awards_of(department: Body, owner: str, ids: Collection[int]) -> Held:
    """Awards by `owner` (person_id, collective_id), in three queries (collectives: six).

    Sure are valid entries of the register matched beyond doubt. Claims are declared awards that it
    does not confirm, and entries that wait for somebody, for everyone they may be about. An award
    that the register holds as revoked is neither: it is known not to be held.
    """
    sure: Awards = defaultdict(list)
    waiting: dict[int, list[RegisterEntry]] = defaultdict(list)
    wanted = set(ids)
    mine = Q(**{f"{owner}__in": wanted}) | Q(department=department, match=Match.ASKED)
    rows = RegisterEntry.objects.filter(mine, state=RegisterEntry.State.VALID)
    for row in rows.order_by("year", "sequence"):
        if row.match == Match.MATCHED and row.year is not None:
            if (award := _award(row)) is not None:
                sure[getattr(row, owner)].append(award)
            continue
        place = 0 if owner == "person_id" else 1
        for who in candidates(row):
            if who[place] in wanted:
                waiting[who[place] or 0].append(row)
    claims: Awards = defaultdict(list)
    if owner == "collective_id":
        _doubt_before_founding(wanted, sure, claims)
    declared = Claim.objects.filter(**{f"{owner}__in": wanted}).order_by("year", "pk")
    # What the book holds as revoked is known not to be held.
    revoked = Q(status=Claim.Status.CONTRADICTED, entry__state=RegisterEntry.State.REVOKED)
    for claim in declared.exclude(status=Claim.Status.CONFIRMED).exclude(revoked):
        if (award := _award(claim)) is not None:
            claims[getattr(claim, owner)].append(award)
    if owner == "collective_id":
        _count_recognised(wanted, sure, claims)
    opened = _readings(department, [row for many in waiting.values() for row in many])
    for pk, entries in waiting.items():
        read = [award for row in entries for award in opened[row.pk]]
        claims[pk] = list(open_awards(claims[pk], read, sure[pk]))
    return Held(sure, claims)


def _doubt_before_founding(wanted: set[int], sure: Awards, claims: Awards) -> None:
    """Nothing is awarded before it exists: the line means a predecessor, or a day is wrong."""
    founded = Body.objects.filter(pk__in=wanted, founded_on__isnull=False)
    for pk, day in founded.values_list("pk", "founded_on"):
        before = [a for a in sure[pk] if a.decided_on and day and a.decided_on < day]
        claims[pk] += before
        sure[pk] = [award for award in sure[pk] if award not in before]


def _count_recognised(wanted: set[int], sure: Awards, claims: Awards) -> None:
    """Awards of predecessors count only by a person's standing decision, up to the day it names.

    One without a day of decision may lie after that day: it is a claim. Two queries.
    """
    decisions = [one for many in recognised_for(wanted).values() for one in many]
    rows: dict[int, list[RegisterEntry]] = defaultdict(list)
    former = {one.predecessor_id for one in decisions}
    found = RegisterEntry.objects.filter(
        collective__in=former, match=Match.MATCHED, state=RegisterEntry.State.VALID
    )
    for row in found.order_by("year", "sequence") if former else ():
        rows[row.collective_id or 0].append(row)
    for decision in decisions:
        for row in rows[decision.predecessor_id]:
            if (award := _award(row)) is None:
                continue
            if counts(row.decided_on, decision):
                sure[decision.body_id].append(award)
            elif row.decided_on is None:
                claims[decision.body_id].append(award)


def _readings(
    department: Body, rows: Collection[RegisterEntry]
) -> dict[int, list[facts.AwardHeld]]:
    """Each line that is not believed yet as an award of every year it may be for."""
    numbers = {row.decision_number for row in rows if row.decision_number}
    beside = RegisterEntry.objects.filter(
        department=department, decision_number__in=numbers
    ).exclude(state=RegisterEntry.State.WITHDRAWN)
    decisions = decisions_of(beside if numbers else ())
    return {
        row.pk: [
            award
            for year in readings(book_row(row), decisions)
            if (award := _award(row, year)) is not None
        ]
        for row in rows
    }


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


def file_begins(ledger: int | None, ratings: list[facts.Rating], year: int) -> int | None:
    """The first year whose initiatives are all known: the ledger reaches back to it, and so does
    what was loaded of this person (a list of one year says nothing of the years before, and of
    somebody without any rating only this year is known)."""
    known = last_run(r.year for r in ratings)
    begins = year if known is None else known[0]
    return None if ledger is None else max(ledger, begins)


def covered_years(
    person: Person, years: frozenset[int], awards: Iterable[facts.AwardHeld]
) -> frozenset[int]:
    """The years in which the register would name this person.

    For someone who came from another body (a district office, or as the note says) only those
    since the arrival: the books of the other body were never loaded.
    """
    since = named_since(
        person.note, person.joined_on, (award.authority or "" for award in awards), years
    )
    return years if since is None else frozenset(year for year in years if year >= since)


def _award(row: RegisterEntry | Claim, year: int | None = None) -> facts.AwardHeld | None:
    """None for what is not an award of the law, or is of no year at all."""
    year = year or row.year
    code = canonical(row.award_code)
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


def canonical(code: str) -> str | None:
    if not code:
        return None
    try:
        return load_rulebook().resolve_code(code)
    except LawError:
        return None
