"""Minutes and submission as Word opens them: counts of all members, quorum, draft mark, lists."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from tests.apps.documents.papers_for_tests import HEAD, minutes, submission

from thidua.documents.minutes import minutes_docx
from thidua.documents.papers import PaymentLine, PaymentPaper, Signature
from thidua.documents.payments import payment_list_docx
from thidua.documents.submission import submission_docx


def opened(content: bytes):
    return Document(BytesIO(content))


def texts(document) -> list[str]:
    return [p.text for p in document.paragraphs if p.text.strip()]


def rows(document, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_minutes_carry_the_draft_mark_until_final() -> None:
    assert rows(opened(minutes_docx(minutes())), 0)[0][0].endswith("DỰ THẢO")
    assert "DỰ THẢO" not in rows(opened(minutes_docx(minutes(final=True))), 0)[0][0]


def test_attendance_and_quorum_are_counted_from_the_members() -> None:
    found = texts(opened(minutes_docx(minutes())))
    assert "Tổng số thành viên Hội đồng: 3. Có mặt: 2. Vắng mặt: 1 (danh sách kèm theo)." in found
    assert "- Lò Văn Ỏm, Ủy viên. Vắng: đi học; gửi ý kiến bằng văn bản." in found
    assert (
        "Với 2/3 thành viên có mặt (66,67%), cuộc họp đủ điều kiện tiến hành. "
        "Yêu cầu: ít nhất 2/3 thành viên." in found
    )


def test_a_missing_quorum_is_said_and_an_unknown_one_is_not_called_met() -> None:
    short = " ".join(texts(opened(minutes_docx(minutes(quorum_met=False)))))
    unknown = " ".join(texts(opened(minutes_docx(minutes(quorum_met=None, quorum="")))))
    assert "cuộc họp không đủ điều kiện tiến hành" in short
    assert "cuộc họp chưa xác định được điều kiện tiến hành" in unknown


def test_shares_are_of_all_members_and_an_unsettled_threshold_passes_nobody() -> None:
    document = opened(minutes_docx(minutes()))
    table = rows(document, 1)
    assert table[1] == ["1", "Vàng A Sử", "Giấy khen", "2", "1", "2/3\n66,67%", "từ 2/3\nĐạt"]
    assert table[2][4:] == ["1\n(1 không ý kiến)", "1/3\n33,33%", "Chưa kết luận"]
    found = texts(document)
    assert "Hội đồng thông qua 1/2 trường hợp; 0 trường hợp không đạt ngưỡng phiếu." in found
    assert "Còn 1 trường hợp chưa kết luận được vì chưa có ngưỡng phiếu áp dụng." in found


def test_secretary_signs_on_the_left_and_chair_on_the_right() -> None:
    document = opened(minutes_docx(minutes()))
    left, right = rows(document, 2)[0]
    assert [t for t in left.split("\n") if t] == ["THƯ KÝ", "(Ký, ghi rõ họ tên)", "Trần Thu Hà"]
    assert next(t for t in right.split("\n") if t) == "CHỦ TRÌ"
    assert [row[1] for row in rows(document, 3)[1:]] == ["Ngô Đức Vinh", "Trần Thu Hà", "Lò Văn Ỏm"]


def test_a_submission_counts_by_kind_and_lists_on_a_landscape_page() -> None:
    document = opened(submission_docx(submission()))
    assert [s.orientation for s in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    found = texts(document)
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Lam Giang." in found
    assert "- Bằng khen cấp tỉnh: 1 tập thể, 1 cá nhân." in found
    assert [(row[1], row[6]) for row in rows(document, 2)[1:]] == [
        ("Vàng A Sử", "8/9"),
        ("Văn phòng Sở", "9/9"),
    ]


def test_the_payment_list_ends_with_the_sum_in_figures_and_words() -> None:
    lines = tuple(PaymentLine(f"Người {i}", "Văn phòng", "Giấy khen", 760_000) for i in range(3))
    paper = PaymentPaper(
        HEAD, "Quyết định số 07/QĐ-SNV", lines, signature=Signature(("GIÁM ĐỐC",), "Ngô Đức Vinh")
    )
    document = opened(payment_list_docx(paper))
    assert rows(document, 1)[-1][4] == "2.280.000"
    assert "Bằng chữ: Hai triệu hai trăm tám mươi nghìn đồng." in texts(document)
    assert HEAD.signed_on == date(2026, 2, 5)
