"""Columns of the grid: the awards that the rulebook knows on the day of the round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from thidua.eligibility.models import Round
from thidua.law import load_rulebook
from thidua.law.index import KINDS, AwardInfo

# How far the encoded text was checked, in words for the screen.
CONFIDENCE = {
    "V": "đã đọc nguồn",
    "V2": "nguồn thứ cấp",
    "K": "chưa đối chiếu",
    "UNKNOWN": "chưa đọc được văn bản",
}


@dataclass(frozen=True)
class Column:
    """One award as a column head: code and both names."""

    code: str
    name: str
    short_name: str

    @property
    def lines(self) -> tuple[str, str]:
        """The short name over two lines of about equal length, for a narrow column."""
        words = self.short_name.split(" ")
        if len(words) < 2:
            return self.short_name, ""
        cut = min(
            range(1, len(words)),
            key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))),
        )
        return " ".join(words[:cut]), " ".join(words[cut:])


def columns(round_: Round, *, collective: bool = False) -> list[Column]:
    """The awards that a person (or a collective) is considered for in the round: those chosen for
    it, else the usual ones, as far as the text of its day speaks of them."""
    recipient = "collective" if collective else "individual"
    return [
        Column(info.code, info.name, info.short_name)
        for info in load_rulebook().awards(round_.received_on)
        if recipient in info.recipients
        and (info.code in round_.awards if round_.awards else info.usual)
    ]


def awards_by_kind(on: dt.date) -> list[tuple[str, list[AwardInfo]]]:
    """Every award that the text of the day speaks of and people or collectives may receive, under
    the name of its kind, for choosing what a round considers."""
    kinds: dict[str, list[AwardInfo]] = {}
    for info in load_rulebook().awards(on):
        if {"individual", "collective"} & set(info.recipients):
            kinds.setdefault(KINDS[info.kind], []).append(info)
    return list(kinds.items())


def column(code: str, on: dt.date) -> Column:
    """One award by its code, under the name it bears on that day."""
    info = load_rulebook().info(code)
    return Column(info.code, info.name_on(on), info.short_name)


def text_awaited(code: str, on: dt.date) -> bool:
    """Whether the text of that day is not loaded, so that answers are by the last known one."""
    entry = load_rulebook().award(code, on)
    return entry is not None and not entry.loaded
