"""The lines of one register sheet: rows of people and units told from headings, repeated headers
and totals; each kind of cell read once per distinct content.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from thidua.exchange.readers.award_names import AwardName, award_name
from thidua.exchange.readers.records import Place, Problem
from thidua.exchange.readers.register_cells import CellReader, Person, shown
from thidua.exchange.readers.register_marks import mark_columns, quoted_decisions, quoted_for
from thidua.exchange.readers.register_memory import HEADS, CellMemory
from thidua.exchange.readers.register_notes import is_revoked, theme_of
from thidua.exchange.readers.register_quick import QuickLines
from thidua.exchange.readers.register_records import RefusedRow, RegisterRow
from thidua.exchange.readers.tables import Table
from thidua.exchange.readers.text import clean, fold, shorten, words
from thidua.exchange.readers.units import expand
from thidua.exchange.readers.workbook import SheetData, column_letter

_COUNT_ONLY = re.compile(r"(lao dong tien tien|ldtt)\s*:\s*(\d+)\s*nguoi")
_TOTAL = re.compile(r"^(cong|tong cong|tong so)\b")


@dataclass
class SheetRead:
    rows: list[RegisterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    year: int | None = None
    counted_only: int | None = None
    table: Table | None = None
    legacy: str = ""
    received_on: dt.date | None = None


def _nobody(row: int, column: int, doubt: str) -> None:
    """Nobody is told any more."""


class RowReader:
    """Reads one sheet into `read`, line by line."""

    def __init__(
        self,
        sheet: SheetData,
        table: Table,
        read: SheetRead,
        as_of: dt.date,
        meanings: Mapping[str, AwardName],
        memory: CellMemory,
    ) -> None:
        self.sheet, self.table, self.read = sheet, table, read
        self.meanings = meanings
        self.memory = memory
        self.cells = CellReader(sheet, table, read.year, memory, self._doubt)
        self.marks = mark_columns(sheet, table)
        self.quoted, unread = quoted_decisions(sheet, table, as_of)
        for row, text in unread:
            doubt = "không nhận ra danh hiệu của quyết định ghi ở đầu trang"
            read.problems.append(Problem(sheet.name, row + 1, "A", shorten(text), doubt))
        self.place_letter = table.letter("award") or table.letter("name")
        self.collective = False
        self.heading: AwardName | None = None
        self.counted = {"people": 0, "units": 0}
        self.mark_totals: Counter[int] = Counter()
        self._awards = memory.awards

    def run(self) -> None:
        """Read all of it; afterwards neither holds the other, so the sheet goes at once."""
        try:
            self._run()
        finally:
            self.cells.doubt = _nobody

    def _run(self) -> None:
        quick = QuickLines(self.sheet, self.table, self.memory, self.read.rows)
        if self.marks or not (quick.possible and self.cells.plain):
            for row in range(self.table.first_row, len(self.sheet.rows)):
                self._any_row(row)
        else:
            quick.read(
                self.place_letter,
                counted=self.counted,
                line=self._line,
                stopped=lambda: self.collective,
            )
        for row, column in sorted(self.sheet.formulas):
            if row >= self.table.first_row:
                self._doubt(row, column, "ô có công thức: giá trị lưu sẵn có thể đã cũ, không dùng")

    def _line(self, row: int, listed: bool) -> bool:
        """Read a line on its own; True where it became a row and nothing of it was doubted."""
        doubts, rows = len(self.read.problems), len(self.read.rows)
        if listed:
            self._listed_row(row)
        else:
            self._any_row(row)
        return len(self.read.problems) == doubts and len(self.read.rows) == rows + 1

    def _any_row(self, row: int) -> None:
        filled = [clean(cell) for cell in self.sheet.rows[row] if cell != "" and clean(cell)]
        if filled:
            self._row(row, filled)

    # Rows

    def _row(self, row: int, filled: list[str]) -> None:
        said, folded = words(" ".join(filled)), fold(" ".join(filled))
        name = self.cells.text(row, "name")
        if found := _COUNT_ONLY.search(folded):
            self.read.counted_only = int(found[2])
            self._doubt(
                row,
                self.table.columns["name"],
                f"chỉ ghi số lượng {found[2]} người đạt LĐTT, không có danh sách: không "
                "dùng để xác nhận từng người",
                text=" ".join(filled),
                weight="note",
            )
        elif _TOTAL.match(said) and not (self._is_number(row) and name):
            self._check_total(row, said)
        elif words(name) in HEADS or (said.startswith(("stt", "tt ho")) and len(filled) > 2):
            return
        elif len(filled) <= 2 and re.match(r"^([ab]\s+)?(ca nhan|tap the)$", said):
            self.collective = "tap the" in said
            self.heading = None
        elif len(filled) == 1:
            self.heading = award_name(filled[0].lstrip("+*- "))
            if self.heading is None:
                self._doubt(row, self.table.columns["name"], "không rõ dòng này là gì: không đọc")
        elif self.collective:
            self._collective_row(row)
        elif not name:
            self._refuse(
                row,
                self.table.columns["name"],
                "dòng có dữ liệu nhưng không có họ tên: không đọc",
                text=" | ".join(filled),
            )
        elif self.marks:
            self._marked_row(row)
        else:
            self._listed_row(row)

    def _is_number(self, row: int) -> bool:
        return isinstance(self.table.value(self.sheet.rows[row], "number"), (int, float))

    def _listed_row(self, row: int) -> None:
        award = self._award(row)
        if award is None:
            self._refuse_award(row)
            return
        self.counted["people"] += 1
        person = self.cells.person(row)
        self.read.rows.append(self._entry(row, award, award.collective, person))

    def _award(self, row: int) -> AwardName | None:
        text = self.cells.text(row, "award")
        if text in self._awards:
            found = self._awards[text]
        else:
            found = self._awards[text] = self.meanings.get(words(text)) or award_name(text)
        return found or (self.heading if not text else None)

    def _entry(self, row: int, award: AwardName, collective: bool, person: Person) -> RegisterRow:
        """What individuals and collectives have in common."""
        cells, read = self.cells, self.read
        number, decided = cells.decision(row)
        note = cells.text(row, "note")
        year, period, given, doubt = cells.year(row, note)
        merit, theme, revoked = cells.note(note, award)
        return RegisterRow(
            Place(self.sheet.name, row + 1, self.place_letter),
            person.name,
            collective,
            award.code,
            award.label,
            cells.text(row, "award") or award.label,
            year,
            period,
            number,
            decided,
            cells.text(row, "authority") or award.authority,
            merit,
            theme,
            person.born,
            person.gender,
            person.identity_number,
            person.unit,
            person.position,
            note,
            read.year,
            given,
            revoked,
            doubt,
            read.received_on is not None and not self.collective,
        )

    def _marked_row(self, row: int) -> None:
        person, note = self.cells.person(row), self.cells.text(row, "note")
        noted = [(part, award_name(part)) for part in re.split(r";", note) if clean(part)]
        before = len(self.read.rows)
        doubted = False
        for column, award in self.marks.items():
            mark = words(clean(self.sheet.value(row, column)).removesuffix(".0"))
            if not mark:
                continue
            if mark not in {"x", "1", "v"}:
                doubted = True
                self._refuse(row, column, "ký hiệu không phải dấu x: không đọc")
                continue
            self.counted["people"] += 1
            self.mark_totals[column] += 1
            theme = ""
            for part, named in noted:
                if named and (named.code, named.label) == (award.code, award.label):
                    theme = theme_of(part)
            decision = quoted_for(self.quoted, award, theme)
            self.read.rows.append(
                RegisterRow(
                    place=Place(self.sheet.name, row + 1, column_letter(column)),
                    name=person.name,
                    collective=False,
                    code=award.code,
                    label=award.label,
                    text=award.label,
                    year=self.read.year,
                    decision=decision.number if decision else "",
                    decided_on=decision.decided_on if decision else None,
                    authority=decision.authority if decision else award.authority,
                    merit="chuyen_de" if theme or (decision and decision.theme) else "cong_trang",
                    theme=theme or (decision.theme if decision else ""),
                    note=note,
                    sheet_year=self.read.year,
                    revoked=note if is_revoked(note) else "",
                    born=person.born,
                    gender=person.gender,
                    identity_number=person.identity_number,
                    unit=person.unit,
                    position=person.position,
                )
            )
        if len(self.read.rows) == before and not doubted:
            column = self.table.columns["name"]
            self._refuse(row, column, "dòng không có dấu x ở danh hiệu nào: không có gì để ghi")

    def _collective_row(self, row: int) -> None:
        cells = [self.cells.text(row, "name"), self.cells.text(row, "unit")]
        named = [cell for cell in cells if cell and not re.fullmatch(r"[\d.]+", cell)]
        award = self._award(row)
        if not named:
            doubt = "không đọc được tên tập thể hoặc danh hiệu: không đọc dòng này"
            self._refuse(row, self.table.columns["name"], doubt)
            return
        if award is None:
            self._refuse_award(row)
            return
        self.counted["units"] += 1
        name = expand(re.sub(r"^Tập thể\s+", "", named[0]))
        self.read.rows.append(self._entry(row, award, True, Person(name)))

    # What is doubtful

    def _refuse_award(self, row: int) -> None:
        text = self.cells.text(row, "award")
        column = self.table.columns.get("award", self.table.columns["name"])
        doubt = "không nhận ra danh hiệu hoặc hình thức khen thưởng: không đọc dòng này"
        self._refuse(row, column, doubt, award=text)

    def _refuse(
        self, row: int, column: int, reason: str, *, text: str | None = None, award: str = ""
    ) -> None:
        filled = [shown(cell) for cell in self.sheet.rows[row] if cell != ""]
        self.read.refused.append(
            RefusedRow(
                Place(self.sheet.name, row + 1, column_letter(column)),
                self.cells.text(row, "name"),
                shorten(" | ".join(filled), 300),
                reason,
                award,
            )
        )
        self._doubt(row, column, reason, text=text)

    def _doubt(
        self, row: int, column: int, doubt: str, *, text: str | None = None, weight: str = "doubt"
    ) -> None:
        said = text if text is not None else shown(self.sheet.value(row, column))
        self.read.problems.append(
            Problem(self.sheet.name, row + 1, column_letter(column), shorten(said), doubt, weight)
        )

    def _check_total(self, row: int, said: str) -> None:
        if self.marks:
            for column, counted in ((column, self.mark_totals[column]) for column in self.marks):
                text = clean(self.sheet.value(row, column)).removesuffix(".0")
                if text and text.isdigit() and int(text) != counted:
                    self._doubt(row, column, f"tổng cộng ghi {text}, đếm được {counted}")
            return
        found = re.search(r"(\d+)", said)
        counted = self.counted["units" if "tap the" in said else "people"]
        if found and int(found[1]) != counted:
            text = " ".join(clean(cell) for cell in self.sheet.rows[row] if cell != "")
            self._doubt(
                row,
                self.table.columns["name"],
                f"tổng ghi {found[1]}, đếm được {counted} dòng",
                text=text,
            )
