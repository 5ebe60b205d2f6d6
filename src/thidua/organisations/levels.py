"""Levels of bodies as dated data: which levels there are on a day, by `reference/levels.csv`."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent / "reference"


@dataclass(frozen=True)
class LevelPeriod:
    """A level of administration with its days (None: without bound) and where it is said."""

    code: str
    label: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    citation: str
    confidence: str

    def holds_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@cache
def levels() -> tuple[LevelPeriod, ...]:
    """Every line of the file, in its order; read once per process."""
    with (REFERENCE / "levels.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(
            LevelPeriod(
                row["code"],
                row["label"],
                _day(row["valid_from"]),
                _day(row["valid_to"]),
                row["citation"],
                row["confidence"],
            )
            for row in csv.DictReader(handle)
        )


def levels_on(day: dt.date) -> dict[str, str]:
    """Codes and labels of the levels that there are on `day`."""
    return {level.code: level.label for level in levels() if level.holds_on(day)}


def last_day_of(code: str) -> dt.date | None:
    """The last day of a level that has ended; None for one that goes on."""
    ends = [level.valid_to for level in levels() if level.code == code]
    return None if not ends or None in ends else max(day for day in ends if day)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
