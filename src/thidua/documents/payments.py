"""The list on which rewards of one decision are handed over and signed for, as DOCX."""

from thidua.documents.blocks import letterhead, title
from thidua.documents.layout import new_document, paragraph, spacer, to_bytes
from thidua.documents.papers import PaymentPaper
from thidua.documents.tables import Column, Row, grid, layout_table
from thidua.documents.words import amount_in_words
from thidua.kit.dates import grouped

COLUMNS = (
    Column("Stt", 12, "center"),
    Column("Họ và tên, tên tập thể", 46),
    Column("Đơn vị", 42),
    Column("Danh hiệu, hình thức", 32),
    Column("Số tiền (đồng)", 22, "right"),
    Column("Ký nhận", 22),
)


def payment_list_docx(paper: PaymentPaper) -> bytes:
    """Lay out the payment list; the total equals the sum of its lines by construction."""
    document = new_document(
        title=f"Danh sách chi tiền thưởng {paper.decision}", author=paper.head.body
    )
    letterhead(document, paper.head, draft=False)
    title(document, "DANH SÁCH", f"Chi tiền thưởng theo {paper.decision}")
    if paper.fund:
        paragraph(
            document, f"Nguồn kinh phí: {paper.fund}.", align="center", marks="i", before=4, after=6
        )
    rows = [
        Row((str(i), line.name, line.office, line.award_name, grouped(line.amount), line.note))
        for i, line in enumerate(paper.lines, start=1)
    ]
    grid(
        document,
        COLUMNS,
        [*rows, Row(("Tổng cộng", grouped(paper.total), ""), marks="b", span_to=3)],
    )
    words = amount_in_words(paper.total) if paper.total else "Không đồng"
    paragraph(document, [("Bằng chữ: ", "b"), (f"{words}.", "i")], before=8, after=10)
    blocks = (
        ("NGƯỜI LẬP", paper.preparer),
        ("KẾ TOÁN", paper.accountant),
        (paper.signature.powers[-1], paper.signature.name),
    )
    for cell, (post, name) in zip(layout_table(document, (52, 52, 61)), blocks, strict=True):
        paragraph(cell, post.upper(), align="center", marks="b", size=13)
        spacer(cell, 56)
        paragraph(cell, name, align="center", marks="b", size=13)
    return to_bytes(document)
