"""Preparing, opening and concluding a sitting: what is refused and what is frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.audit.models import AuditRow
from thidua.councils import actions
from thidua.councils.models import Attendance, Choice, Council, Motion, Sitting
from thidua.councils.queries import needs_ballot, progress_of, still_prevents_opening
from thidua.councils.queries.tally import freeze
from thidua.councils.recount import canonical, sha256
from thidua.kit.errors import NotAllowed, WrongState


def test_second_council_of_a_kind_is_refused(bench: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="đã có Hội đồng Thi đua"):
        actions.create_council(
            body=bench.world.department, name="Hội đồng thứ hai", by=bench.officer
        )
    other = actions.create_council(
        body=bench.world.department,
        name="Hội đồng sáng kiến",
        kind=Council.Kind.INITIATIVE,
        by=bench.officer,
    )
    assert other.kind == "sang_kien"


def test_seats(bench: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="đã có Chủ tịch") as refusal:
        actions.add_member(
            council=bench.council, full_name="Bùi Thị Lan", duty="chu_tich", by=bench.officer
        )
    assert refusal.value.field == "duty"
    with pytest.raises(WrongState, match="đã là thành viên"):
        actions.add_member(
            council=bench.council,
            full_name="",
            duty="uy_vien",
            user=bench.users[2],
            by=bench.officer,
        )
    with pytest.raises(WrongState, match="Ghi họ và tên"):
        actions.add_member(council=bench.council, full_name=" ", duty="uy_vien", by=bench.officer)
    ended = actions.end_member(member=bench.members[2], by=bench.officer)
    assert ended.to_date is not None
    with pytest.raises(WrongState, match="đã thôi nhiệm vụ"):
        actions.end_member(member=ended, by=bench.officer)
    again = actions.add_member(
        council=bench.council, full_name="", duty="uy_vien", user=bench.users[2], by=bench.officer
    )
    assert (again.full_name, again.order) == ("Đặng Thùy Dương", 10)


def test_seat_cannot_end_before_it_began(bench: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="trở đi") as refusal:
        actions.end_member(member=bench.members[3], on=dt.date(2001, 1, 1), by=bench.officer)
    assert refusal.value.field == "to_date"


def test_members_do_not_change_while_the_box_is_open(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    with pytest.raises(WrongState, match="đang bỏ phiếu"):
        actions.end_member(member=bench.members[4], by=bench.officer)
    with pytest.raises(WrongState, match="đang bỏ phiếu"):
        actions.add_member(
            council=bench.council, full_name="Người Mới", duty="uy_vien", by=bench.officer
        )


def test_threshold_quorum_and_citation_come_from_the_regulation(sitting: Any) -> None:
    rows = {m.award_code: m for m in sitting.motions.all()}
    assert {c: m.threshold for c, m in rows.items()} == {
        "ldtt": ">1/2",
        "cstd-co-so": "4/5",
        "cstd-cap-tinh": "9/10",
    }
    assert {m.quorum for m in rows.values()} == {"2/3"}
    assert {m.base for m in rows.values()} == {"all_members"}
    assert rows["cstd-cap-tinh"].threshold_citation.startswith("Điều 12 khoản 4 Quy chế")
    assert rows["ldtt"].quorum_citation.startswith("Điều 11 khoản 2 Quy chế")
    assert {m.threshold_confidence for m in rows.values()} == {"V"}


def test_moving_the_day_of_receipt_asks_the_law_again(bench: SimpleNamespace, sitting: Any) -> None:
    """Before the regulation was in force nothing is set: the threshold goes."""
    actions.edit_sitting(
        sitting=sitting,
        title=sitting.title,
        held_on=dt.date(2026, 9, 25),
        received_on=dt.date(2016, 1, 5),
        presided_by=bench.members[0],
        secretary=bench.members[1],
        by=bench.secretary,
    )
    assert sitting.motions.get(award_code="ldtt").threshold == ""


def test_one_reference_once_and_no_empty_motion(bench: SimpleNamespace, sitting: Any) -> None:
    with pytest.raises(WrongState, match="đã có trong chương trình"):
        actions.add_motion(
            sitting=sitting,
            title="Lần nữa",
            question="Lần nữa",
            reference="thu.nghiem:0",
            by=bench.secretary,
        )
    with pytest.raises(WrongState, match="cần có tên"):
        actions.add_motion(
            sitting=sitting, title="  ", question="x", reference="y", by=bench.secretary
        )
    assert sitting.motions.count() == 3


def test_receipt_after_the_sitting_is_refused(bench: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="trở về trước") as refusal:
        actions.create_sitting(
            council=bench.council,
            title="Họp",
            held_on=dt.date(2026, 9, 1),
            received_on=dt.date(2026, 9, 15),
            by=bench.secretary,
        )
    assert refusal.value.field == "received_on"


def test_convening_needs_motions_and_happens_once(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    empty = tools.make_sitting(bench, [])
    with pytest.raises(WrongState, match="chưa có đề nghị nào"):
        actions.convene(sitting=empty, by=bench.secretary)
    assert actions.convene(sitting=sitting, by=bench.secretary).state == "convened"
    with pytest.raises(WrongState, match="đã được mời họp"):
        actions.convene(sitting=sitting, by=bench.secretary)


def test_everything_that_prevents_the_opening_is_listed(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    actions.convene(sitting=sitting, by=bench.secretary)
    sitting.refresh_from_db()
    bench.members[3].user = None
    bench.members[3].save()
    marks = {m.pk: ("co_mat", "") for m in bench.members[1:5]}
    marks[bench.members[0].pk] = ("vang", "Ốm")
    actions.set_attendance(sitting=sitting, marks=marks, by=bench.secretary)
    lacking = still_prevents_opening(sitting)
    assert lacking == [
        "Chưa điểm danh: Ủy viên Số 5, Ủy viên Số 6, Ủy viên Số 7, Ủy viên Số 8.",
        "Người chủ trì Ngô Đức Vinh không có mặt. Chọn người chủ trì khác có mặt.",
        "Chưa đủ số thành viên có mặt: 4/9, cần ít nhất 6.",
    ]
    with pytest.raises(WrongState, match=r"4/9, cần ít nhất 6"):
        actions.open_ballot(sitting=sitting, by=bench.secretary)
    assert Sitting.objects.get(pk=sitting.pk).box is None


def test_quorum_is_exact_at_two_thirds(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    """Six of nine is two thirds; five is not. Written answers are not present."""
    actions.convene(sitting=sitting, by=bench.secretary)
    tools.attend(bench, sitting, written=4)
    assert any("5/9" in line for line in still_prevents_opening(sitting))
    tools.attend(bench, sitting, written=3)
    assert still_prevents_opening(sitting) == []


def test_opening_freezes_agenda_and_prints_a_fingerprint(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    assert len(open_sitting.box.fingerprint) == 64
    assert open_sitting.box.members_total == 9
    for change in (
        lambda: actions.add_motion(
            sitting=open_sitting, title="Mới", question="Mới", reference="z", by=bench.secretary
        ),
        lambda: actions.remove_motion(motion=open_sitting.motions.first(), by=bench.secretary),
        lambda: actions.edit_sitting(
            sitting=open_sitting,
            title="Khác",
            held_on=open_sitting.held_on,
            received_on=open_sitting.received_on,
            by=bench.secretary,
        ),
    ):
        with pytest.raises(WrongState, match="Hòm phiếu đã mở"):
            change()
    with pytest.raises(WrongState, match="Chỉ mở bỏ phiếu khi"):
        actions.open_ballot(sitting=open_sitting, by=bench.secretary)


def test_fingerprint_changes_with_what_is_voted_on(
    bench: SimpleNamespace, tools: SimpleNamespace
) -> None:
    sitting = tools.make_sitting(bench)
    motions = list(sitting.motions.all())

    def print_of(members: list[Any], asked: list[Any]) -> str:
        frozen = freeze(
            sitting, members, asked, round_number=1, beside=False, choices=Choice.values
        )
        return sha256(canonical(frozen))

    before = print_of(bench.members, motions)
    assert before == print_of(bench.members, list(sitting.motions.all()))
    motions[0].threshold = "1/3"
    assert print_of(bench.members, motions) != before
    assert print_of(bench.members[:8], list(sitting.motions.all())) != before
    actions.convene(sitting=sitting, by=bench.secretary)
    tools.attend(bench, sitting)
    box = actions.open_ballot(sitting=sitting, by=bench.secretary)
    assert sha256(box.frozen) == box.fingerprint
    opening = AuditRow.objects.get(action="councils.open_ballot")
    assert opening.detail["fingerprint"] == box.fingerprint


def test_while_open_a_late_member_comes_in_but_nobody_goes_out(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    tools.opened(bench, sitting, absent=1)
    with pytest.raises(WrongState, match="chỉ ghi thêm được người đến sau"):
        actions.set_attendance(
            sitting=sitting, marks={bench.members[2].pk: ("vang", "Về")}, by=bench.secretary
        )
    actions.set_attendance(
        sitting=sitting, marks={bench.members[8].pk: ("co_mat", "")}, by=bench.secretary
    )
    vote(sitting, 8)
    assert progress_of(sitting).present == 9


def test_after_closing_attendance_stands(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    with pytest.raises(WrongState, match="không thay đổi được nữa"):
        actions.set_attendance(
            sitting=open_sitting, marks={bench.members[8].pk: ("vang", "")}, by=bench.secretary
        )
    assert Attendance.objects.filter(status="co_mat").count() == 9


def test_attendance_of_a_stranger_is_refused_whole(bench: SimpleNamespace, sitting: Any) -> None:
    with pytest.raises(WrongState, match="không khớp thành viên"):
        actions.set_attendance(
            sitting=sitting,
            marks={bench.members[0].pk: ("co_mat", ""), 999_999: ("co_mat", "")},
            by=bench.secretary,
        )
    assert Attendance.objects.count() == 0


def test_the_same_attendance_twice_changes_and_logs_nothing(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    tools.attend(bench, sitting)
    before = AuditRow.objects.count()
    tools.attend(bench, sitting)
    assert AuditRow.objects.count() == before
    assert sitting.attendance.count() == 9


def test_concluding_needs_a_closed_box_and_ends_all_change(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    with pytest.raises(WrongState, match="Đóng hòm phiếu"):
        actions.conclude(sitting=open_sitting, by=bench.secretary)
    for number in range(9):
        vote(open_sitting, number)
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    with pytest.raises(WrongState, match="Công bố kết quả"):
        actions.conclude(sitting=open_sitting, by=bench.secretary)
    actions.release_results(sitting=open_sitting, by=bench.users[0])
    done = actions.conclude(sitting=open_sitting, by=bench.secretary)
    assert done.state == "concluded"
    with pytest.raises(WrongState, match="không sửa được nữa"):
        actions.set_programme(sitting=done, programme="x", by=bench.secretary)
    with pytest.raises(WrongState, match="Chỉ kết luận được"):
        actions.conclude(sitting=done, by=bench.secretary)
    assert Sitting.objects.get().concluded_at


def test_a_motion_of_another_app_without_an_award_has_no_threshold(
    bench: SimpleNamespace, sitting: Any
) -> None:
    motion = actions.add_motion(
        sitting=sitting,
        title="Sáng kiến số hóa",
        question="Công nhận sáng kiến cấp cơ sở",
        reference="initiatives.initiative:7",
        by=bench.secretary,
    )
    # No share is set for it, but the rules of work on every sitting hold.
    assert (motion.threshold, motion.award_code) == ("", "")
    assert (motion.quorum, motion.secret) == ("2/3", True)
    assert "Điều 11 khoản 2" in motion.quorum_citation
    assert Motion.objects.filter(reference="initiatives.initiative:7").count() == 1


def test_desk_shows_a_ballot_until_the_sheet_is_in(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    assert list(needs_ballot(bench.users[4])) == [open_sitting]
    assert list(needs_ballot(bench.officer)) == []
    vote(open_sitting, 4)
    assert list(needs_ballot(bench.users[4])) == []


def test_chair_and_secretary_of_another_council_are_refused(
    bench: SimpleNamespace, sitting: Any
) -> None:
    other = actions.create_council(
        body=bench.world.department,
        name="Hội đồng sáng kiến",
        kind=Council.Kind.INITIATIVE,
        by=bench.officer,
    )
    foreign = actions.add_member(
        council=other, full_name="Người Khác", duty="chu_tich", by=bench.officer
    )
    with pytest.raises(WrongState, match="phải là thành viên đang tham gia Hội đồng"):
        actions.edit_sitting(
            sitting=sitting,
            title="Họp",
            held_on=sitting.held_on,
            received_on=sitting.received_on,
            presided_by=foreign,
            by=bench.secretary,
        )


def test_a_foreign_officer_prepares_nothing(bench: SimpleNamespace, sitting: Any) -> None:
    stranger = bench.world.users.stranger
    with pytest.raises(NotAllowed):
        actions.convene(sitting=sitting, by=stranger)
    assert Sitting.objects.get().state == "draft"
