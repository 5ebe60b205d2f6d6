"""Which texts apply: the instruments in force on a day, and the days on which they change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from thidua.law import load_rulebook

SHOWN = 5


@dataclass(frozen=True)
class Milestone:
    """A text and the first day on which files received fall under it."""

    in_force: dt.date
    number: str
    loaded: bool


def milestones() -> list[Milestone]:
    """The latest national texts, newest first, for the hint beside the day of receipt."""
    rb = load_rulebook()
    national = [i for i in rb.instruments.values() if i.scope is None and i.short]
    newest = sorted(national, key=lambda i: i.in_force, reverse=True)[:SHOWN]
    return [Milestone(i.in_force, i.short, not _awaited(i.in_force)) for i in newest]


def _awaited(day: dt.date) -> bool:
    return any(award.status == "text_not_loaded" for award in load_rulebook().awards(day))


def texts_of(instruments: list[str]) -> list[str]:
    """Short names of the instruments an answer rests on, in the order given."""
    known = load_rulebook().instruments
    return [known[key].short if key in known else key for key in instruments]
