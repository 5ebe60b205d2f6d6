"""Pairs of records that may be one person, each with how likely and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.people import likeness
from thidua.people.likeness import Frequencies, bits, odds
from thidua.people.models import DistinctPair, IdentityNumber, Person
from thidua.people.names import Nearby, bare_key, given_part, has_marks, name_key, short_family

# One record in a hundred is thought to be there twice before anything is compared.
_TWICE = 0.01
# Pairs less likely than this in hundred are not shown.
LEAST = 20
_FIELDS = (
    "pk", "code", "full_name", "gender", "born_on", "born_year", "unit_id", "unit__name",
    "position", "recruited_on", "status",
)  # fmt: skip
# A unit is one of about this many; two records of one person stand at one unit in half the cases.
_UNITS, _SAME_UNIT = 20.0, 0.5


@dataclass(frozen=True)
class Pair:
    """Two records, the one recorded first on the left; `score` in hundredths."""

    first: dict[str, Any]
    second: dict[str, Any]
    score: int
    reasons: tuple[str, ...]

    @property
    def tone(self) -> str:
        return "danger" if self.score >= 90 else "warn" if self.score >= 50 else ""


def likely_pairs(department: Body, text: str = "") -> list[Pair]:
    """Pairs from LEAST on, the likeliest first, without those told apart. Three queries.

    Only names that are the same, or differ by a slip of writing, are compared: about a second for
    ten thousand records.
    """
    rows = list(Person.objects.filter(department=department).order_by("pk").values(*_FIELDS))
    known = Frequencies(explained=2)
    for row in rows:
        known.add(row["full_name"], row["born_year"])
    known.measure_crowding()
    numbers = dict(
        IdentityNumber.objects.filter(person__department=department).values_list(
            "person_id", "digest"
        )
    )
    apart = set(
        DistinctPair.objects.filter(first__department=department).values_list(
            "first_id", "second_id"
        )
    )
    words = fold(text).split()
    found = []
    for one, other, kind in _alike(rows):
        if (one["pk"], other["pk"]) in apart or not _asked(words, one, other):
            continue
        pair = _weighed(one, other, kind, known, numbers, len(rows))
        if pair.score >= LEAST:
            found.append(pair)
    return sorted(found, key=lambda p: (-p.score, p.first["full_name"], p.first["pk"]))


def likeness_of(one: Person, other: Person) -> Pair | None:
    """How alike two records are; None when their names are not."""
    pairs = likely_pairs(one.department)
    keys = tuple(sorted((one.pk, other.pk)))
    return next((p for p in pairs if (p.first["pk"], p.second["pk"]) == keys), None)


def _asked(words: list[str], one: dict[str, Any], other: dict[str, Any]) -> bool:
    said = " ".join(
        fold(f"{row['full_name']} {row['code']} {row['unit__name'] or ''}") for row in (one, other)
    )
    return all(word in said for word in words)


def _alike(rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any], str]]:
    """Pairs whose names are the same, the same without marks, cut short, or within one slip."""
    shelves: dict[str, dict[str, list[dict[str, Any]]]] = {
        "name": defaultdict(list), "bare": defaultdict(list), "given": defaultdict(list),
    }  # fmt: skip
    for row in rows:
        shelves["name"][name_key(row["full_name"])].append(row)
        shelves["bare"][bare_key(row["full_name"])].append(row)
        shelves["given"][given_part(row["full_name"])].append(row)
    for people in shelves["name"].values():
        for one, other in combinations(people, 2):
            yield one, other, "name"
    for people in shelves["bare"].values():
        for one, other in combinations(people, 2):
            if name_key(one["full_name"]) != name_key(other["full_name"]):
                plain = not all(has_marks(row["full_name"]) for row in (one, other))
                yield one, other, "name_bare" if plain else "name_marks"
    near = Nearby(shelves["bare"])
    for bare, people in shelves["bare"].items():
        for other_bare in near.of(bare):
            if bare < other_bare:
                for one in people:
                    for other in shelves["bare"][other_bare]:
                        first, second = sorted((one, other), key=lambda row: int(row["pk"]))
                        yield first, second, "name_slip"
    for row in rows:
        start, rest = short_family(row["full_name"])
        for other in shelves["given"].get(rest, ()) if start else ():
            if other is not row and bare_key(other["full_name"]).startswith(start):
                first, second = sorted((row, other), key=lambda r: int(r["pk"]))
                yield first, second, "name_short"


_NAMED = {
    "name": "trùng họ tên",
    "name_bare": "trùng họ tên không dấu",
    "name_marks": "họ tên khác dấu",
    "name_slip": "họ tên khác một chữ",
    "name_short": "trùng tên, họ viết tắt",
}


def _weighed(
    one: dict[str, Any],
    other: dict[str, Any],
    kind: str,
    known: Frequencies,
    numbers: dict[int, str],
    total: int,
) -> Pair:
    name = min((one["full_name"], other["full_name"]), key=lambda n: (known.of_name(n), n))
    start = short_family(one["full_name"])[0] or short_family(other["full_name"])[0]
    weights = [likeness.name_finding(kind, name, known, start=start)]
    reasons = [f"{_NAMED[kind]} ({_rarity(known.of_name(name))})"]
    full = bool(one["born_on"] and other["born_on"])
    years = one["born_year"], other["born_year"]
    agree: bool | None = one["born_on"] == other["born_on"] if full else None
    if not full and all(years):
        agree = years[0] == years[1]
    birth = likeness.birth_finding(agree, full, years[0], years[1], known)
    weights.append(birth.bits)
    if birth.text:
        reasons.append(birth.text)
    if one["gender"] and other["gender"] and one["gender"] != other["gender"]:
        weights.append(bits(likeness.SAME_PERSON["gender_other"], 0.5))
        reasons.append("giới tính khác nhau")
    if one["unit_id"] and other["unit_id"]:
        same = one["unit_id"] == other["unit_id"]
        chance = 1 / _UNITS
        weights.append(bits(_SAME_UNIT, chance) if same else bits(1 - _SAME_UNIT, 1 - chance))
        reasons.append("cùng đơn vị" if same else "khác đơn vị")
    if one["recruited_on"] and one["recruited_on"] == other["recruited_on"]:
        weights.append(bits(0.8, 0.01))
        reasons.append("cùng ngày tuyển dụng")
    mine, theirs = numbers.get(one["pk"]), numbers.get(other["pk"])
    if mine and theirs:
        # A number is held once, so these are two; one of them may be a slip.
        weights.append(bits(likeness.SAME_PERSON["number_other"], 1.0))
        reasons.append("hai số định danh khác nhau")
    against = max(1.0, total / 2 / _TWICE)
    both = odds(weights)
    return Pair(one, other, int(100 * both / (both + against)), tuple(reasons))


def _rarity(chance: float) -> str:
    """How common a name is, in round numbers."""
    every = round(1 / max(chance, 1e-6))
    if every >= 100_000:
        return "tên hiếm gặp"
    digits = 10 ** max(0, len(str(every)) - 1)
    return f"khoảng 1 trong {every // digits * digits:,} người mang tên này".replace(",", ".")
