"""Units of a department, found by present or former names, and scoped by user."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.kit.text import fold
from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.organisations.models import NOT_UNITS, Body, BodyName, CollectiveYear
from thidua.organisations.queries.succession import Succession
from thidua.organisations.scopes import scope_of

# How many units may stand below one another in a department: a division of a sub-department of ...
DEPTH = 3
_UNIT_KINDS = [kind for kind in Body.Kind.values if kind not in NOT_UNITS]


def within(departments: Any) -> Q:
    """Units below any of `departments` (primary keys, or a query of them), however deep."""
    wanted = Q(kind__in=_UNIT_KINDS)
    found, path = Q(), "parent"
    between = Q()
    for _ in range(DEPTH):
        found |= Q(**{f"{path}__in": departments}) & between
        between &= Q(**{f"{path}__kind__in": _UNIT_KINDS})
        path = f"{path}__parent"
    return wanted & found


def branch(unit: int) -> QuerySet[Body]:
    """The unit with that key and all below it: what a filter by unit means."""
    return Body.objects.filter(Q(pk=unit) | within([unit])).order_by()


def pks_below(units: Collection[int]) -> set[int]:
    """Keys of all units that stand below those with the given keys (one query)."""
    return set(Body.objects.filter(within(units)).order_by().values_list("pk", flat=True))


def units_of(department: Body, *, with_closed: bool = False) -> QuerySet[Body]:
    """Units in the order of the department; closed ones only when asked for."""
    units = Body.objects.filter(within([department.pk]))
    return units if with_closed else units.filter(closed_on=None)


def unit_finder(department: Body) -> Callable[[str], Body | None]:
    """A function from a written name to the unit: two queries now, none per name.

    The present name wins over the short name, that over former names; a name that two units
    share at the same rank finds nothing, because nobody can tell which is meant.
    """
    units = {u.pk: u for u in units_of(department, with_closed=True)}
    ranks: list[dict[str, set[int]]] = [{}, {}, {}, {}]

    def note(rank: int, name: str, pk: int) -> None:
        if name:
            ranks[rank].setdefault(name, set()).add(pk)

    for unit in units.values():
        note(0 if unit.closed_on is None else 2, unit.folded_name, unit.pk)
        note(1, fold(unit.short_name), unit.pk)
    for name in BodyName.objects.filter(body__in=units):
        note(3, name.folded_name, name.body_id)

    def find(name: str) -> Body | None:
        asked = fold(name)
        for rank in ranks:
            found = rank.get(asked)
            if found:
                return units[next(iter(found))] if len(found) == 1 else None
        return None

    return find


def find_unit(department: Body, name: str) -> Body | None:
    """The unit of that present, short or former name, marks ignored; None if unsure."""
    return unit_finder(department)(name)


def visible_to(user: Any) -> QuerySet[Body]:
    """Units a user may open: all of the department, or only those the user heads or belongs to."""
    scope = scope_of(user)
    if scope.department is None:
        return Body.objects.none()
    units = units_of(scope.department, with_closed=True)
    if scope.whole_department:
        return units
    return units.filter(pk__in=scope.unit_ids)


def openable_by(user: Any) -> QuerySet[Body]:
    """The units visible to `user`; for those of the whole department also the department itself
    and what ended in its favour, with its units: their history is evidence.
    """
    scope = scope_of(user)
    units = visible_to(user)
    if scope.department is None or not scope.whole_department:
        return units
    own = set(units.order_by().values_list("pk", flat=True)) | {scope.department.pk}
    former = Succession.read().ended_before(own)
    return Body.objects.filter(Q(pk__in=own | former) | within(former))


def search(units: QuerySet[Body], text: str) -> QuerySet[Body]:
    """Units whose present or former name holds every word, in any order, marks ignored."""
    for word in fold(text).split():
        units = units.filter(
            Q(folded_name__contains=word)
            | Q(pk__in=BodyName.objects.filter(folded_name__contains=word).values("body"))
        )
    return units


def registered(unit: Body) -> list[tuple[str, Any]]:
    """Titles that the collective registered for, latest first, each with its short name."""
    relations: Any = unit  # registrations belong to an app above
    rows = relations.registrations.order_by("-year", "award_code")
    return [(_short_name(row.award_code), row) for row in rows]


def _short_name(code: str) -> str:
    try:
        return load_rulebook().info(code).short_name
    except LawError:
        return code


@dataclass(frozen=True)
class UnitCounts:
    """A unit with what the list shows of it."""

    unit: Body
    people: int
    women: int
    leaders: int
    rating: str
    awards: int


def counted(units: QuerySet[Body], year: int) -> list[UnitCounts]:
    """Units with head counts, the rating of `year` and awards held: three queries for any number.

    People and awards belong to apps above; they are counted through their relations.
    """
    relations: Any = units
    at_work = Q(people__status__in=["dang_lam_viec", "biet_phai", "di_hoc"])
    heads = {
        row["pk"]: row
        for row in relations.order_by()
        .values("pk")
        .annotate(
            n=Count("people", filter=at_work),
            women=Count("people", filter=at_work & Q(people__gender="female")),
            leaders=Count(
                "people",
                filter=at_work & Q(people__group__in=["head_of_division", "head_of_department"]),
            ),
        )
    }
    held = dict(
        relations.order_by()
        .values_list("pk")
        .annotate(n=Count("awards", filter=Q(awards__match="matched", awards__state="valid")))
    )
    ratings = dict(
        CollectiveYear.objects.filter(body__in=units.order_by(), year=year).values_list(
            "body", "rating"
        )
    )
    return [
        UnitCounts(
            unit,
            heads[unit.pk]["n"],
            heads[unit.pk]["women"],
            heads[unit.pk]["leaders"],
            ratings.get(unit.pk, ""),
            held[unit.pk],
        )
        for unit in units
    ]
