"""Read the template workbook that the system offers: one header row per sheet, keys for people and
collectives.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from thidua.exchange.readers.award_names import read_registrations
from thidua.exchange.readers.cells import (
    GRADES,
    has_no_grade,
    read_gender,
    read_grade,
    read_identity,
)
from thidua.exchange.readers.dates import DateRead, read_date
from thidua.exchange.readers.records import (
    AwardClaim,
    InitiativeRead,
    PersonRead,
    Problem,
    StaffList,
    Unknown,
)
from thidua.exchange.readers.staff_fields import TEMPLATE_FIELDS
from thidua.exchange.readers.staff_people import check_identities
from thidua.exchange.readers.tables import Table, find_table, require
from thidua.exchange.readers.template_events import EventsRead, read_events
from thidua.exchange.readers.template_sheets import (
    SheetCursor,
    district_years,
    read_history,
    read_initiative_rows,
    read_units,
)
from thidua.exchange.readers.text import clean, name_key, title_case, words
from thidua.exchange.readers.units import is_leader
from thidua.exchange.readers.workbook import UnreadableFile, Workbook

CODE_LENGTH = 20
EMPLOYMENTS = {
    "can bo": "can_bo",
    "cong chuc": "cong_chuc",
    "vien chuc": "vien_chuc",
    "hop dong lao dong": "hop_dong",
    "hop dong": "hop_dong",
}
STATUSES = {
    "dang lam viec": "dang_lam_viec",
    "nghi huu trong nam": "nghi_huu",
    "da nghi huu": "nghi_huu",
    "chuyen di trong nam": "chuyen_di",
    "thoi viec trong nam": "thoi_viec",
    "biet phai": "biet_phai",
    "di hoc": "di_hoc",
}


def is_template(book: Workbook) -> bool:
    sheet = book.sheet("CanBo")
    return sheet is not None and find_table(sheet, TEMPLATE_FIELDS["CanBo"], least=3) is not None


def read_template(
    book: Workbook, *, year: int, as_of: dt.date, mapping: Mapping[str, str] | None = None
) -> StaffList:
    """Read the five sheets; only CanBo is needed, a missing other sheet leaves its facts unknown.

    Raises UnreadableFile where CanBo or one of its required columns is missing, or has no person.
    """
    tables: dict[str, Table] = {}
    for name, fields in TEMPLATE_FIELDS.items():
        sheet = book.sheet(name)
        if sheet is None or not any(cell != "" for row in sheet.rows for cell in row):
            continue
        found = find_table(sheet, fields, mapping=mapping if name == "CanBo" else None, least=3)
        tables[name] = require(found, sheet, fields, book.name)
    if "CanBo" not in tables:
        raise UnreadableFile(
            f"Tệp “{book.name}” không có trang tính “CanBo”: hãy dùng tệp mẫu tải từ hệ thống."
        )
    problems: list[Problem] = []
    sheets = {sheet.name: sheet for sheet in book.sheets}
    cursors = {
        name: SheetCursor(sheets[name], table, as_of, problems) for name, table in tables.items()
    }
    for cursor in cursors.values():
        cursor.doubt_formulas()
    sure = _sure_codes(cursors["CanBo"])
    for name in ("LichSu", "SangKien", "KyLuat_Nghi"):
        if name in cursors:
            cursors[name].set_strangers_aside(sure)
    ratings, claims, rating_span = read_history(cursors.get("LichSu"))
    initiatives, unread_initiatives = read_initiative_rows(
        cursors.get("SangKien"), district_years(claims)
    )
    events = read_events(cursors.get("KyLuat_Nghi"))
    people = _people(
        cursors["CanBo"],
        year,
        sure,
        ratings,
        claims,
        rating_span,
        initiatives,
        unread_initiatives,
        events,
        tables,
    )
    if not people:
        raise UnreadableFile(f"Trang tính “CanBo” của tệp “{book.name}” không có dòng cán bộ nào.")
    rows = len(people)
    people, identities = check_identities(people, tables["CanBo"].letter("identity"))
    problems.extend(identities)
    units = read_units(cursors["TapThe"]) if "TapThe" in cursors else []
    order = {name: index for index, name in enumerate(sheet.name for sheet in book.sheets)}
    problems.sort(key=lambda problem: (order.get(problem.sheet, 99), problem.row, problem.column))
    columns = {name: table.guesses for name, table in tables.items()}
    return StaffList(
        book.name, "template", year, tuple(people), tuple(units), tuple(problems), columns, rows
    )


def _people(
    cursor: SheetCursor,
    year: int,
    sure: Mapping[str, str],
    ratings: dict[str, dict[int, str]],
    claims: dict[str, list[AwardClaim]],
    rating_span: tuple[int, int] | None,
    initiatives: dict[str, list[InitiativeRead]],
    unread_initiatives: set[str],
    events: dict[str, EventsRead],
    tables: Mapping[str, Table],
) -> list[PersonRead]:
    people = []
    for row in cursor.rows():
        code, name = cursor.text(row, "code"), title_case(cursor.text(row, "name"))
        if not code and not name:
            cursor.doubt(
                row, "code", "dòng có dữ liệu nhưng không có mã và họ tên: không đọc là cán bộ"
            )
            continue
        unknown: set[Unknown] = set()
        gender = read_gender(cursor.value(row, "gender"))
        if gender is None:
            cursor.doubt(row, "gender", "không đọc được giới tính")
        born = _born(cursor, row)
        identity = read_identity(cursor.value(row, "identity"), birth_year=born.year, gender=gender)
        for note in identity.notes:
            cursor.doubt(row, "identity", note, weight="note")
        for doubt in identity.doubts:
            cursor.doubt(row, "identity", doubt)
        if any("giới tính" in doubt for doubt in identity.doubts):
            gender = None
        if code and code not in sure:
            cursor.doubt(
                row,
                "code",
                f"mã cán bộ có ở hai dòng hoặc dài quá {CODE_LENGTH} ký tự: không dùng mã này, "
                "và các dòng mang mã này ở trang tính khác, cho ai",
            )
            code = ""
        event = events.get(code, EventsRead())
        mine = dict(ratings.get(code, {}))
        grade = _rating(cursor, row, year, event, unknown)
        if grade:
            mine[year] = grade
        complete = _rated_years(mine)
        position, group = cursor.text(row, "position"), words(cursor.text(row, "group"))
        codes, unread = read_registrations(cursor.text(row, "registrations"))
        for part in unread:
            cursor.doubt(row, "registrations", f"không nhận ra danh hiệu đăng ký “{part}”")
            unknown.add(Unknown.REGISTRATIONS)
        if not code or "KyLuat_Nghi" not in tables or event.unread:
            unknown.update({Unknown.LEAVE, Unknown.DISCIPLINES, Unknown.PENDING})
        if not code or "SangKien" not in tables or code in unread_initiatives:
            unknown.add(Unknown.INITIATIVES)
        joined = cursor.date(row, "joined")
        people.append(
            PersonRead(
                key=code or f"CanBo!{row + 1}",
                sheet="CanBo",
                rows=(row + 1,),
                name=name,
                raw_name=cursor.text(row, "name"),
                code=code,
                gender=gender,
                born=born,
                ethnic=cursor.text(row, "ethnic"),
                identity_number=identity.number,
                position=position,
                unit=cursor.text(row, "unit")[:200],
                direct=_direct(cursor, row, position, group),
                employment=_listed(cursor, row, "employment", EMPLOYMENTS),
                party_member=_yes_no(cursor, row, "party"),
                recruited=cursor.date(row, "recruited"),
                joined=joined,
                arrived_from=event.arrived_from,
                left_on=event.left_on,
                status=_listed(cursor, row, "status", STATUSES) or "dang_lam_viec",
                ratings=tuple(sorted(mine.items())),
                ratings_complete=complete,
                initiatives=tuple(initiatives.get(code, ())),
                initiatives_complete=(
                    min(
                        (one.year for many in initiatives.values() for one in many if one.year),
                        default=year,
                    ),
                    year,
                ),
                claims=tuple(claims.get(code, ())),
                registrations=tuple((year, one) for one in dict.fromkeys(codes)),
                leave=tuple(event.leave),
                studies=tuple(event.studies),
                disciplines=tuple(event.disciplines),
                history_complete=None
                if event.unread or not code
                else (rating_span[0] if rating_span else year, year),
                pending=tuple(event.pending),
                notes="; ".join(event.texts),
                unknown=frozenset(unknown),
            )
        )
    return people


def _sure_codes(cursor: SheetCursor) -> dict[str, str]:
    """Codes that stand on one row, with the name beside them as a key."""
    codes: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in cursor.rows():
        code = cursor.text(row, "code")
        codes[code] += 1
        names[code] = name_key(title_case(cursor.text(row, "name")))
    return {
        code: name
        for code, name in names.items()
        if 0 < len(code) <= CODE_LENGTH and codes[code] == 1
    }


def _rated_years(ratings: dict[int, str]) -> tuple[int, int] | None:
    """The last run of rated years without a gap: only there is the absence of a rating known."""
    if not ratings:
        return None
    last = first = max(ratings)
    while first - 1 in ratings:
        first -= 1
    return first, last


def _born(cursor: SheetCursor, row: int) -> DateRead:
    read = read_date(cursor.value(row, "born"), today=cursor.as_of, swappable=False)
    if read.doubt:
        cursor.doubt(row, "born", f"ngày sinh: {read.doubt}")
    elif not read.raw:
        cursor.doubt(row, "born", "thiếu ngày sinh")
    elif read.value is None:
        cursor.doubt(row, "born", "chỉ có năm sinh")
    return read


def _rating(
    cursor: SheetCursor, row: int, year: int, event: EventsRead, unknown: set[Unknown]
) -> str | None:
    cell = cursor.value(row, "rating")
    grade = read_grade(cell)
    if grade is None:
        blank = has_no_grade(cell)
        cursor.doubt(
            row, "rating", f"chưa có xếp loại năm {year}" if blank else "không nhận ra mức xếp loại"
        )
        unknown.add(Unknown.RATINGS)
        return None
    punished = any(span.start and span.start.year == year for span in event.disciplines)
    if punished and grade != "khong_hoan_thanh":
        cursor.doubt(
            row,
            "rating",
            f"xếp loại “{GRADES[grade]}” không khớp kỷ luật năm {year}: chưa dùng, cần xác minh",
        )
        unknown.add(Unknown.RATINGS)
        return None
    return grade


def _direct(cursor: SheetCursor, row: int, position: str, group: str) -> bool | None:
    if "truc tiep" in group:
        return True
    if "lanh dao" in group or "quan ly" in group:
        return False
    if group:
        cursor.doubt(row, "group", "không nhận ra vị trí (lãnh đạo, quản lý hay người trực tiếp)")
        return None
    return not is_leader(position) if position else None


def _listed(cursor: SheetCursor, row: int, field: str, allowed: Mapping[str, str]) -> str:
    said = words(cursor.text(row, field))
    if said and said not in allowed:
        cursor.doubt(row, field, "giá trị không có trong danh mục")
    return allowed.get(said, "")


def _yes_no(cursor: SheetCursor, row: int, field: str) -> bool | None:
    said = words(clean(cursor.value(row, field)))
    if said in {"co", "x", "1"}:
        return True
    return False if said in {"khong", "", "0"} else None
