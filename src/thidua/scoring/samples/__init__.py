"""Score tables shipped as examples: data files, read once, with their deadlines in a given year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from thidua.scoring.arithmetic.points import Kind, Step

FOLDER = Path(__file__).parent
_NUMBERS = ("maximum", "per", "floor", "cap")


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped table: what it is good for, and the values of its head, lines and grades."""

    code: str
    title: str
    about: str
    head: dict[str, Any]
    criteria: list[dict[str, Any]]
    bands: list[dict[str, Any]]


def samples(year: int) -> list[Sample]:
    """All shipped tables, in the order of their file names."""
    return [_sample(path, year) for path in sorted(FOLDER.glob("*.yaml"))]


def sample(code: str, year: int) -> Sample | None:
    return next((one for one in samples(year) if one.code == code), None)


@cache
def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return read


def _sample(path: Path, year: int) -> Sample:
    given = _read(path)
    head = {
        "name": given["name"],
        "year": year,
        "units": given["units"],
        "total": Decimal(str(given["total"])),
        "reason_from": Decimal(str(given["reason_from"])),
        "peer_method": given["peer_method"],
        "peers_open": bool(given.get("peers_open")),
        "tie_rules": given["tie_rules"],
        "due_on": _day(given.get("due"), year),
    }
    criteria = [_line(line, year) for line in given["criteria"]]
    bands = [
        {name: _number(band.get(name)) for name in ("at_least", "below", "section_percent")}
        | {"name": band["name"], "rating": band.get("rating", "")}
        for band in given["bands"]
    ]
    return Sample(path.stem, given["name"], given["about"], head, criteria, bands)


def _line(line: dict[str, Any], year: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "number": str(line["number"]),
        "text": line["text"],
        "kind": line.get("kind", Kind.MANUAL),
        "unit": line.get("unit", ""),
        "source": line.get("source", ""),
        "evidence": bool(line.get("evidence")),
        "parent": str(line.get("parent", "")),
        "due_on": _day(line.get("due"), year),
        "steps": tuple(
            Step(Decimal(str(at)), Decimal(str(points))) for at, points in line.get("steps", ())
        ),
    }
    return made | {name: _number(line.get(name)) for name in _NUMBERS}


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(text: str | None, year: int) -> dt.date | None:
    """`dd/mm` in the year of the table; `dd/mm+1` in the year after."""
    if not text:
        return None
    day, _, more = text.partition("+")
    number, month = day.split("/")
    return dt.date(year + int(more or 0), int(month), int(number))
