"""A body's board of a year, and what the bodies below it came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.scopes import WHOLE_DEPARTMENT, scope_of
from thidua.targets.measures import Status
from thidua.targets.models import Target, TargetSet
from thidua.targets.queries.achievement import Achievement, achievements, summary
from thidua.targets.queries.seen import direct_units, sets_for, shares_for
from thidua.targets.queries.series import Standing, standings

SORTS = {
    "thu-tu": ("place",),
    "ten": ("folded",),
    "phan-tram": (),
    "trang-thai": (),
}
_RANK = list(Status)


@dataclass(frozen=True)
class Board:
    """The targets of one set, measured, with the filters as they were understood."""

    of: TargetSet
    rows: list[Standing]
    achievement: Achievement
    text: str
    kind: str
    status: str

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.kind or self.status)

    @property
    def groups(self) -> list[tuple[str, list[Standing]]]:
        """Rows under their headings, in the order of the first of each."""
        found: dict[str, list[Standing]] = {}
        for row in self.rows:
            found.setdefault(row.target.heading, []).append(row)
        return list(found.items())


def board(of: TargetSet, asked: Mapping[str, str], *, order: str = "thu-tu") -> Board:
    """By `q`, `loai`, `trang-thai`; `order` one of SORTS, with a minus the other way round."""
    every = standings(of.targets.order_by("place", "pk"))
    kind = said if (said := asked.get("loai", "")) in Target.Kind.values else ""
    state = said if (said := asked.get("trang-thai", "")) in set(Status) else ""
    text = asked.get("q", "").strip()
    words = fold(text).split()
    rows = [
        one
        for one in every
        if (not kind or one.target.kind == kind)
        and (not state or one.measured.status == state)
        and all(word in one.target.folded for word in words)
    ]
    return Board(of, _ordered(rows, order), summary(of.body_id, of.year, every), text, kind, state)


def _ordered(rows: list[Standing], order: str) -> list[Standing]:
    key, down = order.lstrip("-"), order.startswith("-")
    if key == "ten":
        return sorted(rows, key=lambda one: one.target.folded, reverse=down)
    if key == "trang-thai":
        return sorted(rows, key=lambda one: _RANK.index(one.measured.status), reverse=down)
    if key == "phan-tram":
        known = [one for one in rows if one.measured.percent is not None]
        known.sort(key=lambda one: one.measured.percent or Decimal(0), reverse=down)
        return known + [one for one in rows if one.measured.percent is None]
    return rows[::-1] if down else rows


@dataclass(frozen=True)
class UnitLine:
    """A body below with its set of the year, where it has one, and what it came to."""

    body: Body
    of: TargetSet | None
    achievement: Achievement


def roll_up(user: Any, of: TargetSet) -> list[UnitLine]:
    """One line for each body below that the user may see; as many queries for 200 as for one."""
    bodies = list(direct_units(of.body))
    scope = scope_of(user)
    if not (scope.has(*WHOLE_DEPARTMENT) and scope.covers(of.department)):
        bodies = [body for body in bodies if body.pk in scope.unit_ids]
    sets = {one.body_id: one for one in TargetSet.objects.filter(body__in=bodies, year=of.year)}
    found = achievements([body.pk for body in bodies], of.year)
    return [UnitLine(body, sets.get(body.pk), found[body.pk]) for body in bodies]


@dataclass(frozen=True)
class Share:
    """What one body below was given of a target, and what it came to."""

    standing: Standing

    @property
    def body(self) -> Body:
        return self.standing.target.set.body


@dataclass(frozen=True)
class Shares:
    """All parts of a target with the sum of what was assigned."""

    lines: list[Share]
    planned: Decimal

    @property
    def reported(self) -> int:
        return sum(bool(one.standing.series.values) for one in self.lines)


def shares(user: Any, target: Target) -> Shares:
    lines = [Share(one) for one in standings(shares_for(user, target))]
    planned = sum((one.standing.target.plan for one in lines), Decimal(0))
    return Shares(lines, planned)


@dataclass(frozen=True)
class Listing:
    """Sets asked for, and what the filters were understood as."""

    rows: QuerySet[TargetSet]
    text: str
    year: int | None
    state: str
    years: list[int]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.year or self.state)


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """By `q` (name of the body), `nam`, `trang-thai`."""
    found = sets_for(user).select_related("body", "department")
    years = sorted(set(found.order_by().values_list("year", flat=True)), reverse=True)
    year = next((one for one in years if str(one) == asked.get("nam", "")), None)
    state = said if (said := asked.get("trang-thai", "")) in TargetSet.State.values else ""
    text = asked.get("q", "").strip()
    for word in fold(text).split():
        found = found.filter(body__folded_name__contains=word)
    if year:
        found = found.filter(year=year)
    if state:
        found = found.filter(state=state)
    return Listing(found, text, year, state, years)
