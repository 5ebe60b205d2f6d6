"""A submission (tờ trình) with its list, as DOCX (NĐ 98/2023/NĐ-CP, Phụ lục I, mẫu 01)."""

from docx.document import Document as DocxDocument

from thidua.documents.blocks import closing, grounds, letterhead, provisional_notice, title
from thidua.documents.layout import (
    annex_section,
    body,
    new_document,
    paragraph,
    rule,
    spacer,
    to_bytes,
)
from thidua.documents.papers import Kind, SubmissionPaper
from thidua.documents.tables import Column, Row, grid
from thidua.documents.words import join_words, paper_date, paper_number

NOMINEE_COLUMNS = (
    Column("Stt", 12, "center"),
    Column("Họ và tên, tên tập thể", 50),
    Column("Chức vụ, đơn vị", 55),
    Column("Đề nghị tặng", 40),
    Column("Tiêu chuẩn áp dụng", 45),
    Column("Đã được khen", 30),
    Column("Phiếu", 20, "center"),
)
_KINDS: tuple[tuple[Kind, str], ...] = (("collective", "tập thể"), ("individual", "cá nhân"))


def submission_docx(paper: SubmissionPaper) -> bytes:
    """Lay out the submission; its list is landscape, for it quotes standards and awards held."""
    document = new_document(title=f"Tờ trình {paper.subject}", author=paper.head.body)
    letterhead(document, paper.head, draft=not paper.head.issued)
    title(document, "TỜ TRÌNH", paper.subject)
    provisional_notice(document, paper.provisional)
    _addressee(document, paper)
    grounds(document, paper.grounds)
    for text in paper.paragraphs:
        body(document, text)
    _nominee_counts(document, paper)
    body(
        document,
        paper.request
        or f"{paper.head.body} kính trình {'; '.join(paper.addressee)} xem xét, quyết định./.",
    )
    closing(document, paper.recipients, paper.signature)
    _list(document, paper)
    return to_bytes(document)


def _addressee(document: DocxDocument, paper: SubmissionPaper) -> None:
    if len(paper.addressee) == 1:
        paragraph(document, f"Kính gửi: {paper.addressee[0]}.", align="center", before=10, after=6)
        return
    paragraph(document, "Kính gửi:", left_mm=40, before=10)
    for place, line in enumerate(paper.addressee):
        end = "." if place == len(paper.addressee) - 1 else ";"
        paragraph(document, f"- {line}{end}", left_mm=55)


def _nominee_counts(document: DocxDocument, paper: SubmissionPaper) -> None:
    body(
        document,
        f"{paper.head.body} đề nghị khen thưởng các trường hợp sau (có danh sách kèm theo):",
    )
    awards = list(dict.fromkeys(line.award_name for line in paper.nominees))
    for place, award in enumerate(awards):
        lines = [line for line in paper.nominees if line.award_name == award]
        counts = join_words(
            f"{n} {word}" for kind, word in _KINDS if (n := sum(1 for x in lines if x.kind == kind))
        )
        body(document, f"- {award}: {counts}{'.' if place == len(awards) - 1 else ';'}")


def _list(document: DocxDocument, paper: SubmissionPaper) -> None:
    annex_section(document, landscape=True)
    head = paper.head
    number = paper_number(head.number) if head.number else "       "
    paragraph(document, "DANH SÁCH", align="center", marks="b", keep_next=True)
    paragraph(document, _upper_first(paper.subject), align="center", marks="b", keep_next=True)
    paragraph(
        document,
        f"(Kèm theo Tờ trình số {number}/{head.symbol} "
        f"{paper_date(head.signed_on, year=head.year)} của {head.body})",
        align="center",
        marks="i",
        keep_next=True,
    )
    rule(document, width_mm=252, length_mm=50)
    provisional_notice(document, paper.provisional)
    spacer(document, 6)
    rows = []
    for place, line in enumerate(paper.nominees, start=1):
        held = "\n".join(part for part in (line.held, line.note) if part)
        rows.append(
            Row(
                (
                    str(place),
                    line.name,
                    line.office,
                    line.award_name,
                    line.standard,
                    held,
                    line.votes,
                )
            )
        )
    grid(document, NOMINEE_COLUMNS, rows)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
