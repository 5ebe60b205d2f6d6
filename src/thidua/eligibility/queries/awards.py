"""Columns of the grid: the awards that the rulebook knows on the day of the round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from thidua.law import load_rulebook

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


def columns(on: dt.date, *, collective: bool = False) -> list[Column]:
    """The awards a person (or a collective) of a body may be considered for on that day."""
    recipient = "collective" if collective else "individual"
    return [
        Column(info.code, info.name, info.short_name)
        for info in load_rulebook().awards(on)
        if recipient in info.recipients
    ]


def column(code: str, on: dt.date) -> Column:
    """One award by its code, under the name it bears on that day."""
    info = load_rulebook().info(code)
    return Column(info.code, info.name_on(on), info.short_name)


def text_awaited(code: str, on: dt.date) -> bool:
    """Whether the text of that day is not loaded, so that answers are by the last known one."""
    entry = load_rulebook().award(code, on)
    return entry is not None and not entry.loaded
