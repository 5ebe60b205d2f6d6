"""The report of a what-if as DOCX or PDF, with its charts and the file of changes it stands on."""

from __future__ import annotations

from io import BytesIO

from docx.shared import Mm

from thidua.documents.layout import (
    TEXT_WIDTH_MM,
    body,
    new_document,
    paragraph,
    spacer,
    to_bytes,
)
from thidua.documents.pdf import pdf_of
from thidua.documents.tables import Column, Row, grid
from thidua.eligibility.whatif.charts import bars_png
from thidua.eligibility.whatif.report import Report, Table

_SIZE = 10.5


def report_docx(report: Report, *, author: str, text: str) -> bytes:
    """An annex that can be attached to a proposal; `text` is the file of changes, printed whole."""
    document = new_document(title=f"Thử thay đổi quy định: {report.name}", author=author)
    paragraph(document, "BÁO CÁO THỬ THAY ĐỔI QUY ĐỊNH", align="center", marks="b")
    paragraph(document, report.name, align="center", marks="b")
    spacer(document, 8)
    body(document, report.summary)
    if report.reason:
        body(document, f"Lý do: {report.reason}")
    body(
        document,
        "Báo cáo mô phỏng trên hồ sơ đã có, không thay đổi dữ liệu và không phải quyết định.",
    )
    _table(document, report.changes)
    for chart in report.charts:
        paragraph(document, chart.title, align="center", marks="i", keep_next=True)
        picture = paragraph(document, "", align="center")
        png = bars_png(chart.title, chart.bars)
        picture.add_run().add_picture(BytesIO(png), width=Mm(150))
        paragraph(
            document, "Vạch nhạt: hiện hành; vạch đậm: sau thay đổi.", align="center", size=11
        )
        spacer(document, 6)
    for table in report.tables:
        _table(document, table)
    body(document, "Giới hạn của cách tính:", marks="b", keep_next=True)
    for line in report.caveats:
        body(document, f"- {line}")
    body(document, "Tệp thay đổi đã dùng:", marks="b", keep_next=True)
    for line in text.strip().splitlines():
        paragraph(document, line.rstrip() or " ", size=10)
    return to_bytes(document)


def report_pdf(report: Report, *, author: str, text: str) -> bytes:
    return pdf_of(report_docx(report, author=author, text=text))


def _table(document: object, table: Table) -> None:
    paragraph(document, table.title, marks="b", keep_next=True)
    if not table.rows:
        paragraph(document, "Không có dòng nào.", size=11)
        spacer(document, 8)
        return
    first = TEXT_WIDTH_MM * (0.4 if len(table.heads) <= 4 else 0.24)
    rest = (TEXT_WIDTH_MM - first) / (len(table.heads) - 1)
    columns = [
        Column(head, first if place == 0 else rest, "left" if place == 0 else "right")
        for place, head in enumerate(table.heads)
    ]
    grid(document, columns, [Row(cells) for cells in table.rows], size=_SIZE)  # type: ignore[arg-type]  # any sequence serves
    if table.note:
        paragraph(document, table.note, size=10)
    spacer(document, 8)
