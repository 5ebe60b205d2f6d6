"""Open an officer's workbook safely: what cannot be read is refused with a sentence that says what
to do (NĐ 98/2023 Điều 2: hồ sơ điện tử).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TypeAlias

from python_calamine import CalamineWorkbook

Value: TypeAlias = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Span: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 60_000
# The reader lays a sheet out as a full rectangle from A1 to its last cell.
MAX_CELLS = 5_000_000

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream names inside a compound file are UTF-16; Office puts an encrypted .xlsx into this one.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class UnreadableFile(Exception):
    """The file cannot be read; the message is a complete Vietnamese sentence for the officer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class SheetData:
    """One sheet: rows from A1 on, merged spans (0-based) and the cells that hold a formula."""

    name: str
    rows: list[list[Value]]
    merged: list[Span] = field(default_factory=list)
    formulas: frozenset[tuple[int, int]] = frozenset()

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
    name: str
    sheets: list[SheetData]

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
    """Read every sheet of an .xlsx or .xlsm file.

    Refused with UnreadableFile: missing, empty or too large file, another file type, a password,
    a truncated or inflated archive, a cell so far away that the sheet would not fit in memory, a
    workbook without any cell. Macros and links are never run.
    """
    label = name or (source.name if isinstance(source, Path) else "tệp tải lên")
    data = _bytes_of(source, label)
    archive = _archive(data, label)
    try:
        with archive:
            _refuse_inflated(archive, label)
            _refuse_far_cells(archive, label)
            formulas = _formula_cells(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for sheet_name in book.sheet_names:
            sheet = book.get_sheet_by_name(sheet_name)
            if sheet.total_height > MAX_ROWS:
                raise UnreadableFile(
                    f"Trang tính “{sheet_name}” của tệp “{label}” có hơn {MAX_ROWS} dòng: "
                    "hãy xóa các dòng trống thừa hoặc chia nhỏ danh sách rồi thử lại."
                )
            rows = sheet.to_python(skip_empty_area=False)
            merged = [(start, end) for start, end in (sheet.merged_cell_ranges or [])]
            sheets.append(
                SheetData(sheet_name, rows, merged, formulas.get(sheet_name, frozenset()))
            )
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(
            f"Không đọc được tệp “{label}”: nội dung bên trong bị hỏng hoặc thiếu. Hãy mở "
            "bằng Excel, lưu lại thành tệp .xlsx mới rồi thử lại."
        ) from error
    if not any(_has_cell(sheet.rows) for sheet in sheets):
        raise UnreadableFile(
            f"Tệp “{label}” không có ô nào có dữ liệu: hãy kiểm tra lại xem đã chọn đúng tệp chưa."
        )
    return Workbook(label, sheets)


def _has_cell(rows: Iterable[list[Value]]) -> bool:
    return any(cell != "" for row in rows for cell in row)


def _bytes_of(source: Path | bytes, label: str) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = source.stat().st_size
        except FileNotFoundError:
            raise UnreadableFile(
                f"Không tìm thấy tệp “{source}”: hãy kiểm tra đường dẫn và tên tệp."
            ) from None
        except OSError as error:
            raise UnreadableFile(
                f"Không mở được tệp “{source}”: hãy kiểm tra quyền đọc tệp."
            ) from error
    if size > MAX_BYTES:
        raise UnreadableFile(
            f"Tệp “{label}” lớn hơn {MAX_BYTES // 1024 // 1024} MB: hãy bỏ hình ảnh và "
            "trang tính không cần thiết rồi thử lại."
        )
    if size == 0:
        raise UnreadableFile(f"Tệp “{label}” trống (0 byte): hãy chọn tệp khác.")
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(
            f"“{source}” là thư mục, không phải tệp Excel: hãy chọn một tệp .xlsx."
        ) from None
    except OSError as error:
        raise UnreadableFile(
            f"Không mở được tệp “{source}”: hãy kiểm tra quyền đọc tệp."
        ) from error


def _archive(data: bytes, label: str) -> zipfile.ZipFile:
    if data.startswith(OLE_MAGIC):
        if ENCRYPTED_STREAM in data:
            raise UnreadableFile(
                f"Tệp “{label}” đang được bảo vệ bằng mật khẩu: hãy mở bằng Excel, bỏ mật "
                "khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu lại rồi thử lại."
            )
        raise UnreadableFile(
            f"Tệp “{label}” là tệp Office đời cũ (.xls, .doc): hãy mở bằng Excel, lưu "
            "thành .xlsx rồi thử lại."
        )
    if not data.startswith(b"PK"):
        raise UnreadableFile(
            f"Tệp “{label}” không phải là tệp Excel (.xlsx): hãy chọn đúng tệp danh sách "
            "hoặc lưu lại dưới dạng .xlsx."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise UnreadableFile(
            f"Tệp “{label}” bị cắt cụt hoặc hỏng (có thể do tải về chưa xong): hãy tải "
            "hoặc sao chép lại rồi thử lại."
        ) from None
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return archive
    if "word/document.xml" in names:
        raise UnreadableFile(
            f"Tệp “{label}” là văn bản Word, không phải bảng tính Excel: hãy chọn tệp .xlsx."
        )
    raise UnreadableFile(
        f"Tệp “{label}” không phải là bảng tính .xlsx: hãy mở bằng Excel, lưu thành .xlsx "
        "rồi thử lại."
    )


def _refuse_inflated(archive: zipfile.ZipFile, label: str) -> None:
    if any(info.flag_bits & 0x1 for info in archive.infolist()):
        raise UnreadableFile(
            f"Tệp “{label}” đang được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu rồi thử lại."
        )
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise UnreadableFile(
            f"Tệp “{label}” khi giải nén lớn hơn {MAX_UNPACKED_BYTES // 1024 // 1024} MB: "
            "hãy xóa các dòng, cột định dạng thừa rồi lưu lại."
        )


_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d{1,12})")
_RIGHT_OF_Z = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{2,9})(\d{1,12})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,9})(\d{1,12})[^>]*?(/?)>")


def _refuse_far_cells(archive: zipfile.ZipFile, label: str) -> None:
    """Refuse a stray cell far to the right and below, before the sheet is laid out in memory.

    Reading every part here also proves that each is as long as the archive says it is.
    """
    for info in archive.infolist():
        xml = archive.read(info)
        right = _RIGHT_OF_Z.findall(xml)
        rows = max((int(row) for row in _ROW.findall(xml)), default=0)
        rows = max([rows, *(int(row) for _, row in right)])
        columns = max((_far(letters) for letters, _ in right), default=26)
        if rows * columns <= MAX_CELLS:
            continue
        # Cells that are only formatted count for nothing: look closer before refusing.
        filled = [(_far(at), int(row)) for at, row, blank in _CELL.findall(xml) if not blank]
        columns = max((column for column, _ in filled), default=0)
        rows = max((row for _, row in filled), default=0)
        if rows * columns > MAX_CELLS:
            raise UnreadableFile(
                f"Tệp “{label}” có ô nằm rất xa bảng (dòng {rows}, cột "
                f"{column_letter(columns - 1)}): hãy xóa các dòng, cột thừa ở bên dưới và bên "
                "phải bảng, lưu lại rồi thử lại."
            )


def _far(letters: bytes) -> int:
    """1 for A; more letters than Excel has are farther than any column."""
    return column_index(letters.decode()) + 1 if len(letters) <= 3 else 10**6


_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_FORMULA_CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]+)(\d+)"[^>]*>\s*(?:<[^f/][^>]*>\s*)*<f[ >/]')


def _formula_cells(archive: zipfile.ZipFile) -> dict[str, frozenset[tuple[int, int]]]:
    """Cells with a formula, by sheet name: the value kept in the file may be out of date."""
    targets = {rel_id.decode(): target.decode() for rel_id, target in _relationships(archive)}
    cells: dict[str, frozenset[tuple[int, int]]] = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        sheet_name = re.search(rb'\sname="([^"]*)"', tag)
        rel = re.search(rb'\s\w+:id="([^"]*)"', tag)
        if not sheet_name or not rel:
            continue
        target = targets.get(rel.group(1).decode(), "").lstrip("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if path not in archive.namelist():
            continue
        xml = archive.read(path)
        if b"<f>" not in xml and b"<f " not in xml and b"<f/>" not in xml:
            continue
        cells[unescape(sheet_name.group(1).decode())] = frozenset(
            (int(row) - 1, column_index(column.decode()))
            for column, row in _FORMULA_CELL.findall(xml)
        )
    return cells


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
