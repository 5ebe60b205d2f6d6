"""Parts that minutes and tally record share: attendance, sheets, results, signatures."""

from datetime import datetime

from docx.document import Document as DocxDocument

from thidua.documents.blocks import letterhead, title
from thidua.documents.layout import (
    body,
    new_document,
    paragraph,
    spacer,
)
from thidua.documents.papers import Attendance, CandidateResult, MinutesPaper
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
SCORE_COLUMNS = (
    Column("Stt", 10, "center"),
    Column("Tên sáng kiến, đề tài", 50),
    Column("Nội dung", 37),
    Column("Số phiếu chấm", 18, "center"),
    Column("Điểm trung bình", 20, "center"),
    Column("Điểm đạt và kết quả", 30, "center"),
)


def begin(paper: MinutesPaper, kind: str) -> DocxDocument:
    """A new document with letterhead and title."""
    document = new_document(title=f"Biên bản {paper.subject}", author=paper.council)
    letterhead(document, paper.head, draft=not paper.final)
    title(document, kind, paper.subject)
    return document


def heading(document: DocxDocument, text: str) -> None:
    """A numbered part of the paper."""
    paragraph(document, text, marks="b", before=10, keep_next=True)


def block(document: DocxDocument, heading: str, lines: tuple[str, ...]) -> None:
    """Lines under a bold heading; nothing without lines."""
    if lines:
        body(document, f"{heading}:", marks="b", keep_next=True)
    for line in lines:
        body(document, line)


def moment(moment: datetime | None) -> str:
    """`14 giờ 00 phút, ngày 25/09/2026`, or room to write it by hand."""
    if moment is None:
        return "... giờ ... phút, ngày ... tháng ... năm ..."
    return f"{moment:%H} giờ {moment:%M} phút, ngày {moment:%d/%m/%Y}"


def presence(member: Attendance) -> str:
    """Present, absent and why, in writing."""
    if member.present:
        return "Có mặt"
    base = f"Vắng: {member.reason}" if member.reason else "Vắng mặt"
    return f"{base}; gửi ý kiến bằng văn bản" if member.written else base


def attendance(document: DocxDocument, paper: MinutesPaper) -> None:
    """Who was there or answered, and whether that was enough."""
    for line in attendance_lines(paper):
        body(document, line)


def attendance_lines(paper: MinutesPaper) -> list[str]:
    """The same as sentences: numbers, those away and why, guests, quorum."""
    total = len(paper.attendance)
    verdict = {
        True: "đủ điều kiện tiến hành",
        False: "không đủ điều kiện tiến hành",
        None: "chưa xác định được điều kiện tiến hành",
    }[paper.quorum_met]
    quorum = f" Yêu cầu: {paper.quorum}." if paper.quorum else ""
    if paper.circulation:
        answered = paper.ballots.returned if paper.ballots else 0
        return [
            f"Tổng số thành viên Hội đồng được lấy ý kiến: {total}.",
            f"Với {answered}/{total} thành viên trả lời ({percent(answered, total)}), việc lấy ý "
            f"kiến {verdict}.{quorum}",
        ]
    present = sum(1 for member in paper.attendance if member.present)
    lines = [
        f"Tổng số thành viên Hội đồng: {total}. Có mặt: {present}. "
        f"Vắng mặt: {total - present} (danh sách kèm theo)."
    ]
    lines += [
        f"- {member.name}, {member.role}. {presence(member)}."
        for member in paper.attendance
        if not member.present
    ]
    if paper.invited:
        lines.append("Khách mời: " + "; ".join(paper.invited) + ".")
    lines.append(
        f"Với {present}/{total} thành viên có mặt ({percent(present, total)}), "
        f"cuộc họp {verdict}.{quorum}"
    )
    return lines


def ballots(document: DocxDocument, paper: MinutesPaper) -> None:
    """Scrutineers, those who stepped aside, and the sheets."""
    for line in ballot_lines(paper):
        body(document, line)


def ballot_lines(paper: MinutesPaper) -> list[str]:
    tellers = ["Ban kiểm phiếu: " + "; ".join(paper.tellers) + "."] if paper.tellers else []
    return [*tellers, *paper.recusals, *sheets_text(paper)]


def sheets_text(paper: MinutesPaper) -> tuple[str, ...]:
    """How many voted and how; nothing before the count."""
    count = paper.ballots
    if count is None:
        return ()
    if paper.by_hands:
        return (
            f"Hội đồng biểu quyết công khai bằng hình thức giơ tay. Số thành viên biểu quyết: "
            f"{count.returned}.",
        )
    return (
        f"Hội đồng bỏ phiếu kín. Số phiếu phát ra: {count.issued}; "
        f"số phiếu thu về: {count.returned}; "
        f"số phiếu hợp lệ: {count.valid}; số phiếu không hợp lệ: {count.invalid}.",
    )


def verdict_text(result: CandidateResult) -> str:
    """Passed, failed, or no threshold to say so."""
    return {True: "Đạt", False: "Không đạt", None: "Chưa kết luận"}[result.passed]


def results(document: DocxDocument, paper: MinutesPaper) -> None:
    """Votes and scores as tables, with the ground of each threshold."""
    voted = [result for result in paper.results if not result.score]
    scored = [result for result in paper.results if result.score]
    if voted or not scored:
        body(document, "Tỷ lệ được tính trên tổng số thành viên Hội đồng.")
    for line in paper.base_notes:
        body(document, line)
    spacer(document, 6)
    if voted or not scored:
        rows = [result_row(place, result) for place, result in enumerate(voted, start=1)]
        grid(document, RESULT_COLUMNS, rows, size=11.5)
    if scored:
        rows = [score_row(place, result) for place, result in enumerate(scored, start=1)]
        grid(document, SCORE_COLUMNS, rows, size=11.5)
    citations = list(dict.fromkeys(result.citation for result in paper.results if result.citation))
    if citations:
        body(document, "Căn cứ của ngưỡng phiếu: " + "; ".join(citations) + ".")


def result_row(place: int, result: CandidateResult) -> Row:
    threshold = f"{result.threshold}\n" if result.threshold else ""
    against = str(result.no)
    for count, word in ((result.blank, "không ý kiến"), (result.invalid, "không hợp lệ")):
        if count:
            against += f"\n({count} {word})"
    note = f"\n{result.note}" if result.note else ""
    share = f"{result.yes}/{result.members}\n{percent(result.yes, result.members)}"
    return Row(
        (
            str(place),
            _named(result),
            result.award_name,
            str(result.yes),
            against,
            share,
            threshold + verdict_text(result) + note,
        )
    )


def score_row(place: int, result: CandidateResult) -> Row:
    threshold = f"{result.threshold}\n" if result.threshold else ""
    return Row(
        (
            str(place),
            _named(result),
            result.award_name,
            str(result.yes),
            result.score,
            threshold + verdict_text(result),
        )
    )


def _named(result: CandidateResult) -> str:
    return f"{result.name}\n{result.office}" if result.office else result.name


def derived_conclusions(paper: MinutesPaper) -> list[str]:
    """What the figures themselves conclude, where nobody wrote more."""
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
