"""Find the header of a table on a sheet (title rows, two merged header rows, numbered columns) and
guess each column with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from thidua.exchange.readers.records import ColumnGuess
from thidua.exchange.readers.text import clean, words
from thidua.exchange.readers.workbook import (
    SheetData,
    UnreadableFile,
    Value,
    column_index,
    column_letter,
)

HEADER_DEPTH = 40
# A better header may follow a title that looks like one, but not below the first rows of data.
BELOW_HEADER = 6
FUZZY = 86


@dataclass(frozen=True)
class Field:
    """`names` are folded headings, the most telling first; `exact` ones must be the whole
    heading.
    """

    code: str
    title: str
    names: tuple[str, ...]
    exact: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Table:
    """Where the data start and which column holds what (0-based)."""

    first_row: int
    header_row: int
    columns: dict[str, int]
    guesses: tuple[ColumnGuess, ...]

    def value(self, row: Sequence[Value], code: str) -> Value:
        column = self.columns.get(code)
        return "" if column is None or column >= len(row) else row[column]

    def text(self, row: Sequence[Value], code: str) -> str:
        value = self.value(row, code)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return clean(value)

    def letter(self, code: str) -> str:
        column = self.columns.get(code)
        return "" if column is None else column_letter(column)


def find_table(
    sheet: SheetData,
    fields: Sequence[Field],
    *,
    mapping: Mapping[str, str] | None = None,
    least: int = 3,
) -> Table | None:
    """The table whose header names most fields; None where no row names `least` of them."""
    best: tuple[int, int, int, list[str]] | None = None
    for top in range(min(HEADER_DEPTH, len(sheet.rows))):
        if best is not None and top > best[1] + BELOW_HEADER:
            break
        if sum(1 for cell in sheet.rows[top] if isinstance(cell, str) and cell) < least:
            continue
        for depth in (1, 2):
            labels = _labels(sheet, top, depth)
            # A merged title counts once, however many columns it covers.
            named = {
                field.code for label in labels if label and (field := _match(label, fields)[0])
            }
            score = len(named)
            deeper = best is not None and depth == 2 and best[1] == top and score == best[0]
            if score >= least and (best is None or score > best[0] or deeper):
                best = (score, top, depth, labels)
    if best is None:
        return None
    _, top, depth, labels = best
    columns, guesses = _assign(labels, fields, mapping or {})
    first = top + depth
    while first < len(sheet.rows) and _is_numbering(sheet.rows[first]):
        first += 1
    weighed = _weighed(sheet, first, guesses, fields, mapping or {})
    columns |= {
        g.field: column_index(g.column) for g in weighed if g.field not in columns and g.field
    }
    return Table(first, top, columns, tuple(weighed))


def _weighed(
    sheet: SheetData,
    first_row: int,
    guesses: list[ColumnGuess],
    fields: Sequence[Field],
    mapping: Mapping[str, str],
) -> list[ColumnGuess]:
    """The guesses with the testimony of the cells; what an officer said stands."""
    from thidua.exchange.readers.evidence import weigh

    wanted = [field.code for field in fields]
    if mapping:
        # Who corrected the columns has seen them all: nothing more is found by itself.
        wanted = []
    below = sheet.rows[first_row : first_row + 50]
    headed = {guess.column for guess in guesses}
    bare = [
        ColumnGuess(letter, "", "", "không có tiêu đề, không dùng", True)
        for column in range(max(map(len, below), default=0))
        if (letter := column_letter(column)) not in headed
        and sum(1 for row in below if column < len(row) and row[column] != "") >= 4
    ]
    ordered = sorted([*guesses, *bare], key=lambda guess: column_index(guess.column))
    return weigh(sheet, first_row, ordered, wanted)


def require(table: Table | None, sheet: SheetData, fields: Sequence[Field], file: str) -> Table:
    """Refuse with a sentence where the table or a required column is missing."""
    wanted = [field for field in fields if field.required]
    if table is None:
        raise UnreadableFile(
            f"Không thấy dòng tiêu đề của bảng trên trang tính “{sheet.name}” của tệp "
            f"“{file}”: cần có các cột "
            + ", ".join(f"“{field.title}”" for field in wanted)
            + ". Hãy dùng tệp mẫu hoặc kiểm tra lại tệp."
        )
    missing = [field.title for field in wanted if field.code not in table.columns]
    if missing:
        raise UnreadableFile(
            f"Trang tính “{sheet.name}” của tệp “{file}” thiếu cột "
            + ", ".join(f"“{title}”" for title in missing)
            + ": hãy thêm cột hoặc chỉ rõ cột nào chứa nội dung này."
        )
    return table


def _labels(sheet: SheetData, top: int, depth: int) -> list[str]:
    """One heading per column; a merged heading stands above every column that it covers."""
    width = max(len(row) for row in sheet.rows[top : top + depth]) if top < len(sheet.rows) else 0
    if depth == 2:
        # Only a merged heading makes a second header row; else the first person would be swallowed.
        heads = any(r1 == top and (r2 > r1 or c2 > c1) for (r1, c1), (r2, c2) in sheet.merged)
        if not heads or top + 1 >= len(sheet.rows) or _is_numbering(sheet.rows[top + 1]):
            return []
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for (r1, c1), (r2, c2) in sheet.merged:
        if r1 <= top + depth - 1 and r2 >= top:
            # A span may run to the end of the sheet; only the header and its columns are asked for.
            for row in range(max(r1, top), min(r2, top + depth - 1) + 1):
                for column in range(c1, min(c2, width - 1) + 1):
                    merged[(row, column)] = (r1, c1)
    labels = []
    for column in range(width):
        parts: list[str] = []
        for row in range(top, top + depth):
            origin = merged.get((row, column), (row, column))
            value = sheet.value(*origin)
            part = clean(value) if isinstance(value, str) else ""
            if part and part not in parts:
                parts.append(part)
        labels.append(" / ".join(parts))
    return labels


def _match(label: str, fields: Sequence[Field]) -> tuple[Field | None, str, bool]:
    """The field a heading names, the reason, and whether it is certain."""
    said = words(label)
    if not said or len(said) > 90:
        return None, "", False
    last = words(label.split(" / ")[-1])
    for text in dict.fromkeys((last, said)):
        for field in fields:
            if text in field.exact or text in field.names:
                return field, f"tiêu đề “{label}”", True
    for text in dict.fromkeys((last, said)):
        found = [
            (len(name), field)
            for field in fields
            for name in field.names
            if f" {name} " in f" {text} "
        ]
        if found:
            return max(found, key=lambda pair: pair[0])[1], f"tiêu đề có chữ “{label}”", True
    scored = [
        (fuzz.ratio(last, name), field) for field in fields for name in field.names if len(name) > 4
    ]
    if scored:
        score, field = max(scored, key=lambda pair: pair[0])
        if score >= FUZZY:
            return field, f"tiêu đề “{label}” gần giống “{field.title}”", False
    return None, "", False


def _assign(
    labels: list[str], fields: Sequence[Field], mapping: Mapping[str, str]
) -> tuple[dict[str, int], list[ColumnGuess]]:
    columns: dict[str, int] = {}
    guesses: list[ColumnGuess] = []
    titles = {field.code: field.title for field in fields}
    # A field given "-" is said to be nowhere on the sheet.
    nowhere = {code for code, letter in mapping.items() if letter == "-"}
    corrected = {
        code: column_index(letter)
        for code, letter in mapping.items()
        if code in titles and letter and letter != "-"
    }
    for column, label in enumerate(labels):
        field, reason, certain = _match(label, fields)
        if field and (
            field.code in corrected or field.code in nowhere or column in corrected.values()
        ):
            field = None
        if field and field.code in columns:
            field = None
        code = field.code if field else ""
        if column in corrected.values():
            code = next(name for name, index in corrected.items() if index == column)
            reason, certain = "cán bộ chọn", True
        if code:
            columns[code] = column
        if code or label:
            guesses.append(
                ColumnGuess(
                    column_letter(column),
                    code,
                    label,
                    reason or "không nhận ra, không dùng",
                    certain,
                )
            )
    for code, column in corrected.items():
        columns.setdefault(code, column)
    return columns, guesses


def _is_numbering(row: Sequence[Value]) -> bool:
    """A row such as (1) (2) (3) below the header."""
    filled = [clean(cell) for cell in row if cell != ""]
    return (
        len(filled) >= 3
        and all(re.fullmatch(r"\(?\d{1,2}\)?(\.0)?|\(?[A-Z]\)?", cell) for cell in filled)
        and bool(
            any(cell.startswith("(") for cell in filled)
            or [re.sub(r"\D", "", cell) for cell in filled][:3] == ["1", "2", "3"]
        )
    )
