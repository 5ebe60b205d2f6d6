"""One sheet of a legacy register: title, quoted decisions, header of any layout, headings, rows,
totals.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from thidua.exchange.readers import tcvn3
from thidua.exchange.readers.award_names import AwardName, award_name
from thidua.exchange.readers.cells import read_gender, split_address
from thidua.exchange.readers.dates import read_date
from thidua.exchange.readers.records import Place, Problem
from thidua.exchange.readers.register_marks import mark_columns, quoted_decisions, quoted_for
from thidua.exchange.readers.register_notes import is_revoked, read_note, theme_of
from thidua.exchange.readers.register_records import REGISTER_FIELDS, RegisterRow
from thidua.exchange.readers.tables import Table, find_table
from thidua.exchange.readers.text import clean, fold, shorten, title_case, words
from thidua.exchange.readers.units import expand, split_position, starts_as_unit
from thidua.exchange.readers.workbook import SheetData, Value, column_letter

_DECISION = re.compile(
    r"(?:(?:qd|quyet "
    r"dinh)\s*)?(?:so\s*)?(?P<number>\d+(?:/[^\s,;()]+)?)\s*(?:,|ngay|\s)*\s*(?P<date>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})?"
)
_COUNT_ONLY = re.compile(r"(lao dong tien tien|ldtt)\s*:\s*(\d+)\s*nguoi")
_TOTAL = re.compile(r"^(cong|tong cong|tong so)\b")


@dataclass
class SheetRead:
    rows: list[RegisterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    year: int | None = None
    counted_only: int | None = None
    table: Table | None = None
    legacy: bool = False
    received_on: dt.date | None = None


def read_sheet(sheet: SheetData, *, as_of: dt.date) -> SheetRead:
    """Read one sheet; a sheet without a register table gives a problem, not an exception."""
    sheet, legacy = _decoded(sheet)
    read = SheetRead(legacy=legacy)
    table = find_table(sheet, REGISTER_FIELDS, least=3)
    if table is None or "name" not in table.columns:
        if any(cell != "" for row in sheet.rows for cell in row):
            read.problems.append(
                Problem(
                    sheet.name,
                    1,
                    "A",
                    shorten(sheet.text(0, 0)),
                    "không thấy bảng khen thưởng trên trang tính này: không đọc",
                )
            )
        return read
    read.table = table
    title = " ".join(
        clean(cell) for row in sheet.rows[: table.header_row] for cell in row if cell != ""
    )
    read.year = _sheet_year(sheet.name, title)
    if re.search(r"(tiep nhan|bo sung thanh tich)", fold(title)):
        found = re.search(r"\d{1,2}/\d{1,2}/\d{4}", title)
        read.received_on = read_date(found[0], today=as_of).value if found else None
        read.year = None
    _SheetReader(sheet, table, read, as_of).run()
    return read


def _decoded(sheet: SheetData) -> tuple[SheetData, bool]:
    texts = [cell for row in sheet.rows for cell in row if isinstance(cell, str)]
    legacy = tcvn3.looks_legacy(texts)
    rows: list[list[Value]] = (
        [
            [
                tcvn3.decode_cell(cell, legacy_sheet=legacy)
                if isinstance(cell, str) and cell
                else cell
                for cell in row
            ]
            for row in sheet.rows
        ]
        if legacy
        else sheet.rows
    )
    return SheetData(sheet.name, rows, sheet.merged, sheet.formulas), legacy


def _sheet_year(name: str, title: str) -> int | None:
    for text in (name, title):
        years = set(re.findall(r"\b(?:19|20)\d{2}\b", text))
        if len(years) == 1:
            return int(years.pop())
    return None


class _SheetReader:
    def __init__(self, sheet: SheetData, table: Table, read: SheetRead, as_of: dt.date) -> None:
        self.sheet, self.table, self.read, self.as_of = sheet, table, read, as_of
        self.marks = mark_columns(sheet, table)
        self.quoted, unread = quoted_decisions(sheet, table, as_of)
        for row, text in unread:
            doubt = "không nhận ra danh hiệu của quyết định ghi ở đầu trang"
            read.problems.append(Problem(sheet.name, row + 1, "A", shorten(text), doubt))
        self.origin = {
            (row, column): (r1, c1)
            for (r1, c1), (r2, c2) in sheet.merged
            for row in range(r1, min(r2 + 1, len(sheet.rows)))
            for column in range(c1, min(c2 + 1, len(sheet.rows[row])))
        }
        self.collective = False
        self.heading: AwardName | None = None
        self.counted = {"people": 0, "units": 0}
        self.mark_totals: Counter[int] = Counter()

    def run(self) -> None:
        for row in range(self.table.first_row, len(self.sheet.rows)):
            filled = [clean(cell) for cell in self.sheet.rows[row] if cell != "" and clean(cell)]
            if filled:
                self._row(row, filled)
        for row, column in sorted(self.sheet.formulas):
            if row >= self.table.first_row:
                self._doubt(row, column, "ô có công thức: giá trị lưu sẵn có thể đã cũ, không dùng")

    # Rows

    def _row(self, row: int, filled: list[str]) -> None:
        said, folded = words(" ".join(filled)), fold(" ".join(filled))
        name = self._text(row, "name")
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
        elif words(name) in {"ho va ten", "ho ten", "ten ca nhan tap the"} or (
            said.startswith(("stt", "tt ho")) and len(filled) > 2
        ):
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
            self._doubt(
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

    def _person(self, row: int) -> dict[str, Any]:
        name, gender = split_address(self._text(row, "name"))
        position, unit = self._text(row, "unit"), ""
        if "," in position and not starts_as_unit(position):
            position, unit = split_position(position, ())
        else:
            position, unit = "", expand(position)
        born = read_date(
            self._value(row, "born"), today=self.as_of, two_digit_years=(1930, self.as_of.year - 15)
        )
        if born.doubt and not born.either:
            self._doubt(row, self.table.columns["born"], f"ngày sinh: {born.doubt}")
        number = re.sub(r"\D", "", self._text(row, "identity"))
        if len(number) == 11:
            number = "0" + number
        return {
            "name": title_case(name),
            "gender": read_gender(self._text(row, "address")) or gender,
            "position": position,
            "unit": unit,
            "born": born,
            "identity_number": number if len(number) == 12 else "",
        }

    def _listed_row(self, row: int) -> None:
        award = self._award(row)
        if award is None:
            column = self.table.columns.get("award", self.table.columns["name"])
            doubt = "không nhận ra danh hiệu hoặc hình thức khen thưởng: không đọc dòng này"
            self._doubt(row, column, doubt)
            return
        self.counted["people"] += 1
        received = self.read.received_on is not None
        entry = self._entry(row, award, collective=award.collective, name="")
        self.read.rows.append(replace(entry, received=received, **self._person(row)))

    def _award(self, row: int) -> AwardName | None:
        text = self._text(row, "award")
        return award_name(text) or (self.heading if not text else None)

    def _entry(self, row: int, award: AwardName, *, collective: bool, name: str) -> RegisterRow:
        """What individuals and collectives have in common."""
        number, decided = self._decision(row)
        note = self._text(row, "note")
        year, period, given, doubt = self._year(row, note)
        merit, theme, revoked = read_note(note, award)
        return RegisterRow(
            place=self._place(row, "award"),
            name=name,
            collective=collective,
            code=award.code,
            label=award.label,
            text=self._text(row, "award") or award.label,
            year=year,
            period=period,
            decision=number,
            decided_on=decided,
            authority=self._text(row, "authority") or award.authority,
            merit=merit,
            theme=theme,
            note=note,
            sheet_year=self.read.year,
            year_given=given,
            revoked=revoked,
            doubtful=doubt,
        )

    def _marked_row(self, row: int) -> None:
        person, note = self._person(row), self._text(row, "note")
        noted = [(part, award_name(part)) for part in re.split(r";", note) if clean(part)]
        for column, award in self.marks.items():
            mark = words(clean(self.sheet.value(row, column)).removesuffix(".0"))
            if not mark:
                continue
            if mark not in {"x", "1", "v"}:
                self._doubt(row, column, "ký hiệu không phải dấu x: không đọc")
                continue
            self.counted["people"] += 1
            self.mark_totals[column] += 1
            theme = ""
            for part, named in noted:
                if named and (named.code, named.label) == (award.code, award.label):
                    theme = theme_of(part)
            decision = quoted_for(self.quoted, award, theme)
            revoked = note if is_revoked(note) else ""
            self.read.rows.append(
                RegisterRow(
                    place=Place(self.sheet.name, row + 1, column_letter(column)),
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
                    revoked=revoked,
                    **person,
                )
            )

    def _collective_row(self, row: int) -> None:
        cells = [self._text(row, "name"), self._text(row, "unit")]
        named = [cell for cell in cells if cell and not re.fullmatch(r"[\d.]+", cell)]
        award = self._award(row)
        if not named or award is None:
            doubt = "không đọc được tên tập thể hoặc danh hiệu: không đọc dòng này"
            self._doubt(row, self.table.columns["name"], doubt)
            return
        self.counted["units"] += 1
        name = expand(re.sub(r"^Tập thể\s+", "", named[0]))
        self.read.rows.append(self._entry(row, award, collective=True, name=name))

    # Cells

    def _value(self, row: int, code: str) -> Value:
        column = self.table.columns.get(code)
        if column is None:
            return ""
        row_at, column_at = self.origin.get((row, column), (row, column))
        if (row_at, column_at) in self.sheet.formulas:
            return ""
        return self.sheet.value(row_at, column_at)

    def _text(self, row: int, code: str) -> str:
        value = self._value(row, code)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return clean(value) if value != "" else ""

    def _place(self, row: int, code: str) -> Place:
        return Place(self.sheet.name, row + 1, self.table.letter(code) or self.table.letter("name"))

    def _doubt(
        self, row: int, column: int, doubt: str, *, text: str | None = None, weight: str = "doubt"
    ) -> None:
        shown = text if text is not None else _shown(self.sheet.value(row, column))
        self.read.problems.append(
            Problem(self.sheet.name, row + 1, column_letter(column), shorten(shown), doubt, weight)
        )

    def _decision(self, row: int) -> tuple[str, dt.date | None]:
        text, day = self._text(row, "decision"), self._value(row, "decided_on")
        found = _DECISION.search(fold(text))
        number = text[found.start("number") : found.end("number")].rstrip(".") if found else ""
        if day == "" and found and found["date"]:
            day = found["date"]
        if day == "":
            return number, None
        # Decision days are checked against the other rows of the same decision, so an exchange
        # shows there.
        read = read_date(
            day, today=self.as_of, two_digit_years=(1990, self.as_of.year), swappable=False
        )
        if read.doubt:
            column = self.table.columns.get("decided_on", self.table.columns.get("decision", 0))
            self._doubt(row, column, f"ngày quyết định: {read.doubt}")
        return number, read.value

    def _year(self, row: int, note: str) -> tuple[int | None, tuple[int, int] | None, bool, str]:
        """Year, period, whether the row itself says so, and a doubt."""
        text = self._text(row, "year")
        if "year" not in self.table.columns:
            found = re.search(
                r"(?:thanh tich )?(?:nam|giai doan)\s+(\d{4})(?:\s*[-–]\s*(\d{4}))?$", fold(note)
            )
            text = note[found.start(1) :] if found else ""
        found = re.fullmatch(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", text)
        if found:
            start, stop = int(found[1]), int(found[2] or found[1])
            if start > stop:
                self._doubt(row, self.table.columns.get("year", 0), "khoảng năm không hợp lý")
                return self.read.year, None, False, "khoảng năm không hợp lý"
            return stop, (start, stop) if stop > start else None, True, ""
        if text:
            self._doubt(row, self.table.columns.get("year", 0), "không đọc được năm thành tích")
        return self.read.year, None, False, ""

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


def _shown(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(value)
