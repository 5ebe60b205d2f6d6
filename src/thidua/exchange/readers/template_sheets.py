"""The four side sheets of the template: history, initiatives, events, collectives."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from thidua.exchange.readers.award_names import award_name
from thidua.exchange.readers.cells import read_grade
from thidua.exchange.readers.dates import DateRead, read_date
from thidua.exchange.readers.initiatives import check_initiative, read_level
from thidua.exchange.readers.records import (
    AwardClaim,
    InitiativeRead,
    Place,
    Problem,
    UnitRead,
)
from thidua.exchange.readers.tables import Table
from thidua.exchange.readers.text import clean, fold, name_key, shorten, words
from thidua.exchange.readers.workbook import SheetData, Value, column_letter

_KINDS = {
    "sang kien": "sang_kien",
    "de tai khoa hoc": "de_tai_khoa_hoc",
    "de an khoa hoc": "de_an_khoa_hoc",
    "cong trinh": "cong_trinh_khcn",
}


class SheetCursor:
    """Typed access to the rows of one sheet; doubts go to the shared list."""

    def __init__(
        self, sheet: SheetData, table: Table, as_of: dt.date, problems: list[Problem]
    ) -> None:
        self.sheet, self.table, self.as_of, self.problems = sheet, table, as_of, problems
        # Rows that are nobody's, and the codes of people of whom a row was therefore not read.
        self.set_aside: set[int] = set()
        self.left_out: set[str] = set()

    def rows(self) -> Iterator[int]:
        for row in range(self.table.first_row, len(self.sheet.rows)):
            if row not in self.set_aside and any(cell != "" for cell in self.sheet.rows[row]):
                yield row

    def value(self, row: int, code: str) -> Value:
        column = self.table.columns.get(code)
        if column is None:
            return ""
        if self.sheet.formulas and (row, column) in self.sheet.formulas:
            return ""
        return self.table.value(self.sheet.rows[row], code)

    def text(self, row: int, code: str) -> str:
        value = self.value(row, code)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return clean(value) if value != "" else ""

    def year(self, row: int, code: str) -> int | None:
        found = re.fullmatch(r"(19|20)\d{2}", self.text(row, code))
        return int(found[0]) if found else None

    def date(self, row: int, code: str, *, future: bool = False) -> DateRead:
        today = dt.date(self.as_of.year + 10, 12, 31) if future else self.as_of
        read = read_date(self.value(row, code), today=today, swappable=False)
        if read.doubt:
            self.doubt(row, code, read.doubt)
        return read

    def place(self, row: int, code: str) -> Place:
        return Place(self.sheet.name, row + 1, self.table.letter(code))

    def doubt(self, row: int, code: str, doubt: str, *, weight: str = "doubt") -> None:
        value = self.value(row, code)
        shown = value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else self.text(row, code)
        column = self.table.letter(code) or "A"
        if (row, self.table.columns.get(code, -1)) in self.sheet.formulas:
            doubt = (
                "ô có công thức: giá trị lưu sẵn có thể đã cũ, không dùng; hãy chép "
                "lại thành giá trị"
            )
        self.problems.append(
            Problem(self.sheet.name, row + 1, column, shorten(shown), doubt, weight)
        )

    def set_strangers_aside(self, names: Mapping[str, str]) -> None:
        """Rows of a side sheet that belong to nobody for certain: an unknown code, or the name of
        somebody else beside it. They are said and not read; `names` has one entry per sure code.
        """
        for row in list(self.rows()):
            code, name = self.text(row, "code"), self.text(row, "name")
            if code not in names:
                self.doubt(
                    row,
                    "code",
                    "mã cán bộ không có, hoặc có ở nhiều dòng, trong trang tính CanBo: "
                    "dòng này không dùng được",
                )
            elif name and name_key(name) != names[code]:
                self.doubt(
                    row,
                    "name",
                    "họ tên khác với trang tính CanBo của cùng mã cán bộ: dòng này không dùng được",
                )
                self.left_out.add(code)
            else:
                continue
            self.set_aside.add(row)

    def doubt_formulas(self) -> None:
        for row, column in sorted(self.sheet.formulas):
            if row >= self.table.first_row:
                self.problems.append(
                    Problem(
                        self.sheet.name,
                        row + 1,
                        column_letter(column),
                        "",
                        "ô có công thức: giá trị lưu sẵn có thể đã cũ, không dùng; hãy "
                        "chép lại thành giá trị",
                    )
                )


def read_history(
    cursor: SheetCursor | None,
) -> tuple[dict[str, dict[int, str]], dict[str, list[AwardClaim]], tuple[int, int] | None]:
    """Yearly ratings and declared awards by person; the span of years that ratings cover."""
    ratings: dict[str, dict[int, str]] = defaultdict(dict)
    claims: dict[str, list[AwardClaim]] = defaultdict(list)
    if cursor is None:
        return ratings, claims, None
    for row in cursor.rows():
        code, kind = cursor.text(row, "code"), words(cursor.text(row, "kind"))
        year = cursor.year(row, "year")
        if year is None:
            cursor.doubt(row, "year", "không đọc được năm: dòng này không dùng được")
        elif kind == "xep loai":
            _rating(cursor, row, code, year, ratings)
        elif kind in {"danh hieu", "khen thuong"}:
            if claim := _claim(cursor, row, year):
                claims[code].append(claim)
        else:
            cursor.doubt(row, "kind", "loại không phải Xếp loại, Danh hiệu hay Khen thưởng")
    years = {year for mine in ratings.values() for year in mine}
    return ratings, claims, (min(years), max(years)) if years else None


def _rating(
    cursor: SheetCursor, row: int, code: str, year: int, ratings: dict[str, dict[int, str]]
) -> None:
    grade = read_grade(cursor.value(row, "content"))
    if grade is None:
        cursor.doubt(row, "content", "không nhận ra mức xếp loại")
    elif ratings[code].setdefault(year, grade) != grade:
        cursor.doubt(row, "content", f"năm {year} có hai mức xếp loại khác nhau")


def _claim(cursor: SheetCursor, row: int, year: int) -> AwardClaim | None:
    text = cursor.text(row, "content")
    name = award_name(text)
    if name is None:
        cursor.doubt(row, "content", "không nhận ra danh hiệu hoặc hình thức khen thưởng")
        return None
    start, stop = cursor.year(row, "from_year"), cursor.year(row, "to_year")
    decided = (
        cursor.date(row, "decided_on") if cursor.value(row, "decided_on") != "" else DateRead("")
    )
    period = (start, stop) if start and stop and name.code != "knc-bo-nganh-tinh" else None
    if period and period[0] > period[1]:
        cursor.doubt(row, "from_year", "Từ năm lớn hơn Đến năm")
        period = None
    return AwardClaim(
        place=cursor.place(row, "content"),
        code=name.code,
        label=text if name.code else name.label,
        year=year,
        text=text,
        period=period,
        decision=cursor.text(row, "decision"),
        decided_on=decided.value,
        authority=cursor.text(row, "authority") or name.authority,
        merit="chuyen_de" if words(cursor.text(row, "merit")) == "chuyen de" else "cong_trang",
        theme=cursor.text(row, "note"),
    )


def district_years(claims: Mapping[str, list[AwardClaim]]) -> dict[str, int]:
    """The last year in which a district decided on a person: until then a UBND may be that of the
    district.
    """
    last: dict[str, int] = {}
    for code, mine in claims.items():
        years = [claim.year for claim in mine if claim.year and "huyen" in fold(claim.authority)]
        if years:
            last[code] = max(years)
    return last


def read_initiative_rows(
    cursor: SheetCursor | None, district: Mapping[str, int]
) -> tuple[dict[str, list[InitiativeRead]], set[str]]:
    """Initiatives by person, and the people of whom one row could not be read."""
    found: dict[str, list[InitiativeRead]] = defaultdict(list)
    unread: set[str] = set()
    if cursor is None:
        return found, unread
    unread |= cursor.left_out
    for row in cursor.rows():
        code, year = cursor.text(row, "code"), cursor.year(row, "year")
        if year is None:
            cursor.doubt(row, "year", "không đọc được năm của sáng kiến")
            unread.add(code)
            continue
        if not words(cursor.text(row, "title")):
            cursor.doubt(row, "title", "không ghi tên sáng kiến, đề tài: dòng này không dùng được")
            unread.add(code)
            continue
        decided = (
            cursor.date(row, "decided_on")
            if cursor.value(row, "decided_on") != ""
            else DateRead("")
        )
        state = words(cursor.text(row, "state"))
        initiative = check_initiative(
            InitiativeRead(
                place=cursor.place(row, "level"),
                title=cursor.text(row, "title"),
                year=year,
                level=read_level(cursor.text(row, "level")),
                kind=_KINDS.get(words(cursor.text(row, "kind")), "sang_kien"),
                decision=cursor.text(row, "decision"),
                recognised_on=decided.value,
                recognised=state in {"da cong nhan", "cong nhan", ""},
                doubt=decided.doubt,
            ),
            today=cursor.as_of,
        )
        if (
            initiative.doubt
            and initiative.level == "co_so"
            and year <= district.get(code, 0)
            and "UBND" in initiative.decision
        ):
            cursor.doubt(
                row,
                "level",
                f"{initiative.doubt}; hiểu là UBND cấp huyện nơi công tác khi đó",
                weight="note",
            )
            initiative = replace(initiative, doubt="")
        elif initiative.doubt:
            cursor.doubt(row, "level", initiative.doubt)
        elif not initiative.recognised:
            cursor.doubt(row, "state", "sáng kiến chưa được công nhận: chưa dùng làm căn cứ")
        found[code].append(initiative)
    return found, unread


def read_units(cursor: SheetCursor) -> list[UnitRead]:
    """Collectives with their yearly ratings, names of the time and declared awards."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row in cursor.rows():
        rows_of[cursor.text(row, "code") or cursor.text(row, "name")].append(row)
    units = []
    for code, rows in rows_of.items():
        ratings: dict[int, str] = {}
        former: dict[int, str] = {}
        claims: list[AwardClaim] = []
        for row in rows:
            when = cursor.year(row, "year")
            if when is None:
                cursor.doubt(row, "year", "không đọc được năm")
                continue
            if said := cursor.text(row, "former"):
                former[when] = said
            grade = read_grade(cursor.value(row, "rating"))
            if grade:
                ratings[when] = grade
            else:
                cursor.doubt(row, "rating", f"chưa có xếp loại năm {when}")
            claims.extend(_unit_claims(cursor, row, when))
        if not words(cursor.text(rows[-1], "name")):
            cursor.doubt(rows[-1], "name", "không ghi tên tập thể: dòng này không dùng được")
            continue
        units.append(
            UnitRead(
                key=code,
                sheet=cursor.sheet.name,
                rows=tuple(row + 1 for row in rows),
                name=cursor.text(rows[-1], "name"),
                code=code,
                former_names=tuple(sorted(former.items())),
                ratings=tuple(sorted(ratings.items())),
                ratings_complete=_unbroken(ratings),
                claims=tuple(claims),
            )
        )
    return units


def _unbroken(ratings: dict[int, str]) -> tuple[int, int] | None:
    """The last run of years without a gap."""
    if not ratings:
        return None
    last = first = max(ratings)
    while first - 1 in ratings:
        first -= 1
    return first, last


def _unit_claims(cursor: SheetCursor, row: int, year: int) -> list[AwardClaim]:
    """One cell may hold several awards; decisions and days then stand in the same order."""
    parts = [clean(part) for part in re.split(r"[;\n]", cursor.text(row, "awards")) if words(part)]
    numbers = _parallel(cursor.text(row, "decision"), len(parts))
    value = cursor.value(row, "decided_on")
    days: list[Value] = (
        [value] if isinstance(value, dt.date) else list(_parallel(str(value), len(parts)))
    )
    claims = []
    for index, part in enumerate(parts):
        name = award_name(part)
        if name is None:
            cursor.doubt(row, "awards", "không nhận ra danh hiệu hoặc hình thức khen thưởng")
            continue
        day = days[index] if index < len(days) else ""
        decided = read_date(day, today=cursor.as_of, swappable=False)
        if decided.doubt:
            cursor.doubt(row, "decided_on", decided.doubt)
        claims.append(
            AwardClaim(
                place=cursor.place(row, "awards"),
                code=name.code,
                label=name.label,
                year=year,
                text=part,
                decision=numbers[index] if index < len(numbers) else "",
                decided_on=decided.value,
                authority=name.authority,
            )
        )
    return claims


def _parallel(text: str, wanted: int) -> list[str]:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return parts if len(parts) == wanted else parts[:1] if wanted == 1 else []
