"""The wide register table: one column of x marks per award, decisions quoted above the table."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from thidua.exchange.readers.award_names import AwardName, award_name
from thidua.exchange.readers.dates import read_date
from thidua.exchange.readers.tables import Table
from thidua.exchange.readers.text import clean, fold, words
from thidua.exchange.readers.workbook import SheetData

FEWEST_MARKS = 3
_QUOTED = re.compile(
    r"^(?P<award>[^:(]+?)\s*(?:\((?P<theme>[^)]*)\))?\s*:\s*(?:qd|quyet "
    r"dinh)\s*(?:so\s*)?(?P<number>\S+)\s+ngay\s+(?P<date>\S+)(?:\s+cua\s+(?P<giver>.+))?$"
)


@dataclass(frozen=True)
class QuotedDecision:
    code: str | None
    label: str
    theme: str
    number: str
    decided_on: dt.date | None
    authority: str


def mark_columns(sheet: SheetData, table: Table) -> dict[int, AwardName]:
    """Columns whose lowest heading is the name of an award; fewer than three are no wide table."""
    marks = {}
    row = table.first_row - 1
    for column in range(len(sheet.rows[row])):
        award = award_name(clean(sheet.value(row, column)))
        if award and column != table.columns.get("name"):
            marks[column] = award
    return marks if len(marks) >= FEWEST_MARKS else {}


def quoted_decisions(
    sheet: SheetData, table: Table, as_of: dt.date
) -> tuple[list[QuotedDecision], list[tuple[int, str]]]:
    """Lines such as `BK UBND tỉnh (chuyên đề X): QĐ số 1/QĐ-UBND ngày 1/2/2014 của ...`; and
    unread ones.
    """
    quoted: list[QuotedDecision] = []
    unread: list[tuple[int, str]] = []
    for row in range(table.header_row):
        text = " ".join(clean(cell) for cell in sheet.rows[row] if cell != "")
        found = _QUOTED.match(fold(text))
        if not found:
            continue
        award = award_name(text[: found.end("award")])
        if award is None:
            unread.append((row, text))
            continue
        quoted.append(
            QuotedDecision(
                award.code,
                award.label,
                _part(text, found, "theme"),
                _part(text, found, "number"),
                read_date(found["date"], today=as_of).value,
                _part(text, found, "giver"),
            )
        )
    return quoted, unread


def _part(text: str, found: re.Match[str], group: str) -> str:
    return text[found.start(group) : found.end(group)] if found[group] else ""


def quoted_for(quoted: list[QuotedDecision], award: AwardName, theme: str) -> QuotedDecision | None:
    """The one decision that a mark can stand for; None where two bodies decided on the same
    award.
    """
    fitting = [one for one in quoted if (one.code, one.label) == (award.code, award.label)]
    if theme:
        fitting = [one for one in fitting if words(one.theme) == words(theme)] or fitting
    elif any(not one.theme for one in fitting):
        fitting = [one for one in fitting if not one.theme]
    return fitting[0] if len(fitting) == 1 else None
