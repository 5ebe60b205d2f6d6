"""What speaks for each person a row may be about, before asking where they worked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from thidua.exchange.readers.records import PersonRead
from thidua.exchange.readers.register_records import RegisterRow
from thidua.exchange.readers.units import unit_key
from thidua.people import likeness
from thidua.people.likeness import Frequencies, bits
from thidua.people.names import Nearby, bare_key, given_part, has_marks, name_key, short_family

# Kinds of likeness of names that need more than likelihood to be proposed.
_ALIKE_ONLY = {"name_marks", "name_slip"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One person that a row may be about: bits but for the unit, and whether it may be proposed.

    `confirmed` when birth or number say so: only such rows show where the person worked.
    """

    person: PersonRead
    bits: float
    reasons: tuple[str, ...]
    proposable: bool
    confirmed: bool


class Finder:
    """Finds the persons of a list that a row may be about, and weighs what the row says."""

    def __init__(self, people: Sequence[PersonRead]) -> None:
        self.people = people
        self.known = Frequencies()
        self._named: dict[tuple[str, str, str], float] = {}
        self._alike: dict[str, list[tuple[PersonRead, str, str]]] = {}
        self.by_name: dict[str, list[PersonRead]] = defaultdict(list)
        self.by_bare: dict[str, list[PersonRead]] = defaultdict(list)
        self.by_number: dict[str, PersonRead] = {}
        self.by_given: dict[str, list[PersonRead]] = defaultdict(list)
        for person in people:
            self.by_name[name_key(person.name)].append(person)
            self.by_bare[bare_key(person.name)].append(person)
            self.by_given[given_part(person.name)].append(person)
            if person.identity_number:
                self.by_number[person.identity_number] = person
        self.nearby = Nearby(self.by_bare)
        self.count(())

    def count(self, rows: Iterable[RegisterRow]) -> None:
        """Every person once: those of the list, then bearers of names that only the rows hold."""
        self.known = Frequencies()
        self._named.clear()
        listed: dict[str, set[int]] = defaultdict(set)
        for person in self.people:
            self.known.add(person.name, person.born.year)
            listed[name_key(person.name)].add(person.born.year or 0)
        self.known.measure_crowding()
        others: dict[str, set[int]] = defaultdict(set)
        sheets: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in rows:
            key = name_key(row.name)
            others[key].add(row.born.year or 0)
            if row.unit:
                sheets[key, row.place.sheet, row.code or row.text].add(unit_key(row.unit))
        # One award of one sheet goes to a name at several units: so many bear it.
        together: dict[str, int] = defaultdict(int)
        for (name, *_), units in sheets.items():
            together[name] = max(together[name], len(units))
        for name, years in others.items():
            # A row without birth may be about anybody who bears the name.
            bearers = years - {0} - listed[name] if 0 not in listed[name] else set()
            if not bearers and not listed[name]:
                self.known.add(name)
            for year in sorted(bearers):
                self.known.add(name, year)
            for _ in range(together[name] - max(1, len(listed[name]) + len(bearers))):
                self.known.add(name)

    def surely(self, row: RegisterRow) -> str | None:
        """The person of a row whose name with birth, or number, leaves no other."""
        if row.identity_number and row.identity_number in self.by_number:
            return self.by_number[row.identity_number].key
        same = self.by_name.get(name_key(row.name), [])
        sure = [p for p in same if row.born.agrees_with(p.born) and not _other_number(row, p)]
        if len(sure) == 1 and (len(same) == 1 or row.born.value):
            return sure[0].key
        return None

    def evidence(self, row: RegisterRow) -> list[Evidence]:
        """All persons the row may be about; who has another number is not among them."""
        return [
            self._weigh(row, person, kind, reason)
            for person, kind, reason in self._candidates(row)
            if not _other_number(row, person)
        ]

    def _candidates(self, row: RegisterRow) -> list[tuple[PersonRead, str, str]]:
        """Persons by name, and by identity number under whatever name."""
        alike = self._alike.get(row.name)
        if alike is None:
            alike = self._alike[row.name] = self._by_name(row.name)
        holder = self.by_number.get(row.identity_number) if row.identity_number else None
        if holder is None or any(person is holder for person, _, _ in alike):
            return alike
        return [*alike, (holder, "name_slip", f"họ tên ghi khác “{holder.name}”")]

    def _by_name(self, name: str) -> list[tuple[PersonRead, str, str]]:
        """Persons of the same name, of it without marks or with a short family name, or a slip."""
        found: dict[str, tuple[PersonRead, str, str]] = {}

        def put(people: Iterable[PersonRead], kind: str, reason: str) -> None:
            for person in people:
                found.setdefault(person.key, (person, kind, reason))

        key, bare = name_key(name), bare_key(name)
        put(self.by_name.get(key, ()), "name", "trùng họ tên")
        if not has_marks(name):
            put(self.by_bare.get(bare, ()), "name_bare", "trùng họ tên không dấu")
        start, rest = short_family(name)
        if start:
            family = name.partition(" ")[0]
            same = [
                person
                for person in self.by_given.get(rest, ())
                if bare_key(person.name).partition(" ")[0].startswith(start)
            ]
            put(same, "name_short", f"trùng tên, họ viết tắt “{family}”")
        if not found and " " in bare:
            put(self.by_bare.get(bare, ()), "name_marks", "họ tên khác dấu")
            for near in self.nearby.of(bare):
                for person in self.by_bare[near]:
                    put([person], "name_slip", f"họ tên gần giống “{person.name}”")
        return list(found.values())

    def _weigh(self, row: RegisterRow, person: PersonRead, kind: str, reason: str) -> Evidence:
        start = short_family(row.name)[0]
        named = self._named.get((kind, person.name, start))
        if named is None:
            named = likeness.name_finding(kind, person.name, self.known, start=start)
            self._named[kind, person.name, start] = named
        weights = [named]
        reasons = [reason]
        agree = row.born.agrees_with(person.born)
        full = _has_day(row) and bool(person.born.value or person.born.either)
        birth = likeness.birth_finding(agree, full, row.born.year, person.born.year, self.known)
        weights.append(birth.bits)
        same_number = bool(row.identity_number) and row.identity_number == person.identity_number
        if same_number:
            weights.append(bits(likeness.SAME_PERSON["number"], 1e-6))
            reasons.append("trùng số định danh")
        if birth.text:
            reasons.append(birth.text)
        if row.gender and person.gender and row.gender != person.gender:
            weights.append(bits(likeness.SAME_PERSON["gender_other"], 0.5))
            reasons.append("giới tính khác nhau")
        if early := _too_early(row, person):
            weights.append(bits(likeness.SAME_PERSON["too_early"], 0.3))
            reasons.append(early)
        sure_slip = same_number or (agree is True and full)
        proposable = (kind not in _ALIKE_ONLY or sure_slip) and (agree is not False or same_number)
        confirmed = agree is True or same_number
        return Evidence(person, sum(weights), tuple(reasons), proposable, confirmed)


def _has_day(row: RegisterRow) -> bool:
    return bool(row.born.value or row.born.either)


def _too_early(row: RegisterRow, person: PersonRead) -> str:
    if row.year and person.recruited.year and row.year < person.recruited.year:
        return f"năm {row.year} trước khi vào ngành ({person.recruited.year})"
    if row.year and person.born.year and row.year - person.born.year < 18:
        return f"năm {row.year} chưa đủ 18 tuổi"
    return ""


def _other_number(row: RegisterRow, person: PersonRead) -> bool:
    """Two numbers that differ are two persons."""
    mine, theirs = row.identity_number, person.identity_number
    return bool(mine and theirs and mine != theirs)
