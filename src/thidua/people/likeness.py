"""How likely two mentions are of one person: evidence weighed by how often it occurs by chance.

The weights follow Fellegi and Sunter (1969): a finding adds the logarithm of how often it occurs
among mentions of one person over how often among mentions of two. What occurs by chance is counted
in the lists themselves, so a rare name says more than a common one, a small unit more than a large
one; what occurs among mentions of one person is the small table below. Weights are in bits: ten
more make the two a thousand times likelier to be one person.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from thidua.people.names import bare_key, name_key

# How often each finding occurs when both mentions are of one person: the share of slips in lists
# kept by hand. They are round figures, the same for every list, and never counted in one.
SAME_PERSON = {
    "name": 0.90,
    "name_bare": 0.90,
    "name_short": 0.90,
    "name_marks": 0.02,
    "name_slip": 0.02,
    "born_day": 0.95,
    "born_year": 0.97,
    "born_other_day": 0.02,
    "born_other_year": 0.01,
    "gender_other": 0.01,
    "too_early": 0.01,
    "number": 0.98,
    "number_other": 0.005,
}
# Days of a year that births spread over; a day is right by chance once in so many.
_DAYS = 300.0
# A year of birth is one of about this many before any list is counted.
_YEARS = 40.0
_SMALLEST = 1e-7
# What is known of Vietnamese names before any list is counted, worth so many people of a list:
# shares of the commonest family names and middle names, and of any other one.
_BEFORE = 20.0
_FAMILIES = {
    "nguyen": 0.32, "tran": 0.11, "le": 0.1, "pham": 0.07, "hoang": 0.05, "huynh": 0.05,
    "phan": 0.045, "vu": 0.04, "vo": 0.04, "dang": 0.02, "bui": 0.02, "do": 0.015, "ho": 0.013,
    "ngo": 0.013, "duong": 0.01, "ly": 0.005,
}  # fmt: skip
_MIDDLES = {"thi": 0.25, "van": 0.2}
_OTHER = {"families": 0.003, "middles": 0.008, "givens": 0.008}
# Pairs of people that are looked at before namesakes are thought oftener than by chance.
_PAIRS = 1000


@dataclass(frozen=True)
class Finding:
    """One piece of evidence: its weight in bits, and the words that tell it."""

    bits: float
    text: str = ""


@dataclass
class Frequencies:
    """How often names, years of birth and units occur among the people of some lists."""

    names: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    middles: Counter[str] = field(default_factory=Counter)
    givens: Counter[str] = field(default_factory=Counter)
    bares: Counter[str] = field(default_factory=Counter)
    bare_families: Counter[str] = field(default_factory=Counter)
    bare_middles: Counter[str] = field(default_factory=Counter)
    bare_givens: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    # How much likelier two people share a name than parts drawn apart would make them.
    crowding: float = 0.0
    # Bearers of a name who are asked about; only further ones show that the name is common.
    explained: int = 1
    # How many were counted.
    people: int = 0
    _memo: dict[str, float] = field(default_factory=dict)
    _room: dict[int, float] = field(default_factory=dict)

    def add(self, name: str, year: int | None = None) -> None:
        """One person; the caller counts nobody twice."""
        parts = name_key(name).split()
        if not parts:
            return
        self._memo.clear()
        self._room.clear()
        self.people += 1
        self.names[" ".join(parts)] += 1
        bare = bare_key(name).split()
        self.bares[" ".join(bare)] += 1
        if bare:
            self.bare_families[bare[0]] += 1
            self.bare_middles[" ".join(bare[1:-1])] += 1
            self.bare_givens[bare[-1]] += 1
        self.families[parts[0]] += 1
        self.middles[" ".join(parts[1:-1])] += 1
        self.givens[parts[-1]] += 1
        if year:
            self.years[year] += 1

    def measure_crowding(self) -> None:
        """Compare the namesakes among the people counted so far with those expected by chance."""
        self.crowding = 0.0
        self._memo.clear()
        total = self.names.total()
        pairs = sum(n * (n - 1) / 2 for n in self.names.values())
        chance = sum(n * self._by_parts(name.split()) for name, n in self.names.items())
        possible = total * (total - 1) / 2
        self.crowding = max(0.0, pairs - chance * (total - 1) / 2) / (possible + _PAIRS)

    def of_name(self, name: str) -> float:
        """Share of people who bear this name by chance: by its parts, or counted if oftener."""
        if name not in self._memo:
            self._memo[name] = self._of_name(name_key(name).split())
        return self._memo[name]

    def _of_name(self, parts: list[str]) -> float:
        if not parts:
            return 1.0
        return self._chance(parts, self.families, self.middles, self.givens, self.names)

    def _chance(self, parts: list[str], *counts: Counter[str]) -> float:
        """By the parts of the name as if they were drawn apart, or as counted if oftener."""
        *shelves, names = counts
        by_parts = self.crowding + self._by_parts(parts, *shelves)
        counted = (names[" ".join(parts)] - self.explained) / (self.people + 1)
        return max(by_parts, counted, _SMALLEST)

    def _by_parts(self, parts: list[str], *shelves: Counter[str]) -> float:
        families, middles, givens = shelves or (self.families, self.middles, self.givens)
        return (
            self._share(families, parts[0], "families")
            * self._share(middles, " ".join(parts[1:-1]), "middles")
            * self._share(givens, parts[-1], "givens")
        )

    def of_bare(self, name: str) -> float:
        parts = bare_key(name).split()
        if not parts:
            return 1.0
        return self._chance(
            parts, self.bare_families, self.bare_middles, self.bare_givens, self.bares
        )

    def of_family(self, start: str) -> float:
        """Share of people whose family name begins so, marks ignored."""
        n = sum(count for name, count in self.families.items() if bare_key(name).startswith(start))
        return (n + 0.5) / (self.families.total() + 1)

    def of_year(self, year: int) -> float:
        key = str(year)
        if key not in self._memo:
            self._memo[key] = (self.years[year] + 5 / _YEARS) / (self.years.total() + 5)
        return self._memo[key]

    def of_given(self, name: str) -> float:
        """Share of people with this name but for the family name."""
        parts = name_key(name).split()
        middle = self._share(self.middles, " ".join(parts[1:-1]), "middles")
        return middle * self._share(self.givens, parts[-1], "givens")

    def _share(self, counts: Counter[str], key: str, part: str) -> float:
        """As counted, on top of what is known of names before."""
        total = self._room.get(id(counts))
        if total is None:
            total = self._room[id(counts)] = counts.total() + _BEFORE
        common = {"families": _FAMILIES, "middles": _MIDDLES}.get(part, {})
        return (counts[key] + _BEFORE * common.get(bare_key(key), _OTHER[part])) / total


def bits(same: float, chance: float) -> float:
    """The weight of a finding: how much oftener it occurs with one person than by chance."""
    return math.log2(same / min(1.0, max(chance, _SMALLEST)))


def name_finding(kind: str, name: str, known: Frequencies, *, start: str = "") -> float:
    """Weight of two names found alike in the way of `kind` (a key of SAME_PERSON)."""
    chance = known.of_name(name)
    if kind == "name_bare":
        chance = known.of_bare(name)
    elif kind == "name_short":
        chance = known.of_family(start) * known.of_given(name)
    elif kind in {"name_marks", "name_slip"}:
        # The neighbours of a name: other marks, or one letter of about fifteen.
        chance = min(1.0, 5 * known.of_bare(name))
    return bits(SAME_PERSON[kind], chance)


def birth_finding(
    agree: bool | None, full: bool, year: int | None, other: int | None, known: Frequencies
) -> Finding:
    """`agree` as the two dates compare (None says nothing), `full` where both give a day."""
    if agree is None:
        return Finding(0.0)
    chance = known.of_year(other) if other else 1 / _YEARS
    if agree and full:
        return Finding(bits(SAME_PERSON["born_day"], chance / _DAYS), "trùng ngày sinh")
    if agree:
        return Finding(bits(SAME_PERSON["born_year"], chance), f"trùng năm sinh {year}")
    if year and year == other:
        return Finding(
            bits(SAME_PERSON["born_other_day"], chance), f"cùng năm sinh {year}, khác ngày"
        )
    return Finding(bits(SAME_PERSON["born_other_year"], 1 - chance), "khác năm sinh")


def odds(weights: Iterable[float]) -> float:
    """The sum of weights as odds, kept in the range of floats."""
    return 2.0 ** max(-300.0, min(300.0, sum(weights)))
