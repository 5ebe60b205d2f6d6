"""The list of initiatives with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from thidua.initiatives.models import Initiative
from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.queries import branch
from thidua.organisations.queries import visible_to as units_visible_to
from thidua.people.queries import search, visible_to

SORTS = {
    "nam": ("year", "-person__sort_key"),
    "ten": ("person__sort_key", "-year"),
    "sang-kien": ("name", "-year"),
}
STATES = Initiative.State.choices
LEVELS = Initiative.Level.choices


@dataclass(frozen=True)
class Listing:
    """The initiatives asked for, and what the filters were understood as."""

    rows: QuerySet[Initiative]
    text: str
    year: int | None
    state: str
    level: str
    unit: Body | None
    years: list[int]
    units: list[Body]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.year or self.state or self.level or self.unit)


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """Initiatives of the persons visible to `user`, by `q` (person, name of the initiative, number
    of the decision), `nam`, `tinh-trang`, `cap`, `don-vi`; unknown words filter nothing.
    """
    people = visible_to(user)
    found = Initiative.objects.filter(person__in=people)
    years = sorted(set(found.order_by().values_list("year", flat=True)), reverse=True)
    units = list(units_visible_to(user))
    text = asked.get("q", "").strip()
    year = next((one for one in years if str(one) == asked.get("nam", "")), None)
    state = said if (said := asked.get("tinh-trang", "")) in Initiative.State.values else ""
    level = said if (said := asked.get("cap", "")) in Initiative.Level.values else ""
    unit = next((one for one in units if str(one.pk) == asked.get("don-vi", "")), None)
    if text:
        found = found.filter(Q(person__in=search(people, text)) | Q(pk__in=_named(found, text)))
    if year:
        found = found.filter(year=year)
    if state:
        found = found.filter(state=state)
    if level:
        found = found.filter(level=level)
    if unit:
        found = found.filter(person__unit__in=branch(unit.pk))
    return Listing(
        found.select_related("person__unit"), text, year, state, level, unit, years, units
    )


def _named(found: QuerySet[Initiative], text: str) -> list[int]:
    """Those whose name or decision holds every word, marks ignored.

    Names are compared here because the table keeps none without marks, and a department has some
    hundreds of initiatives.
    """
    asked = fold(text).split()
    return [
        pk
        for pk, name, decision in found.order_by().values_list("pk", "name", "decision_number")
        if all(word in fold(f"{name} {decision}") for word in asked)
    ]
