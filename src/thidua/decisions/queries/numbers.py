"""The number books of a body: stretches of numbers used alike, for a page that stays short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from thidua.decisions.models import Decision, DecisionNumber, NumberBook
from thidua.organisations.models import Body

S = DecisionNumber.State


@dataclass(frozen=True, slots=True)
class Stretch:
    """One number of a decision, or a run of numbers used alike."""

    first: int
    last: int
    state: str
    label: str
    decision: Decision | None

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def books_of(department: Body) -> QuerySet[NumberBook]:
    """The books of the department that hold numbers, the newest year first (one query)."""
    return NumberBook.objects.filter(department=department, last__isnull=False).order_by("-year")


def stretches(book: NumberBook) -> list[Stretch]:
    """The whole book from its last number to its first; every number is in one stretch."""
    return list(_runs(book.numbers.select_related("decision").order_by("-number")))


def _runs(slots: Iterable[DecisionNumber]) -> Iterable[Stretch]:
    run: list[DecisionNumber] = []
    for slot in slots:
        if run and (slot.decision_id or slot.state != run[-1].state):
            yield _stretch(run)
            run = []
        run.append(slot)
        if slot.decision_id:
            yield _stretch(run)
            run = []
    if run:
        yield _stretch(run)


def _stretch(run: list[DecisionNumber]) -> Stretch:
    top, end = run[0], run[-1]
    return Stretch(end.number, top.number, top.state, top.get_state_display(), top.decision)
