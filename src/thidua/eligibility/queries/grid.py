"""The grid of a round: people or collectives of one page with an answer per award, and counts.

The number of queries does not depend on the size of the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from thidua.accounts.queries import Scope
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries.awards import Column
from thidua.eligibility.queries.records import people_considered, units_considered
from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.queries import branch
from thidua.people.models import Person
from thidua.people.queries import search

# Verdict, the word of a cell, the word of a chip, state, icon, in the order of the chips.
SHOWN = {
    "eligible": ("Đủ", "Đủ", "met", "check"),
    "needs_decision": ("Xem xét", "Xem xét", "judge", "eye"),
    "needs_facts": ("Thiếu dữ liệu", "Thiếu dữ liệu", "nodata", "help"),
    "not_eligible": ("Chưa đủ", "Chưa đủ", "unmet", "x"),
    "needs_official_text": ("Chờ văn bản", "Chờ văn bản", "wait", "clock"),
}


@dataclass(frozen=True)
class Cell:
    """What one cell says; `pk` None where no answer is kept: nothing asked yet, or a preview."""

    pk: int | None
    verdict: str
    provisional: str = ""
    unmet: int = 0

    @property
    def state(self) -> str:
        return SHOWN[self.verdict][2] if self.verdict in SHOWN else "none"

    @property
    def icon(self) -> str:
        return SHOWN[self.verdict][3] if self.verdict in SHOWN else ""

    @property
    def text(self) -> str:
        if not self.verdict:
            return "Chưa quét"
        if self.verdict == "not_applicable":
            return "–"
        return _word(self.verdict, self.unmet)

    @property
    def provisional_text(self) -> str:
        """The verdict by the last known text, in a word; empty where none is needed."""
        if not self.provisional:
            return ""
        if self.provisional == "not_applicable":
            return "không áp dụng"
        return _word(self.provisional, self.unmet).lower()


NOT_ASKED = Cell(None, "")


@dataclass
class Row:
    """One person or collective with a cell per column."""

    subject: Any
    cells: list[tuple[Column, Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class Filters:
    """What the address asks for; empty means all."""

    q: str = ""
    unit: int | None = None
    award: str = ""
    verdict: str = ""
    direct: bool = False

    @property
    def any(self) -> bool:
        return bool(self.q or self.unit or self.award or self.verdict or self.direct)


def _word(verdict: str, unmet: int) -> str:
    if verdict == "not_eligible" and unmet:
        return f"Thiếu {unmet}"
    return SHOWN[verdict][0] if verdict in SHOWN else verdict


def people_in(round_: Round, scope: Scope) -> QuerySet[Person]:
    """The people of the round that the user may see: all, or those of the units headed."""
    people = people_considered(round_.department, year=round_.year)
    return people if scope.whole_department else people.filter(unit__in=scope.unit_ids)


def units_in(round_: Round, scope: Scope) -> QuerySet[Body]:
    units = units_considered(round_.department, year=round_.year)
    return units if scope.whole_department else units.filter(pk__in=scope.unit_ids)


def narrow_people(
    people: QuerySet[Person], filters: Filters, *, round_: Round, with_verdict: bool = True
) -> QuerySet[Person]:
    """Apply the filters; the chips count without the verdict they choose."""
    people = search(people, filters.q)
    if filters.unit:
        people = people.filter(unit__in=branch(filters.unit))
    if filters.direct:
        people = people.filter(group=Person.Group.DIRECT_WORKER)
    if with_verdict and filters.verdict:
        answers = _answers(round_, filters).filter(person=OuterRef("pk"), verdict=filters.verdict)
        people = people.filter(Exists(answers))
    return people


def narrow_units(
    units: QuerySet[Body], filters: Filters, *, round_: Round, with_verdict: bool = True
) -> QuerySet[Body]:
    for word in fold(filters.q).split():
        units = units.filter(folded_name__contains=word)
    if with_verdict and filters.verdict:
        answers = _answers(round_, filters).filter(
            collective=OuterRef("pk"), verdict=filters.verdict
        )
        units = units.filter(Exists(answers))
    return units


def rows(round_: Round, subjects: Sequence[Any], columns: Sequence[Column]) -> list[Row]:
    """One query for all cells of the page."""
    owner = "collective_id" if subjects and isinstance(subjects[0], Body) else "person_id"
    cells: dict[tuple[int, str], Cell] = {}
    found = Assessment.objects.filter(
        **{f"{owner}__in": [s.pk for s in subjects]}, round=round_, is_current=True
    ).values_list(owner, "award_code", "pk", "verdict", "provisional", "unmet")
    for subject, code, pk, verdict, provisional, unmet in found:
        cells[subject, code] = Cell(pk, verdict, provisional, unmet)
    return [Row(s, [(c, cells.get((s.pk, c.code), NOT_ASKED)) for c in columns]) for s in subjects]


def counts_by_verdict(round_: Round, subjects: QuerySet[Any], filters: Filters) -> dict[str, int]:
    """How many of `subjects` have each verdict: for the award chosen, or for any award."""
    owner = "collective" if subjects.model is Body else "person"
    found = (
        _answers(round_, filters)
        .filter(**{f"{owner}__in": subjects.order_by().values("pk")})
        .values_list("verdict")
        .annotate(n=Count(owner, distinct=True))
        .order_by()
    )
    return dict(found)


def eligible_by_award(round_: Round, subjects: QuerySet[Any]) -> dict[str, int]:
    """How many of `subjects` are eligible per award (by the last text where one is awaited)."""
    owner = "collective" if subjects.model is Body else "person"
    found = (
        Assessment.objects.filter(
            **{f"{owner}__in": subjects.order_by().values("pk")}, round=round_, is_current=True
        )
        .values_list("award_code", "verdict", "provisional")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counted: dict[str, int] = defaultdict(int)
    for code, verdict, provisional, n in found:
        if "eligible" in (verdict, provisional):
            counted[code] += n
    return counted


def counted_with_stale(round_: Round, subjects: QuerySet[Any]) -> tuple[int, int]:
    """How many `subjects` there are, and how many have facts newer than their answers; one query.

    A collective counts its members, so that a change of one of them is a change of it.
    """
    if round_.screened_at is None:
        return subjects.count(), 0
    changed = Q(changed_at__gt=round_.screened_at)
    if subjects.model is Body:
        people = Person.objects.filter(changed, department=round_.department_id)
        changed |= Q(pk__in=people.values("unit")) | Q(pk__in=people.values("department"))
    else:
        asked_again = Assessment.objects.filter(
            person=OuterRef("pk"),
            round=round_,
            is_current=True,
            assessed_at__gt=OuterRef("changed_at"),
        )
        changed &= ~Q(Exists(asked_again))
    found = subjects.order_by().aggregate(total=Count("pk"), stale=Count("pk", filter=changed))
    return found["total"], found["stale"]


def chips(counts: dict[str, int], chosen: str) -> Iterable[dict[str, Any]]:
    """The verdicts worth a chip: those that occur, and the one chosen."""
    for verdict, (_, word, _, icon) in SHOWN.items():
        if counts.get(verdict) or verdict == chosen:
            yield {
                "verdict": verdict,
                "text": word,
                "icon": icon,
                "count": counts.get(verdict, 0),
            }


def _answers(round_: Round, filters: Filters) -> QuerySet[Assessment]:
    answers = Assessment.objects.filter(round=round_, is_current=True)
    return answers.filter(award_code=filters.award) if filters.award else answers
