"""Whose award is it: register rows matched to people, with a score and its reasons.

Name, birth, identity number, sex and unit (of the time and of today) speak for or against.

A row is *matched* only where the evidence reaches THRESHOLD and no namesake comes near; between
ASK and THRESHOLD it is *asked* (a person decides). Contradictory birth or identity never matches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from thidua.exchange.readers.records import PersonRead, UnitRead
from thidua.exchange.readers.register_records import RegisterRow
from thidua.exchange.readers.text import bare_key, has_marks, name_key
from thidua.exchange.readers.units import unit_key

THRESHOLD = 70
ASK = 45
MARGIN = 15
SAME_NAME = 40
FUZZY_NAME = 88


@dataclass(frozen=True)
class MatchResult:
    """`status` is matched, asked or unmatched; `candidates` are person keys, the best first."""

    status: str
    key: str | None = None
    score: int = 0
    reasons: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass
class UnitLinks:
    """Which unit of the time leads to which unit of today: told by the template, else learnt from
    sure matches.
    """

    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, then: str, now: str, weight: int = 1) -> None:
        if then and now:
            self.names[unit_key(then)][unit_key(now)] += weight

    def near(self, then: str, now: str) -> int:
        """Points for a row's unit against a person's unit of today."""
        one, two = unit_key(then), unit_key(now)
        if not one or not two:
            return 0
        if one == two:
            return 25
        known = self.names.get(one)
        if known:
            total = sum(known.values())
            if known[two] >= 2 or (known[two] and total <= 2):
                return 22
            if known[two]:
                return 12
        return 15 if fuzz.token_set_ratio(one, two) >= 95 else 0


class Matcher:
    """Matches the rows of one register to one list of people."""

    def __init__(self, people: Sequence[PersonRead], units: Iterable[UnitRead] = ()) -> None:
        self.people = {person.key: person for person in people}
        self.by_name: dict[str, list[PersonRead]] = defaultdict(list)
        self.by_bare: dict[str, list[PersonRead]] = defaultdict(list)
        self.by_number: dict[str, PersonRead] = {}
        self.by_given: dict[str, list[PersonRead]] = defaultdict(list)
        for person in people:
            self.by_name[name_key(person.name)].append(person)
            bare = bare_key(person.name)
            self.by_bare[bare].append(person)
            self.by_given[bare.split(" ")[-1]].append(person)
            if person.identity_number:
                self.by_number[person.identity_number] = person
        self.bare_names = sorted(self.by_bare)
        self.links = UnitLinks()
        for unit in units:
            for _, then in unit.former_names:
                self.links.add(then, unit.name, 5)
        self._near: dict[str, list[str]] = {}

    def match(self, rows: Sequence[RegisterRow]) -> list[MatchResult]:
        """Two passes: sure matches teach which old unit leads to which present one, then all rows
        are judged.
        """
        persons = [row for row in rows if not row.collective]
        for row in persons:
            self._learn(row)
        return [MatchResult("unmatched") if row.collective else self.match_one(row) for row in rows]

    def _learn(self, row: RegisterRow) -> None:
        same = self.by_name.get(name_key(row.name), [])
        sure = [
            person
            for person in same
            if _birth(row, person)[0] >= 25 and not _contradicts(row, person)
        ]
        if row.identity_number and row.identity_number in self.by_number:
            sure = [self.by_number[row.identity_number]]
        if len(sure) == 1 and (len(same) == 1 or row.born.value or row.identity_number):
            self.links.add(row.unit, sure[0].unit)

    def match_one(self, row: RegisterRow) -> MatchResult:
        """Score every person whose name may be this one."""
        scored: list[tuple[int, PersonRead, list[str]]] = []
        for person, points, reason in self._candidates(row):
            if _contradicts(row, person):
                continue
            score, reasons = self._score(row, person, points, reason)
            if (
                points < SAME_NAME
                and "trùng ngày sinh" not in reasons
                and "trùng số định danh" not in reasons
            ):
                # A name that is only alike may be another person of the same unit and year: people
                # decide.
                score = min(score, THRESHOLD - 1)
            scored.append((score, person, reasons))
        scored = [entry for entry in scored if entry[0] >= ASK]
        scored.sort(key=lambda entry: (-entry[0], entry[1].key))
        if not scored:
            return MatchResult("unmatched")
        best, person, reasons = scored[0]
        keys = tuple(entry[1].key for entry in scored)
        if best >= THRESHOLD and (len(scored) == 1 or best - scored[1][0] >= MARGIN):
            return MatchResult("matched", person.key, best, tuple(reasons), keys)
        if len(scored) > 1 and best - scored[1][0] < MARGIN:
            names = ", ".join(_named(entry[1]) for entry in scored[:4])
            reasons = [*reasons, f"nhiều người cùng tên: {names}"]
        return MatchResult("asked", None, best, tuple(reasons), keys)

    def _candidates(self, row: RegisterRow) -> list[tuple[PersonRead, int, str]]:
        """Persons with points for the name: same, short family name, without marks, nearly the
        same.
        """
        found: dict[str, tuple[PersonRead, int, str]] = {}

        def put(person: PersonRead, points: int, reason: str) -> None:
            if person.key not in found or found[person.key][1] < points:
                found[person.key] = (person, points, reason)

        if row.identity_number and row.identity_number in self.by_number:
            person = self.by_number[row.identity_number]
            if fuzz.ratio(bare_key(row.name), bare_key(person.name)) >= 60:
                put(person, 45, "trùng số định danh")
        key, bare = name_key(row.name), bare_key(row.name)
        for person in self.by_name.get(key, ()):
            put(person, 50, "trùng họ tên")
        if not has_marks(row.name):
            for person in self.by_bare.get(bare, ()):
                put(person, 48, "trùng họ tên không dấu")
        first, _, rest = row.name.partition(" ")
        if first.endswith(".") and rest:
            short = bare_key(first)
            for person in self.by_given.get(bare.split(" ")[-1], ()):
                family, _, given = person.name.partition(" ")
                if name_key(given) == name_key(rest) and bare_key(family).startswith(short):
                    put(person, 48, f"trùng tên, họ viết tắt “{first}”")
        if not found and len(bare.split()) > 1:
            for near in self._nearly(bare):
                for person in self.by_bare[near]:
                    same = bare_key(person.name) == bare
                    put(
                        person,
                        36 if same else 30,
                        "họ tên khác dấu" if same else f"họ tên gần giống “{person.name}”",
                    )
        return list(found.values())

    def _nearly(self, bare: str) -> list[str]:
        if bare not in self._near:
            self._near[bare] = [
                name
                for name, _, _ in process.extract(
                    bare, self.bare_names, scorer=fuzz.ratio, score_cutoff=FUZZY_NAME, limit=5
                )
            ]
        return self._near[bare]

    def _score(
        self, row: RegisterRow, person: PersonRead, points: int, reason: str
    ) -> tuple[int, list[str]]:
        reasons = [reason]
        birth, said = _birth(row, person)
        points += birth
        if said:
            reasons.append(said)
        if row.identity_number and row.identity_number == person.identity_number:
            points += 50
            reasons.append("trùng số định danh")
        near = self.links.near(row.unit, person.unit)
        points += near
        if near:
            reasons.append("đúng đơn vị" if near == 25 else "đơn vị cũ của đơn vị hiện nay")
        elif row.unit:
            reasons.append(f"đơn vị khi đó: {row.unit}")
        if row.gender and person.gender and row.gender != person.gender:
            points -= 30
            reasons.append("giới tính khác nhau")
        if row.year and person.recruited.year and row.year < person.recruited.year:
            points -= 30
            reasons.append(f"năm {row.year} trước khi vào ngành ({person.recruited.year})")
        return points, reasons


def _named(person: PersonRead) -> str:
    place = f"dòng {person.rows[0]}" if person.rows else person.code
    return f"{person.name} ({place})"


def _birth(row: RegisterRow, person: PersonRead) -> tuple[int, str]:
    agree = row.born.agrees_with(person.born)
    if not agree:
        return 0, ""
    full = (row.born.value or row.born.either) and (person.born.value or person.born.either)
    if full:
        return 42, "trùng ngày sinh"
    return 25, f"trùng năm sinh {row.born.year}"


def _contradicts(row: RegisterRow, person: PersonRead) -> bool:
    if (
        row.identity_number
        and person.identity_number
        and row.identity_number != person.identity_number
    ):
        return True
    if row.born.agrees_with(person.born) is False:
        # Another day of the same year is a slip of the pen only where the number says it is the
        # person.
        same_number = bool(row.identity_number) and row.identity_number == person.identity_number
        return not (same_number and row.born.year == person.born.year)
    return False


def match_units(rows: Sequence[RegisterRow], units: Sequence[UnitRead]) -> Mapping[int, str]:
    """Collective rows by index -> unit key; only a name of today or of the time given in the list
    counts.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        names[unit_key(unit.name)].add(unit.key)
    then: dict[tuple[str, int], set[str]] = defaultdict(set)
    always: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for year, name in unit.former_names:
            then[(unit_key(name), year)].add(unit.key)
            always[unit_key(name)].add(unit.key)
    matched: dict[int, str] = {}
    for index, row in enumerate(rows):
        if not row.collective:
            continue
        key = unit_key(row.name)
        found = (
            (then.get((key, row.year)) if row.year else None) or names.get(key) or always.get(key)
        )
        if found and len(found) == 1:
            matched[index] = next(iter(found))
    return matched
