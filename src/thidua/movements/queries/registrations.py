"""Registrations of a year, and the list with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.movements.models import Registration
from thidua.organisations.models import Body
from thidua.organisations.queries import branch, openable_by
from thidua.organisations.queries import search as search_units
from thidua.organisations.queries import visible_to as units_visible_to
from thidua.people.queries import search as search_people
from thidua.people.queries import visible_to as people_visible_to

SORTS = {
    "nam": ("year", "-subject_sort"),
    "ten": ("subject_sort", "-year"),
    "danh-hieu": ("award_code", "-year", "subject_sort"),
}


def registrations_of(department: Body, year: int) -> QuerySet[Registration]:
    """All registrations of a department for a year."""
    return Registration.objects.filter(department=department, year=year)


def title_of(code: str) -> str:
    """The name of an award by the rulebook; an unknown code stands for itself."""
    try:
        return load_rulebook().info(code).name
    except LawError:
        return code


def visible_to(user: Any) -> QuerySet[Registration]:
    """Those of the persons and units that the user may open, oneself among them."""
    return Registration.objects.filter(
        Q(person__in=people_visible_to(user)) | Q(collective__in=openable_by(user).order_by())
    )


@dataclass(frozen=True)
class Listing:
    """The registrations asked for, and what the filters were understood as."""

    rows: QuerySet[Any]  # each with `subject_sort`
    text: str
    year: int | None
    award: str
    unit: Body | None
    years: list[int]
    awards: list[tuple[str, str]]
    units: list[Body]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.year or self.award or self.unit)


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """By `q` (name or code of person, name of unit), `nam`, `danh-hieu`, `don-vi`.

    What is unknown, or not for the user's eyes, filters nothing.
    """
    found = visible_to(user)
    years = sorted(set(found.order_by().values_list("year", flat=True)), reverse=True)
    codes = set(found.order_by().values_list("award_code", flat=True))
    units = list(units_visible_to(user))
    text, said = asked.get("q", "").strip(), asked.get("nam", "")
    year = next((one for one in years if str(one) == said), None)
    award = said if (said := asked.get("danh-hieu", "")) in codes else ""
    unit = next((one for one in units if str(one.pk) == asked.get("don-vi", "")), None)
    if text:
        found = found.filter(
            Q(person__in=search_people(people_visible_to(user), text))
            | Q(collective__in=search_units(openable_by(user), text).order_by())
        )
    if year:
        found = found.filter(year=year)
    if award:
        found = found.filter(award_code=award)
    if unit:
        below = branch(unit.pk)
        found = found.filter(Q(person__unit__in=below) | Q(collective__in=below))
    # Collectives follow the people, each in the order of their own list.
    rows = found.select_related("person__unit", "collective").annotate(
        subject_sort=Coalesce(
            F("person__sort_key"),
            Case(When(collective__isnull=False, then=F("collective__folded_name"))),
        )
    )
    awards = sorted(((code, title_of(code)) for code in codes), key=lambda one: one[1])
    return Listing(rows, text, year, award, unit, years, awards, units)
