"""Minutes of a council sitting as DOCX: attendance, quorum, votes (Luật 06/2022/QH15, Điều 84)."""

from datetime import datetime

from docx.document import Document as DocxDocument

from thidua.documents.blocks import closing, letterhead, provisional_notice, title, two_signatures
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
from thidua.documents.papers import Attendance, CandidateResult, MinutesPaper, Signature
from thidua.documents.tables import Column, Row, grid
from thidua.documents.words import percent

RESULT_COLUMNS = (
    Column("Stt", 10, "center"),
    Column("Họ và tên, tên tập thể", 42),
    Column("Đề nghị", 31),
    Column("Đồng ý", 15, "center"),
    Column("Không đồng ý", 17, "center"),
    Column("Tỷ lệ trên tổng số", 20, "center"),
    Column("Ngưỡng và kết quả", 30, "center"),
)
ATTENDANCE_COLUMNS = (
    Column("Stt", 11, "center"),
    Column("Họ và tên", 45),
    Column("Chức vụ", 50),
    Column("Vai trò", 28),
    Column("Tham dự", 31),
)


def minutes_docx(paper: MinutesPaper) -> bytes:
    """Lay out the minutes; while not final they carry the mark DỰ THẢO."""
    document = new_document(title=f"Biên bản {paper.subject}", author=paper.council)
    letterhead(document, paper.head, draft=not paper.final)
    title(document, "BIÊN BẢN", paper.subject)
    provisional_notice(document, paper.provisional)
    body(document, f"Thời gian: bắt đầu lúc {_moment(paper.started_at)}.")
    body(document, f"Địa điểm: {paper.venue}.")
    _heading(document, "I. THÀNH PHẦN")
    body(document, f"Chủ trì: {paper.chair}.")
    body(document, f"Thư ký: {paper.secretary}.")
    _attendance(document, paper)
    _heading(document, "II. NỘI DUNG")
    for line in paper.agenda:
        body(document, line)
    _ballots(document, paper)
    _heading(document, "III. KẾT QUẢ")
    _results(document, paper)
    _heading(document, "IV. KẾT LUẬN")
    for line in paper.conclusions or _derived_conclusions(paper):
        body(document, line)
    ending = (
        "Biên bản được đọc lại cho các thành viên dự họp cùng nghe, thống nhất "
        "và ký tên dưới đây./."
    )
    ended = (
        f"Cuộc họp kết thúc lúc {_moment(paper.ended_at)}."
        if paper.ended_at
        else "Cuộc họp chưa kết thúc khi lập bản dự thảo này."
    )
    body(document, f"{ended} {ending}" if paper.ended_at else ended)
    two_signatures(
        document, Signature(("THƯ KÝ",), paper.secretary), Signature(("CHỦ TRÌ",), paper.chair)
    )
    if paper.recipients:
        closing(document, paper.recipients, Signature((), ""))
    _attendance_annex(document, paper)
    return to_bytes(document)


def _heading(document: DocxDocument, text: str) -> None:
    paragraph(document, text, marks="b", before=10, keep_next=True)


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return "... giờ ... phút, ngày ... tháng ... năm ..."
    return f"{moment:%H} giờ {moment:%M} phút, ngày {moment:%d/%m/%Y}"


def _presence(member: Attendance) -> str:
    if member.present:
        return "Có mặt"
    base = f"Vắng: {member.reason}" if member.reason else "Vắng mặt"
    return f"{base}; gửi ý kiến bằng văn bản" if member.written else base


def _attendance(document: DocxDocument, paper: MinutesPaper) -> None:
    total = len(paper.attendance)
    present = sum(1 for member in paper.attendance if member.present)
    body(
        document,
        f"Tổng số thành viên Hội đồng: {total}. Có mặt: {present}. "
        f"Vắng mặt: {total - present} (danh sách kèm theo).",
    )
    for member in paper.attendance:
        if not member.present:
            body(document, f"- {member.name}, {member.role}. {_presence(member)}.")
    if paper.invited:
        body(document, "Khách mời: " + "; ".join(paper.invited) + ".")
    verdict = {
        True: "đủ điều kiện tiến hành",
        False: "không đủ điều kiện tiến hành",
        None: "chưa xác định được điều kiện tiến hành",
    }
    quorum = f" Yêu cầu: {paper.quorum}." if paper.quorum else ""
    body(
        document,
        f"Với {present}/{total} thành viên có mặt ({percent(present, total)}), "
        f"cuộc họp {verdict[paper.quorum_met]}.{quorum}",
    )


def _ballots(document: DocxDocument, paper: MinutesPaper) -> None:
    if paper.tellers:
        body(document, "Ban kiểm phiếu: " + "; ".join(paper.tellers) + ".")
    count = paper.ballots
    if count is not None:
        body(
            document,
            f"Hội đồng bỏ phiếu kín. Số phiếu phát ra: {count.issued}; "
            f"số phiếu thu về: {count.returned}; "
            f"số phiếu hợp lệ: {count.valid}; số phiếu không hợp lệ: {count.invalid}.",
        )


def verdict_text(result: CandidateResult) -> str:
    return {True: "Đạt", False: "Không đạt", None: "Chưa kết luận"}[result.passed]


def _results(document: DocxDocument, paper: MinutesPaper) -> None:
    body(document, "Tỷ lệ được tính trên tổng số thành viên Hội đồng.")
    spacer(document, 6)
    rows = [_result_row(place, result) for place, result in enumerate(paper.results, start=1)]
    grid(document, RESULT_COLUMNS, rows, size=11.5)
    citations = list(dict.fromkeys(result.citation for result in paper.results if result.citation))
    if citations:
        body(document, "Căn cứ của ngưỡng phiếu: " + "; ".join(citations) + ".")


def _result_row(place: int, result: CandidateResult) -> Row:
    name = f"{result.name}\n{result.office}" if result.office else result.name
    threshold = f"{result.threshold}\n" if result.threshold else ""
    against = str(result.no)
    for count, word in ((result.blank, "trắng"), (result.invalid, "không hợp lệ")):
        if count:
            against += f"\n({count} {word})"
    note = f"\n{result.note}" if result.note else ""
    share = f"{result.yes}/{result.members}\n{percent(result.yes, result.members)}"
    return Row(
        (
            str(place),
            name,
            result.award_name,
            str(result.yes),
            against,
            share,
            threshold + verdict_text(result) + note,
        )
    )


def _derived_conclusions(paper: MinutesPaper) -> list[str]:
    passed = [r for r in paper.results if r.passed is True]
    failed = sum(1 for r in paper.results if r.passed is False)
    open_ = sum(1 for r in paper.results if r.passed is None)
    lines = [
        f"Hội đồng thông qua {len(passed)}/{len(paper.results)} trường hợp; "
        f"{failed} trường hợp không đạt ngưỡng phiếu."
    ]
    if open_:
        lines.append(f"Còn {open_} trường hợp chưa kết luận được vì chưa có ngưỡng phiếu áp dụng.")
    by_award: dict[str, int] = {}
    for result in passed:
        by_award[result.award_name] = by_award.get(result.award_name, 0) + 1
    lines += [f"- {award}: {count} trường hợp." for award, count in by_award.items()]
    return lines


def _attendance_annex(document: DocxDocument, paper: MinutesPaper) -> None:
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
        Row((str(i), m.name, m.post, m.role, _presence(m)))
        for i, m in enumerate(paper.attendance, start=1)
    ]
    grid(document, ATTENDANCE_COLUMNS, rows)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
