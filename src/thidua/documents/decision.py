"""A decision on awards with its annex, as DOCX (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2)."""

from docx.document import Document as DocxDocument

from thidua.documents.blocks import article, closing, grounds, letterhead, provisional_notice, title
from thidua.documents.layout import (
    TEXT_WIDTH_MM,
    annex_section,
    body,
    new_document,
    paragraph,
    rule,
    spacer,
    to_bytes,
)
from thidua.documents.papers import Awardee, AwardGroup, DecisionPaper, Kind
from thidua.documents.tables import Column, Row, grid
from thidua.documents.words import amount_in_words, join_words, paper_date, paper_number
from thidua.kit.dates import grouped

ANNEX_COLUMNS = (
    Column("Stt", 11, "center"),
    Column("Họ và tên, tên tập thể", 46),
    Column("Chức vụ, đơn vị", 50),
    Column("Danh hiệu, hình thức", 32),
    Column("Tiền thưởng (đồng)", 26, "right"),
)
_KINDS: tuple[tuple[Kind, str, str], ...] = (
    ("collective", "Tập thể", "tập thể"),
    ("individual", "Cá nhân", "cá nhân"),
)


def decision_docx(paper: DecisionPaper) -> bytes:
    """Lay out the decision and its annex; without number or date it is marked DỰ THẢO."""
    document = new_document(title=f"Quyết định {paper.subject}", author=paper.head.body)
    letterhead(document, paper.head, draft=not paper.head.issued)
    title(document, "QUYẾT ĐỊNH", paper.subject)
    provisional_notice(document, paper.provisional)
    paragraph(
        document,
        paper.authority.upper(),
        align="center",
        marks="b",
        before=10,
        after=4,
        keep_next=True,
    )
    grounds(document, paper.grounds, paper.proposals)
    paragraph(
        document, "QUYẾT ĐỊNH:", align="center", marks="b", before=10, after=2, keep_next=True
    )
    _articles(document, paper)
    closing(document, paper.recipients, paper.signature)
    _annex(document, paper)
    return to_bytes(document)


def annex_docx(paper: DecisionPaper) -> bytes:
    """Lay out the annex alone, for sending to units without the decision."""
    document = new_document(title=f"Danh sách {paper.subject}", author=paper.head.body)
    _annex_body(document, paper)
    return to_bytes(document)


def count_words(paper: DecisionPaper) -> str:
    """Count who is awarded: "2 tập thể, 35 cá nhân"; a person named for two awards counts once."""
    parts = []
    for kind, _, word in _KINDS:
        names = {a.key or (a.name, a.office) for a in paper.awardees if a.kind == kind}
        if names:
            parts.append(f"{len(names)} {word}")
    return join_words(parts)


def _group_count(group: AwardGroup) -> str:
    return join_words(
        f"{group.count(kind)} {word}" for kind, _, word in _KINDS if group.count(kind)
    )


def _articles(document: DocxDocument, paper: DecisionPaper) -> None:
    merit = f"đã có thành tích trong công tác {paper.period}"
    if len(paper.groups) == 1:
        group = paper.groups[0]
        article(
            document,
            1,
            f"Tặng {group.full_name} cho {_group_count(group)} {merit} (có danh sách kèm theo).",
        )
    else:
        article(
            document,
            1,
            f"Tặng danh hiệu thi đua, hình thức khen thưởng cho {count_words(paper)} {merit} "
            "(có danh sách kèm theo), gồm:",
        )
        for place, group in enumerate(paper.groups, start=1):
            end = "." if place == len(paper.groups) else ";"
            body(document, f"{place}. {_upper_first(group.full_name)}: {_group_count(group)}{end}")
    article(document, 2, _bonus_text(paper))
    executors = paper.executors or "Thủ trưởng các đơn vị liên quan"
    article(document, 3, "Quyết định này có hiệu lực kể từ ngày ký.")
    article(
        document,
        4,
        f"{executors} và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm "
        "thi hành Quyết định này./.",
        last=True,
    )


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bonus_text(paper: DecisionPaper) -> str:
    basis = f" theo {paper.bonus_basis}" if paper.bonus_basis else " theo quy định hiện hành"
    source = f", chi từ {paper.fund}" if paper.fund else ""
    if not paper.total:
        return f"Tiền thưởng kèm theo danh hiệu, hình thức khen thưởng thực hiện{basis}{source}."
    return (
        f"Tiền thưởng kèm theo danh hiệu, hình thức khen thưởng thực hiện{basis}. "
        "Tổng số tiền thưởng là "
        f"{grouped(paper.total)} đồng (Bằng chữ: {amount_in_words(paper.total)}){source}."
    )


def _annex(document: DocxDocument, paper: DecisionPaper) -> None:
    annex_section(document)
    _annex_body(document, paper)


def _annex_body(document: DocxDocument, paper: DecisionPaper) -> None:
    head = paper.head
    number = paper_number(head.number) if head.number else "       "
    paragraph(document, "DANH SÁCH", align="center", marks="b", keep_next=True)
    paragraph(
        document,
        f"Tập thể, cá nhân được khen thưởng {paper.period}",
        align="center",
        marks="b",
        keep_next=True,
    )
    paragraph(
        document,
        f"(Kèm theo Quyết định số {number}/{head.symbol} "
        f"{paper_date(head.signed_on, year=head.year)} của {paper.authority})",
        align="center",
        marks="i",
        keep_next=True,
    )
    rule(document, width_mm=TEXT_WIDTH_MM, length_mm=50)
    provisional_notice(document, paper.provisional)
    spacer(document, 6)
    grid(document, ANNEX_COLUMNS, _annex_rows(paper))
    words = amount_in_words(paper.total) if paper.total else "Không có tiền thưởng"
    paragraph(document, [("Bằng chữ: ", "b"), (f"{words}.", "i")], before=8)
    paragraph(document, f"Danh sách này có {count_words(paper)}./.", before=4)


def _annex_rows(paper: DecisionPaper) -> list[Row]:
    rows: list[Row] = []
    serial = 0
    for place, group in enumerate(paper.groups):
        if len(paper.groups) > 1:
            rows.append(
                Row(
                    (f"{_letter(place)}. {_upper_first(group.full_name)}: {_group_count(group)}",),
                    span=True,
                )
            )
        both = all(group.count(kind) for kind, _, _ in _KINDS)
        for kind, heading, _ in _KINDS:
            members = [a for a in group.awardees if a.kind == kind]
            if members and both:
                rows.append(Row((heading,), marks="bi", span=True))
            for awardee in members:
                serial += 1
                rows.append(_annex_row(serial, awardee, group.award_name))
    rows.append(Row(("Tổng cộng", grouped(paper.total)), marks="b", span_to=3))
    return rows


def _annex_row(serial: int, awardee: Awardee, award_name: str) -> Row:
    amount = "" if awardee.amount is None else grouped(awardee.amount)
    if awardee.note:
        amount = f"{amount}\n{awardee.note}".strip()
    name = f"{awardee.honorific} {awardee.name}".strip()
    return Row((str(serial), name, awardee.office, award_name, amount))


def _letter(place: int) -> str:
    """Number groups I, II, III… the way lists in papers do."""
    numerals = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    value, text = place + 1, ""
    for size, mark in numerals:
        while value >= size:
            text, value = text + mark, value - size
    return text
