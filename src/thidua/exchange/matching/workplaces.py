"""Where somebody worked at the time, seen from where they surely worked at other times.

People stay at a unit from year to year at a rate that the lists themselves show; units are renamed
and merged, which is told by former names, else seen where several people go the same way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from thidua.exchange.readers.units import unit_key
from thidua.people.likeness import bits

# Years between the row and today where the row has no year.
_LONG = 8
# Before anything was seen: nine in ten stay for a year.
_STAYED, _LOOKED = 45.0, 50.0
# Nobody is surer than this to be at one unit two times.
_CERTAIN = 0.95


@dataclass(frozen=True, order=True, slots=True)
class Seen:
    """Somebody surely at a unit in a year; `row` is -1 for the list of today."""

    year: int
    unit: str
    row: int = -1


@dataclass
class Workplaces:
    """Sure places of people by year, and what they show of all others."""

    this_year: int
    told: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    ways: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    stay: float = _STAYED / _LOOKED
    _chances: dict[str, float] = field(default_factory=dict)
    _rows: int = 0
    _left: dict[str, int] = field(default_factory=dict)
    # What was worked out already; forgotten when sure places are taken anew.
    _alike: dict[tuple[str, str], float] = field(default_factory=dict)
    _stays: dict[int, float] = field(default_factory=dict)

    def count(self, units: Iterable[str]) -> None:
        """How often each unit occurs among the rows: where a row is by chance."""
        counted = Counter(unit_key(unit) for unit in units if unit)
        self._rows = counted.total()
        self._chances = {unit: (n + 0.5) / (self._rows + 1) for unit, n in counted.items()}

    def tell(self, then: str, now: str) -> None:
        """The unit of today bore that name; a name that two units bore tells nothing."""
        one, two = unit_key(then), unit_key(now)
        if one and two:
            self.told[one] = two if self.told.get(one, two) == two else one

    def learn(self, sure: dict[str, list[Seen]]) -> None:
        """Take the sure places of all people anew; each list may be in any order."""
        self.places = defaultdict(list)
        self.ways = defaultdict(Counter)
        steps = []
        for key, places in sure.items():
            ordered = self.places[key] = sorted(places)
            for one, two in pairwise(ordered):
                if two.year > one.year:
                    steps.append((one, two))
                    self.ways[one.unit][two.unit] += 1
                    self.ways[two.unit][one.unit] += 1
        self._left = {unit: seen.total() for unit, seen in self.ways.items()}
        self._alike.clear()
        self._stays.clear()
        stayed, looked = _STAYED, _LOOKED
        for one, two in steps:
            # Who was seen at the same unit again stayed all the years; who was not moved once.
            looked += two.year - one.year
            stayed += two.year - one.year - (1 - self._same(one.unit, two.unit))
        self.stay = stayed / looked

    def weight(
        self, person: str, year: int | None, then: str, row: int
    ) -> tuple[float, Seen | None]:
        """Bits for the unit of a row against the nearest sure places of the person, and which."""
        unit = unit_key(then)
        if not unit or not self.places.get(person):
            return 0.0, None
        chance = self._chances.get(unit) or 0.5 / (self._rows + 1)
        near = self._near(person, year, row)
        if not near:
            return 0.0, None
        likely, best = -1.0, near[0]
        for one in near:
            found = self._likely(one, unit, year, chance)
            if found > likely:
                likely, best = found, one
        return bits(likely, chance), best

    def words(self, best: Seen | None, then: str) -> str:
        """What the unit of a row says beside the place it was compared with."""
        if best is None:
            return ""
        unit = unit_key(then)
        if best.row < 0 and best.unit == unit:
            return "đúng đơn vị"
        if self._same(best.unit, unit) <= 0.2:
            return f"đơn vị khi đó: {then}"
        if best.row < 0:
            return "đơn vị cũ của đơn vị hiện nay"
        return f"đơn vị của người này năm {best.year}"

    def _near(self, person: str, year: int | None, row: int) -> list[Seen]:
        """The sure places next before and after the year, the row itself left out."""
        places = self.places[person]
        if year is None:
            return [one for one in places if one.row < 0]
        before = after = None
        for one in places:
            if one.row == row:
                continue
            if one.year < year:
                before = one
            else:
                after = one
                break
        return [one for one in (before, after) if one is not None]

    def _likely(self, one: Seen, unit: str, year: int | None, chance: float) -> float:
        years = abs(one.year - year) if year else _LONG
        stays = self._stays.get(years)
        if stays is None:
            stays = self._stays[years] = min(_CERTAIN, self.stay ** max(years, 0.5))
        return stays * self._same(one.unit, unit) + (1 - stays) * chance

    def _same(self, one: str, two: str) -> float:
        """1 for one unit under two names that were told; else the share of people who went so."""
        if one == two:
            return 1.0
        alike = self._alike.get((one, two))
        if alike is None:
            told = self.told.get(one, one) == self.told.get(two, two)
            alike = self._alike[one, two] = 1.0 if told else self._way(one, two)
        return alike

    def _way(self, one: str, two: str) -> float:
        """Share of people of the one unit who were seen at the other next; none from one person."""
        seen = self.ways.get(one)
        return max(0, seen[two] - 1) / (self._left[one] + 2) if seen else 0.0
