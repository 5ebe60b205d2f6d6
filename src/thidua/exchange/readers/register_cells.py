"""The cells of a register line; what one content said is kept for the lines that repeat it."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple, Protocol

from thidua.exchange.readers.award_names import AwardName
from thidua.exchange.readers.cells import read_gender
from thidua.exchange.readers.dates import NOTHING, DateRead, read_date
from thidua.exchange.readers.register_memory import CellMemory
from thidua.exchange.readers.register_notes import read_note
from thidua.exchange.readers.tables import Table
from thidua.exchange.readers.text import clean, fold
from thidua.exchange.readers.workbook import SheetData, Value

_DECISION = re.compile(
    r"(?:(?:qd|quyet "
    r"dinh)\s*)?(?:so\s*)?(?P<number>\d+(?:/[^\s,;()]+)?)\s*(?:,|ngay|\s)*\s*(?P<date>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})?"
)
_NO_DECISION: tuple[str, dt.date | None, str] = ("", None, "")


class Person(NamedTuple):
    """Who a line is about, as far as its cells say."""

    name: str
    gender: str | None = None
    position: str = ""
    unit: str = ""
    born: DateRead = NOTHING
    identity_number: str = ""


class Doubt(Protocol):
    def __call__(self, row: int, column: int, doubt: str) -> None: ...


Year = tuple[int | None, tuple[int, int] | None, bool, str]


class CellReader:
    """Reads cells of one sheet by field; `doubt` is told what could not be read, per line."""

    def __init__(
        self,
        sheet: SheetData,
        table: Table,
        year: int | None,
        memory: CellMemory,
        doubt: Doubt,
    ) -> None:
        self.sheet, self.columns, self.sheet_year = sheet, table.columns, year
        self.doubt = doubt
        self.rows, self.formulas = sheet.rows, sheet.formulas
        self._covered = _covered(sheet, table)
        self.memory = memory
        self._years: dict[tuple[str, str], tuple[Year, str]] = {}

    @property
    def plain(self) -> bool:
        """True where every cell is what it shows: no formula, no merged range among the data."""
        return not self.formulas and not self._covered

    def value(self, row: int, code: str) -> Value:
        """The cell, or that of the merged range over an empty one; a formula's is not believed."""
        column = self.columns.get(code)
        if column is None:
            return ""
        cells = self.rows[row]
        value = cells[column] if column < len(cells) else ""
        if value == "" and column in self._covered:
            at = _origin(self._covered[column], row)
            if at is not None:
                row, column = at
                value = self.sheet.value(row, column)
        if self.formulas and (row, column) in self.formulas:
            return ""
        return value

    def text(self, row: int, code: str) -> str:
        value = self.value(row, code)
        if value == "":
            return ""
        if type(value) is str:
            return self.memory.texts[value]
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return clean(value)

    def person(self, row: int) -> Person:
        raw = self.text(row, "name")
        name, gender = self.memory.named[raw]
        position, unit = self.memory.placed[self.text(row, "unit")]
        address = self.text(row, "address")
        return Person(
            name,
            (read_gender(address) if address else None) or gender,
            position,
            unit,
            self._birth(row),
            self._identity(row),
        )

    def _birth(self, row: int) -> DateRead:
        value = self.value(row, "born")
        if value == "":
            return NOTHING
        born = self.memory.born[value]
        if born.doubt and not born.either:
            self.doubt(row, self.columns["born"], f"ngày sinh: {born.doubt}")
        return born

    def _identity(self, row: int) -> str:
        text = self.text(row, "identity")
        if not text:
            return ""
        number = text if text.isdigit() and text.isascii() else re.sub(r"[^0-9]", "", text)
        if len(number) == 11:
            number = "0" + number
        return number if len(number) == 12 else ""

    def decision(self, row: int) -> tuple[str, dt.date | None]:
        text, day = self.text(row, "decision"), self.value(row, "decided_on")
        known = self.memory.decisions.get((text, day))
        if known is None:
            known = self.memory.decisions[text, day] = self._decision(text, day)
        if known[2]:
            column = self.columns.get("decided_on", self.columns.get("decision", 0))
            self.doubt(row, column, f"ngày quyết định: {known[2]}")
        return known[0], known[1]

    def _decision(self, text: str, day: Value) -> tuple[str, dt.date | None, str]:
        if not text and day == "":
            return _NO_DECISION
        found = _DECISION.search(fold(text))
        number = text[found.start("number") : found.end("number")].rstrip(".") if found else ""
        if day == "" and found and found["date"]:
            day = found["date"]
        if day == "":
            return number, None, ""
        today = self.memory.as_of
        # Decision days are checked against the other rows of the same decision, so an exchange
        # shows there.
        read = read_date(day, today=today, two_digit_years=(1990, today.year), swappable=False)
        return number, read.value, read.doubt

    def year(self, row: int, note: str) -> Year:
        """Year, period, whether the row itself says so, and a doubt."""
        text = self.text(row, "year")
        key = text, note if "year" not in self.columns else ""
        known = self._years.get(key)
        if known is None:
            known = self._years[key] = self._year(text, note)
        if known[1]:
            self.doubt(row, self.columns.get("year", 0), known[1])
        return known[0]

    def _year(self, text: str, note: str) -> tuple[Year, str]:
        if "year" not in self.columns:
            found = re.search(
                r"(?:thanh tich )?(?:nam|giai doan)\s+(\d{4})(?:\s*[-–]\s*(\d{4}))?$", fold(note)
            )
            text = note[found.start(1) :] if found else ""
        found = re.fullmatch(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", text)
        if found:
            start, stop = int(found[1]), int(found[2] or found[1])
            if start > stop:
                doubt = "khoảng năm không hợp lý"
                return (self.sheet_year, None, False, doubt), doubt
            return (stop, (start, stop) if stop > start else None, True, ""), ""
        return (self.sheet_year, None, False, ""), ("không đọc được năm thành tích" if text else "")

    def note(self, note: str, award: AwardName) -> tuple[str, str, str]:
        """Merit, theme and revocation said by the remark."""
        if not note:
            return "cong_trang", "", ""
        key = note, award.code, award.label
        known = self.memory.notes.get(key)
        if known is None:
            known = self.memory.notes[key] = read_note(note, award)
        return known


Cover = tuple[list[int], list[tuple[int, tuple[int, int]]]]


def _covered(sheet: SheetData, table: Table) -> dict[int, Cover]:
    """Per column that holds a field: where merged ranges begin, and each one's last row and origin.

    Only ranges that begin among the data count: one over the whole sheet covers nothing.
    """
    wanted = set(table.columns.values())
    spans: dict[int, list[tuple[int, int, tuple[int, int]]]] = defaultdict(list)
    for (r1, c1), (r2, c2) in sheet.merged:
        if r1 >= table.first_row and (r2 > r1 or c2 > c1):
            for column in wanted:
                if c1 <= column <= c2:
                    spans[column].append((r1, r2, (r1, c1)))
    covered: dict[int, Cover] = {}
    for column, found in spans.items():
        found.sort()
        covered[column] = [r1 for r1, _, _ in found], [(r2, origin) for _, r2, origin in found]
    return covered


def _origin(cover: Cover, row: int) -> tuple[int, int] | None:
    index = bisect_right(cover[0], row) - 1
    if index < 0:
        return None
    last, origin = cover[1][index]
    return origin if row <= last else None


def shown(value: Value) -> str:
    """A cell as the officer knows it."""
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(value)
