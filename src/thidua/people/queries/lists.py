"""The list of persons with its filters; one row per person, counts in the same query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.organisations.models import Body
from thidua.organisations.queries import branch
from thidua.organisations.queries import visible_to as units_visible_to
from thidua.people.models import Person
from thidua.people.queries.scope import search, visible_to

GROUPS = Person.Group.choices
STATUSES = Person.Status.choices
SORTS = {
    "ten": ("sort_key",),
    "don-vi": ("unit__order", "unit__name", "sort_key"),
    "chuc-vu": ("position", "sort_key"),
    "khen-thuong": ("held", "sort_key"),
}
_HELD = Q(awards__match="matched", awards__state="valid")


@dataclass(frozen=True)
class Listing:
    """The persons asked for, and what the filters were understood as."""

    people: QuerySet[Any]  # each with `held`, the awards counted
    text: str
    unit: Body | None
    group: str
    status: str
    units: list[Body]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.unit or self.group or self.status)


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """Persons visible to `user`, by `q`, `don-vi`, `nhom`, `tinh-trang`.

    Unknown words filter nothing; a unit that the user may not open filters nothing either,
    rather than telling that it exists.
    """
    units = list(units_visible_to(user))
    wanted = asked.get("don-vi", "")
    unit = next((u for u in units if str(u.pk) == wanted), None)
    group = asked.get("nhom", "") if asked.get("nhom") in Person.Group.values else ""
    status = asked.get("tinh-trang", "") if asked.get("tinh-trang") in Person.Status.values else ""
    text = asked.get("q", "").strip()
    people = search(visible_to(user), text).select_related("unit")
    if unit is not None:
        people = people.filter(unit__in=branch(unit.pk))
    if group:
        people = people.filter(group=group)
    if status:
        people = people.filter(status=status)
    return Listing(
        people.annotate(held=Count("awards", filter=_HELD)), text, unit, group, status, units
    )
