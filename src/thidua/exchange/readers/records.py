"""Neutral records that every reader hands on: what was read, where it stood, and what is doubtful
(nothing is guessed in silence).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from thidua.exchange.readers.dates import NOTHING, DateRead


@dataclass(frozen=True)
class Problem:
    """One doubtful cell; `row` and `column` as Excel shows them (1 and A are the first).

    `weight` is "doubt" where the value was not used, "note" where the reading is said but used.
    """

    sheet: str
    row: int
    column: str
    read: str
    doubt: str
    weight: str = "doubt"

    def to_dict(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "read": self.read,
            "doubt": self.doubt,
        }


@dataclass(slots=True, unsafe_hash=True)
class Place:
    sheet: str
    row: int
    column: str = ""


@dataclass(frozen=True)
class AwardClaim:
    """One award that a list declares, or that the register holds; `code` None = no legal award of
    the system.
    """

    place: Place
    code: str | None
    label: str
    year: int | None
    text: str
    period: tuple[int, int] | None = None
    decision: str = ""
    decided_on: dt.date | None = None
    authority: str = ""
    merit: str = "cong_trang"
    theme: str = ""


@dataclass(frozen=True)
class InitiativeRead:
    place: Place
    title: str
    year: int | None
    level: str | None
    kind: str
    decision: str = ""
    recognised_on: dt.date | None = None
    recognised: bool = True
    doubt: str = ""

    @property
    def certain(self) -> bool:
        return (
            self.recognised and not self.doubt and self.level is not None and self.year is not None
        )


@dataclass(frozen=True)
class SpanRead:
    """A leave, a course or a discipline with its days."""

    kind: str
    start: dt.date | None = None
    end: dt.date | None = None
    decision: str = ""
    text: str = ""


class Unknown(StrEnum):
    """Facts that the file leaves unknown for one person; the law engine answers `needs_facts`."""

    AWARDS = "awards"
    RATINGS = "ratings"
    INITIATIVES = "initiatives"
    LEAVE = "leave"
    DISCIPLINES = "disciplines"
    PENDING = "pending"
    REGISTRATIONS = "registrations"


@dataclass(frozen=True)
class PersonRead:
    key: str
    sheet: str
    rows: tuple[int, ...]
    name: str
    raw_name: str = ""
    code: str = ""
    gender: str | None = None
    born: DateRead = NOTHING
    ethnic: str = ""
    identity_number: str = ""
    position: str = ""
    unit: str = ""
    direct: bool | None = None
    employment: str = ""
    party_member: bool | None = None
    recruited: DateRead = NOTHING
    joined: DateRead = NOTHING
    arrived_from: str = ""
    left_on: dt.date | None = None
    status: str = ""
    ratings: tuple[tuple[int, str], ...] = ()
    ratings_complete: tuple[int, int] | None = None
    initiatives: tuple[InitiativeRead, ...] = ()
    initiatives_complete: tuple[int, int] | None = None
    claims: tuple[AwardClaim, ...] = ()
    registrations: tuple[tuple[int, str], ...] | None = None
    leave: tuple[SpanRead, ...] = ()
    studies: tuple[SpanRead, ...] = ()
    disciplines: tuple[SpanRead, ...] = ()
    history_complete: tuple[int, int] | None = None
    pending: tuple[SpanRead, ...] = ()
    notes: str = ""
    unknown: frozenset[Unknown] = frozenset()


@dataclass(frozen=True)
class UnitRead:
    """One collective: today's name, its names of the time, yearly ratings and declared awards."""

    key: str
    sheet: str
    rows: tuple[int, ...]
    name: str
    code: str = ""
    former_names: tuple[tuple[int, str], ...] = ()
    ratings: tuple[tuple[int, str], ...] = ()
    ratings_complete: tuple[int, int] | None = None
    claims: tuple[AwardClaim, ...] = ()


@dataclass(frozen=True)
class ColumnGuess:
    """Which field a column holds and why; `certain` False asks the officer to confirm."""

    column: str
    field: str
    header: str
    reason: str
    certain: bool
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaffList:
    file: str
    kind: str
    year: int
    people: tuple[PersonRead, ...]
    units: tuple[UnitRead, ...]
    problems: tuple[Problem, ...]
    columns: dict[str, tuple[ColumnGuess, ...]] = field(default_factory=dict)
    person_rows: int = 0
