"""Read a staff list as an office keeps it: groups by unit, total, signatures, one row per person,
doubts listed cell by cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from thidua.exchange.readers.records import PersonRead, Problem, StaffList, UnitRead
from thidua.exchange.readers.staff_fields import STAFF_FIELDS
from thidua.exchange.readers.staff_people import check_identities, merge_people
from thidua.exchange.readers.staff_row import RowReader
from thidua.exchange.readers.tables import Table, find_table, require
from thidua.exchange.readers.text import clean, fold, shorten, words
from thidua.exchange.readers.units import expand, heading_count, split_position, unit_key
from thidua.exchange.readers.workbook import (
    SheetData,
    UnreadableFile,
    Workbook,
    column_letter,
)

_ROMAN = re.compile(r"^[IVXLCDM]+\.?$")
# How a line that was not read as a person ends its reason.
NOBODY = "không đọc là cán bộ"
_TOTAL = re.compile(r"^(tong cong|tong so|cong)\b")
_SIGNATURE = re.compile(
    r"\b(nguoi lap|ky ghi ro ho ten|ky, ghi ro|thu truong|giam doc$|tl giam doc|kt giam "
    r"doc|ngay \d{1,2} thang \d{1,2} nam)\b"
)


@dataclass
class Group:
    """The rows below one unit heading; `counted` is the head count that the heading states."""

    title: str
    row: int
    counted: int | None
    rows: list[int] = field(default_factory=list)


@dataclass
class Layout:
    groups: list[Group]
    person_rows: list[tuple[int, Group | None]]
    total: tuple[int, int] | None
    problems: list[Problem]


def is_staff_list(book: Workbook) -> bool:
    return any(find_table(sheet, STAFF_FIELDS, least=4) for sheet in book.sheets)


def read_staff(
    book: Workbook, *, year: int, as_of: dt.date, mapping: Mapping[str, str] | None = None
) -> StaffList:
    """Read every sheet that holds a staff table.

    `year` is the year under review, `as_of` the day after which dates count as future. `mapping`
    (field code -> column letter) corrects the guessed columns. Raises UnreadableFile where no sheet
    has the table or a required column is missing.
    """
    tables = [
        (sheet, table)
        for sheet in book.sheets
        if (table := find_table(sheet, STAFF_FIELDS, mapping=mapping))
    ]
    if not tables:
        require(None, book.sheets[0], STAFF_FIELDS, book.name)
    problems: list[Problem] = []
    people: list[PersonRead] = []
    units: dict[str, UnitRead] = {}
    columns, person_rows = {}, 0
    for sheet, table in tables:
        require(table, sheet, STAFF_FIELDS, book.name)
        columns[sheet.name] = table.guesses
        read = _read_sheet(sheet, table, year, as_of)
        people.extend(read[0])
        problems.extend(read[1])
        person_rows += read[2]
        for unit in read[3]:
            units.setdefault(unit_key(unit.name), unit)
    if not people:
        raise UnreadableFile(
            f"Tệp “{book.name}” có dòng tiêu đề nhưng không có dòng cán bộ nào: hãy kiểm "
            "tra lại nội dung danh sách."
        )
    people, merging = merge_people(people)
    problems.extend(merging)
    people, identities = check_identities(people, tables[0][1].letter("identity"))
    problems.extend(identities)
    problems.sort(key=lambda problem: (problem.sheet, problem.row, problem.column))
    return StaffList(
        book.name,
        "staff",
        year,
        tuple(people),
        tuple(units.values()),
        tuple(problems),
        columns,
        person_rows,
    )


def _read_sheet(
    sheet: SheetData, table: Table, year: int, as_of: dt.date
) -> tuple[list[PersonRead], list[Problem], int, list[UnitRead]]:
    layout = lay_out(sheet, table)
    problems = list(layout.problems)
    problems.extend(_formula_problems(sheet, layout))
    names = _unit_names(sheet, table, layout)
    reader = RowReader(sheet, table, year, as_of, list(names.values()))
    people = []
    for row, group in layout.person_rows:
        heading = names.get(group.row, group.title) if group else ""
        people.append(reader.read(row, heading))
    problems.extend(reader.problems)
    units = [
        UnitRead(
            unit_key(names.get(group.row, group.title)),
            sheet.name,
            (group.row + 1,),
            names.get(group.row, group.title),
        )
        for group in layout.groups
        # The heads of the body stand in a group of their own but are no collective.
        if not words(group.title).startswith("lanh dao")
    ]
    return people, problems, len(layout.person_rows), units


def lay_out(sheet: SheetData, table: Table) -> Layout:
    """Tell person rows from headings, repeated headers, total and signatures; doubt every other
    row.
    """
    groups: list[Group] = []
    people: list[tuple[int, Group | None]] = []
    problems: list[Problem] = []
    total: tuple[int, int] | None = None
    ended = False
    for index in range(table.first_row, len(sheet.rows)):
        cells = sheet.rows[index]
        filled = [
            (column, clean(cell)) for column, cell in enumerate(cells) if cell != "" and clean(cell)
        ]
        if not filled:
            continue
        name, number = table.text(cells, "name"), table.value(cells, "number")
        said = " ".join(text for _, text in filled)
        folded = fold(said)
        if _TOTAL.match(words(filled[0][1])) and len(filled) <= 4:
            found = re.search(r"(\d+)", said)
            total = (index, int(found[1])) if found else total
            ended = True
        elif (ended and _SIGNATURE.search(folded)) or (
            name and words(name) in {"ho va ten", "ho ten"}
        ):
            continue
        elif heading := _heading(filled):
            title, counted = heading_count(heading)
            groups.append(Group(title, index, counted))
        elif name and (len(filled) >= 3 or isinstance(number, (int, float))):
            group = groups[-1] if groups else None
            people.append((index, group))
            if group:
                group.rows.append(index)
        elif _SIGNATURE.search(folded):
            continue
        elif isinstance(number, (int, float)) or len(filled) >= 3:
            problems.append(
                Problem(
                    sheet.name,
                    index + 1,
                    table.letter("name"),
                    shorten(said),
                    f"dòng có dữ liệu nhưng không có họ và tên: {NOBODY}",
                )
            )
        elif not ended:
            problems.append(
                Problem(
                    sheet.name,
                    index + 1,
                    column_letter(filled[0][0]),
                    shorten(said),
                    f"không rõ dòng này là gì: {NOBODY}",
                )
            )
    problems.extend(_count_problems(sheet, groups, total, len(people)))
    return Layout(groups, people, total, problems)


def _heading(filled: list[tuple[int, str]]) -> str:
    """The title of a group row: a Roman number with a title, or one lone text that is no person."""
    texts = [text for _, text in filled]
    if len(texts) == 2 and _ROMAN.match(texts[0]):
        return texts[1]
    if len(texts) == 1:
        found = re.match(r"^([IVXLCDM]+)\s*[.\-–)]\s*(.+)$", texts[0])
        if found:
            return found[2]
        if re.match(
            r"^(phong|van phong|trung tam|ban|chi cuc|truong|quy|lanh dao|doi|to|khoa|don vi)\b",
            words(texts[0]),
        ):
            return texts[0]
    return ""


def _count_problems(
    sheet: SheetData, groups: list[Group], total: tuple[int, int] | None, people: int
) -> list[Problem]:
    problems = [
        Problem(
            sheet.name,
            group.row + 1,
            "B",
            group.title,
            f"tiêu đề ghi {group.counted} người, trong danh sách có {len(group.rows)} dòng",
        )
        for group in groups
        if group.counted is not None and group.counted != len(group.rows)
    ]
    if total and total[1] != people:
        problems.append(
            Problem(
                sheet.name,
                total[0] + 1,
                "B",
                str(total[1]),
                f"tổng cộng ghi {total[1]} người, đếm được {people} dòng cán bộ",
            )
        )
    return problems


def _formula_problems(sheet: SheetData, layout: Layout) -> list[Problem]:
    rows = {row for row, _ in layout.person_rows}
    return [
        Problem(
            sheet.name,
            row + 1,
            column_letter(column),
            shorten(sheet.text(row, column)),
            "ô có công thức: giá trị lưu sẵn có thể đã cũ, không dùng; hãy chép lại thành giá trị",
        )
        for row, column in sorted(sheet.formulas)
        if row in rows
    ]


def _unit_names(sheet: SheetData, table: Table, layout: Layout) -> dict[int, str]:
    """The best spelling of each group's unit: headings may be in capitals, the cells below are
    not.
    """
    names = {}
    for group in layout.groups:
        title = expand(group.title)
        if title.isupper():
            spellings: Counter[str] = Counter()
            for row in group.rows:
                cells = sheet.rows[row]
                text = str(table.value(cells, "position_unit")) or str(table.value(cells, "unit"))
                unit = split_position(text, [title])[1] or expand(text)
                if unit_key(unit) == unit_key(title):
                    spellings[unit[:1].upper() + unit[1:]] += 1
            title = spellings.most_common(1)[0][0] if spellings else title.capitalize()
        names[group.row] = title
    return names
