"""Small tables that people send back as a workbook, read without trusting it.

The file is measured before anything of it is parsed: a few kilobytes may unpack into gigabytes,
and one cell at the far corner makes a sheet of billions.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineWorkbook, PasswordError

from thidua.kit.errors import WrongState
from thidua.kit.uploads import check_upload

MAX_ROWS = 2_000
MAX_COLUMNS = 80
_MAX_BYTES = 5 * 1024 * 1024
_MAX_UNPACKED = 60 * 1024 * 1024
_CHUNK = 1 << 20
_ROW = re.compile(rb'<row[^>]*?\sr="(\d+)"')
_CELL = re.compile(rb'<c[^>]*?\sr="([A-Z]{1,4})\d+"')


def rows_of(upload: UploadedFile[Any], *, most: int = MAX_ROWS) -> list[list[Any]]:
    """The cells of the first sheet, row by row from A1; blank rows stay where they are.

    Refuses with a sentence: no xlsx, empty, too large, locked by a password, broken, a far cell.
    """
    label = upload.name or "tệp tải lên"
    if check_upload(upload) != "xlsx":
        raise WrongState(f"“{label}” không phải bảng tính .xlsx. Chọn tệp .xlsx.", field="file")
    if (upload.size or 0) > _MAX_BYTES:
        raise WrongState(f"“{label}” vượt quá 5 MB. Xóa các cột, trang tính thừa.", field="file")
    data = upload.read()
    upload.seek(0)
    _measure(data, label, most)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > most + 1 or sheet.total_width > MAX_COLUMNS:
            raise _far(label, most)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except PasswordError:
        raise WrongState(f"“{label}” có mật khẩu. Bỏ mật khẩu rồi tải lại.", field="file") from None
    except WrongState:
        raise
    except Exception as error:
        raise _broken(label) from error
    if not any(cell != "" for row in rows for cell in row):
        raise WrongState(f"“{label}” không có ô nào có dữ liệu.", field="file")
    return rows


def _measure(data: bytes, label: str, most: int) -> None:
    left = _MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                with archive.open(name) as part:
                    tail = b""
                    while piece := part.read(_CHUNK):
                        left -= len(piece)
                        if left < 0:
                            raise WrongState(
                                f"“{label}” giải nén ra quá lớn. Lưu lại thành tệp mới.",
                                field="file",
                            )
                        if name.endswith(".xml"):
                            _near(tail + piece, label, most)
                            tail = piece[-200:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise _broken(label) from error


def _near(xml: bytes, label: str, most: int) -> None:
    far = any(int(number[:9]) > most + 1 for number in _ROW.findall(xml))
    if far or any(_column(letters) > MAX_COLUMNS for letters in _CELL.findall(xml)):
        raise _far(label, most)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _far(label: str, most: int) -> WrongState:
    return WrongState(
        f"“{label}” có hơn {most} dòng hoặc hơn {MAX_COLUMNS} cột. Xóa dòng, cột thừa rồi tải lại.",
        field="file",
    )


def _broken(label: str) -> WrongState:
    return WrongState(
        f"Không đọc được “{label}”: tệp hỏng. Mở bằng Excel, lưu thành .xlsx mới rồi tải lại.",
        field="file",
    )
