"""Papers of a ceremony: the script for the announcer, seat cards to cut apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from thidua.ceremonies.models import Ceremony, Turn
from thidua.ceremonies.models.ceremonies import row_letter
from thidua.ceremonies.queries.ceremonies import Group
from thidua.documents import layout
from thidua.documents.drawing.fitting import ASCENT, LEADING, fit
from thidua.documents.drawing.fonts import SANS, Face, face_for, readable
from thidua.documents.drawing.marks import POINTS, LineMark, Mark, Page, TextMark
from thidua.documents.drawing.pdf import pdf_pages
from thidua.documents.words import clean, join_words
from thidua.kit.dates import long_date

CARD_WIDTH, CARD_HEIGHT, CARDS_A_PAGE = 190.0, 92.0, 3


def script_docx(ceremony: Ceremony, groups: Sequence[Group]) -> bytes:
    """What the announcer reads, in the order of the ceremony: group by group, who hands over."""
    document = layout.new_document(title=f"Lời dẫn: {ceremony.title}", author=ceremony.body.name)
    layout.paragraph(document, "LỜI DẪN", align="center", marks="b", size=16)
    layout.paragraph(document, ceremony.title, align="center", marks="b", after=2)
    when = long_date(ceremony.held_on)
    if ceremony.starts_at:
        when = f"{ceremony.starts_at:%H giờ %M}, {when}"
    layout.paragraph(document, join_words([when, ceremony.place]), align="center", marks="i")
    layout.body(document, "Kính thưa các quý vị đại biểu! Thưa toàn thể các đồng chí!")
    for one in sorted({turn.award.decision for g in groups for turn in g.turns}, key=_numbered):
        layout.body(document, f"Tôi xin công bố {_named(one)}.")
    for group in groups:
        layout.paragraph(
            document, f"Lượt {group.number}. {group.award_name}", marks="b", before=12,
            keep_next=True,
        )  # fmt: skip
        who = _whom(group)
        layout.body(
            document,
            f"Xin trân trọng kính mời {who} sau đây lên sân khấu nhận {group.award_name}:",
            keep_next=True,
        )
        for turn in group.turns:
            layout.paragraph(
                document, _called(turn), left_mm=12.7, before=3, align="justify", line=1.15
            )
        giver = group.presenter
        if giver is not None:
            named = join_words([giver.name, giver.post])
            said = f"Xin trân trọng kính mời {named} lên trao. Xin trân trọng cảm ơn!"
            layout.body(document, said)
        else:
            layout.body(document, "(Chưa phân công người trao.)", marks="i")
    layout.body(document, "Xin chúc mừng các tập thể, cá nhân được khen thưởng!")
    return layout.to_bytes(document)


def _numbered(decision: object) -> str:
    return str(decision)


def _named(decision: object) -> str:
    number, day = getattr(decision, "full_number", ""), getattr(decision, "decided_on", None)
    title = str(getattr(decision, "title", "")).rstrip(".")
    return f"Quyết định số {number} ngày {day:%d/%m/%Y}: {title}" if day else f"Quyết định {number}"


def _whom(group: Group) -> str:
    kinds = {turn.award.is_collective for turn in group.turns}
    word = "cá nhân, tập thể" if len(kinds) > 1 else "tập thể" if kinds == {True} else "cá nhân"
    return f"các {word}" if len(group.turns) > 1 else word


def _called(turn: Turn) -> str:
    row = turn.award
    name = f"{row.honorific} {row.recipient_name}".strip()
    said = join_words([f"{turn.order}. {name}", row.office, row.unit_name])
    if turn.attendance == Turn.Attendance.ABSENT:
        return f"{said} (vắng, trao sau)"
    if turn.receiver:
        return f"{said} ({turn.receiver} nhận)"
    return said


def seat_cards(ceremony: Ceremony, turns: Sequence[Turn]) -> Iterator[bytes]:
    """Three cards an A4 page, dotted where they are cut, in the order of the seats."""
    seated = sorted((turn for turn in turns if turn.seat), key=lambda turn: (turn.row, turn.seat))
    pages = [
        _page(ceremony, seated[start : start + CARDS_A_PAGE])
        for start in range(0, len(seated), CARDS_A_PAGE)
    ]
    return pdf_pages(pages, title=f"Thẻ chỗ ngồi: {ceremony.title}", author=ceremony.body.name)


def _page(ceremony: Ceremony, turns: Sequence[Turn]) -> Page:
    marks: list[Mark] = []
    for place, turn in enumerate(turns):
        top = 10.0 + place * CARD_HEIGHT
        marks += _frame(10.0, top)
        marks += _centred(ceremony.title, top + 5, 8, size=11, weight=400)
        name = turn.receiver or turn.award.recipient_name
        marks += _centred(f"{_before(turn)}{name}", top + 18, 32, size=40, weight=600, lines=2)
        under = f"Nhận thay {turn.award.recipient_name}" if turn.receiver else turn.award.unit_name
        marks += _centred(under, top + 52, 10, size=13, weight=400, lines=2)
        seat = f"Hàng {row_letter(turn.row)}, ghế {turn.seat} · Lượt {turn.group}"
        marks += _centred(seat, top + 68, 14, size=22, weight=700)
    return Page(210, 297, tuple(marks))


def _before(turn: Turn) -> str:
    return "" if turn.receiver or not turn.award.honorific else f"{turn.award.honorific} "


def _frame(left: float, top: float) -> Iterator[Mark]:
    right, low = left + CARD_WIDTH, top + CARD_HEIGHT
    corners = [(left, top), (right, top), (right, low), (left, low), (left, top)]
    for (x, y), (to_x, to_y) in pairwise(corners):
        yield LineMark(x, y, to_x, to_y, 0.15, "#888888", dashed=True)


def _centred(
    given: str, top: float, height: float, *, size: float, weight: int, lines: int = 1
) -> Iterator[Mark]:
    text = readable(clean(given))
    if not text.strip():
        return
    face = face_for(text, Face(SANS, weight, False))
    width = CARD_WIDTH - 16
    fitted = fit(
        text, face, width=width * POINTS, height=height * POINTS, size=size, smallest=9, lines=lines
    )
    above = top + (height - fitted.height / POINTS) / 2
    for place, line in enumerate(fitted.lines):
        wide = line.width * fitted.size / 1000 / POINTS
        y = above + fitted.size * (ASCENT + LEADING * place) / POINTS
        yield TextMark(face, fitted.size, 18 + (width - wide) / 2, y, line, "#111111")
