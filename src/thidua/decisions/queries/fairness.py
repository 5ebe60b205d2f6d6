"""The fairness mirror beside the signature: who is in the list, against who works here.

Numbers only, no judgement (product: the share of direct workers, women and small units is shown
before the signature). What is not recorded is counted apart and never as "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from thidua.decisions.models import Decision
from thidua.people.models import Person

SMALL_UNIT = 10
_HERE = (Person.Status.WORKING, Person.Status.STUDYING)


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `known`; `unknown` have no record of it."""

    hits: int
    known: int
    unknown: int

    @property
    def percent(self) -> str:
        """70 or 66,7; empty when nothing is known."""
        if not self.known:
            return ""
        return f"{100 * self.hits / self.known:.1f}".replace(".0", "").replace(".", ",")


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    listed: Share
    staff: Share


@dataclass(frozen=True, slots=True)
class Mirror:
    people: int
    staff: int
    lines: tuple[Line, ...]


def mirror(decision: Decision) -> Mirror:
    """Compare the people of the decision with the staff of the department (three queries).

    A person named for two awards counts once.
    """
    columns = ("pk", "group", "gender", "unit_id")
    staff = list(
        Person.objects.filter(department=decision.department, status__in=_HERE).values_list(
            *columns
        )
    )
    listed = list(
        Person.objects.filter(nominations__decision_award__decision=decision)
        .distinct()
        .order_by()
        .values_list(*columns)
    )
    sizes = dict(
        Person.objects.filter(department=decision.department, status__in=_HERE, unit__isnull=False)
        .order_by()
        .values_list("unit_id")
        .annotate(n=Count("pk"))
    )

    direct = {value: value == Person.Group.DIRECT_WORKER for value in Person.Group.values}
    women = {value: value == Person.Gender.FEMALE for value in Person.Gender.values}
    small = {unit: size < SMALL_UNIT for unit, size in sizes.items()}
    asked: tuple[tuple[str, Mapping[Any, bool], int], ...] = (
        ("Người trực tiếp công tác", direct, 1),
        ("Nữ", women, 2),
        (f"Người ở đơn vị dưới {SMALL_UNIT} người", small, 3),
    )
    lines = tuple(
        Line(label, _share(listed, answers, place), _share(staff, answers, place))
        for label, answers, place in asked
    )
    return Mirror(len(listed), len(staff), lines)


def _share(rows: list[tuple[Any, ...]], answers: Mapping[Any, bool], place: int) -> Share:
    given = [answers.get(row[place]) for row in rows]
    hits = sum(1 for answer in given if answer)
    known = sum(1 for answer in given if answer is not None)
    return Share(hits, known, len(given) - known)
