"""Columns of one body turned into the lines that the actions of the apps take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from thidua.cli.practice.province import shape
from thidua.cli.practice.province.bodies import Home
from thidua.cli.practice.province.tables import Ints, Province

_POSITIONS = ("Chuyên viên", "Trưởng phòng", "Giám đốc")
_SECONDS = ("Chuyên viên", "Phó Trưởng phòng", "Phó Giám đốc")
_COMMUNE_HEADS = ("Chủ tịch UBND", "Phó Chủ tịch UBND")
_PROVINCE = "Chủ tịch UBND tỉnh Lam Giang"
_AUTHORITY = {
    "cstd-cap-tinh": _PROVINCE,
    "bk-cap-tinh": _PROVINCE,
    "tt-ldxs": _PROVINCE,
    "bk-thu-tuong": "Thủ tướng Chính phủ",
    "hc-lao-dong-hang-ba": "Chủ tịch nước",
}
_SYMBOL = {_PROVINCE: "QĐ-UBND", "Thủ tướng Chính phủ": "QĐ-TTg", "Chủ tịch nước": "QĐ-CTN"}
_NUMBERS = {code: 20 + place for place, code in enumerate(shape.AWARDS)}


@dataclass(frozen=True)
class Slice:
    """The rows of each table that are about the people of one body."""

    number: int
    people: Ints
    rows: dict[str, Ints]

    def posts(
        self, province: Province, who: dict[int, Any], units: dict[int, Any]
    ) -> Iterator[Any]:
        """The present post; of heads the one before it too."""
        folk = province.people
        for one in self.people.tolist():
            person = who[one]
            since, promoted = _day(folk.recruited[one]), _day(folk.promoted[one])
            unit = units[int(folk.unit[one])]
            if promoted is not None and since is not None and promoted > since:
                yield {
                    "person": person,
                    "unit": unit,
                    "title": _POSITIONS[0],
                    "group": shape.GROUPS[0],
                    "from_date": since,
                    "to_date": promoted - dt.timedelta(days=1),
                }
                since = promoted
            yield {
                "person": person,
                "unit": unit,
                "title": person.position,
                "group": person.group,
                "from_date": since,
                "to_date": None,
            }

    def ratings(self, province: Province, who: dict[int, Any]) -> Iterator[Any]:
        table = province.ratings
        for row in self.rows["ratings"].tolist():
            yield {
                "person": who[int(table.person[row])],
                "year": int(table.year[row]),
                "grade": shape.GRADES[table.grade[row]],
            }

    def disciplines(self, province: Province, who: dict[int, Any]) -> Iterator[Any]:
        table, measures = province.disciplines, tuple(shape.MEASURES)
        for row in self.rows["disciplines"].tolist():
            yield {
                "person": who[int(table.person[row])],
                "measure": measures[table.measure[row]],
                "from_date": _day(table.since[row]),
                "to_date": _day(table.until[row]),
            }

    def leaves(self, province: Province, who: dict[int, Any]) -> Iterator[Any]:
        table = province.leaves
        for row in self.rows["leaves"].tolist():
            yield {
                "person": who[int(table.person[row])],
                "kind": "thai_san",
                "from_date": _day(table.since[row]),
                "to_date": _day(table.until[row]),
            }

    def pending(self, province: Province, who: dict[int, Any]) -> Iterator[Any]:
        table = province.pending
        for row in self.rows["pending"].tolist():
            yield {
                "person": who[int(table.person[row])],
                "kind": "khieu_nai",
                "from_date": _day(table.since[row]),
            }

    def initiatives(self, province: Province, who: dict[int, Any]) -> Iterator[Any]:
        table = province.initiatives
        for row in self.rows["initiatives"].tolist():
            year = int(table.year[row])
            yield {
                "person": who[int(table.person[row])],
                "year": year,
                "kind": "sang_kien",
                "level": shape.LEVELS[table.level[row]],
                "name": f"Sáng kiến thực hành số {int(table.person[row]) + 1} năm {year}",
                "decision_number": f"{15 + int(table.level[row])}/QĐ-SK{year}",
                "recognised_on": _day(table.recognised[row]),
                "state": "recognised",
            }

    def registrations(self, province: Province, who: dict[int, Any]) -> Iterator[Any]:
        """For the year of the round: all aim at LĐTT, who has an initiative at CSTĐ cơ sở too."""
        for table, code in ((province.ratings, "ldtt"), (province.initiatives, "cstd-co-so")):
            name = "ratings" if code == "ldtt" else "initiatives"
            for row in self.rows[name].tolist():
                if table.year[row] == shape.LAST_YEAR:
                    yield {
                        "person": who[int(table.person[row])],
                        "year": shape.LAST_YEAR,
                        "award_code": code,
                    }


def slices(province: Province) -> list[Slice]:
    """One for each body; every table is gone through once."""
    number = len(province.bodies.homes)
    body = province.people.body
    split: dict[str, list[Ints]] = {}
    for name in ("ratings", "awards", "initiatives", "disciplines", "leaves", "pending"):
        split[name] = _by_group(body[getattr(province, name).person], number)
    people = _by_group(body, number)
    return [
        Slice(home, people[home], {name: rows[home] for name, rows in split.items()})
        for home in range(number)
    ]


def _by_group(group: Ints, number: int) -> list[Ints]:
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(number + 1))
    return [order[bounds[one] : bounds[one + 1]] for one in range(number)]


def person_rows(province: Province, part: Slice, units: dict[int, Any]) -> Iterator[Any]:
    """Who they are; codes are those of the columns, so that both tell of the same person."""
    folk = province.people
    firsts = _firsts(province, part)
    commune = province.bodies.homes[part.number].is_commune
    for one in part.people.tolist():
        group = int(folk.group[one])
        position = (_POSITIONS if one in firsts else _SECONDS)[group]
        if commune and group == len(shape.GROUPS) - 1:
            position = _COMMUNE_HEADS[one not in firsts]
        born = _day(folk.born[one])
        yield {
            "code": f"TH{one + 1:06d}",
            "full_name": str(folk.name[one]),
            "unit": units[int(folk.unit[one])],
            "gender": "female" if folk.female[one] else "male",
            "born_on": born,
            "party_member": bool(folk.party[one]),
            "position": position,
            "group": shape.GROUPS[group],
            "employment": "cong_chuc",
            "recruited_on": _day(folk.recruited[one]),
            "joined_on": _day(folk.recruited[one]),
        }


def _firsts(province: Province, part: Slice) -> set[int]:
    """The first person of each unit of the body."""
    _, first = np.unique(province.people.unit[part.people], return_index=True)
    return set(part.people[first].tolist())


def award_rows(
    province: Province, part: Slice, home: Home, who: dict[int, Any], units: dict[int, Any]
) -> Iterator[Any]:
    """Lines of the body's register, year by year: people first, then its units."""
    names = _award_names()
    lines = []
    table = province.awards
    for row in part.rows["awards"].tolist():
        one = int(table.person[row])
        made = _line(names, home, int(table.award[row]), int(table.year[row]), table.decided[row])
        unit = units[int(province.people.unit[one])]
        made |= {
            "recipient_name": who[one].full_name,
            "person": who[one],
            "recipient_group": who[one].group,
            "unit_name": unit.name,
            "period_from": int(table.first[row]),
        }
        lines.append((int(table.year[row]), 0, made))
    of_units = province.unit_awards
    for row in np.flatnonzero(np.isin(of_units.unit, list(units))).tolist():
        unit = units[int(of_units.unit[row])]
        year = int(of_units.year[row])
        made = _line(names, home, int(of_units.award[row]), year, of_units.decided[row])
        made |= {"recipient_name": unit.name, "collective": unit, "period_from": year}
        lines.append((year, 1, made))
    yield from (made for _, _, made in sorted(lines, key=lambda line: line[:2]))


def _line(
    names: dict[str, str], home: Home, award: int, year: int, decided: np.datetime64
) -> dict[str, Any]:
    code = shape.AWARDS[award]
    own = "Chủ tịch UBND" if home.is_commune else "Giám đốc"
    authority = _AUTHORITY.get(code, f"{own} {home.name}")
    return {
        "award_code": code,
        "award_name": names[code],
        "year": year,
        "period_to": year,
        "decision_number": f"{_NUMBERS[code]}/{_SYMBOL.get(authority, f'QĐ-{home.symbol}')}",
        "decided_on": _day(decided),
        "authority": authority,
        "merit": "cong_trang",
        "source": "book",
    }


def _award_names() -> dict[str, str]:
    from thidua.law import load_rulebook

    rulebook = load_rulebook()
    return {code: rulebook.award_name(code) for code in shape.AWARDS}


def _day(value: np.datetime64) -> dt.date | None:
    made: dt.date | None = value.astype("datetime64[D]").item()
    return made
