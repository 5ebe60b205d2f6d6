"""Quick screening of a body or province: counts by award, body and unit, and a page of people.

Asked anew each time, nothing is kept but the columns of facts. Above the own body only verdicts are
shown: reasons would tell ratings and discipline of people whom nobody proposed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thidua.eligibility.columns import PLACES, Array, FactColumns
from thidua.eligibility.queries.awards import Column
from thidua.eligibility.queries.screened import Screened, screened
from thidua.law import load_rulebook
from thidua.law.screen import CODE_OF, VERDICT_OF
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.people.queries import search

# In the order of the table; verdicts that nobody has are left out of it.
ORDER = (
    "eligible",
    "needs_decision",
    "needs_facts",
    "not_eligible",
    "needs_official_text",
    "not_applicable",
)


@dataclass(frozen=True)
class Question:
    """What the address asks: year and day of the law, award, verdict, where, whose name."""

    year: int
    received_on: dt.date
    award: str
    verdict: str = ""
    place: int = 0
    q: str = ""
    direct: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.verdict or self.place or self.q or self.direct)


@dataclass(frozen=True)
class PlaceCount:
    """People of one body or unit, and how many may be proposed for the award asked about."""

    pk: int
    name: str
    people: int
    eligible: int
    open: int

    @property
    def percent(self) -> int:
        return round(100 * self.eligible / self.people) if self.people else 0


@dataclass(frozen=True)
class Quick:
    """The whole answer; `rows` are places in the screened columns, in the order of names."""

    question: Question
    found: Screened
    awards: tuple[Column, ...]
    table: list[tuple[Column, dict[str, int]]]
    places: list[PlaceCount]
    rows: Array

    @property
    def awaited(self) -> list[Column]:
        """Awards answered by the last known text, because that of the day is not loaded."""
        return [award for award in self.awards if award.code in self.found.awaited]

    @property
    def people(self) -> int:
        return self.found.columns.size


def usual_columns(on: dt.date) -> tuple[Column, ...]:
    """The awards of persons that bodies weigh every year, under their names of the day."""
    return tuple(
        Column(info.code, info.name, info.short_name)
        for info in load_rulebook().awards(on)
        if info.usual and "individual" in info.recipients
    )


def quick(columns: FactColumns, bodies: Sequence[Body], question: Question) -> Quick:
    """Everybody of `columns` screened and counted; three queries besides."""
    awards = usual_columns(question.received_on)
    found = screened(
        columns,
        year=question.year,
        received_on=question.received_on,
        awards=[award.code for award in awards],
    )
    whole = len(bodies) > 1
    key = _place_of(found.columns, whole=whole)
    table = [(award, found.counts(award.code)) for award in awards]
    return Quick(
        question,
        found,
        awards,
        table,
        _places(found, key, question.award, bodies, whole=whole),
        np.flatnonzero(_chosen(found, key, question, bodies)),
    )


def _place_of(columns: FactColumns, *, whole: bool) -> Array:
    """Primary key of the body of each person, or of the unit where one body is asked about."""
    people = columns["people"]
    if not whole:
        return people["unit"]
    departments = np.array([*(book.department for book in columns.books), 0])
    found: Array = departments[people["book"]]
    return found


def _places(
    found: Screened, key: Array, award: str, bodies: Sequence[Body], *, whole: bool
) -> list[PlaceCount]:
    names = (
        {body.pk: body.name for body in bodies}
        if whole
        else dict(Body.objects.filter(pk__in=np.unique(key).tolist()).values_list("pk", "name"))
    )
    fit = found.eligible(award)
    waiting = np.isin(
        found.weighed[award], [CODE_OF[word] for word in ("needs_facts", "needs_decision")]
    )
    keys, which = np.unique(key, return_inverse=True)
    which = which.reshape(-1)
    sums = [
        np.bincount(which, weights=mask, minlength=len(keys)).astype(int).tolist()
        for mask in (np.ones(len(key)), fit, waiting)
    ]
    return sorted(
        (
            PlaceCount(pk, names.get(pk, "Chưa ghi đơn vị"), *some)
            for pk, *some in zip(keys.tolist(), *sums, strict=True)
        ),
        key=lambda one: (-one.eligible, one.name),
    )


def _chosen(found: Screened, key: Array, question: Question, bodies: Sequence[Body]) -> Array:
    people = found.columns["people"]
    keep = np.ones(found.columns.size, bool)
    if question.verdict:
        keep &= found.weighed[question.award] == CODE_OF[question.verdict]
    if question.place:
        keep &= key == question.place
    if question.direct:
        keep &= people["group"] == PLACES["group"]["direct_worker"]
    if question.q:
        named = search(Person.objects.filter(department__in=bodies), question.q)
        keep &= np.isin(people["pk"], list(named.order_by().values_list("pk", flat=True)))
    return keep


@dataclass(frozen=True)
class QuickRow:
    """One person of a page with a verdict per award and, inside the own body, what is lacking."""

    person: Person
    verdicts: list[tuple[Column, str]]
    lacking: list[tuple[str, str]]


def rows_of(answer: Quick, rows: Sequence[int], *, with_reasons: bool) -> list[QuickRow]:
    """The people of one page; one query."""
    keys = answer.found.columns["people"]["pk"][list(rows)].tolist()
    people = Person.objects.select_related("unit", "department").in_bulk(keys)
    made = []
    for row, pk in zip(rows, keys, strict=True):
        if pk not in people:  # gone since the columns were read
            continue
        verdicts = [
            (award, VERDICT_OF[int(answer.found.weighed[award.code][row])])
            for award in answer.awards
        ]
        bits = answer.found.lacking(answer.question.award, row) if with_reasons else []
        lacking = [(bit.statement, bit.citation.text) for bit in bits]
        fit = bool(answer.found.eligible(answer.question.award)[row])
        made.append(QuickRow(people[pk], verdicts, [] if fit else lacking))
    return made
