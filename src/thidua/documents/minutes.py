"""Minutes and tally record of a council sitting as DOCX: attendance, quorum, votes, signatures.

Articles: Luật 06/2022/QH15 Điều 84; layout NĐ 30/2020/NĐ-CP, Phụ lục I and III (mẫu 1.9).
"""

from docx.document import Document as DocxDocument

from thidua.documents.blocks import provisional_notice
from thidua.documents.layout import (
    BODY_SIZE,
    TEXT_WIDTH_MM,
    annex_section,
    body,
    paragraph,
    rule,
    spacer,
    to_bytes,
)
from thidua.documents.minutes_parts import (
    attendance,
    ballots,
    begin,
    block,
    derived_conclusions,
    heading,
    moment,
    presence,
    results,
)
from thidua.documents.papers import MinutesPaper, SignatureMark
from thidua.documents.tables import Column, Row, grid, layout_table

ATTENDANCE_COLUMNS = (
    Column("Stt", 11, "center"),
    Column("Họ và tên", 45),
    Column("Chức vụ", 50),
    Column("Vai trò", 28),
    Column("Tham dự", 31),
)
DUTIES = {"chu_tri": "CHỦ TRÌ", "thu_ky": "THƯ KÝ", "kiem_phieu": "BAN KIỂM PHIẾU"}
BY_HAND = "(Ký, ghi rõ họ tên)"


def minutes_docx(paper: MinutesPaper) -> bytes:
    """Lay out the minutes; while not final they carry the mark DỰ THẢO."""
    document = begin(paper, "BIÊN BẢN")
    provisional_notice(document, paper.provisional)
    if paper.circulation:
        body(document, "Hình thức: lấy ý kiến thành viên Hội đồng bằng văn bản.")
        body(document, f"Hạn trả lời: {paper.circulation}.")
    else:
        body(document, f"Thời gian: bắt đầu lúc {moment(paper.started_at)}.")
        body(document, f"Địa điểm: {paper.venue}.")
    heading(document, "I. THÀNH PHẦN")
    body(document, f"Chủ trì: {paper.chair}.")
    body(document, f"Thư ký: {paper.secretary}.")
    attendance(document, paper)
    heading(document, "II. NỘI DUNG")
    for line in paper.agenda:
        body(document, line)
    block(document, "1. Báo cáo thẩm định", paper.report)
    block(document, f"{2 if paper.report else 1}. Thảo luận", paper.discussion)
    ballots(document, paper)
    heading(document, "III. KẾT QUẢ")
    results(document, paper)
    heading(document, "IV. KẾT LUẬN")
    for line in paper.conclusions or derived_conclusions(paper):
        body(document, line)
    body(document, minutes_ending(paper))
    _sign(document, paper)
    _annex(document, paper)
    return to_bytes(document)


def minutes_ending(paper: MinutesPaper) -> str:
    """When it ended and how the minutes were agreed on, as their last sentence."""
    name = "Việc lấy ý kiến" if paper.circulation else "Cuộc họp"
    if paper.ended_at is None:
        return f"{name} chưa kết thúc khi lập bản dự thảo này."
    agreed = (
        "Biên bản được lập từ kết quả kiểm phiếu, gửi các thành viên và được ký tên dưới đây./."
        if paper.circulation
        else "Biên bản được đọc lại cho các thành viên dự họp cùng nghe, thống nhất và ký tên dưới "
        "đây./."
    )
    return f"{name} kết thúc lúc {moment(paper.ended_at)}. {agreed}"


def tally_docx(paper: MinutesPaper) -> bytes:
    """The record of the count; `provisional` holds complaints, `discussion` invalid sheets."""
    document = begin(paper, "BIÊN BẢN")
    if paper.circulation:
        body(document, f"Phiếu lấy ý kiến bằng văn bản, hạn trả lời: {paper.circulation}.")
    else:
        where = "Biểu quyết" if paper.by_hands else "Kiểm phiếu"
        body(document, f"{where} tại: {paper.venue}.")
    body(document, f"Người chủ trì: {paper.chair}.")
    total, present = len(paper.attendance), sum(1 for m in paper.attendance if m.present)
    written = sum(1 for m in paper.attendance if m.written)
    if paper.circulation:
        body(document, f"Tổng số thành viên Hội đồng: {total}.")
    else:
        body(
            document,
            f"Tổng số thành viên Hội đồng: {total}; có mặt {present}, gửi ý kiến bằng văn bản "
            f"{written}.",
        )
    people = "SỐ NGƯỜI BIỂU QUYẾT" if paper.by_hands else "SỐ PHIẾU"
    heading(document, f"I. BAN KIỂM PHIẾU VÀ {people}")
    ballots(document, paper)
    if not paper.tellers:
        body(document, "Không lập Ban kiểm phiếu riêng; thư ký Hội đồng kiểm phiếu.")
    for line in paper.agenda[1:]:
        body(document, line)
    heading(document, "II. KẾT QUẢ KIỂM PHIẾU")
    results(document, paper)
    heading(document, "III. Ý KIẾN VỀ VIỆC KIỂM PHIẾU")
    block(document, "Phiếu không hợp lệ", paper.discussion)
    for line in paper.provisional or ("Không có ý kiến, khiếu nại về việc kiểm phiếu.",):
        body(document, line)
    body(document, tally_ending(paper))
    _sign(document, paper)
    return to_bytes(document)


def tally_ending(paper: MinutesPaper) -> str:
    """Where the figures come from, as the last sentence of a tally record."""
    source = (
        "Số giơ tay do thư ký đếm tại phòng họp trước mặt các thành viên"
        if paper.by_hands
        else "Số phiếu, kết quả trên đây do chương trình đếm từ hòm phiếu đã đóng"
    )
    return (
        f"{source}; ai cũng kiểm lại được từ tệp kiểm phiếu. Biên bản được thông qua và ký tên "
        "dưới đây./."
    )


def _sign(document: DocxDocument, paper: MinutesPaper) -> None:
    """The one who presides on the right, the others on the left; each under what was confirmed."""
    marks = paper.signatures or (
        SignatureMark("thu_ky", paper.secretary),
        SignatureMark("chu_tri", paper.chair),
    )
    spacer(document, 8)
    left, right = layout_table(document, (82.5, 82.5))
    others = [mark for mark in marks if mark.duty != "chu_tri"]
    for place, mark in enumerate(others):
        _mark(left, mark, heading=place == 0 or mark.duty != others[place - 1].duty)
    for mark in marks:
        if mark.duty == "chu_tri":
            _mark(right, mark, heading=True)
    if paper.recipients:
        paragraph(document, "Nơi nhận:", marks="bi", size=12, before=8)
        for line in paper.recipients:
            paragraph(document, f"- {line.rstrip(';.')};", size=11)
    if paper.digest:
        paragraph(
            document,
            f"Mã nội dung (SHA-256) mà người ký xác nhận: {paper.digest}.",
            size=9,
            before=8,
        )


def _mark(cell: object, mark: SignatureMark, *, heading: bool) -> None:
    if heading:
        paragraph(cell, DUTIES[mark.duty], align="center", marks="b", size=BODY_SIZE)
    paragraph(cell, mark.said or BY_HAND, align="center", marks="i", size=12)
    spacer(cell, 12 if mark.said else 56)
    paragraph(cell, mark.name.split(",")[0], align="center", marks="b", size=BODY_SIZE, after=6)


def _annex(document: DocxDocument, paper: MinutesPaper) -> None:
    """Every member with office and presence, on a page of its own."""
    annex_section(document)
    paragraph(document, "DANH SÁCH", align="center", marks="b", keep_next=True)
    paragraph(document, f"Thành viên {paper.council}", align="center", marks="b", keep_next=True)
    paragraph(
        document,
        f"(Kèm theo Biên bản {_lower_first(paper.subject)})",
        align="center",
        marks="i",
        keep_next=True,
    )
    rule(document, width_mm=TEXT_WIDTH_MM, length_mm=50)
    spacer(document, 6)
    rows = [
        Row((str(i), m.name, m.post, m.role, presence(m)))
        for i, m in enumerate(paper.attendance, start=1)
    ]
    grid(document, ATTENDANCE_COLUMNS, rows)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
