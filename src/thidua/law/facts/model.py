"""One subject's history as frozen values: the public format `thidua-facts/1`.

A list that is None is unknown. A list without a range in `complete` is the whole history
up to the year asked; with a range, what lies outside the range is unknown. A range under
`awards_of(code)` stands for that award instead of the one for all awards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# The range of an award of which no year is known to be complete.
NO_YEAR = (1, 1)


def awards_of(code: str) -> str:
    """The key in `Facts.complete` of one award's own range (`complete.awards_except` in a file)."""
    return f"awards:{code}"


@dataclass(frozen=True, slots=True)
class Period:
    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class Subject:
    kind: str = "individual"
    name: str = ""
    gender: str | None = None
    born: date | None = None
    died: date | None = None
    group: str | None = None
    force: str | None = None  # None: not recorded; routes of the forces stay open questions


@dataclass(frozen=True, slots=True)
class Post:
    title: str
    from_: date
    level: str | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    kind: str
    from_: date
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Study:
    from_: date
    to: date | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """`enlisted_on` and `discharged_on` bound the service without a break in army or police."""

    recruited_on: date | None = None
    employment: str | None = None
    posts: tuple[Post, ...] | None = None
    leave: tuple[Leave, ...] | None = None
    study: tuple[Study, ...] | None = None
    enlisted_on: date | None = None
    discharged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    year: int
    award: str


@dataclass(frozen=True, slots=True)
class Rating:
    year: int
    grade: str


@dataclass(frozen=True, slots=True)
class UsedFor:
    award: str
    year: int


@dataclass(frozen=True, slots=True)
class Initiative:
    year: int
    level: str
    kind: str = "sang_kien"
    recognised_on: date | None = None
    decision: str | None = None
    used_for: tuple[UsedFor, ...] = ()


@dataclass(frozen=True, slots=True)
class Discipline:
    measure: str
    from_: date
    to: date | None = None


@dataclass(frozen=True, slots=True)
class AwardHeld:
    """An award in the register; `period` is the achievement period its decision names, if any."""

    code: str
    year: int
    decision: str | None = None
    decided_on: date | None = None
    authority: str | None = None
    period: Period | None = None
    merit: str | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    rank: int
    of: int | None = None
    organised_by: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Collective:
    """Figures of a collective; None is unknown. `worst_discipline` is "khong" when nobody was.

    `completing_undecided` and `members_undecided` count members without a conclusion;
    `projected` names the figures expected from the same round.
    """

    members: int | None = None
    members_completing: int | None = None
    members_with: Mapping[str, int] | None = None
    worst_discipline: str | None = None
    rank_in_cluster: Rank | None = None
    founded_on: date | None = None
    completing_undecided: int = 0
    members_undecided: Mapping[str, int] = field(default_factory=dict)
    projected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    kind: str
    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What people judged: `about` is the slug of the condition, of one award or year if named."""

    about: str
    holds: bool
    by: str | None = None
    decided_on: date | None = None
    award: str | None = None
    year: int | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    subject: Subject
    service: Service | None = None
    registrations: tuple[Registration, ...] | None = None
    ratings: tuple[Rating, ...] | None = None
    initiatives: tuple[Initiative, ...] | None = None
    disciplines: tuple[Discipline, ...] | None = None
    awards: tuple[AwardHeld, ...] | None = None
    collective: Collective | None = None
    pending: tuple[Pending, ...] | None = None
    findings: tuple[Finding, ...] | None = None
    complete: Mapping[str, tuple[int, int]] = field(default_factory=dict)
