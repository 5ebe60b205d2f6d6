"""A certified extract of the register (bản trích sao) as DOCX and PDF, laid out alike.

Form and place of the parts: Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import json
import struct
import tempfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from docx.shared import Mm

from thidua.documents.blocks import MOTTO, NATION, closing, letterhead, title
from thidua.documents.layout import body, new_document, paragraph, spacer, to_bytes
from thidua.documents.papers import Letterhead, Signature
from thidua.documents.qr import qr_code
from thidua.documents.tables import Column, Row, grid, layout_table
from thidua.documents.words import clean, paper_date, paper_number

KIND = "TRÍCH SAO"
COLUMNS = (
    Column("Stt", 10, "center"),
    Column("Vào sổ số", 14, "center"),
    Column("Danh hiệu, hình thức khen thưởng", 42),
    Column("Thời gian đạt thành tích", 20, "center"),
    Column("Quyết định, cơ quan ban hành", 44),
    Column("Tình trạng", 35),
)


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """One award as the book holds it."""

    number: int
    award: str
    time: str
    decision: str
    state: str


@dataclass(frozen=True, slots=True)
class ExtractPaper:
    """An extract about one recipient; `place` and `digest` are the end of the book's hash chain."""

    head: Letterhead
    book: str
    recipient: str
    office: str
    lines: tuple[ExtractLine, ...]
    purpose: str
    place: int
    digest: str
    code: str
    check_url: str
    signature: Signature
    recipients: tuple[str, ...] = ()
    cancelled: bool = False

    @property
    def opening(self) -> str:
        who = f"{self.recipient}, {self.office}" if self.office else self.recipient
        why = f" Bản này được cấp để {self.purpose}." if self.purpose else ""
        return (
            f"Theo {self.book}, tính đến {paper_date(self.head.signed_on)}, {who} "
            f"có {len(self.lines)} lượt khen thưởng sau đây.{why}"
        )

    @property
    def proof(self) -> str:
        return (
            f"Sổ khi trích sao có {self.place} mục trong chuỗi băm; mã băm của mục cuối: "
            f"{self.digest}."
        )

    @property
    def check(self) -> str:
        return f"Mã kiểm tra {self.code}. Quét mã hoặc mở {self.check_url} để đối chiếu."


def extract_docx(paper: ExtractPaper) -> bytes:
    """The extract for Word."""
    document = new_document(title=f"Trích sao sổ khen thưởng, {paper.recipient}", author=paper.book)
    letterhead(document, paper.head, draft=False)
    title(document, KIND, "Sổ khen thưởng")
    if paper.cancelled:
        body(document, "BẢN TRÍCH SAO NÀY ĐÃ BỊ HỦY, KHÔNG CÒN GIÁ TRỊ.", marks="b")
    body(document, paper.opening)
    spacer(document, 8)
    rows = [
        Row((str(place), str(line.number), line.award, line.time, line.decision, line.state))
        for place, line in enumerate(paper.lines, start=1)
    ]
    grid(document, COLUMNS, rows)
    spacer(document, 8)
    left, right = layout_table(document, (28, 137))
    picture = paragraph(left, "")
    picture.add_run().add_picture(BytesIO(qr_png(paper.check_url)), width=Mm(24))
    paragraph(right, paper.proof, size=11)
    paragraph(right, paper.check, size=11, before=3)
    closing(document, paper.recipients, paper.signature)
    return to_bytes(document)


def extract_pdf(paper: ExtractPaper) -> bytes:
    """The same as PDF, ready to be printed and signed."""
    head = paper.head
    data = {
        "nation": NATION,
        "motto": MOTTO,
        "parent": head.parent.upper(),
        "body": head.body.upper(),
        "number": f"Số: {paper_number(head.number)}/{head.symbol}",
        "place_date": f"{head.place}, {paper_date(head.signed_on, year=head.year)}",
        "kind": KIND,
        "subject": "Sổ khen thưởng",
        "cancelled": paper.cancelled,
        "opening": paper.opening,
        "heads": [column.title for column in COLUMNS],
        "widths": [column.width_mm for column in COLUMNS],
        "rows": [
            [str(place), str(line.number), line.award, line.time, line.decision, line.state]
            for place, line in enumerate(paper.lines, start=1)
        ],
        "proof": paper.proof,
        "check": paper.check,
        "recipients": list(paper.recipients),
        "powers": [line.upper() for line in paper.signature.powers],
        "signer": paper.signature.name,
        "title": f"Trích sao sổ khen thưởng, {paper.recipient}",
    }
    with tempfile.TemporaryDirectory(prefix="thidua-trich-sao-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(_cleaned(data), ensure_ascii=False), "utf-8")
        (root / "qr.png").write_bytes(qr_png(paper.check_url))
        sheet = files("thidua.documents").joinpath("sheets", "extract.typ")
        (root / "extract.typ").write_bytes(sheet.read_bytes())
        compiler: Any = typst.compile
        made: bytes = compiler(str(root / "extract.typ"), root=str(root), font_paths=_fonts())
    return made


def qr_png(text: str) -> bytes:
    """The QR code as a small black-and-white picture, with its quiet zone."""
    code = qr_code(text)
    scale, margin = 6, 4
    size = (code.size + 2 * margin) * scale
    white = b"\xff"
    rows = []
    for y in range(-margin, code.size + margin):
        line = bytearray(white * (margin * scale))
        for x in range(code.size):
            dark = 0 <= y < code.size and code.modules[y * code.size + x] == 0
            line += (b"\x00" if dark else white) * scale
        line += white * (margin * scale)
        rows.append((b"\x00" + bytes(line)) * scale)

    def part(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b"".join(rows)))
        + part(b"IEND", b"")
    )


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts of the machine (Times New Roman or its like), then those built into typst."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
