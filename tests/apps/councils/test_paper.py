"""Paper sheets: two readings that must agree, and no way to vote twice."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.councils import actions
from thidua.councils.models import HasVoted, PaperEntry
from thidua.councils.queries.paper import differences
from thidua.kit.errors import NotAllowed, WrongState

YES = {1: "dong_y", 2: "dong_y", 3: "dong_y"}


@pytest.fixture
def on_paper(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> Callable[[int], None]:
    """The last `n` members hand in paper, the others vote on their devices."""

    def run(count: int) -> None:
        for number in range(9 - count):
            vote(open_sitting, number)
        for member in bench.members[9 - count :]:
            actions.take_paper(sitting=open_sitting, member=member, by=bench.secretary)

    return run


def test_two_agreeing_readings_are_counted_with_invalid_and_blank_apart(
    bench: SimpleNamespace, open_sitting: Any, on_paper: Any, tools: SimpleNamespace
) -> None:
    on_paper(3)
    sheets = [
        YES,
        {1: "khong_hop_le", 2: "khong_hop_le", 3: "khong_hop_le"},
        {1: "de_trong", 2: "khong_y_kien", 3: "khong_hop_le"},
    ]
    for user in (bench.secretary, bench.officer):
        actions.read_paper(sitting=open_sitting, sheets=sheets, by=user)
    assert differences(open_sitting.box) == []
    box = actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    counts = [
        (m.agree, m.disagree, m.no_opinion, m.blank, m.invalid) for m in open_sitting.motions.all()
    ]
    assert counts == [(7, 0, 0, 1, 1), (7, 0, 1, 0, 1), (7, 0, 0, 0, 2)]
    assert box.invalid_sheets == 1
    assert PaperEntry.objects.count() == 0
    assert HasVoted.objects.filter(way="phieu_giay").count() == 3


def test_the_box_stays_open_until_two_read_the_same(
    bench: SimpleNamespace, open_sitting: Any, on_paper: Any
) -> None:
    on_paper(2)

    def close() -> None:
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)

    with pytest.raises(WrongState, match="hai người kiểm phiếu cùng nhập"):
        close()
    actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=bench.secretary)
    actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=bench.secretary)
    with pytest.raises(WrongState, match="hai người kiểm phiếu cùng nhập"):
        close()
    other = [YES, {**YES, 2: "khong_dong_y"}]
    actions.read_paper(sitting=open_sitting, sheets=other, by=bench.officer)
    assert differences(open_sitting.box) == [(2, 2)]
    with pytest.raises(WrongState, match="nhập khác nhau ở 1 ô"):
        close()
    actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=bench.officer)
    close()
    assert open_sitting.motions.filter(agree=9).count() == 3


def test_a_third_reading_and_a_wrong_number_of_sheets_are_refused(
    bench: SimpleNamespace, open_sitting: Any, on_paper: Any
) -> None:
    with pytest.raises(WrongState, match="Chưa nhận phiếu giấy nào"):
        actions.read_paper(sitting=open_sitting, sheets=[], by=bench.secretary)
    on_paper(2)
    with pytest.raises(WrongState, match="nhập đủ 2 tờ"):
        actions.read_paper(sitting=open_sitting, sheets=[YES], by=bench.secretary)
    with pytest.raises(WrongState, match="Tờ số 2: chưa nhập “Phạm Thị Hoà”"):
        actions.read_paper(
            sitting=open_sitting, sheets=[YES, {1: "dong_y", 2: "dong_y"}], by=bench.secretary
        )
    for user in (bench.secretary, bench.officer):
        actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=user)
    open_sitting.scrutineers.add(bench.members[5])
    with pytest.raises(WrongState, match="Đã có hai người"):
        actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=bench.users[5])
    assert PaperEntry.objects.count() == 2


def test_paper_and_device_are_one_vote(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    vote(open_sitting, 3)
    with pytest.raises(WrongState, match="đã bỏ phiếu"):
        actions.take_paper(sitting=open_sitting, member=bench.members[3], by=bench.secretary)
    actions.take_paper(sitting=open_sitting, member=bench.members[4], by=bench.secretary)
    with pytest.raises(WrongState, match="một phiếu khác"):
        vote(open_sitting, 4)
    with pytest.raises(WrongState, match="Không có phiếu giấy nào"):
        actions.give_paper_back(sitting=open_sitting, member=bench.members[3], by=bench.secretary)
    actions.give_paper_back(sitting=open_sitting, member=bench.members[4], by=bench.secretary)
    vote(open_sitting, 4)
    assert HasVoted.objects.count() == 2


def test_another_sheet_taken_in_asks_for_new_readings(
    bench: SimpleNamespace, open_sitting: Any, on_paper: Any
) -> None:
    on_paper(2)
    for user in (bench.secretary, bench.officer):
        actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=user)
    actions.give_paper_back(sitting=open_sitting, member=bench.members[8], by=bench.secretary)
    assert PaperEntry.objects.count() == 0


def test_recused_members_on_paper_are_crossed_out_and_not_counted(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    first = sitting.motions.first()
    actions.convene(sitting=sitting, by=bench.secretary)
    actions.recuse(
        sitting=sitting,
        motions=[first],
        member=bench.members[8],
        ground="ban_than",
        by=bench.secretary,
    )
    tools.attend(bench, sitting)
    actions.open_ballot(sitting=sitting, by=bench.secretary)
    for number in range(8):
        vote(sitting, number)
    actions.take_paper(sitting=sitting, member=bench.members[8], by=bench.secretary)
    with pytest.raises(WrongState, match="1 người bỏ phiếu giấy không biểu quyết"):
        actions.read_paper(sitting=sitting, sheets=[YES], by=bench.secretary)
    sheet = {**YES, 1: "khong_bieu_quyet"}
    for user in (bench.secretary, bench.officer):
        actions.read_paper(sitting=sitting, sheets=[sheet], by=user)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    assert [m.agree for m in sitting.motions.all()] == [8, 9, 9]


def test_strangers_and_members_without_the_duty_read_nothing(
    bench: SimpleNamespace, open_sitting: Any, on_paper: Any
) -> None:
    on_paper(2)
    for user in (bench.users[4], bench.world.users.stranger, bench.world.users.director):
        with pytest.raises(NotAllowed, match="Chỉ người kiểm phiếu"):
            actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=user)
        with pytest.raises(NotAllowed):
            actions.take_paper(sitting=open_sitting, member=bench.members[4], by=user)


def test_what_is_read_is_sealed_and_logged_without_content(
    bench: SimpleNamespace, open_sitting: Any, on_paper: Any
) -> None:
    on_paper(2)
    actions.read_paper(sitting=open_sitting, sheets=[YES, YES], by=bench.officer)
    assert b"dong_y" not in bytes(PaperEntry.objects.get().sealed)
    row = AuditRow.objects.get(action="councils.read_paper")
    assert "dong_y" not in row.text + str(row.detail)
    assert "2 phiếu giấy" in row.text


def test_the_page_takes_in_reads_and_compares(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    base = f"/hoi-dong/phien-hop/{open_sitting.pk}/phieu-giay/"
    secretary, officer = Client(), Client()
    secretary.force_login(bench.secretary)
    officer.force_login(bench.officer)
    for number in range(8):
        vote(open_sitting, number)
    assert "Chưa nhận phiếu giấy nào" in secretary.get(base).content.decode()
    secretary.post(f"{base}{bench.members[8].pk}/")
    shown = secretary.get(base).content.decode()
    assert "Chỉ có 1 phiếu giấy" in shown
    assert "Không hợp lệ" in shown
    assert "Để trống" in shown
    fields = {f"t1m{n}": "dong_y" for n in (1, 2, 3)}
    missing = secretary.post(base, {"t1m1": "dong_y"})
    assert missing.status_code == 422
    assert "chưa nhập" in missing.content.decode()
    secretary.post(base, fields)
    seen = officer.get(base).content.decode()
    assert "đã nhập. Cần một người kiểm phiếu nữa" in seen
    assert " selected" not in seen
    officer.post(base, {**fields, "t1m2": "khong_dong_y"})
    assert "Tờ số 1, đề nghị 2" in officer.get(base).content.decode()
    officer.post(base, fields)
    assert "nhập khớp nhau" in officer.get(base).content.decode()
    assert (
        "Hai người kiểm phiếu"
        in secretary.get(base.replace("phieu-giay", "dong-phieu")).content.decode()
    )
