"""Open an officer's file safely, whatever its kind: what cannot be read is refused with a sentence
that says what to do (NĐ 98/2023 Điều 2: hồ sơ điện tử).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeAlias

from python_calamine import CalamineWorkbook, PasswordError

from thidua.exchange.readers.archives import (
    MAX_CELLS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    UnreadableFile,
    extent_of,
    holds,
    notes_of,
    open_archive,
    parts,
)
from thidua.exchange.readers.sources import bytes_of

__all__ = [
    "MAX_UNPACKED_BYTES",
    "SheetData",
    "UnreadableFile",
    "Value",
    "Workbook",
    "column_index",
    "column_letter",
    "open_workbook",
]

Value: TypeAlias = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Span: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

MAX_BYTES = 20 * 1024 * 1024

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream names inside a compound file are UTF-16; Office puts an encrypted .xlsx into this one.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class SheetData:
    """One sheet: rows from A1 on, merged spans (0-based) and the cells that hold a formula."""

    name: str
    rows: list[list[Value]]
    merged: list[Span] = field(default_factory=list)
    formulas: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def contents(self) -> set[Value]:
        """What its cells hold, each content once: gone through much sooner than the cells."""
        return set().union(*self.rows)

    def text(self, row: int, column: int) -> str:
        """The cell as stripped text; rows and columns are 0-based; outside the sheet is empty."""
        value = self.value(row, column)
        return "" if value == "" else str(value).strip()

    def value(self, row: int, column: int) -> Value:
        if row < 0 or row >= len(self.rows) or column < 0:
            return ""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


@dataclass(frozen=True)
class Workbook:
    """`notes`: sentences about what the file carries besides its cells (macros, links)."""

    name: str
    sheets: list[SheetData]
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> SheetData | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def column_letter(index: int) -> str:
    """0 -> A, 26 -> AA: the letter Excel shows above the column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A -> 0; raises ValueError for anything that is not a column of Excel."""
    if not re.fullmatch(r"[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def open_workbook(source: Path | bytes, *, name: str | None = None) -> Workbook:
    """Read every sheet of a workbook (.xlsx, .xlsm, .xls, .ods) or a table of text (.csv, .tsv).

    Refused with UnreadableFile: missing, empty or too large file, another file type, a password,
    a truncated or inflated archive, a cell so far away that the sheet would not fit in memory, a
    workbook without any cell. Macros, links and formulas are never run: values kept in the file
    are read, and `notes` say so.
    """
    label = name or (source.name if isinstance(source, Path) else "tệp tải lên")
    data = bytes_of(source, label, most=MAX_BYTES)
    if data.startswith(OLE_MAGIC):
        book = _old_workbook(data, label)
    elif data.startswith(b"PK"):
        book = _archived_workbook(data, label)
    else:
        book = _text_table(data, label)
    if not any(_has_cell(sheet.rows) for sheet in book.sheets):
        raise UnreadableFile(
            f"Tệp “{label}” không có ô nào có dữ liệu: hãy kiểm tra lại xem đã chọn đúng tệp chưa."
        )
    return book


def _has_cell(rows: Iterable[list[Value]]) -> bool:
    return any(cell != "" for row in rows for cell in row)


def _text_table(data: bytes, label: str) -> Workbook:
    from thidua.exchange.readers.delimited import read_delimited

    sheet_name, rows, notes = read_delimited(data, label, most_rows=MAX_ROWS, most_cells=MAX_CELLS)
    return Workbook(label, [SheetData(sheet_name, rows)], tuple(notes))


def _old_workbook(data: bytes, label: str) -> Workbook:
    if ENCRYPTED_STREAM in data:
        raise UnreadableFile(_LOCKED.format(label=label))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [_sheet(book.get_sheet_by_name(name), label) for name in book.sheet_names]
    except PasswordError:
        raise UnreadableFile(_LOCKED.format(label=label)) from None
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(
            f"Tệp “{label}” là tệp Office đời cũ (.xls, .doc) không đọc được: hãy mở bằng Excel, "
            "lưu thành .xlsx rồi thử lại."
        ) from error
    notes = []
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        notes.append("Tệp có macro: không chạy, chỉ đọc giá trị của các ô.")
    notes.append(
        "Tệp .xls đời cũ: không biết ô nào là công thức, đọc giá trị đã lưu. Nên lưu lại "
        "thành .xlsx nếu tệp có công thức."
    )
    return Workbook(label, sheets, tuple(notes))


_LOCKED = (
    "Tệp “{label}” đang được bảo vệ bằng mật khẩu: hãy mở bằng Excel, bỏ mật khẩu "
    "(Tệp > Thông tin > Bảo vệ sổ làm việc), lưu lại rồi thử lại."
)


def _archived_workbook(data: bytes, label: str) -> Workbook:
    archive = open_archive(data, label)
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        if "word/document.xml" in names:
            raise UnreadableFile(
                f"Tệp “{label}” là văn bản Word, không phải bảng tính Excel: hãy chọn tệp .xlsx."
            )
        raise UnreadableFile(
            f"Tệp “{label}” không phải là bảng tính .xlsx: hãy mở bằng Excel, lưu thành .xlsx "
            "rồi thử lại."
        )
    try:
        with archive:
            paths = _sheet_paths(archive)
            notes = notes_of(archive)
            sheets = _parse(data, label, archive, paths)
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(
            f"Không đọc được tệp “{label}”: nội dung bên trong bị hỏng hoặc thiếu. Hãy mở "
            "bằng Excel, lưu lại thành tệp .xlsx mới rồi thử lại."
        ) from error
    if any(sheet.formulas for sheet in sheets):
        notes.append(
            "Tệp có ô công thức: không tính lại; giá trị lưu sẵn của ô trong bảng có thể đã cũ nên "
            "được nêu là nghi vấn."
        )
    if any(type(cell) is str and cell[:1] == "=" for one in sheets for cell in one.contents):
        notes.append("Có ô chữ bắt đầu bằng dấu “=”: giữ nguyên là chữ, không tính.")
    return Workbook(label, sheets, tuple(notes))


def _parse(
    data: bytes, label: str, archive: zipfile.ZipFile, paths: dict[str, str]
) -> list[SheetData]:
    """Every part is measured before the parser sees it; the parser holds no lock of Python, so it
    works on one sheet while the next is measured.
    """
    of_path = {path: name for name, path in paths.items()}
    formulas: dict[str, frozenset[tuple[int, int]]] = {}
    parsed: dict[str, Future[Any]] = {}
    free: SimpleQueue[Any] = SimpleQueue()
    with ThreadPoolExecutor(max_workers=2) as pool:
        try:
            # Sheets come last: texts that they share must have been measured before.
            for path, content in parts(archive, label, last=set(of_path)):
                if path == "content.xml":
                    _refuse_repeats(content, label)
                if not path.endswith(".xml"):
                    continue
                extent = extent_of(content)
                if extent.cells > MAX_CELLS:
                    raise _far_cell(label, extent.rows, extent.columns)
                name = of_path.get(path)
                if name is None:
                    continue
                if not parsed:
                    # Shared texts are kept once per opened book: two only for a large file.
                    for _ in range(2 if len(paths) > 1 and len(data) > 1024 * 1024 else 1):
                        free.put(CalamineWorkbook.from_filelike(io.BytesIO(data)))
                parsed[name] = pool.submit(_parse_one, free, name)
                if holds(content, b"<f", rare=1) and _FORMULA.search(content):
                    formulas[name] = _formula_cells(content)
            book = free.get() if parsed else CalamineWorkbook.from_filelike(io.BytesIO(data))
            free.put(book)
            sheets = []
            for name in book.sheet_names:
                done = parsed.pop(name, None)
                sheet = done.result() if done else book.get_sheet_by_name(name)
                sheets.append(_sheet(sheet, label, formulas.get(name, frozenset())))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return sheets


def _parse_one(free: SimpleQueue[Any], name: str) -> Any:
    book = free.get()
    try:
        return book.get_sheet_by_name(name)
    finally:
        free.put(book)


def _sheet(sheet: Any, label: str, formulas: frozenset[tuple[int, int]] = frozenset()) -> SheetData:
    if sheet.total_height > MAX_ROWS:
        raise UnreadableFile(
            f"Trang tính “{sheet.name}” của tệp “{label}” có hơn {MAX_ROWS} dòng: "
            "hãy xóa các dòng trống thừa hoặc chia nhỏ danh sách rồi thử lại."
        )
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise _far_cell(label, sheet.total_height, sheet.total_width)
    rows = sheet.to_python(skip_empty_area=False)
    merged = [(start, end) for start, end in (sheet.merged_cell_ranges or [])]
    return SheetData(sheet.name, rows, merged, formulas)


def _far_cell(label: str, rows: int, columns: int) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp “{label}” có ô nằm rất xa bảng (dòng {rows}, cột "
        f"{column_letter(columns - 1)}): hãy xóa các dòng, cột thừa ở bên dưới và bên "
        "phải bảng, lưu lại rồi thử lại."
    )


_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,12})"')


def _refuse_repeats(xml: bytes, label: str) -> None:
    """An OpenDocument sheet may say "this cell, a million times" in a few bytes."""
    for row in re.split(rb"<table:table-row[\s>]", xml)[1:]:
        times = [int(number) for number in _REPEATED.findall(row)]
        if b"<text:p" in row and max(times, default=1) > 20_000:
            raise _far_cell(label, max(times), 1)


_FORMULA = re.compile(rb"<f[ >/]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_FORMULA_CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]+)(\d+)"[^>]*>\s*(?:<[^f/][^>]*>\s*)*<f[ >/]')


def _formula_cells(xml: bytes) -> frozenset[tuple[int, int]]:
    """Cells with a formula: the value kept in the file may be out of date."""
    return frozenset(
        (int(row) - 1, column_index(column.decode())) for column, row in _FORMULA_CELL.findall(xml)
    )


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the part that holds it."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    targets = {rel_id.decode(): target.decode() for rel_id, target in _relationships(archive)}
    paths: dict[str, str] = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        sheet_name = re.search(rb'\sname="([^"]*)"', tag)
        rel = re.search(rb'\s\w+:id="([^"]*)"', tag)
        if not sheet_name or not rel:
            continue
        target = targets.get(rel.group(1).decode(), "").lstrip("/")
        paths[unescape(sheet_name.group(1).decode())] = (
            target if target.startswith("xl/") else f"xl/{target}"
        )
    return paths


def _relationships(archive: zipfile.ZipFile) -> list[tuple[bytes, bytes]]:
    path = "xl/_rels/workbook.xml.rels"
    if path not in archive.namelist():
        return []
    pairs = []
    for tag in re.findall(rb"<Relationship\s[^>]*>", archive.read(path)):
        rel_id, target = re.search(rb'\sId="([^"]*)"', tag), re.search(rb'\sTarget="([^"]*)"', tag)
        if rel_id and target:
            pairs.append((rel_id.group(1), target.group(1)))
    return pairs
