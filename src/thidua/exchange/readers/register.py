"""Read a whole legacy register: all sheets, then what only the sheets together can tell (wrong
years, repeated rows, cut numbers).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from thidua.exchange.readers.award_names import AwardName
from thidua.exchange.readers.records import Place, Problem
from thidua.exchange.readers.register_memory import CellMemory
from thidua.exchange.readers.register_records import RefusedRow, Register, RegisterRow
from thidua.exchange.readers.register_sheet import read_sheet
from thidua.exchange.readers.text import fold, name_key
from thidua.exchange.readers.units import unit_key
from thidua.exchange.readers.workbook import UnreadableFile, Workbook


def read_register(
    book: Workbook,
    *,
    as_of: dt.date,
    mapping: Mapping[str, Mapping[str, str]] | None = None,
    meanings: Mapping[str, AwardName] | None = None,
) -> Register:
    """Read every sheet of the register; raises UnreadableFile where no sheet holds one.

    `mapping`: per sheet, field to column letter as an officer corrected it; `meanings`: award texts
    (folded words) that somebody explained.
    """
    rows: list[RegisterRow] = []
    refused: list[RefusedRow] = []
    problems: list[Problem] = []
    years: set[int] = set()
    counted: dict[int, int] = {}
    columns, legacy = {}, []
    received_on = None
    found = False
    memory = CellMemory(as_of)
    for sheet in book.sheets:
        read = read_sheet(
            sheet,
            as_of=as_of,
            mapping=(mapping or {}).get(sheet.name),
            meanings=meanings,
            memory=memory,
        )
        problems.extend(read.problems)
        if read.table is None:
            continue
        found = True
        rows.extend(read.rows)
        refused.extend(read.refused)
        columns[sheet.name] = read.table.guesses
        received_on = read.received_on or received_on
        if read.legacy:
            legacy.append(sheet.name)
        if read.year is not None:
            years.add(read.year)
            titles = sum(1 for row in read.rows if row.code == "ldtt")
            if read.counted_only is not None or not titles:
                counted[read.year] = read.counted_only or 0
    if not found or not (rows or refused):
        raise UnreadableFile(
            f"Tệp “{book.name}” không có bảng sổ khen thưởng nào: cần có cột “Họ và tên” "
            "và “Danh hiệu, hình thức khen thưởng”."
        )
    _complete_numbers(rows)
    rows, year_problems = _check_years(rows)
    problems.extend(year_problems)
    rows = _spread_themes(rows)
    rows, twice = _drop_repeats(rows)
    problems.extend(twice)
    refused.extend(
        RefusedRow(Place(p.sheet, p.row, p.column), p.read, p.read, p.doubt, repeated=True)
        for p in twice
    )
    order = {sheet.name: index for index, sheet in enumerate(book.sheets)}
    problems.sort(key=lambda problem: (order[problem.sheet], problem.row, problem.column))
    refused.sort(key=lambda one: (order[one.place.sheet], one.place.row, one.place.column))
    return Register(
        book.name,
        tuple(rows),
        tuple(problems),
        tuple(sorted(years)),
        counted,
        received_on,
        columns,
        tuple(legacy),
        tuple(refused),
    )


def _number(row: RegisterRow) -> str:
    return row.decision.partition("/")[0]


def _complete_numbers(rows: list[RegisterRow]) -> None:
    """`50` with its day becomes `50/QĐ-SLĐTBXH` where other rows of that day and number agree on
    the sign.
    """
    short = {
        index: row
        for index, row in enumerate(rows)
        if row.decision and row.decided_on and "/" not in row.decision
    }
    if not short:
        return
    wanted = {(row.decision, row.decided_on) for row in short.values()}
    signs: dict[tuple[str, dt.date | None], set[str]] = defaultdict(set)
    for row in rows:
        if row.decided_on and "/" in row.decision:
            key = _number(row), row.decided_on
            if key in wanted:
                signs[key].add(row.decision)
    for index, row in short.items():
        known = signs.get((row.decision, row.decided_on))
        if known and len(known) == 1:
            rows[index] = replace(row, decision=next(iter(known)))


# What rows of one decision, award and sheet have in common: judged once for all of them.
Kind = tuple[str, dt.date | None, str | None, int | None, int | None, bool]


def _check_years(rows: list[RegisterRow]) -> tuple[list[RegisterRow], list[Problem]]:
    """Compare each row with the other rows of its decision and with the day of that decision."""
    kinds: Counter[Kind] = Counter()
    for row in rows:
        if row.decided_on:
            kinds[
                row.decision, row.decided_on, row.code, row.sheet_year, row.year, row.year_given
            ] += 1
    days: dict[tuple[str, str | None, int | None], Counter[dt.date]] = defaultdict(Counter)
    spans: dict[tuple[str, dt.date, str | None], Counter[int]] = defaultdict(Counter)
    for (decision, day, code, sheet_year, year, _), times in kinds.items():
        if decision and day:
            days[decision, code, sheet_year][day] += times
            if year:
                spans[decision, day, code][year] += times
    clear: dict[Kind, bool] = {}
    problems: list[Problem] = []
    checked = []
    for row in rows:
        if row.decided_on:
            kind = (
                row.decision, row.decided_on, row.code, row.sheet_year, row.year, row.year_given
            )  # fmt: skip
            known = clear.get(kind)
            if known is not True:
                before = len(problems)
                judged = _check_year(_check_day(row, days, problems), spans, problems)
                clear[kind] = judged is row and len(problems) == before
                row = judged
        checked.append(row)
    return checked, problems


def _check_day(
    row: RegisterRow,
    days: dict[tuple[str, str | None, int | None], Counter[dt.date]],
    problems: list[Problem],
) -> RegisterRow:
    if not row.decided_on:
        return row
    common = days[(row.decision, row.code, row.sheet_year)].most_common(2)
    if len(common) == 2 and row.decided_on != common[0][0] and common[0][1] > common[1][1]:
        problems.append(
            _problem(
                row,
                f"{row.decided_on:%d/%m/%Y}",
                f"ngày của quyết định {row.decision} khác với các dòng khác "
                f"({common[0][0]:%d/%m/%Y}): không dùng ngày này",
            )
        )
        return replace(row, decided_on=None)
    return row


def _check_year(
    row: RegisterRow,
    spans: dict[tuple[str, dt.date, str | None], Counter[int]],
    problems: list[Problem],
) -> RegisterRow:
    if row.year is None or not row.decided_on:
        return row
    ranked = spans[(row.decision, row.decided_on, row.code)].most_common(2)
    elsewhere = (
        ranked[0][0]
        if len(ranked) == 2 and ranked[0][1] > ranked[1][1] and ranked[0][0] != row.year
        else None
    )
    if elsewhere and not row.year_given:
        problems.append(
            _problem(
                row,
                str(row.year),
                f"dòng nằm ở sổ năm {row.year} nhưng quyết định {row.decision} là của năm "
                f"{elsewhere}: hiểu là năm {elsewhere}",
                "note",
            )
        )
        return replace(row, year=elsewhere)
    if elsewhere and row.code in {"ldtt", "cstd-co-so", "tt-ldtt", "tt-ldxs"}:
        doubt = (
            f"năm thành tích {row.year} khác với các dòng khác của quyết định "
            f"{row.decision} (năm {elsewhere}): chưa dùng để xác nhận"
        )
        problems.append(_problem(row, str(row.year), doubt))
        return replace(row, doubtful=doubt)
    late = 2 if row.code in {"bk-thu-tuong"} or (row.code or "").startswith("hc-") else 1
    if not 0 <= row.decided_on.year - row.year <= late:
        doubt = (
            f"năm thành tích {row.year} không khớp ngày quyết định "
            f"{row.decided_on:%d/%m/%Y}: chưa dùng để xác nhận"
        )
        problems.append(_problem(row, str(row.year), doubt))
        return replace(row, doubtful=doubt)
    if row.year_given and row.sheet_year and row.year != row.sheet_year:
        problems.append(
            _problem(
                row,
                str(row.year),
                f"dòng của năm {row.year} nằm ở sổ năm {row.sheet_year}: hiểu là năm {row.year}",
                "note",
            )
        )
    return row


def _spread_themes(rows: list[RegisterRow]) -> list[RegisterRow]:
    """A decision on one theme: rows marked only `chuyên đề`, or not at all, take the theme of the
    others.
    """
    themes: dict[tuple[str, dt.date | None, str | None], Counter[str]] = defaultdict(Counter)
    plain: Counter[tuple[str, dt.date | None, str | None]] = Counter()
    if not any(row.merit == "chuyen_de" for row in rows):
        return rows
    for row in rows:
        key = (row.decision, row.decided_on, row.code)
        if row.merit == "chuyen_de" and row.theme:
            themes[key][row.theme] += 1
        elif row.merit != "chuyen_de":
            plain[key] += 1
    spread = []
    for row in rows:
        key = (row.decision, row.decided_on, row.code)
        if row.decision and len(themes.get(key, ())) == 1:
            theme = next(iter(themes[key]))
            if row.merit == "chuyen_de" and not row.theme:
                row = replace(row, theme=theme)
            elif row.merit != "chuyen_de" and not row.period and themes[key][theme] > plain[key]:
                row = replace(row, merit="chuyen_de", theme=theme)
        spread.append(row)
    return spread


def _drop_repeats(rows: list[RegisterRow]) -> tuple[list[RegisterRow], list[Problem]]:
    """The same award of the same person entered twice is kept once; namesakes are not touched."""
    seen: dict[tuple[object, ...], list[RegisterRow]] = {}
    kept, problems = [], []
    for row in rows:
        key = (
            row.collective,
            name_key(row.name),
            row.code or row.label,
            row.year,
            fold(row.theme) if row.theme else "",
            row.merit,
        )
        others = seen.get(key)
        if others is None:
            seen[key] = [row]
            kept.append(row)
            continue
        first = next((other for other in others if _same_recipient(other, row)), None)
        if first is not None:
            problems.append(
                _problem(
                    row,
                    row.name,
                    f"lặp lại dòng {first.place.row} trang “{first.place.sheet}” (cùng "
                    "người, cùng danh hiệu, cùng năm): chỉ tính một lần",
                )
            )
            continue
        others.append(row)
        kept.append(row)
    return kept, problems


def _same_recipient(first: RegisterRow, second: RegisterRow) -> bool:
    if first.collective:
        return True
    if first.decision and second.decision and _number(first) != _number(second):
        return False
    if first.identity_number and second.identity_number:
        return first.identity_number == second.identity_number
    agree = first.born.agrees_with(second.born)
    one, two = unit_key(first.unit), unit_key(second.unit)
    near = one == two or one.startswith(two) or two.startswith(one)
    return (
        near if agree is None else agree and (near or bool(first.born.value and second.born.value))
    )


def _problem(row: RegisterRow, read: str, doubt: str, weight: str = "doubt") -> Problem:
    return Problem(row.place.sheet, row.place.row, row.place.column, read, doubt, weight)
