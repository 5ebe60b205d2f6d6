"""What a staff list made and changed, written down so that it can be taken back as a whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from thidua.exchange.staff_plan import StaffPlan
from thidua.initiatives.models import Initiative
from thidua.movements.models import Registration
from thidua.organisations.models import Body, CollectiveYear
from thidua.organisations.queries import units_of
from thidua.people.models import Discipline, Leave, PendingMatter, Person, Post, Rating
from thidua.register.models import Claim

FACTS: dict[str, Any] = {
    "ratings": Rating,
    "initiatives": Initiative,
    "leaves": Leave,
    "disciplines": Discipline,
    "pendings": PendingMatter,
    "registrations": Registration,
    "claims": Claim,
    "posts": Post,
}


class Before:
    """How things stood for the people of a list before it was written (one query per kind)."""

    def __init__(self, department: Body, plan: StaffPlan) -> None:
        self.department = department
        self.known = {one.person.pk for one in plan.people if one.person is not None}
        self.facts = {kind: set(self._keys(kind, self.known)) for kind in FACTS}
        self.units = set(self._units())
        self.years = set(self._years())
        self.unit_claims = set(self._unit_claims())
        # The plan's persons are the very objects that will be changed: keep what they said.
        self.fields = {
            one.person.pk: {
                name: plain(getattr(one.person, _column(name)))
                for name in (*one.fields, "full_name")
            }
            for one in plan.people
            if one.person is not None
        }

    def made(self, people: list[Person]) -> dict[str, Any]:
        """Keys of what is new, and old and new value of every field that changed."""
        mine = {person.pk for person in people}
        changes: dict[str, dict[str, list[Any]]] = {}
        for person in people:
            old = self.fields.get(person.pk)
            if old is None:
                continue
            now = {name: plain(getattr(person, _column(name))) for name in old}
            if differing := {
                name: [old[name], now[name]] for name in old if old[name] != now[name]
            }:
                changes[str(person.pk)] = differing
        return {
            "people": sorted(mine - self.known),
            "facts": {
                kind: sorted(set(self._keys(kind, mine)) - self.facts[kind]) for kind in FACTS
            },
            "changes": changes,
            "units": sorted(set(self._units()) - self.units),
            "years": sorted(set(self._years()) - self.years),
            "unit_claims": sorted(set(self._unit_claims()) - self.unit_claims),
        }

    def _keys(self, kind: str, people: set[int]) -> list[int]:
        found: list[int] = []
        listed = sorted(people)
        for start in range(0, len(listed), 500):
            rows = FACTS[kind].objects.filter(person__in=listed[start : start + 500])
            found += rows.values_list("pk", flat=True)
        return found

    def _units(self) -> Any:
        return units_of(self.department, with_closed=True).values_list("pk", flat=True)

    def _unit_claims(self) -> Any:
        rows = Claim.objects.filter(department=self.department, person=None)
        return rows.values_list("pk", flat=True)

    def _years(self) -> Any:
        rows = CollectiveYear.objects.filter(body__in=units_of(self.department, with_closed=True))
        return rows.values_list("pk", flat=True)


def _column(name: str) -> str:
    return "unit_id" if name == "unit" else name


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value
