"""Tables of text (.csv, .tsv, copied from a screen): the encoding and the separator are told by
evidence, and said.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import Any

from thidua.exchange.readers.archives import UnreadableFile
from thidua.exchange.readers.text import has_vietnamese
from thidua.kit.sheets import unguarded

_SEPARATORS = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu tab", "|": "dấu gạch đứng"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What no text file holds: a picture, a program, a PDF chosen by mistake.
_MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"{\\rtf", b"Rar!")


def read_delimited(
    data: bytes, label: str, *, most_rows: int, most_cells: int
) -> tuple[str, list[list[Any]], list[str]]:
    """Sheet name, rows of text cells, and sentences saying what encoding and separator were seen.

    The apostrophe that keeps a spreadsheet from taking a text for a formula is not of the text.

    Refused with a sentence: a file that is no text, or has no separator that makes a table.
    """
    text, encoding = _decoded(data, label)
    separator = _separator(text)
    if separator is None:
        raise _no_table(label)
    csv.field_size_limit(1024 * 1024)
    rows: list[list[Any]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([unguarded(cell.strip("\ufeff")) for cell in row])
            cells += len(row)
            if len(rows) > most_rows or cells > most_cells:
                raise UnreadableFile(
                    f"Tệp “{label}” có hơn {most_rows} dòng: hãy chia nhỏ danh sách rồi thử lại."
                )
    except csv.Error:
        raise UnreadableFile(
            f"Tệp “{label}” có ô dài bất thường hoặc dấu nháy kép không đóng ở gần dòng "
            f"{len(rows) + 1}: hãy sửa dòng đó hoặc lưu lại thành .xlsx rồi thử lại."
        ) from None
    notes = [f"Tệp chữ: bảng mã {encoding}, các cột cách nhau bằng {_SEPARATORS[separator]}."]
    return "Bảng", rows, notes


def _no_table(label: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp “{label}” không phải là tệp Excel (.xlsx) hay bảng chữ (.csv): hãy chọn đúng tệp "
        "danh sách hoặc lưu lại dưới dạng .xlsx."
    )


def _decoded(data: bytes, label: str) -> tuple[str, str]:
    if data.startswith(_MAGIC):
        raise _no_table(label)
    for mark, codec, shown in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec), shown
            except UnicodeDecodeError:
                raise UnreadableFile(
                    f"Tệp “{label}” ghi là {shown} nhưng bị cắt cụt hoặc hỏng: hãy sao chép lại "
                    "rồi thử lại."
                ) from None
    if len(data) >= 4 and (zeros := data[:4096].count(0)):
        # Unicode without its mark: every second byte of Latin letters is zero.
        codec = "utf-16-le" if data[1:4096:2].count(0) > data[:4096:2].count(0) else "utf-16-be"
        if zeros < len(data[:4096]) // 5 or len(data) % 2:
            raise _no_table(label)
        try:
            return data.decode(codec), "UTF-16"
        except UnicodeDecodeError:
            raise _no_table(label) from None
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    if any(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in data[:4096]):
        raise _no_table(label)
    # One byte per sign: Latin-1 keeps what TCVN3 and VNI need; windows-1258 is Unicode in spirit.
    latin = data.decode("latin-1")
    windows = _windows_1258(data)
    if windows and has_vietnamese(windows) > has_vietnamese(_legacy(latin)):
        return windows, "windows-1258"
    return latin, "một byte (TCVN3, VNI hoặc Latin-1)"


def _windows_1258(data: bytes) -> str:
    import unicodedata

    try:
        return unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return ""


def _legacy(text: str) -> str:
    from thidua.exchange.readers.legacy import code_of

    code = code_of([text])
    return code.decode(text) if code else text


def _separator(text: str) -> str | None:
    """The sign that splits most lines into the same number of cells, at least two."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    best: tuple[float, str] | None = None
    for sign in _SEPARATORS:
        bare = [re.sub(r'"[^"]*"', "", line).count(sign) for line in lines]
        counted = Counter(number for number in bare if number)
        if not counted:
            continue
        number, times = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
        score = times / len(lines) * min(number, 20) ** 0.5
        if best is None or score > best[0]:
            best = (score, sign)
    return best[1] if best else None
