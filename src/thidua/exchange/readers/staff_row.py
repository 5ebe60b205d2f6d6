"""One row of a staff list: every cell parsed, every doubt listed with the cell it stands in."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from thidua.exchange.readers.achievements import read_achievements
from thidua.exchange.readers.award_names import read_registrations
from thidua.exchange.readers.cells import (
    GRADES,
    has_no_grade,
    read_gender,
    read_grade,
    read_identity,
    split_address,
)
from thidua.exchange.readers.dates import DateRead, read_date
from thidua.exchange.readers.initiatives import deciding_level, read_initiatives
from thidua.exchange.readers.notes import NotesRead, read_notes
from thidua.exchange.readers.records import (
    AwardClaim,
    InitiativeRead,
    PersonRead,
    Place,
    Problem,
    Unknown,
)
from thidua.exchange.readers.tables import Table
from thidua.exchange.readers.text import clean, fold, shorten, title_case, words
from thidua.exchange.readers.units import expand, is_leader, split_position, unit_key
from thidua.exchange.readers.workbook import SheetData, Value

WORKING_AGE = (15, 80)
# Longer texts are a slip of the mouse, not a name: the rest of a table pasted into one cell.
LONGEST_NAME = 120
LONGEST_UNIT = 200


class RowReader:
    """Reads the rows of one sheet; doubts are collected in `problems`."""

    def __init__(
        self, sheet: SheetData, table: Table, year: int, as_of: dt.date, units: Sequence[str]
    ) -> None:
        self.sheet = sheet
        self.table = table
        self.year = year
        self.as_of = as_of
        self.units = list(units)
        self.problems: list[Problem] = []
        self.row = 0

    def read(self, row: int, heading: str) -> PersonRead:
        self.row = row
        name, gender = self._name()
        born = self._born()
        unknown: set[Unknown] = set()
        identity = read_identity(self._value("identity"), birth_year=born.year, gender=gender)
        if "identity" in self.table.columns:
            for note in identity.notes:
                self._doubt("identity", note, weight="note")
            for doubt in identity.doubts:
                self._doubt("identity", doubt)
        if any("giới tính" in doubt for doubt in identity.doubts):
            self._doubt("address", "cách xưng hô trái với số định danh: giới tính chưa rõ")
            gender = None
        position, unit = self._post(heading)
        notes = self._notes(unknown)
        rating = self._rating(notes, unknown)
        initiatives, initiatives_known = self._initiatives(notes, unknown)
        read_claims = self._claims()
        return PersonRead(
            key=f"{self.sheet.name}!{row + 1}",
            sheet=self.sheet.name,
            rows=(row + 1,),
            name=name,
            raw_name=clean(self._value("name")),
            gender=gender,
            born=born,
            ethnic=clean(self._value("ethnic")),
            identity_number=identity.number,
            position=position,
            unit=unit,
            direct=None if not position else not is_leader(position),
            party_member=self._party(),
            recruited=notes.recruited or self._recruited(born),
            arrived_from=notes.arrived.text if notes.arrived else "",
            joined=_day(notes.arrived.start if notes.arrived else None),
            left_on=notes.left.start if notes.left else None,
            status=_status(notes),
            ratings=((self.year, rating),) if rating else (),
            ratings_complete=None if rating is None else (self.year, self.year),
            initiatives=tuple(initiatives),
            initiatives_complete=(self.year, self.year) if initiatives_known else None,
            claims=tuple(read_claims),
            registrations=self._registrations(unknown),
            leave=tuple(notes.leave),
            studies=tuple(notes.studies),
            disciplines=tuple(notes.disciplines),
            history_complete=(self.year, self.year),
            pending=tuple(notes.pending),
            notes=clean(self._value("notes")),
            unknown=frozenset(unknown),
        )

    # Cells

    def _value(self, code: str) -> Value:
        """The cell, but empty where it holds a formula: a stored result may be out of date."""
        column = self.table.columns.get(code)
        if column is None or (self.row, column) in self.sheet.formulas:
            return ""
        return self.table.value(self.sheet.rows[self.row], code)

    def _is_formula(self, code: str) -> bool:
        return (self.row, self.table.columns.get(code, -1)) in self.sheet.formulas

    def _doubt(
        self, code: str, doubt: str, *, read: str | None = None, weight: str = "doubt"
    ) -> None:
        column = self.table.letter(code)
        if not column:
            return
        shown = read if read is not None else _shown(self._value(code))
        self.problems.append(
            Problem(self.sheet.name, self.row + 1, column, shorten(shown), doubt, weight)
        )

    def _place(self, code: str) -> Place:
        return Place(self.sheet.name, self.row + 1, self.table.letter(code))

    def _name(self) -> tuple[str, str | None]:
        raw = str(self._value("name"))
        name, inside = split_address(raw)
        name = title_case(name)
        stated = clean(self._value("address"))
        gender = read_gender(stated)
        if inside:
            self._doubt("name", "cách xưng hô nằm trong ô họ tên, đã tách ra", weight="note")
        if "address" in self.table.columns:
            if not stated:
                self._doubt("address", "thiếu Ông/Bà" + (", lấy theo ô họ tên" if inside else ""))
            elif gender is None:
                self._doubt("address", "không đọc được Ông/Bà")
        if gender and inside and gender != inside:
            self._doubt("name", "cách xưng hô trong ô họ tên trái với cột Ông/Bà")
            return name, None
        gender = gender or inside
        if gender == "male" and "thi" in words(name).split()[1:-1]:
            self._doubt("address", "ghi Ông nhưng tên có chữ đệm “Thị”: kiểm tra giới tính")
            gender = None
        if len(name) > LONGEST_NAME:
            self._doubt("name", "họ tên dài bất thường, đã cắt bớt", read=name)
            name = name[:LONGEST_NAME]
        if len(name.split()) < 2:
            self._doubt("name", "họ tên chỉ có một chữ")
        if any(letter.isdigit() for letter in name):
            self._doubt("name", "họ tên có chữ số")
        if unicodedata.normalize("NFC", raw) != raw:
            self._doubt(
                "name", "họ tên gõ bằng Unicode tổ hợp, đã chuyển về dựng sẵn", weight="note"
            )
        return name, gender

    def _born(self) -> DateRead:
        window = (self.as_of.year - WORKING_AGE[1], self.as_of.year - WORKING_AGE[0])
        if "born" not in self.table.columns or self._is_formula("born"):
            return DateRead("")
        read = read_date(self._value("born"), today=self.as_of, two_digit_years=window)
        if read.doubt:
            self._doubt("born", f"ngày sinh: {read.doubt}", read=read.raw)
        elif not read.raw:
            self._doubt("born", "thiếu ngày sinh")
        elif read.value is None:
            self._doubt(
                "born",
                "chỉ có năm sinh" if read.month is None else "ngày sinh thiếu ngày",
                read=read.raw,
            )
        elif read.note:
            self._doubt("born", f"ngày sinh: {read.note}", read=read.raw, weight="note")
        if read.year and not window[0] <= read.year <= window[1]:
            self._doubt(
                "born", f"năm sinh {read.year} không hợp lý với người đang công tác", read=read.raw
            )
            return DateRead(read.raw, doubt="năm sinh không hợp lý")
        return read

    def _recruited(self, born: DateRead) -> DateRead:
        earliest = born.year + WORKING_AGE[0] if born.year else 1950
        read = read_date(
            self._value("recruited"), today=self.as_of, two_digit_years=(earliest, self.as_of.year)
        )
        if read.doubt:
            self._doubt("recruited", f"ngày vào ngành: {read.doubt}", read=read.raw)
        elif read.note:
            self._doubt("recruited", f"ngày vào ngành: {read.note}", read=read.raw, weight="note")
        elif not read.raw and "recruited" in self.table.columns:
            self._doubt("recruited", "thiếu ngày vào ngành")
        elif read.year and read.year < earliest:
            self._doubt("recruited", "ngày vào ngành quá sớm so với năm sinh", read=read.raw)
            return DateRead(read.raw, doubt="ngày vào ngành không hợp lý")
        elif read.year and read.value is None and read.year >= self.year:
            self._doubt(
                "recruited",
                "ngày vào ngành trong năm xét nhưng không đủ ngày, tháng, năm",
                read=read.raw,
            )
        return read

    def _post(self, heading: str) -> tuple[str, str]:
        if "position_unit" in self.table.columns:
            known = [*self.units, heading] if heading else self.units
            position, unit = split_position(str(self._value("position_unit")), known)
            code = "position_unit"
        else:
            position, unit = expand(str(self._value("position"))), expand(str(self._value("unit")))
            code = "unit"
        if not position and not unit:
            self._doubt(code, "thiếu chức vụ, đơn vị công tác")
            return "", heading
        unit = unit[:1].upper() + unit[1:]
        if heading and unit and unit_key(unit) != unit_key(heading):
            self._doubt(code, f"đơn vị ghi trong dòng khác với nhóm “{heading}”")
            return position[:LONGEST_NAME], unit[:LONGEST_UNIT]
        return position[:LONGEST_NAME], (heading or unit)[:LONGEST_UNIT]

    def _party(self) -> bool | None:
        said = words(clean(self._value("party")))
        if "party" not in self.table.columns:
            return None
        if said in {"x", "1", "co", "dang vien", "v"}:
            return True
        if said in {"", "0", "khong"}:
            return False
        self._doubt("party", "không hiểu ký hiệu ở cột Đảng viên")
        return None

    def _notes(self, unknown: set[Unknown]) -> NotesRead:
        if "notes" not in self.table.columns or self._is_formula("notes"):
            unknown.update({Unknown.LEAVE, Unknown.DISCIPLINES, Unknown.PENDING})
            return NotesRead()
        notes = read_notes(str(self._value("notes")), today=self.as_of)
        for doubt in notes.doubts:
            self._doubt("notes", doubt)
        for part in notes.unread:
            self._doubt("notes", "không hiểu ghi chú này: hãy kiểm tra", read=part)
        if notes.unread or notes.doubts:
            unknown.update({Unknown.LEAVE, Unknown.DISCIPLINES, Unknown.PENDING})
        for matter in notes.pending:
            self._doubt(
                "notes",
                "có việc đang được xem xét: chưa xét khen thưởng đến khi có kết luận",
                read=matter.text,
                weight="note",
            )
        return notes

    def _rating(self, notes: NotesRead, unknown: set[Unknown]) -> str | None:
        if "rating" not in self.table.columns:
            unknown.add(Unknown.RATINGS)
            return None
        grade = None if self._is_formula("rating") else read_grade(self._value("rating"))
        if grade is None:
            blank = has_no_grade(self._value("rating"))
            self._doubt(
                "rating",
                f"chưa có xếp loại năm {self.year}" if blank else "không nhận ra mức xếp loại",
            )
            unknown.add(Unknown.RATINGS)
            return None
        punished = [
            span for span in notes.disciplines if span.start and span.start.year == self.year
        ]
        if punished and grade != "khong_hoan_thanh":
            self._doubt(
                "rating",
                f"xếp loại “{GRADES[grade]}” không khớp ghi chú có kỷ luật năm "
                f"{self.year}: chưa dùng, cần xác minh",
            )
            unknown.add(Unknown.RATINGS)
            return None
        return grade

    def _initiatives(
        self, notes: NotesRead, unknown: set[Unknown]
    ) -> tuple[list[InitiativeRead], bool]:
        if "initiatives" not in self.table.columns or self._is_formula("initiatives"):
            unknown.add(Unknown.INITIATIVES)
            return [], False
        found, doubts = read_initiatives(
            str(self._value("initiatives")), self._place("initiatives"), today=self.as_of
        )
        arrived = notes.arrived
        if arrived and arrived.start and "huyen" in fold(arrived.text):
            # UBND of the district where the person then worked: the decision fits the base level
            # after all.
            former = arrived.start
            mended = [
                replace(one, doubt="")
                if one.doubt
                and one.level == "co_so"
                and one.recognised_on
                and one.recognised_on < former
                and deciding_level(one.decision) == "bo_nganh_tinh"
                else one
                for one in found
            ]
            kept = {one.doubt for one in mended}
            for item, doubt in doubts:
                district = doubt not in kept and doubt in {one.doubt for one in found}
                self._doubt(
                    "initiatives",
                    doubt
                    + (
                        f"; hiểu là UBND cấp huyện nơi công tác trước {former:%d/%m/%Y}"
                        if district
                        else ""
                    ),
                    read=item,
                    weight="note" if district else "doubt",
                )
            doubts = [
                pair
                for pair in doubts
                if pair[1] in kept or pair[1] not in {one.doubt for one in found}
            ]
            found = mended
        else:
            for item, doubt in doubts:
                self._doubt("initiatives", doubt, read=item)
        unread = len(doubts) > sum(1 for one in found if one.doubt or not one.recognised)
        if unread:
            unknown.add(Unknown.INITIATIVES)
        return found, not unread

    def _claims(self) -> list[AwardClaim]:
        read = read_achievements(
            str(self._value("achievements")), self._place("achievements"), today=self.as_of
        )
        for item, doubt in read.doubts:
            self._doubt("achievements", doubt, read=item)
        return read.claims

    def _registrations(self, unknown: set[Unknown]) -> tuple[tuple[int, str], ...] | None:
        if "registrations" not in self.table.columns:
            unknown.add(Unknown.REGISTRATIONS)
            return None
        codes, unread = read_registrations(str(self._value("registrations")))
        for part in unread:
            self._doubt("registrations", "không nhận ra danh hiệu đăng ký", read=part)
            unknown.add(Unknown.REGISTRATIONS)
        return tuple((self.year, code) for code in dict.fromkeys(codes))


def _shown(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(value)


def _day(value: dt.date | None) -> DateRead:
    return (
        DateRead(value.strftime("%d/%m/%Y"), value, value.year, value.month)
        if value
        else DateRead("")
    )


def _status(notes: NotesRead) -> str:
    if notes.left:
        return {"nghi_huu": "nghi_huu", "thoi_viec": "thoi_viec"}.get(notes.left.kind, "chuyen_di")
    if notes.seconded:
        return "biet_phai"
    return "dang_lam_viec"
