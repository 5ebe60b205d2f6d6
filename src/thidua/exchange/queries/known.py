"""What the department already holds of its people: read once, compared with a file row by row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from thidua.exchange.readers.text import bare_key, name_key
from thidua.initiatives.models import Initiative
from thidua.movements.models import Registration
from thidua.organisations.models import Body, BodyName, CollectiveYear
from thidua.organisations.queries import unit_finder, units_of
from thidua.people.models import (
    Discipline,
    IdentityNumber,
    Leave,
    PendingMatter,
    Person,
    Rating,
)
from thidua.people.queries import standing_codes
from thidua.register.models import Claim


class KnownPeople:
    """The persons of a department by code, number and name: two queries."""

    def __init__(self, department: Body) -> None:
        self.department = department
        self.people = list(Person.objects.filter(department=department).select_related("unit"))
        self.by_pk = {person.pk: person for person in self.people}
        # A merged record's code and number find the person who stands for it.
        self.by_code = {code: self.by_pk[p.pk] for code, p in standing_codes(department).items()}
        self.by_code |= {person.code: person for person in self.people}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        self.by_bare: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            self.by_name[name_key(person.full_name)].append(person)
            self.by_bare[bare_key(person.full_name)].append(person)
        numbers = IdentityNumber.objects.filter(person__department=department)
        self.digest_of: dict[int, str] = {}
        self.by_digest: dict[str, int] = {}
        for pk, into, digest in numbers.values_list("person_id", "person__merged_into", "digest"):
            self.by_digest[digest] = into or pk
            if not into:
                self.digest_of[pk] = digest


class KnownFacts:
    """Dated facts, titles and claims already recorded: one query per kind."""

    def __init__(self, department: Body) -> None:
        mine = {"person__department": department}
        self.ratings = {
            (pk, year): grade
            for pk, year, grade in Rating.objects.filter(**mine).values_list(
                "person_id", "year", "grade"
            )
        }
        self.initiatives = _set(
            Initiative.objects.filter(**mine),
            ("person_id", "year", "name", "decision_number", "level", "kind", "state"),
        )
        self.leaves = _set(
            Leave.objects.filter(**mine), ("person_id", "kind", "from_date", "to_date")
        )
        self.disciplines = _set(
            Discipline.objects.filter(**mine), ("person_id", "measure", "from_date", "to_date")
        )
        self.pendings = _set(
            PendingMatter.objects.filter(**mine), ("person_id", "kind", "from_date", "to_date")
        )
        self.registrations = _set(
            Registration.objects.filter(department=department),
            ("person_id", "year", "award_code"),
        )
        fields = ("person_id", "source_ref", "award_code", "award_name", "year")
        self.claims = {
            (pk, reference, code or name, year)
            for pk, reference, code, name, year in Claim.objects.filter(**mine).values_list(*fields)
        }


class KnownUnits:
    """Units by written name; the department itself answers to its own names."""

    def __init__(self, department: Body) -> None:
        self.department = department
        self._find = unit_finder(department)
        self.units = list(units_of(department, with_closed=True))
        self.names: dict[int, list[str]] = defaultdict(list)
        bodies = [department, *self.units]
        for pk, name in BodyName.objects.filter(body__in=bodies).values_list("body_id", "name"):
            self.names[pk].append(name)
        own = (department.name, department.short_name, *self.names[department.pk])
        self._own = {bare_key(name) for name in own if name}
        self.years = {
            (pk, year): rating
            for pk, year, rating in CollectiveYear.objects.filter(body__in=bodies).values_list(
                "body_id", "year", "rating"
            )
        }

    def find(self, name: str) -> Body | None:
        if bare_key(name) in self._own:
            return self.department
        return self._find(name)


def _set(rows: Any, fields: tuple[str, ...]) -> set[tuple[Any, ...]]:
    return set(rows.values_list(*fields))
