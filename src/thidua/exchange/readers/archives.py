"""The archives that office files are (.xlsx, .docx, .ods), measured before anything inside is
opened: what swells, hides its size or reaches outside is refused or left alone, with a sentence.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_MEMBERS = 5_000
# Deflate reaches 1032 to 1; sheets of real lists stay below 40, of blank formatted rows below 200.
MAX_RATIO = 400
RATIO_COUNTS_FROM = 16 * 1024 * 1024
MAX_ROWS = 200_000
# The reader lays a sheet out as a full rectangle from A1 to its last cell.
MAX_CELLS = MAX_ROWS * 26


class UnreadableFile(Exception):
    """The file cannot be read; the message is a complete Vietnamese sentence for the officer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Extent:
    """How far the filled cells of one part reach (1-based, 0 where there is none)."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def open_archive(data: bytes, label: str) -> zipfile.ZipFile:
    """The archive, with its sizes checked; refused where it is cut, locked, or would swell."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableFile(
            f"Tệp “{label}” bị cắt cụt hoặc hỏng (có thể do tải về chưa xong): hãy tải "
            "hoặc sao chép lại rồi thử lại."
        ) from None
    members = archive.infolist()
    if any(info.flag_bits & 0x1 for info in members):
        raise UnreadableFile(
            f"Tệp “{label}” đang được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu rồi thử lại."
        )
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(
            f"Tệp “{label}” chứa {len(members)} phần bên trong, nhiều hơn mọi tệp Office thông "
            "thường: hãy mở bằng Excel hoặc Word, lưu lại thành tệp mới rồi thử lại."
        )
    if sum(info.file_size for info in members) > MAX_UNPACKED_BYTES:
        raise UnreadableFile(
            f"Tệp “{label}” khi giải nén lớn hơn {MAX_UNPACKED_BYTES // 1024 // 1024} MB: "
            "hãy xóa các dòng, cột định dạng thừa rồi lưu lại."
        )
    for info in members:
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * info.compress_size:
            raise UnreadableFile(
                f"Tệp “{label}” nén bất thường: phần “{info.filename}” phình gấp "
                f"{info.file_size // max(info.compress_size, 1)} lần khi giải nén. Không mở tệp "
                "này; hãy mở bằng Excel, xóa các dòng, cột thừa rồi lưu lại."
            )
    return archive


def parts(
    archive: zipfile.ZipFile, label: str, *, last: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Every part, read whole, those in `last` at the end: a part longer than the archive says
    fails its checksum here.
    """
    for info in sorted(archive.infolist(), key=lambda info: info.filename in last):
        content = archive.read(info)
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
            raise UnreadableFile(
                f"Tệp “{label}” có khai báo lạ ở phần “{info.filename}” mà Excel, Word không bao "
                "giờ ghi: không mở tệp này. Hãy lưu lại thành tệp mới rồi thử lại."
            )
        yield info.filename, content


def notes_of(archive: zipfile.ZipFile) -> list[str]:
    """What the file carries besides its cells, and that none of it is used."""
    names = archive.namelist()
    notes = []
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        notes.append("Tệp có macro: không chạy, chỉ đọc giá trị của các ô.")
    links = [name for name in names if re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name)]
    if links or "xl/connections.xml" in names:
        notes.append(
            "Tệp có liên kết tới tệp hoặc nguồn dữ liệu khác: không mở liên kết, chỉ đọc giá trị "
            "đã lưu trong tệp."
        )
    if any("/embeddings/" in name or "/activeX/" in name for name in names):
        notes.append("Tệp có đối tượng nhúng: không mở, chỉ đọc giá trị của các ô.")
    return notes


_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d{1,12})")
_RIGHT_OF_Z = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{2,9})(\d{1,12})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,9})(\d{1,12})[^>]*?(/?)>")
# A cell that does not name itself as Excel does, within 26 columns and 200,000 rows. Words after
# the sign are other elements of a sheet that begin with the same letter.
_UNUSUAL = re.compile(
    rb'<c(?! r="[A-Za-z](?:\d{1,5}|1\d{5})"|ols?[ >/]|onditionalFormatting|fRule|fvo|olor|f )'
)
_PREFIXED = re.compile(rb":c[ >/]")
_ROW_BEGINS = re.compile(rb"<(?:\w+:)?row[\s>/]")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r\s*=)[^>]*?)?/?>")


def extent_of(xml: bytes) -> Extent:
    """An upper bound of what the sheet's cells span; exact where it is suspiciously large.

    The declared dimension is not asked: it may lie. As Excel itself writes sheets, the bound costs
    a few scans; anything else is read attribute by attribute.
    """
    prefixed = holds(xml, b":c", rare=0) and _PREFIXED.search(xml)
    if not prefixed and _UNUSUAL.search(xml) is None:
        return Extent(MAX_ROWS, 26)
    right = _RIGHT_OF_Z.findall(xml)
    rows = max((int(row) for row in _ROW.findall(xml)), default=0)
    rows = max([rows, *(int(row) for _, row in right)])
    columns = max((_far(letters) for letters, _ in right), default=26)
    placed = [(int(row), _far(at)) for at, row, _ in _CELL.findall(xml)]
    rows = max([rows, len(_ROW_BEGINS.findall(xml)), *(row for row, _ in placed)])
    columns = max([columns, _most_unplaced(xml), *(column for _, column in placed)])
    if rows * columns <= MAX_CELLS:
        return Extent(rows, columns)
    # Cells that are only formatted count for nothing: look closer before refusing.
    filled = [(_far(at), int(row)) for at, row, blank in _CELL.findall(xml) if not blank]
    columns = max([_most_unplaced(xml), *(column for column, _ in filled)])
    rows = max((row for _, row in filled), default=0)
    return Extent(max(rows, 1), columns)


# Where the rare sign turns out to be common, looking for both at once is quicker.
_RARE = 2_000


def holds(xml: bytes, pair: bytes, *, rare: int) -> bool:
    """True where two signs stand beside each other; the one at place `rare` of them is looked for,
    which takes a tenth of the time in a text that holds the other everywhere.
    """
    sign, at = pair[rare : rare + 1], xml.find(pair[rare : rare + 1])
    for _ in range(_RARE):
        if at < 0:
            return False
        if at >= rare and xml.startswith(pair, at - rare):
            return True
        at = xml.find(sign, at + 1)
    return at >= 0 and xml.find(pair, max(at - 1, 0)) >= 0


def _most_unplaced(xml: bytes) -> int:
    """The most cells without an address in one row: they follow each other from column A."""
    if not _UNPLACED.search(xml):
        return 0
    return max(len(_UNPLACED.findall(row)) for row in _ROW_BEGINS.split(xml))


def _far(letters: bytes) -> int:
    """1 for A; more letters than Excel has are farther than any column."""
    if len(letters) > 3:
        return 10**6
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index
