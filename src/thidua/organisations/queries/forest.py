"""The tree of bodies on any day, read in two queries; what would be wrong with it.

The dated placements are the truth. A body lives from its founding day to its last day, and only
while its parent lives; without a founding day it is as old as what it stands under.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from thidua.organisations.models import Body, Placement

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Stand:
    """Where a body stands from a day (None: from its beginning) to a day (None: still)."""

    parent: int | None
    kind: str
    level: str
    since: dt.date | None = None
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass
class Life:
    """One body: its days and its stands in order of time."""

    pk: int
    name: str
    order: int
    founded_on: dt.date | None
    closed_on: dt.date | None
    stands: list[Stand] = field(default_factory=list)

    def covers(self, day: dt.date) -> bool:
        return (self.founded_on is None or self.founded_on <= day) and (
            self.closed_on is None or day <= self.closed_on
        )

    def on(self, day: dt.date) -> Stand | None:
        if not self.covers(day):
            return None
        return next((stand for stand in reversed(self.stands) if stand.holds_on(day)), None)


@dataclass(frozen=True)
class Fault:
    """Something that cannot be: `kind` is cycle, parent_not_yet, parent_gone or no_place."""

    kind: str
    body: int
    parent: int | None
    day: dt.date | None


class Forest:
    """All bodies with their placements; answers about any day without another query."""

    def __init__(self, lives: dict[int, Life]) -> None:
        self.lives = lives

    @classmethod
    def read(cls) -> Forest:
        """Two queries, whatever the number of bodies."""
        lives: dict[int, Life] = {}
        present: dict[int, Stand] = {}
        for pk, name, order, founded, closed, parent, kind, level in Body.objects.order_by(
            "order", "folded_name", "pk"
        ).values_list("pk", "name", "order", "founded_on", "closed_on", "parent", "kind", "level"):
            lives[pk] = Life(pk, name, order, founded, closed)
            present[pk] = Stand(parent, kind, level)
        begun: dict[int, list[Stand]] = defaultdict(list)
        for body, parent, kind, level, since in Placement.objects.values_list(
            "body", "parent", "kind", "level", "valid_from"
        ):
            begun[body].append(Stand(parent, kind, level, since))
        for pk, life in lives.items():
            life.stands = _ended(begun.get(pk) or [present[pk]], life.closed_on)
        return cls(lives)

    def on(self, body: int, day: dt.date) -> Stand | None:
        """Where `body` stands on `day`; None when it does not live then."""
        stand = self.lives[body].on(day)
        return stand if stand is not None and self.chain(body, day) is not None else None

    def chain(self, body: int, day: dt.date) -> list[int] | None:
        """The body and all above it on `day`, nearest first; None when one is not living."""
        found: list[int] = []
        here: int | None = body
        while here is not None:
            stand = self.lives[here].on(day)
            if stand is None or here in found:
                return None
            found.append(here)
            here = stand.parent
        return found

    def above(self, body: int, day: dt.date) -> list[int]:
        """All above `body` on `day`, nearest first; empty for a root or a body not living."""
        return (self.chain(body, day) or [body])[1:]

    def under(self, day: dt.date) -> dict[int | None, list[int]]:
        """Living bodies by parent (None: roots) on `day`, each list in the order of the chart."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for pk, life in self.lives.items():
            if (stand := life.on(day)) is not None:
                found[stand.parent].append(pk)
        return found

    def walk(self, day: dt.date) -> Iterator[tuple[int, int]]:
        """Every living body with its depth, parents before their units."""
        under = self.under(day)
        waiting = [(pk, 0) for pk in reversed(under[None])]
        while waiting:
            pk, depth = waiting.pop()
            yield pk, depth
            waiting += [(unit, depth + 1) for unit in reversed(under.get(pk, []))]

    def change_days(self) -> list[dt.date]:
        """Every day on which something of the tree begins, and the day after each end."""
        days: set[dt.date] = set()
        for life in self.lives.values():
            days |= {stand.since for stand in life.stands if stand.since}
            if life.founded_on:
                days.add(life.founded_on)
            if life.closed_on:
                days.add(life.closed_on + ONE_DAY)
        return sorted(days)

    def held_under(self, parent: int, since: dt.date) -> list[int]:
        """Bodies that stand under `parent` on `since` or any later day."""
        return [
            pk
            for pk, life in self.lives.items()
            for stand in life.stands
            if stand.parent == parent and (stand.until is None or stand.until >= since)
        ]

    def faults(self) -> list[Fault]:
        """What is wrong anywhere, on any day; empty when the tree is sound."""
        found: list[Fault] = []
        for pk, life in self.lives.items():
            if life.stands[0].since is not None:
                found.append(Fault("no_place", pk, None, life.founded_on))
            for stand in life.stands:
                found += self._faults_of(life, stand)
        return found

    def _faults_of(self, life: Life, stand: Stand) -> Iterator[Fault]:
        if stand.parent is None:
            return
        above = self.lives[stand.parent]
        begins = stand.since or life.founded_on
        if begins and above.founded_on and begins < above.founded_on:
            yield Fault("parent_not_yet", life.pk, above.pk, begins)
        if above.closed_on and (stand.until is None or stand.until > above.closed_on):
            yield Fault("parent_gone", life.pk, above.pk, above.closed_on + ONE_DAY)
        # A circle is closed by the stand that begins last: looking at beginnings finds every one.
        if self._meets_itself(life.pk, stand.since or dt.date.min):
            yield Fault("cycle", life.pk, above.pk, begins)

    def _meets_itself(self, body: int, day: dt.date) -> bool:
        """Whether the way up from `body` on `day` comes back, whatever the founding days say."""
        seen: set[int] = set()
        here: int | None = body
        while here is not None and here not in seen:
            seen.add(here)
            stands = [stand for stand in self.lives[here].stands if stand.holds_on(day)]
            here = stands[-1].parent if stands else None
        return here is not None


def _ended(stands: list[Stand], closed_on: dt.date | None) -> list[Stand]:
    ordered = sorted(stands, key=lambda stand: stand.since or dt.date.min)
    ends = [stand.since - ONE_DAY for stand in ordered[1:] if stand.since]
    return [
        Stand(one.parent, one.kind, one.level, one.since, until)
        for one, until in zip(ordered, [*ends, closed_on], strict=True)
    ]
