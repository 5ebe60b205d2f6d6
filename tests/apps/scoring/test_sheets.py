"""Sheets: self-score, evidence, check, reasons, final score, appeals, re-score."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.scoring.scored import ROWS, D, checked, fill, line, submitted

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.scoring import actions
from thidua.scoring.actions import CriterionRow, LineChanged
from thidua.scoring.arithmetic import Kind
from thidua.scoring.models import Rescoring, Sheet

pytestmark = pytest.mark.django_db


def again(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_related("grade", "table", "unit").get(pk=sheet.pk)


def test_a_sheet_goes_from_the_unit_to_the_council(scoring: SimpleNamespace) -> None:
    sheet, officer, head = scoring.sheets[1], scoring.officer, scoring.users.head
    fill(sheet, head, c1_1="39.5", c1_3="2", c3_1="4", c3_2="1")
    found = again(sheet)
    # 39,5 + 20 + 8 + 30 and the bonus of 4 − 2 = 2, below the cap of 3.
    assert (found.self_total, found.total, found.grade.name) == (D("99.5"), D("99.5"), "Xuất sắc")
    actions.submit_sheet(sheet=sheet, by=head)
    one = line(sheet, "1.1")
    actions.save_check(line=one, version=one.version, points=D(38), reason="", by=officer)
    actions.agree_with_self(sheet=sheet, by=officer)
    with pytest.raises(WrongState, match=r"Dòng 1\.1 lệch từ 1 điểm trở lên, chưa ghi lý do"):
        actions.close_check(sheet=sheet, by=officer)
    one = line(sheet, "1.1")
    actions.save_check(
        line=one, version=one.version, points=D(38), reason="Chỉ tiêu 4 đạt 92%", by=officer
    )
    actions.close_check(sheet=sheet, by=officer)
    assert again(sheet).check_total == D(98)
    one = line(sheet, "1.2")
    with pytest.raises(WrongState, match="ghi lý do của Hội đồng"):
        actions.save_final(
            line=one, version=one.version, points=D(15), reason="", by=scoring.users.secretary
        )
    actions.save_final(
        line=one, version=one.version, points=D(15), reason="Hai văn bản bị trả lại",
        by=scoring.users.secretary,
    )  # fmt: skip
    with pytest.raises(WrongState, match="biên bản"):
        actions.settle_sheet(sheet=sheet, paper="", by=scoring.users.director)
    actions.settle_sheet(sheet=sheet, paper="Biên bản 03/BB-HĐ", by=scoring.users.director)
    found = again(sheet)
    assert (found.state, found.final_total, found.total) == ("da_chot", D(93), D(93))


def test_a_score_above_the_maximum_names_the_line_and_loses_nothing(
    scoring: SimpleNamespace,
) -> None:
    sheet, head = scoring.sheets[1], scoring.users.head
    fill(sheet, head)
    one = line(sheet, "1.2")
    with pytest.raises(WrongState) as refused:
        actions.save_self(line=one, version=one.version, value=D("20.01"), note="", by=head)
    assert str(refused.value) == (
        "Dòng 1.2 “Chất lượng tham mưu” có điểm tối đa 20. Điểm ghi vào là 20,01."
    )
    assert line(sheet, "1.2").self_points == D(20)
    for number, value in (("1.2", "-1"), ("1.3", "-1"), ("1.2", "1.005")):
        one = line(sheet, number)
        with pytest.raises(WrongState, match=f"Dòng {number}"):
            actions.save_self(line=one, version=one.version, value=D(value), note="", by=head)


def test_nothing_is_submitted_without_points_and_evidence(scoring: SimpleNamespace) -> None:
    sheet, head = scoring.sheets[1], scoring.users.head
    with pytest.raises(WrongState, match=r"Chưa nộp được\. Dòng 1\.1 chưa chấm"):
        actions.submit_sheet(sheet=sheet, by=head)
    fill(sheet, head)
    proof = line(sheet, "1.1").proofs.get()
    actions.remove_proof(proof=proof, by=head)
    with pytest.raises(WrongState, match=r"Dòng 1\.1 chưa có minh chứng"):
        actions.submit_sheet(sheet=sheet, by=head)
    assert again(sheet).state == "tu_cham"


def test_evidence_is_a_file_or_a_reference(scoring: SimpleNamespace, media: Any) -> None:
    head = scoring.users.head
    one = line(scoring.sheets[1], "1.1")
    with pytest.raises(WrongState, match="Chọn tệp"):
        actions.add_proof(line=one, reference="  ", by=head)
    broken = SimpleUploadedFile("bao-cao.pdf", b"khong phai pdf")
    with pytest.raises(WrongState, match="nội dung không phải PDF"):
        actions.add_proof(line=one, file=broken, by=head)
    good = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.7 noi dung")
    made = actions.add_proof(line=one, file=good, by=head)
    assert len(made.digest) == 64
    good.seek(0)
    with pytest.raises(WrongState, match=r"Tệp này đã có ở dòng 1\.1"):
        actions.add_proof(line=one, file=good, by=head)
    with pytest.raises(NotAllowed):
        actions.add_proof(line=one, reference="x", by=scoring.users.stranger)


@pytest.mark.parametrize("who", ["member", "stranger", "nobody", "administrator", "secretary"])
def test_others_do_not_score_for_a_unit(scoring: SimpleNamespace, who: str) -> None:
    one = line(scoring.sheets[1], "1.2")
    with pytest.raises(NotAllowed, match="Chỉ Trưởng đơn vị Phòng Công chức"):
        actions.save_self(line=one, version=0, value=D(1), note="", by=getattr(scoring.users, who))


def test_a_head_scores_only_the_own_unit_and_checks_nothing(scoring: SimpleNamespace) -> None:
    head = scoring.users.head
    one = line(scoring.sheets[0], "1.2")
    with pytest.raises(NotAllowed):
        actions.save_self(line=one, version=0, value=D(1), note="", by=head)
    sheet = submitted(scoring.sheets[1], head)
    one = line(sheet, "1.2")
    for act in (
        lambda: actions.save_check(line=one, version=one.version, points=D(1), reason="x", by=head),
        lambda: actions.close_check(sheet=sheet, by=head),
        lambda: actions.return_sheet(sheet=sheet, reason="x", by=head),
        lambda: actions.settle_sheet(sheet=sheet, paper="x", by=head),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_second_who_saves_a_line_is_told_and_overwrites_nothing(
    scoring: SimpleNamespace,
) -> None:
    sheet, head, officer = scoring.sheets[1], scoring.users.head, scoring.officer
    seen = line(sheet, "1.2")
    actions.save_self(line=seen, version=seen.version, value=D(18), note="", by=head)
    with pytest.raises(LineChanged, match=r"Lê Quốc Bảo vừa lưu dòng 1\.2") as refused:
        actions.save_self(line=seen, version=seen.version, value=D(11), note="", by=officer)
    assert refused.value.line.self_points == D(18)
    assert line(sheet, "1.2").self_points == D(18)


def test_a_returned_sheet_comes_back_with_an_explanation(scoring: SimpleNamespace) -> None:
    sheet, head, officer = scoring.sheets[1], scoring.users.head, scoring.officer
    submitted(sheet, head)
    with pytest.raises(WrongState, match="giải trình"):
        actions.return_sheet(sheet=sheet, reason=" ", by=officer)
    actions.return_sheet(sheet=sheet, reason="Giải trình dòng 1.1", by=officer)
    with pytest.raises(WrongState, match="Ghi nội dung giải trình"):
        actions.submit_sheet(sheet=sheet, by=head)
    actions.submit_sheet(sheet=sheet, explanation="Kho bạc chốt số ngày 15/11", by=head)
    found = again(sheet)
    assert (found.state, found.explanation) == ("cho_tham_dinh", "Kho bạc chốt số ngày 15/11")
    one = line(sheet, "1.2")
    with pytest.raises(WrongState, match="không sửa điểm tự chấm được"):
        actions.save_self(line=one, version=one.version, value=D(1), note="", by=head)


def test_an_appeal_is_answered_once_before_the_council_settles(scoring: SimpleNamespace) -> None:
    sheet, head, officer = scoring.sheets[1], scoring.users.head, scoring.officer
    checked(sheet, officer)
    one = line(sheet, "1.2")
    made = actions.appeal(line=one, reason="Đã bổ sung văn bản", by=head)
    with pytest.raises(WrongState, match="chờ trả lời"):
        actions.appeal(line=one, reason="Lần nữa", by=head)
    with pytest.raises(WrongState, match="Còn 1 đề nghị"):
        actions.settle_sheet(sheet=sheet, paper="BB 1", by=scoring.users.director)
    with pytest.raises(NotAllowed):
        actions.answer_appeal(appeal=made, answer="Tự đồng ý", by=head)
    actions.answer_appeal(appeal=made, answer="Chấp nhận một phần", points=D("18.5"), by=officer)
    found = line(sheet, "1.2")
    assert (found.check_points, again(sheet).total) == (D("18.5"), D("98.5"))
    made.refresh_from_db()
    assert (made.outcome, made.before, made.after) == ("dieu_chinh", D(20), D("18.5"))
    with pytest.raises(WrongState, match="đã được trả lời"):
        actions.answer_appeal(appeal=made, answer="Lần nữa", by=officer)


def test_the_grade_falls_when_a_section_lies_under_half(scoring: SimpleNamespace) -> None:
    sheet, head = scoring.sheets[1], scoring.users.head
    fill(sheet, head, c2_1="14.99", c3_1="3")
    found = again(sheet)
    assert (found.total, found.grade.name) == (D("87.99"), "Tốt")


def test_every_change_of_points_is_logged_with_what_it_was(scoring: SimpleNamespace) -> None:
    sheet, head = scoring.sheets[1], scoring.users.head
    one = line(sheet, "1.2")
    actions.save_self(line=one, version=0, value=D(18), note="Đủ", by=head)
    actions.save_self(line=one, version=1, value=D(17), note="Đủ", by=head)
    actions.save_self(line=one, version=2, value=D(17), note="Đủ", by=head)  # nothing new
    rows = AuditRow.objects.filter(action="scoring.save_self").order_by("sequence")
    assert [row.detail["changed"] for row in rows] == [
        {"self_points": ["", "18"], "self_note": ["", "Đủ"]},
        {"self_points": ["18", "17"]},
    ]
    assert line(sheet, "1.2").version == 2


def test_a_locked_year_refuses_points_and_steps(scoring: SimpleNamespace) -> None:
    sheet, head = scoring.sheets[1], scoring.users.head
    fill(sheet, head)
    actions.lock_year(
        department=scoring.department, year=2026, reason="Đã tổng kết", by=scoring.users.director
    )
    one = line(sheet, "1.2")
    for act in (
        lambda: actions.save_self(line=one, version=one.version, value=D(1), note="", by=head),
        lambda: actions.submit_sheet(sheet=sheet, by=head),
        lambda: actions.add_proof(line=one, reference="x", by=head),
        lambda: actions.open_sheets(table=scoring.table, units=scoring.units, by=scoring.officer),
        lambda: actions.refresh_figures(sheet=sheet, by=head),
    ):
        with pytest.raises(WrongState, match="Năm chấm điểm 2026 đã khóa"):
            act()


def test_a_second_opening_leaves_sheets_as_they_are(scoring: SimpleNamespace) -> None:
    assert actions.open_sheets(table=scoring.table, units=scoring.units, by=scoring.officer) == []
    assert Sheet.objects.count() == 3
    with pytest.raises(WrongState, match="không thuộc loại đơn vị"):
        actions.open_sheets(table=scoring.table, units=[scoring.foreign_unit], by=scoring.officer)


def next_version(scoring: SimpleNamespace, **changes: CriterionRow) -> Any:
    new = actions.new_version(table=scoring.table, by=scoring.officer)
    rows = [changes.get(f"c{row.number.replace('.', '_')}", row) for row in ROWS]
    actions.set_criteria(table=new, rows=rows, by=scoring.officer)
    return actions.issue_table(
        table=new, number="06/QĐ-SNV", issued_on=dt.date(2026, 6, 1), by=scoring.officer
    )


def test_a_changed_rule_scores_anew_and_keeps_before_and_after(scoring: SimpleNamespace) -> None:
    sheet, officer = scoring.sheets[1], scoring.officer
    checked(sheet, officer, c1_3="2")
    new = next_version(
        scoring,
        c1_3=CriterionRow("1.3", "Báo cáo đúng hạn", Kind.DEADLINE, D(10), "ngày", per=D(3),
                          parent="I"),
    )  # fmt: skip
    kept = actions.rescore(sheet=sheet, table=new, by=officer)
    assert (kept.before, kept.after) == (D(98), D(94))
    assert kept.lines == [{"number": "1.3", "before": "8", "after": "4"}]
    found = again(sheet)
    assert (found.table, found.total, found.state) == (new, D(94), "da_tham_dinh")
    assert found.grade.table == new
    assert line(sheet, "1.1").proofs.count() == 1


def test_points_above_a_new_maximum_are_asked_for_again_never_cut(
    scoring: SimpleNamespace,
) -> None:
    sheet, officer = scoring.sheets[1], scoring.officer
    checked(sheet, officer)
    new = next_version(
        scoring,
        c1_1=CriterionRow("1.1", "Hoàn thành chỉ tiêu", Kind.MANUAL, D(45), parent="I"),
        c1_2=CriterionRow("1.2", "Chất lượng tham mưu", Kind.MANUAL, D(15), parent="I"),
    )
    actions.rescore(sheet=sheet, table=new, by=officer)
    found, low = again(sheet), line(sheet, "1.2")
    assert (found.state, low.check_points, low.self_points) == ("cho_tham_dinh", None, None)
    with pytest.raises(WrongState, match=r"Dòng 1\.2 chưa thẩm định"):
        actions.close_check(sheet=sheet, by=officer)


def test_rescoring_is_refused_where_it_would_move_settled_points(
    scoring: SimpleNamespace,
) -> None:
    sheet, officer = scoring.sheets[1], scoring.officer
    with pytest.raises(WrongState, match="lần ban hành sau"):
        actions.rescore(sheet=sheet, table=scoring.table, by=officer)
    checked(sheet, officer)
    actions.settle_sheet(sheet=sheet, paper="BB 1", by=scoring.users.director)
    new = next_version(scoring)
    with pytest.raises(WrongState, match="Mở lại điểm đã chốt"):
        actions.rescore(sheet=sheet, table=new, by=officer)
    assert not Rescoring.objects.exists()
