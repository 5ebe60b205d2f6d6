"""Rows about persons: candidates by name and number, weighed against each other and nobody.

Name, birth, identity number, sex, year and unit (of the time and of today) speak for or against;
`people.likeness` says how much each says. The score is the probability in hundredths that the row
is of this person, against every namesake of the list and against somebody who is not in it.

A row is *matched* from THRESHOLD on, *asked* between ASK and THRESHOLD (a person decides), else
*unmatched*. Where the rows of a file are so clear that nearly all proposals are certain, those down
to LOWEST are proposed as well, as long as fewer than four proposals in a thousand are expected to
be wrong. One award twice in a sheet at two units speaks of two people. A name that is only alike,
or a contradicted birth, is never matched by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from thidua.exchange.matching.evidence import Evidence, Finder
from thidua.exchange.matching.workplaces import Seen, Workplaces
from thidua.exchange.readers.records import PersonRead, UnitRead
from thidua.exchange.readers.register_records import RegisterRow
from thidua.exchange.readers.units import unit_key

THRESHOLD = 99
LOWEST = 90
ASK = 10
# Share of wrong proposals that is expected at most, by the probabilities themselves.
EXPECTED_WRONG = 0.004
# Share of rows about people of the list before the list has been looked at.
_HALF = 0.5
_SAMPLE = 3000
# Odds from which a row shows where its person worked.
_SURE = 99.0
# Odds from which a row speaks against the same person in another row of its sheet, and how much
# rarer it is that one person stands there twice than that two people of one name do.
_LIKELY = 10.0
_TWICE = 0.05


@dataclass(frozen=True)
class MatchResult:
    """`status` is matched, asked or unmatched; `candidates` are person keys, the best first."""

    status: str
    key: str | None = None
    score: int = 0
    reasons: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    # Probability of the best candidate, where nothing but its height keeps it from a proposal.
    chance: float = 0.0


@dataclass(slots=True)
class _Scored:
    """One person that a row may be about, with the odds of everything said."""

    found: Evidence
    odds: float
    near: Seen | None


class Matcher:
    """Matches the rows of one register to one list of people."""

    def __init__(self, people: Sequence[PersonRead], units: Iterable[UnitRead] = ()) -> None:
        self.people = people
        self.finder = Finder(people)
        self.workplaces = Workplaces(dt.date.today().year)
        for unit in units:
            for _, then in unit.former_names:
                self.workplaces.tell(then, unit.name)
        self.inside = _HALF
        self.workplaces.learn(self._today())

    def match(self, rows: Sequence[RegisterRow]) -> list[MatchResult]:
        """Names and units are counted; rows that are sure by birth or number show where people
        worked, and all rows how many of them are about people of the list; rows that are sure
        then, and confirmed, show more of it. The last look decides.
        """
        persons = {place: row for place, row in enumerate(rows) if not row.collective}
        # The list is of today: after the last year of the register.
        years = [row.year for row in persons.values() if row.year]
        self.workplaces.this_year = 1 + max(years, default=dt.date.today().year - 1)
        self.workplaces.count(row.unit for row in persons.values())
        self.finder.count(persons.values())
        sure = self._today()
        for place, row in persons.items():
            if (key := self.finder.surely(row)) is not None:
                _note(sure, key, place, row)
        self.workplaces.learn(sure)
        found = {place: self.finder.evidence(row) for place, row in persons.items()}
        self._look_around(persons, found)
        sure = self._today()
        for place, row in persons.items():
            # A row that is sure by its unit alone must not vouch for another of the same unit.
            if not any(one.confirmed for one in found[place]):
                continue
            best, *others = self._scored(row, place, found[place])
            confirmed = best.found.proposable and best.found.confirmed
            if confirmed and best.odds >= _SURE * (_total(others) + self._outside):
                _note(sure, best.found.person.key, place, row)
        self.workplaces.learn(sure)
        self._look_around(persons, found)
        scored = {place: self._scored(row, place, found[place]) for place, row in persons.items()}
        self._keep_apart(persons, scored)
        return _proposed(
            [
                self._judge(row, scored[place]) if place in scored else MatchResult("unmatched")
                for place, row in enumerate(rows)
            ]
        )

    def _keep_apart(
        self, persons: Mapping[int, RegisterRow], scored: Mapping[int, list[_Scored]]
    ) -> None:
        """Nobody gets one award twice in a sheet: a row that is very likely of a person speaks
        against this person in a less likely row there that gives another birth or unit. Rows that
        give the same are one line written twice.
        """
        claims: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for place, row in persons.items():
            for one in scored[place]:
                key = (row.place.sheet, row.year, row.code or row.text, one.found.person.key)
                claims[key].append(place)
        against: list[tuple[int, _Scored]] = []
        for (*_, person), places in claims.items():
            if len(places) < 2:
                continue
            for place in places:
                best, *others = scored[place]
                likely = best.odds >= _LIKELY * (_total(others) + self._outside)
                if best.found.person.key != person or not (best.found.proposable and likely):
                    continue
                for other in places:
                    mine = next(s for s in scored[other] if s.found.person.key == person)
                    if mine.odds < best.odds and _differ(persons[place], persons[other]):
                        against.append((other, mine))
        for place, one in against:
            one.odds *= _TWICE
            scored[place].sort(key=_place_of)

    def match_one(self, row: RegisterRow) -> MatchResult:
        """One row by itself: weighed against the list and against nobody."""
        return self._judge(row, self._scored(row, -2, self.finder.evidence(row)))

    def _look_around(
        self, persons: Mapping[int, RegisterRow], found: Mapping[int, list[Evidence]]
    ) -> None:
        """Estimate the share of rows that are about people of the list, from a sample of them."""
        places = list(persons)[:: max(1, len(persons) // _SAMPLE)]
        totals = [_total(self._scored(persons[one], one, found[one])) for one in places]
        for _ in range(5):
            outside = self._outside
            about = sum(total / (total + outside) for total in totals)
            self.inside = (about + 1) / (len(totals) + 2)

    def _today(self) -> dict[str, list[Seen]]:
        year = self.workplaces.this_year
        return {
            person.key: [Seen(year, unit_key(person.unit))] if person.unit else []
            for person in self.people
        }

    @property
    def _outside(self) -> float:
        """Odds of somebody who is not in the list, on the scale of one person in it."""
        return (1 - self.inside) / self.inside * max(1, len(self.people))

    def _judge(self, row: RegisterRow, scored: list[_Scored]) -> MatchResult:
        if not scored:
            return MatchResult("unmatched")
        total = _total(scored) + self._outside
        found = [(one, one.odds / total) for one in scored]
        likely = [(one, share) for one, share in found if 100 * share >= ASK]
        if not likely:
            # Several namesakes of whom none is likely alone may be likely together.
            likely = found if 100 * sum(s for _, s in found) >= ASK else []
        if not likely:
            return MatchResult("unmatched")
        best, share = likely[0]
        said = self.workplaces.words(best.near, row.unit)
        why = (*best.found.reasons, said) if said else best.found.reasons
        score = int(100 * share)
        keys = tuple(one.found.person.key for one, _ in likely)
        if score >= THRESHOLD and best.found.proposable:
            return MatchResult("matched", best.found.person.key, score, why, keys, share)
        reasons = list(why)
        if len(likely) > 1:
            names = ", ".join(_named(one.found.person) for one, _ in likely[:4])
            reasons.append(f"nhiều người cùng tên: {names}")
        chance = share if best.found.proposable else 0.0
        return MatchResult("asked", None, min(score, THRESHOLD - 1), tuple(reasons), keys, chance)

    def _scored(self, row: RegisterRow, place: int, found: Sequence[Evidence]) -> list[_Scored]:
        scored = []
        for one in found:
            weight, near = self.workplaces.weight(one.person.key, row.year, row.unit, place)
            scored.append(_Scored(one, 2.0 ** min(300.0, max(-300.0, one.bits + weight)), near))
        if len(scored) > 1:
            scored.sort(key=_place_of)
        return scored


def _proposed(results: list[MatchResult]) -> list[MatchResult]:
    """Add to the proposals those from LOWEST on, the likeliest first, within EXPECTED_WRONG."""
    sure = [one.chance for one in results if one.status == "matched"]
    wrong, count = sum(1 - chance for chance in sure), len(sure)
    open_ones: dict[float, list[int]] = defaultdict(list)
    for place, one in enumerate(results):
        if one.status == "asked" and 100 * one.chance >= LOWEST:
            open_ones[one.chance].append(place)
    for chance in sorted(open_ones, reverse=True):
        places = open_ones[chance]
        wrong, count = wrong + (1 - chance) * len(places), count + len(places)
        if wrong > EXPECTED_WRONG * count:
            break
        for place in places:
            one = results[place]
            results[place] = replace(one, status="matched", key=one.candidates[0])
    return results


def _place_of(one: _Scored) -> tuple[float, str]:
    return -one.odds, one.found.person.key


def _differ(one: RegisterRow, other: RegisterRow) -> bool:
    """Whether two rows of one name are more than the same line written twice."""
    born = one.born.agrees_with(other.born) is False
    return born or unit_key(one.unit) != unit_key(other.unit)


def _total(scored: Iterable[_Scored]) -> float:
    return sum(one.odds for one in scored)


def _note(sure: dict[str, list[Seen]], key: str, place: int, row: RegisterRow) -> None:
    if row.year and row.unit:
        sure[key].append(Seen(row.year, unit_key(row.unit), place))


def _named(person: PersonRead) -> str:
    place = f"dòng {person.rows[0]}" if person.rows else person.code
    return f"{person.name} ({place})"
