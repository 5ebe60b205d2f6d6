"""Invitation to a sitting of a council, or the letter that asks for opinions in writing, as DOCX.

Layout: NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from thidua.documents.blocks import closing, letterhead, title
from thidua.documents.layout import annex_section, body, new_document, paragraph, spacer, to_bytes
from thidua.documents.papers import Letterhead, Signature
from thidua.documents.tables import Column, Row, grid

MEMBER_COLUMNS = (
    Column("Stt", 11, "center"),
    Column("Họ và tên", 50),
    Column("Chức vụ", 60),
    Column("Nhiệm vụ trong Hội đồng", 44),
)
_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class InvitationPaper:
    """`motions` is how many are proposed for what; `members` name, office, duty."""

    head: Letterhead
    council: str
    subject: str
    held_on: date
    circulation: bool = False
    starts_at: datetime | None = None
    venue: str = ""
    answer_by: datetime | None = None
    chair: str = ""
    programme: tuple[str, ...] = ()
    motions: tuple[tuple[str, int], ...] = ()
    members: tuple[tuple[str, str, str], ...] = ()
    signature: Signature = field(default_factory=Signature)


def invitation_docx(paper: InvitationPaper) -> bytes:
    """Lay out the paper; number and day of signing stay open until somebody signs."""
    kind = "LẤY Ý KIẾN THÀNH VIÊN HỘI ĐỒNG" if paper.circulation else "GIẤY MỜI HỌP"
    document = new_document(title=f"{kind.capitalize()}: {paper.subject}", author=paper.council)
    letterhead(document, paper.head, draft=False)
    title(document, kind, paper.subject)
    if paper.circulation:
        body(
            document,
            f"{paper.council} trân trọng đề nghị các ông, bà thành viên Hội đồng (danh sách kèm "
            "theo) nghiên cứu tài liệu và cho ý kiến bằng phiếu kín trong chương trình.",
        )
        if paper.answer_by is not None:
            body(document, [("Hạn trả lời: ", "b"), (_moment(paper.answer_by) + ".", "")])
    else:
        body(
            document,
            f"{paper.council} trân trọng kính mời các ông, bà thành viên Hội đồng (danh sách kèm "
            "theo) dự phiên họp.",
        )
        at = f"{paper.starts_at:%H giờ %M phút}, " if paper.starts_at else ""
        day = f"{_DAYS[paper.held_on.weekday()]}, ngày {paper.held_on:%d/%m/%Y}"
        body(document, [("Thời gian: ", "b"), (f"{at}{day}.", "")])
        body(document, [("Địa điểm: ", "b"), (f"{paper.venue or 'thông báo sau'}.", "")])
    if paper.chair:
        body(document, [("Chủ trì: ", "b"), (f"{paper.chair}.", "")])
    body(document, "Nội dung:", marks="b", keep_next=True)
    for label, count in paper.motions:
        body(document, f"- {label}: {count} đề nghị.")
    if paper.programme and not paper.circulation:
        body(document, "Chương trình:", marks="b", keep_next=True)
        for line in paper.programme:
            body(document, f"- {line}")
    body(
        document,
        "Tài liệu của từng đề nghị có trong chương trình, thành viên đọc trước bằng tài khoản của "
        "mình. "
        + (
            "Thành viên không trả lời trong thời hạn vẫn được tính trong tổng số thành viên."
            if paper.circulation
            else "Thành viên vắng mặt đề nghị báo lý do và cho biết có gửi ý kiến bằng văn bản hay "
            "không."
        ),
    )
    closing(document, ("Thành viên Hội đồng", "Lưu: VT"), paper.signature)
    annex_section(document)
    paragraph(document, "DANH SÁCH", align="center", marks="b", keep_next=True)
    paragraph(document, f"Thành viên {paper.council}", align="center", marks="b", keep_next=True)
    spacer(document, 8)
    rows = [
        Row((str(place), name, office, duty))
        for place, (name, office, duty) in enumerate(paper.members, start=1)
    ]
    grid(document, MEMBER_COLUMNS, rows)
    return to_bytes(document)


def _moment(moment: datetime) -> str:
    return f"{moment:%H giờ %M phút}, ngày {moment:%d/%m/%Y}"
