"""What the program does not know, by the document or the body that would have to say it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from thidua.kit.text import fold
from thidua.law import Rulebook
from thidua.law.book.model import Instrument
from thidua.law.unknowns import KINDS, Unknown, unknowns


@dataclass(frozen=True)
class Gap:
    """One unknown with the names of the awards that it blocks."""

    unknown: Unknown
    awards: list[tuple[str, str]]

    @property
    def kind(self) -> str:
        return KINDS[self.unknown.kind]


@dataclass(frozen=True)
class GapGroup:
    """The gaps of one document; of the body itself where its own choice is missing."""

    instrument: Instrument
    gaps: list[Gap]
    may_load: bool


def gaps(
    rb: Rulebook, *, on: dt.date, scope: str | None, q: str = "", kind: str = ""
) -> tuple[list[GapGroup], dict[str, int]]:
    """Groups by document, newest first, and how many gaps there are of each kind."""
    words = fold(q).split()
    found = [
        Gap(item, [(code, rb.info(code).short_name) for code in item.awards])
        for item in unknowns(rb, on=on, scope=scope)
    ]
    found = [gap for gap in found if all(word in fold(_said(gap)) for word in words)]
    counts = {key: sum(gap.unknown.kind == key for gap in found) for key in KINDS}
    shown = [gap for gap in found if not kind or gap.unknown.kind == kind]
    groups = [
        GapGroup(
            rb.instruments[key],
            inside,
            any(gap.unknown.kind != "slot" for gap in inside),
        )
        for key in dict.fromkeys(gap.unknown.instrument for gap in shown)
        if (inside := [gap for gap in shown if gap.unknown.instrument == key])
    ]
    groups.sort(key=lambda group: group.instrument.in_force, reverse=True)
    return groups, counts


def _said(gap: Gap) -> str:
    return " ".join((gap.unknown.statement, gap.unknown.key, *(name for _, name in gap.awards)))
