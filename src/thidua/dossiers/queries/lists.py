"""Which dossiers a user sees, and the list with its filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.accounts.queries import scope_of
from thidua.councils.models import Motion
from thidua.dossiers.models import Dossier, Nominee
from thidua.kit.lists import key_of
from thidua.kit.text import fold
from thidua.organisations.models import NOT_UNITS, Body
from thidua.organisations.queries import branch

ACTIVE = ~Q(nominees__state=Nominee.State.WITHDRAWN)


def visible_to(user: Any) -> QuerySet[Dossier]:
    """Officer, secretary, director: the department's; a head: those of the own units."""
    scope = scope_of(user)
    if scope.department is None:
        return Dossier.objects.none()
    found = Dossier.objects.filter(scope.of_department())
    if scope.whole_department:
        return found
    return found.filter(unit__in=scope.unit_ids) if scope.unit_ids else found.none()


def papers_open_to(user: Any, dossier: Dossier) -> bool:
    """A member of the council that the dossier was put to reads its documents."""
    if not getattr(user, "is_authenticated", False):
        return False
    references = [n.reference for n in dossier.nominees.all()]
    return (
        Motion.objects.filter(
            reference__in=references,
            sitting__council__members__user=user,
            sitting__council__members__to_date=None,
        )
        .exclude(sitting__state="draft")
        .exists()
    )


@dataclass(frozen=True)
class Filters:
    """What the address of the list asks for."""

    text: str = ""
    state: str = ""
    unit: str = ""
    award: str = ""

    @property
    def any(self) -> bool:
        return bool(self.text or self.state or self.unit or self.award)


def find(user: Any, filters: Filters) -> QuerySet[Dossier]:
    """The list: searched without diacritics in title, code and names of nominees."""
    found = (
        visible_to(user)
        .select_related("unit", "round")
        .annotate(
            people_count=Count(
                "nominees", filter=ACTIVE & Q(nominees__person__isnull=False), distinct=True
            ),
            units_count=Count(
                "nominees", filter=ACTIVE & Q(nominees__collective__isnull=False), distinct=True
            ),
        )
    )
    if filters.state in Dossier.State.values:
        found = found.filter(state=filters.state)
    if unit := key_of(filters.unit):
        # The department has dossiers of its own; a unit stands for all below it as well.
        of_unit = Q(unit=unit) if _is_department(user, unit) else Q(unit__in=branch(unit))
        found = found.filter(of_unit)
    if filters.award:
        matching = Nominee.objects.filter(award_code=filters.award).exclude(
            state=Nominee.State.WITHDRAWN
        )
        found = found.filter(pk__in=matching.values("dossier"))
    for word in fold(filters.text).split():
        named = Nominee.objects.filter(
            Q(person__folded_name__contains=word) | Q(collective__folded_name__contains=word)
        )
        found = found.filter(
            Q(folded_title__contains=word)
            | Q(code__icontains=word)
            | Q(pk__in=named.values("dossier"))
        )
    return found


def _is_department(user: Any, unit: int) -> bool:
    department = scope_of(user).department
    return department is not None and department.pk == unit


def awards_used(user: Any) -> list[str]:
    """Codes of the awards proposed in the dossiers that `user` sees (one query)."""
    rows = Nominee.objects.filter(dossier__in=visible_to(user)).exclude(
        state=Nominee.State.WITHDRAWN
    )
    return sorted(rows.values_list("award_code", flat=True).distinct())


def units_used(user: Any) -> QuerySet[Body]:
    """Units that have a dossier `user` sees, and units right above such a one."""
    used = visible_to(user).order_by().values("unit")
    above = Body.objects.filter(pk__in=used).exclude(parent__kind__in=NOT_UNITS).values("parent")
    return Body.objects.filter(Q(pk__in=used) | Q(pk__in=above)).order_by("order", "name")


def state_counts(user: Any) -> dict[str, int]:
    """How many dossiers there are in each state (one query)."""
    rows = visible_to(user).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def export_rows(dossiers: QuerySet[Dossier]) -> QuerySet[Nominee]:
    """One row per nominee of the dossiers found, for the spreadsheet (one query)."""
    return (
        Nominee.objects.filter(dossier__in=dossiers.order_by().values("pk"))
        .select_related(
            "dossier",
            "dossier__unit",
            "dossier__round",
            "person",
            "person__unit",
            "collective",
            "assessment",
        )
        .order_by("-dossier__created_at", "dossier_id", "award_code", "person__sort_key", "pk")
    )
