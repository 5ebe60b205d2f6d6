"""Tables and paragraphs of a Word file (.docx) as plain values: nothing in it is run or opened."""

from __future__ import annotations

import io
from dataclasses import dataclass

from thidua.exchange.readers.archives import UnreadableFile, notes_of, open_archive, parts
from thidua.exchange.readers.workbook import (
    ENCRYPTED_STREAM,
    MAX_BYTES,
    OLE_MAGIC,
    SheetData,
    Value,
)

MOST_CELLS = 200_000


@dataclass(frozen=True)
class Document:
    """`tables` are laid out like sheets ("Bảng 1"), merged cells repeated as Word shows them."""

    name: str
    paragraphs: list[str]
    tables: list[SheetData]
    notes: tuple[str, ...] = ()


def open_document(data: bytes, *, name: str) -> Document:
    """Refused with UnreadableFile: another kind of file, a password, a cut or swollen archive."""
    _refuse_others(data, name)
    archive = open_archive(data, name)
    if "word/document.xml" not in archive.namelist():
        raise UnreadableFile(
            f"Tệp “{name}” không phải là văn bản Word (.docx): hãy chọn tờ trình, danh sách đề "
            "nghị của đơn vị dưới dạng .docx."
        )
    import docx

    try:
        with archive:
            for _ in parts(archive, name):
                pass
            notes = notes_of(archive)
        document = docx.Document(io.BytesIO(data))
        paragraphs = [p.text for p in document.paragraphs if p.text.strip()]
        tables = [
            SheetData(f"Bảng {number}", _rows(table, name))
            for number, table in enumerate(document.tables, 1)
        ]
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(
            f"Không đọc được tệp “{name}”: nội dung bên trong bị hỏng hoặc thiếu. Hãy mở bằng "
            "Word, lưu lại thành tệp .docx mới rồi thử lại."
        ) from error
    return Document(name, paragraphs, tables, tuple(notes))


def _refuse_others(data: bytes, name: str) -> None:
    if not data:
        raise UnreadableFile(f"Tệp “{name}” trống (0 byte): hãy chọn tệp khác.")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"Tệp “{name}” lớn hơn {MAX_BYTES // 1024 // 1024} MB: hãy bỏ hình ảnh rồi thử lại."
        )
    if data.startswith(OLE_MAGIC):
        if ENCRYPTED_STREAM in data:
            raise UnreadableFile(
                f"Tệp “{name}” đang được bảo vệ bằng mật khẩu: hãy mở bằng Word, bỏ mật khẩu, lưu "
                "lại rồi thử lại."
            )
        raise UnreadableFile(
            f"Tệp “{name}” là tệp Office đời cũ (.doc): hãy mở bằng Word, lưu thành .docx rồi thử "
            "lại."
        )
    if not data.startswith(b"PK"):
        raise UnreadableFile(
            f"Tệp “{name}” không phải là văn bản Word (.docx): hãy lưu lại thành .docx rồi thử lại."
        )


def _rows(table: object, name: str) -> list[list[Value]]:
    rows: list[list[Value]] = []
    cells = 0
    for row in table.rows:  # type: ignore[attr-defined]  # python-docx knows tables by their content only
        line: list[Value] = [cell.text.strip() for cell in row.cells]
        cells += len(line)
        if cells > MOST_CELLS:
            raise UnreadableFile(
                f"Tệp “{name}” có bảng quá lớn (hơn {MOST_CELLS} ô): hãy nhập bằng tệp Excel."
            )
        rows.append(line)
    return rows
