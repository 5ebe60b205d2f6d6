"""Collects what the database records of many people and units into subjects for the law.

About a dozen queries whatever the number of people: each list of facts is read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from thidua.eligibility.models import Finding, Round
from thidua.eligibility.queries.held import (
    awards_of,
    covered_years,
    file_begins,
    initiatives_of,
    ledger_begins,
)
from thidua.eligibility.subjects import (
    PersonHistory,
    UnitHistory,
    person_subject,
    posts_until,
    unit_subject,
)
from thidua.law import RoundSubject, facts
from thidua.movements.models import Registration
from thidua.organisations.models import Body, CollectiveYear
from thidua.organisations.queries import within
from thidua.people.models import Discipline, Leave, PendingMatter, Person, Post, Rating
from thidua.register.queries import Coverage, coverage
from thidua.scoring.queries.facts import GradeFact, PlaceFact, grades_of, places_of

# Gone for good; those who left during the year of the round are still considered for it.
GONE = (Person.Status.TRANSFERRED, Person.Status.RETIRED, Person.Status.LEFT)


@dataclass(frozen=True)
class Gathered:
    """Subjects of a round, with the primary keys their keys stand for."""

    people: list[RoundSubject]
    units: list[RoundSubject]


def person_key(pk: int) -> str:
    return f"p{pk}"


def unit_key(pk: int) -> str:
    return f"u{pk}"


def people_considered(department: Body, *, year: int) -> QuerySet[Person]:
    """Everyone of the department who worked there in `year`, in Vietnamese order."""
    still = Q(left_on=None) & ~Q(status__in=GONE)
    return Person.objects.filter(department=department).filter(still | Q(left_on__year__gte=year))


def units_considered(department: Body, *, year: int) -> QuerySet[Body]:
    """The department as a collective and each of its units that still stood in `year`."""
    return (
        Body.objects.filter(Q(pk=department.pk) | within([department.pk]))
        .filter(Q(closed_on=None) | Q(closed_on__year__gte=year))
        .exclude(kind=Body.Kind.LEADERSHIP)
    )


def facts_for(
    department: Body,
    *,
    year: int,
    people: Iterable[Person] | None = None,
    units: Iterable[Body] | None = None,
    round: Round | None = None,
) -> Gathered:
    """Subjects for `people` and `units` (default: all considered); findings come from `round`."""
    whole = list(people_considered(department, year=year) if people is None else people)
    bodies = list(units_considered(department, year=year) if units is None else units)
    covered = coverage(department)
    findings = _findings(round)
    registrations = _registrations(department, year)
    histories = _people(whole, covered, findings, registrations, department, year)
    return Gathered(
        [person_subject(h, year=year) for h in histories],
        [
            unit_subject(h, year=year)
            for h in _units(bodies, covered, findings, registrations, department, year)
        ],
    )


def _people(
    people: list[Person],
    covered: Coverage,
    findings: dict[str, list[facts.Finding]],
    registrations: dict[str, list[facts.Registration]] | None,
    department: Body,
    year: int,
) -> list[PersonHistory]:
    ids = [p.pk for p in people]
    posts = _by_person(Post, ids, _post, "from_date")
    leaves = _by_person(Leave, ids, _leave, "from_date")
    ratings = _by_person(Rating, ids, lambda r: facts.Rating(r.year, r.grade), "year")
    disciplines = _by_person(Discipline, ids, _discipline, "from_date")
    pending = _by_person(PendingMatter, ids, _pending, "from_date")
    known, unsure = initiatives_of(ids)
    since = ledger_begins(department.pk)
    awards = awards_of(department, "person_id", ids)
    return [
        PersonHistory(
            key=person_key(p.pk),
            name=p.full_name,
            unit_key=unit_key(p.unit_id) if p.unit_id else None,
            body_key=unit_key(department.pk),
            gender=p.gender,
            born=p.born_on,
            group=p.group,
            employment=p.employment,
            recruited_on=p.recruited_on,
            posts=_posts(p, posts[p.pk]),
            leave=_certain(leaves[p.pk]),
            study=(),
            registrations=_registered(registrations, person_key(p.pk)),
            ratings=tuple(ratings[p.pk]),
            initiatives=tuple(known[p.pk]) if since is not None else None,
            unsure_initiatives=tuple(unsure[p.pk]),
            initiatives_since=file_begins(since, ratings[p.pk], year),
            disciplines=_certain(disciplines[p.pk]),
            awards=tuple(awards.sure[p.pk]),
            **_years(p, covered, (*awards.sure[p.pk], *awards.claims[p.pk])),
            claims=tuple(dict.fromkeys(awards.claims[p.pk])),
            pending=tuple(pending[p.pk]),
            findings=tuple(findings.get(person_key(p.pk), ())),
        )
        for p in people
    ]


def _units(
    bodies: list[Body],
    covered: Coverage,
    findings: dict[str, list[facts.Finding]],
    registrations: dict[str, list[facts.Registration]] | None,
    department: Body,
    year: int,
) -> list[UnitHistory]:
    ids = [b.pk for b in bodies]
    recorded: dict[int, list[CollectiveYear]] = defaultdict(list)
    for row in CollectiveYear.objects.filter(body__in=ids, year__lte=year).order_by("year"):
        recorded[row.body_id].append(row)
    awards = awards_of(department, "collective_id", ids)
    places, grades = places_of(ids, year), grades_of(ids, year)
    histories = []
    for body in bodies:
        now = next((r for r in recorded[body.pk] if r.year == year), None)
        histories.append(
            UnitHistory(
                key=unit_key(body.pk),
                name=body.name,
                ratings=_unit_ratings(recorded[body.pk], grades.get(body.pk), year),
                rank_in_cluster=_rank(places.get(body.pk)),
                registrations=_registered(registrations, unit_key(body.pk)),
                members=now.members if now else None,
                members_completing=now.members_completing if now else None,
                worst_discipline=now.worst_discipline if now else None,
                awards=tuple(awards.sure[body.pk]),
                register_years=covered.years,
                award_years=covered.own,
                claims=tuple(dict.fromkeys(awards.claims[body.pk])),
                findings=tuple(findings.get(unit_key(body.pk), ())),
            )
        )
    return histories


def _unit_ratings(
    recorded: list[CollectiveYear], grade: GradeFact | None, year: int
) -> tuple[facts.Rating, ...]:
    """Recorded ratings; for the year itself, while none is recorded, the grade settled by score."""
    known = [facts.Rating(r.year, r.rating) for r in recorded if r.rating]
    if grade and grade.rating and not any(one.year == year for one in known):
        known.append(facts.Rating(year, grade.rating))
    return tuple(known)


def _rank(place: PlaceFact | None) -> facts.Rank | None:
    """The concluded place in the cluster, its source beside the name of the cluster."""
    if place is None:
        return None
    return facts.Rank(place.rank, place.of, place.source, place.level)


def _years(
    person: Person, covered: Coverage, awards: tuple[facts.AwardHeld, ...]
) -> dict[str, Any]:
    """The years in which the books would name the person, of all awards and of single ones."""
    return {
        "register_years": covered_years(person, covered.years, awards),
        "award_years": {
            code: covered_years(person, years, awards) for code, years in covered.own.items()
        },
    }


def _by_person(
    model: Any, ids: Collection[int], make: Callable[[Any], Any], order: str
) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in model.objects.filter(person__in=ids).order_by(order, "pk"):
        rows[row.person_id].append(make(row))
    return rows


def _certain(items: list[Any]) -> tuple[Any, ...] | None:
    """A list with an undated item is unknown as a whole: it may or may not touch the year."""
    return None if None in items else tuple(items)


def _posts(person: Person, recorded: list[facts.Post | None]) -> tuple[facts.Post, ...] | None:
    if recorded:
        return _certain(recorded)
    since = person.joined_on or person.recruited_on
    return posts_until(person.left_on, title=person.position, since=since)


def _post(row: Post) -> facts.Post | None:
    if row.from_date is None:
        return None
    return facts.Post(title=row.title, from_=row.from_date, to=row.to_date)


def _leave(row: Leave) -> facts.Leave | None:
    return facts.Leave(row.kind, row.from_date, row.to_date) if row.from_date else None


def _discipline(row: Discipline) -> facts.Discipline | None:
    return facts.Discipline(row.measure, row.from_date, row.to_date) if row.from_date else None


def _pending(row: PendingMatter) -> facts.Pending:
    return facts.Pending(row.kind, row.from_date, row.to_date)


def _registrations(department: Body, year: int) -> dict[str, list[facts.Registration]] | None:
    """None when nobody registered anything for the year: then the list was never loaded."""
    rows = list(Registration.objects.filter(department=department, year__lte=year))
    if not any(r.year == year for r in rows):
        return None
    found: dict[str, list[facts.Registration]] = defaultdict(list)
    for row in rows:
        key = person_key(row.person_id) if row.person_id else unit_key(row.collective_id or 0)
        found[key].append(facts.Registration(row.year, row.award_code))
    return found


def _registered(
    registrations: dict[str, list[facts.Registration]] | None, key: str
) -> tuple[facts.Registration, ...] | None:
    return None if registrations is None else tuple(registrations.get(key, ()))


def _findings(round_: Round | None) -> dict[str, list[facts.Finding]]:
    found: dict[str, list[facts.Finding]] = defaultdict(list)
    if round_ is None:
        return found
    for row in Finding.objects.filter(round=round_, withdrawn_at=None).order_by("pk"):
        key = person_key(row.person_id) if row.person_id else unit_key(row.collective_id or 0)
        found[key].append(
            facts.Finding(
                about=row.about,
                holds=row.holds,
                by=row.decided_by,
                decided_on=row.decided_on,
                year=round_.year,
                evidence=row.evidence,
            )
        )
    return found
