"""Components that every paper shares, from letterhead to signature (NĐ 30/2020/NĐ-CP, Điều 8)."""

from collections.abc import Sequence

from docx.document import Document as DocxDocument

from thidua.documents.layout import (
    BODY_SIZE,
    TEXT_WIDTH_MM,
    Span,
    body,
    boxed,
    paragraph,
    rule,
    spacer,
)
from thidua.documents.papers import Letterhead, Signature
from thidua.documents.tables import layout_table
from thidua.documents.words import paper_date, paper_number

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT_MARK = "DỰ THẢO"
LEFT_MM, RIGHT_MM = 63.0, 102.0
# Width of the motto in Times New Roman bold 14: the rule below is as long as the line.
MOTTO_MM = 62.0


def letterhead(document: DocxDocument, head: Letterhead, *, draft: bool) -> None:
    """Boxes 1 to 4: nation and motto, bodies, number and symbol, place and date."""
    left, right = layout_table(document, (LEFT_MM, RIGHT_MM))
    if head.parent:
        paragraph(left, head.parent.upper(), align="center", size=13)
    paragraph(left, head.body.upper(), align="center", marks="b", size=13)
    rule(left, width_mm=LEFT_MM - 4, length_mm=26)
    number = paper_number(head.number) if head.number else "       "
    paragraph(left, f"Số: {number}/{head.symbol}", align="center", size=13, before=4)
    if draft:
        boxed(left, DRAFT_MARK, size=13, left_mm=14, right_mm=14, before=6, after=0)
    paragraph(right, NATION, align="center", marks="b", size=13)
    paragraph(right, MOTTO, align="center", marks="b", size=BODY_SIZE)
    rule(right, width_mm=RIGHT_MM - 4, length_mm=MOTTO_MM)
    paragraph(
        right,
        f"{head.place}, {paper_date(head.signed_on, year=head.year)}",
        align="center",
        marks="i",
        size=BODY_SIZE,
        before=4,
    )


def title(document: DocxDocument, kind: str, subject: str) -> None:
    """Box 5a: the kind of paper and what it is about, with a rule below."""
    paragraph(document, kind, align="center", marks="b", size=BODY_SIZE, before=14, keep_next=True)
    paragraph(document, subject, align="center", marks="b", size=BODY_SIZE, keep_next=True)
    rule(document, width_mm=TEXT_WIDTH_MM, length_mm=60)


def provisional_notice(document: DocxDocument, notices: Sequence[str]) -> None:
    """Say in a frame which results rest on the last known text only; nothing when there is none."""
    if not notices:
        return
    spans: list[Span] = [("TẠM TÍNH. ", "b"), (" ".join(notices), "")]
    boxed(document, spans, marks="", align="justify", before=8, after=4, left_mm=2, right_mm=2)


def grounds(document: DocxDocument, lines: Sequence[str], proposals: Sequence[str] = ()) -> None:
    """Box 6: one ground a line, in italics, each ending with ";" and the last with "."."""
    every = [*lines, *proposals]
    for place, line in enumerate(every):
        end = "." if place == len(every) - 1 else ";"
        body(document, line.strip().rstrip(";.").rstrip() + end, marks="i")


def article(document: DocxDocument, number: int, text: str, *, last: bool = False) -> None:
    """One article; the last one stays with the signature, which must not stand alone on a page."""
    body(document, [(f"Điều {number}. ", "b"), (text, "")], keep_next=last)


def closing(document: DocxDocument, recipients: Sequence[str], signature: Signature) -> None:
    """Boxes 7 and 9b: recipients on the left, powers, post and name on the right, on one page."""
    spacer(document, 8)
    left, right = layout_table(document, (80, 85))
    _recipients(left, recipients)
    _signature(right, signature)


def _recipients(cell: object, recipients: Sequence[str]) -> None:
    if not recipients:
        return
    paragraph(cell, "Nơi nhận:", marks="bi", size=12, before=2)
    for place, line in enumerate(recipients):
        end = "." if place == len(recipients) - 1 else ";"
        paragraph(cell, f"- {line.strip().rstrip(';.')}{end}", size=11)


def _signature(cell: object, signature: Signature, *, note: str = "") -> None:
    for power in signature.powers:
        paragraph(cell, power.upper(), align="center", marks="b", size=BODY_SIZE)
    if note:
        paragraph(cell, note, align="center", marks="i", size=12)
    # Room for the seal and the signature.
    spacer(cell, 62)
    paragraph(cell, signature.name, align="center", marks="b", size=BODY_SIZE)


def two_signatures(
    document: DocxDocument, left: Signature, right: Signature, *, note: str = "(Ký, ghi rõ họ tên)"
) -> None:
    """Minutes: the secretary signs on the left, the chair on the right."""
    spacer(document, 8)
    first, second = layout_table(document, (82.5, 82.5))
    _signature(first, left, note=note)
    _signature(second, right, note=note)
