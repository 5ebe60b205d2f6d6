"""Initiatives that count for a person, and those that wait for the initiative council."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from thidua.councils.models import Motion, Sitting
from thidua.initiatives.models import Initiative
from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.people.models import Person

# How the motions of this app are found again.
PREFIX = "initiatives.initiative:"


def initiatives_of(person: Person, *, recognised_only: bool = False) -> QuerySet[Initiative]:
    """All initiatives of a person, newest first."""
    found = Initiative.objects.filter(person=person)
    if recognised_only:
        found = found.filter(state=Initiative.State.RECOGNISED)
    return found.order_by("-year", "name")


@dataclass(frozen=True)
class Sheet:
    """One initiative as the council scores it: the rows of all its co-authors."""

    rows: tuple[Initiative, ...]

    @property
    def name(self) -> str:
        return self.rows[0].name

    @property
    def authors(self) -> str:
        return ", ".join(row.person.full_name for row in self.rows)

    @property
    def reference(self) -> str:
        """Of the row recorded first: it stays when co-authors are added."""
        return f"{PREFIX}{min(row.pk for row in self.rows)}"


def waiting_for_council(department: Body, *, text: str = "") -> list[Sheet]:
    """Initiatives of the department that nobody has recognised, newest first, authors together;
    `text` is searched without diacritics in names and authors (one query)."""
    rows = _of(department).exclude(state=Initiative.State.RECOGNISED)
    words = fold(text).split()
    return [
        sheet
        for sheet in _grouped(rows)
        if all(word in fold(f"{sheet.name} {sheet.authors}") for word in words)
    ]


def sheets_of(department: Body, chosen: Iterable[Initiative]) -> list[Sheet]:
    """The sheets that the chosen rows belong to, each with every co-author's row."""
    keys = {_key(row) for row in chosen}
    rows = _of(department).filter(year__in={year for year, _, _ in keys})
    return [sheet for sheet in _grouped(rows) if _key(sheet.rows[0]) in keys]


def under_review(references: Iterable[str]) -> set[str]:
    """Those of the references that a sitting not yet concluded has on its agenda."""
    return set(
        Motion.objects.filter(reference__in=list(references))
        .exclude(sitting__state=Sitting.State.CONCLUDED)
        .values_list("reference", flat=True)
    )


def _of(department: Body) -> QuerySet[Initiative]:
    return (
        Initiative.objects.filter(person__department=department)
        .select_related("person")
        .order_by("-year", "name", "person__sort_key", "pk")
    )


def _key(row: Initiative) -> tuple[int, str, str]:
    return row.year, row.kind, fold(row.name)


def _grouped(rows: Iterable[Initiative]) -> list[Sheet]:
    groups: dict[tuple[int, str, str], list[Initiative]] = {}
    for row in rows:
        groups.setdefault(_key(row), []).append(row)
    return [Sheet(tuple(group)) for group in groups.values()]
