"""The year's call to register: sheets go up one level at a time, and count when approved."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements import actions
from thidua.movements.actions import Work
from thidua.movements.models import (
    Registration,
    RegistrationCall,
    RegistrationReminder,
    RegistrationSheet,
)
from thidua.movements.queries.calls import title_choices, units_board
from thidua.movements.queries.outcome import outcomes, roll_up, standings

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
S = RegistrationSheet.State


@pytest.fixture
def call(world: SimpleNamespace) -> RegistrationCall:
    return actions.open_call(
        department=world.department, year=TODAY.year, opens_on=TODAY - 5 * DAY,
        due_on=TODAY, pledges="  Đúng giờ \n\nKhông hút thuốc", by=world.users.officer,
    )  # fmt: skip


@pytest.fixture
def worker(world: SimpleNamespace) -> Any:
    """An account of a person of the first unit, without any role."""
    from thidua.accounts.models import User

    person = next(one for one in world.people if one.unit_id == world.units[0].pk)
    made = User.objects.create(username="lai-xe", home=world.department, person=person)
    return User.objects.get(pk=made.pk)


@pytest.fixture
def head(world: SimpleNamespace) -> Any:
    """The head of the first unit."""
    from thidua.accounts.models import Role, RoleAssignment, User

    made = User.objects.create(username="truong-van-phong", home=world.department)
    RoleAssignment.objects.create(user=made, role=Role.HEAD_OF_UNIT, body=world.units[0])
    return User.objects.get(pk=made.pk)


def sent(call: RegistrationCall, worker: Any, *titles: str, **more: Any) -> RegistrationSheet:
    return actions.save_sheet(
        call=call, person=worker.person, titles=titles or ["ldtt"], by=worker, send=True, **more
    )


def registered(person: Any) -> set[str]:
    return set(Registration.objects.filter(person=person).values_list("award_code", flat=True))


def test_a_sheet_goes_up_one_level_at_a_time_and_counts_when_approved(
    world: SimpleNamespace, call: RegistrationCall, worker: Any, head: Any
) -> None:
    officer = world.users.officer
    sheet = sent(call, worker, "cstd-co-so", "ldtt", works=[Work("Ghép chuyến", "giảm 10% km")],
                 pledges=["Đúng giờ"])  # fmt: skip
    assert (sheet.state, sheet.pledge_lines) == (S.SENT, ["Đúng giờ"])
    assert [one.award_code for one in sheet.titles.all()] == ["ldtt", "cstd-co-so"]
    assert not registered(worker.person)
    with pytest.raises(WrongState, match="Đã gửi, chờ đơn vị"):
        actions.approve_sheets(call=call, sheets=[sheet.pk], by=officer)
    assert actions.confirm_sheets(call=call, sheets=[sheet.pk], by=head) == 1
    with pytest.raises(NotAllowed):
        actions.approve_sheets(call=call, sheets=[sheet.pk], by=head)
    assert actions.approve_sheets(call=call, sheets=[sheet.pk], by=officer) == 1
    assert registered(worker.person) == {"ldtt", "cstd-co-so"}
    log = AuditRow.objects.order_by("sequence").values_list("action", flat=True)
    assert [one for one in log if one.endswith(("_sheet", "_sheets"))][-3:] == [
        "movements.send_sheet", "movements.confirm_sheets", "movements.approve_sheets",
    ]  # fmt: skip


def test_an_approved_sheet_given_back_counts_no_longer(
    world: SimpleNamespace, call: RegistrationCall, worker: Any, head: Any
) -> None:
    officer = world.users.officer
    sheet = sent(call, worker)
    actions.confirm_sheets(call=call, sheets=[sheet.pk], by=officer)
    actions.approve_sheets(call=call, sheets=[sheet.pk], by=officer)
    sheet.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.refuse_sheet(sheet=sheet, reason="Chưa đủ", by=head)
    with pytest.raises(WrongState, match="Ghi lý do"):
        actions.refuse_sheet(sheet=sheet, reason="  ", by=officer)
    assert registered(worker.person) == {"ldtt"}
    actions.refuse_sheet(sheet=sheet, reason="Chưa đủ thời gian", by=officer)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason) == (S.REFUSED, "Chưa đủ thời gian")
    assert not registered(worker.person)
    # Sent again with another title, confirmed and approved: only the new one counts.
    again = sent(call, worker, "cstd-co-so", version=sheet.version)
    actions.confirm_sheets(call=call, sheets=[again.pk], by=head)
    actions.approve_sheets(call=call, sheets=[again.pk], by=officer)
    assert registered(worker.person) == {"cstd-co-so"}


@pytest.mark.parametrize("role", ["stranger", "nobody", "secretary", "director"])
def test_others_neither_write_nor_decide(
    role: str, world: SimpleNamespace, call: RegistrationCall, worker: Any
) -> None:
    other = getattr(world.users, role)
    sheet = sent(call, worker)
    with pytest.raises(NotAllowed):
        actions.save_sheet(call=call, person=worker.person, titles=["ldtt"], by=other)
    with pytest.raises(NotAllowed):
        actions.confirm_sheets(call=call, sheets=[sheet.pk], by=other)
    with pytest.raises(NotAllowed):
        actions.refuse_sheet(sheet=sheet, reason="không", by=other)
    with pytest.raises(NotAllowed):
        actions.register_unit(call=call, unit=world.units[0], titles={}, by=other)
    with pytest.raises(NotAllowed):
        actions.remind_units(call=call, units=[world.units[0].pk], by=other)
    with pytest.raises(NotAllowed):
        actions.close_call(call=call, by=other)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.version) == (S.SENT, 1)


def test_the_last_day_counts_and_the_day_after_does_not(
    world: SimpleNamespace, call: RegistrationCall, worker: Any
) -> None:
    assert sent(call, worker).state == S.SENT
    call.opens_on, call.due_on = TODAY - 3 * DAY, TODAY - DAY
    call.save()
    with pytest.raises(WrongState, match="Đã hết hạn đăng ký ngày"):
        sent(call, worker, version=1)
    # The officer writes for those who are late.
    late = actions.save_sheet(
        call=call, person=worker.person, titles=["cstd-co-so"], by=world.users.officer,
        version=1, send=True,
    )  # fmt: skip
    assert late.version == 2
    call.opens_on = call.due_on = TODAY + DAY
    call.save()
    with pytest.raises(WrongState, match="Nhận đăng ký từ ngày"):
        sent(call, worker, version=2)


def test_a_locked_year_changes_nothing_until_it_is_unlocked(
    world: SimpleNamespace, call: RegistrationCall, worker: Any
) -> None:
    officer = world.users.officer
    sheet = sent(call, worker)
    actions.close_call(call=call, by=officer)
    for attempt in (
        lambda: sent(call, worker, version=1),
        lambda: actions.confirm_sheets(call=call, sheets=[sheet.pk], by=officer),
        lambda: actions.refuse_sheet(sheet=sheet, reason="x", by=officer),
        lambda: actions.remind_units(call=call, units=[world.units[1].pk], by=officer),
        lambda: actions.register_unit(
            call=call, unit=world.units[0], titles={worker.person.pk: ["ldtt"]}, by=officer
        ),
        lambda: actions.close_call(call=call, by=officer),
    ):
        with pytest.raises(WrongState, match="khóa"):
            attempt()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.version) == (S.SENT, 1)
    actions.reopen_call(call=call, by=officer)
    assert sent(call, worker, version=1).version == 2


def test_two_who_save_at_once_do_not_overwrite_each_other(
    call: RegistrationCall, worker: Any, head: Any
) -> None:
    first = actions.save_sheet(call=call, person=worker.person, titles=["ldtt"], by=worker)
    with pytest.raises(WrongState, match="vừa được người khác sửa"):
        actions.save_sheet(call=call, person=worker.person, titles=[], by=head)
    first.refresh_from_db()
    assert [one.award_code for one in first.titles.all()] == ["ldtt"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"titles": []}, "Chọn ít nhất một danh hiệu"),
        ({"titles": ["khong-co"]}, "khong-co"),
        ({"titles": ["tap-the-ldtt"]}, "không phải danh hiệu của cá nhân"),
        ({"works": [Work("Việc", "nhiều")]}, "bằng số"),
        ({"works": [Work("", "giảm 10%")]}, "Ghi tên việc 1"),
        ({"works": [Work(f"Việc {n}", "1") for n in range(11)]}, "nhiều nhất 10"),
    ],
)
def test_what_cannot_be_sent_says_so_and_keeps_nothing(
    more: dict[str, Any], sentence: str, call: RegistrationCall, worker: Any
) -> None:
    asked = {"titles": ["ldtt"], **more}
    with pytest.raises(Exception, match=sentence) as refusal:
        actions.save_sheet(call=call, person=worker.person, by=worker, send=True, **asked)
    assert isinstance(refusal.value, WrongState)
    assert not RegistrationSheet.objects.exists()


def test_a_whole_unit_from_last_year_in_one_go(
    world: SimpleNamespace, call: RegistrationCall, worker: Any
) -> None:
    officer, unit = world.users.officer, world.units[0]
    people = [one for one in world.people if one.unit_id == unit.pk]
    wanted = {one.pk: ["ldtt"] for one in people}
    assert actions.register_unit(call=call, unit=unit, titles=wanted, by=officer) == len(people)
    assert all(registered(one) == {"ldtt"} for one in people)
    # The same again changes nothing; one title less takes it back.
    assert actions.register_unit(call=call, unit=unit, titles=wanted, by=officer) == 0
    assert actions.register_unit(call=call, unit=unit, titles={people[0].pk: []}, by=officer) == 1
    assert not registered(people[0])
    stranger = next(one for one in world.people if one.unit_id != unit.pk)
    with pytest.raises(NotAllowed, match="không còn ở đơn vị"):
        actions.register_unit(call=call, unit=unit, titles={stranger.pk: ["ldtt"]}, by=officer)
    assert not registered(stranger)


def test_a_collective_registers_through_its_head(
    world: SimpleNamespace, call: RegistrationCall, head: Any
) -> None:
    unit = world.units[0]
    sheet = actions.save_sheet(
        call=call, collective=unit, titles=["tap-the-ldtt"], by=head, send=True
    )
    assert sheet.state == S.CONFIRMED
    actions.approve_sheets(call=call, sheets=[sheet.pk], by=world.users.officer)
    assert Registration.objects.get(collective=unit).award_code == "tt-ldtt"
    with pytest.raises(NotAllowed):
        actions.save_sheet(call=call, collective=world.units[1], titles=["tap-the-ldtt"], by=head)


def test_only_late_units_are_reminded(
    world: SimpleNamespace, call: RegistrationCall, worker: Any
) -> None:
    officer, unit = world.users.officer, world.units[0]
    people = [one for one in world.people if one.unit_id == unit.pk]
    wanted = {one.pk: ["ldtt"] for one in people}
    actions.register_unit(call=call, unit=unit, titles=wanted, by=officer)
    every = [one.pk for one in world.units]
    assert actions.remind_units(call=call, units=every, by=officer) == 2
    reminded = set(RegistrationReminder.objects.values_list("unit", flat=True))
    assert reminded == {one.pk for one in world.units[1:]}
    with pytest.raises(WrongState, match="Chọn ít nhất một đơn vị"):
        actions.remind_units(call=call, units=[unit.pk], by=officer)


def test_the_board_adds_up(world: SimpleNamespace, call: RegistrationCall, worker: Any) -> None:
    sent(call, worker, "ldtt", "cstd-co-so")
    board = units_board(call)
    first = next(one for one in board.lines if one.pk == world.units[0].pk)
    assert (first.sent, first.titles) == (1, 2)
    assert first.missing == first.people - 1
    assert board.people == len([one for one in world.people if one.department == world.department])
    assert dict(board.awards) == {"ldtt": 1, "cstd-co-so": 1}


def test_registered_against_achieved(
    world: SimpleNamespace, call: RegistrationCall, worker: Any
) -> None:
    from thidua.register.actions import record_award

    officer = world.users.officer
    others = [one for one in world.people if one.pk != worker.person.pk][:2]
    for person in (worker.person, others[0]):
        actions.register_for(
            department=world.department, person=person, year=TODAY.year, award_code="ldtt", by=None
        )
    for person in (worker.person, others[1]):
        record_award(
            department=world.department, person=person, recipient_name=person.full_name,
            award_code="ldtt", award_name="Lao động tiên tiến", year=TODAY.year,
            decision_number="10/QĐ-SNV", decided_on=TODAY, authority="Sở Nội vụ",
            source="decision", by=officer,
        )  # fmt: skip
    (line,) = outcomes(world.department, TODAY.year)
    assert (line.registered, line.reached, line.missed, line.without) == (2, 1, 1, 1)
    assert line.share == "50 %"
    words = {one.subject: one.word for one in standings(world.department, TODAY.year, "ldtt")}
    assert words == {
        worker.person: "Đạt", others[0]: "Chưa đạt", others[1]: "Đạt, không đăng ký",
    }  # fmt: skip
    province = world.department.parent
    mine = next(one for one in roll_up(province, TODAY.year) if one.body == world.department)
    assert (mine.called, mine.registered, mine.reached) == (True, 2, 1)


def test_the_database_keeps_what_the_actions_promise(
    world: SimpleNamespace, call: RegistrationCall, worker: Any
) -> None:
    for wrong in (
        RegistrationCall(department=world.department, year=call.year, opens_on=TODAY, due_on=TODAY),
        RegistrationCall(department=world.foreign, year=2026, opens_on=TODAY, due_on=TODAY - DAY),
        RegistrationSheet(call=call),
        RegistrationSheet(call=call, person=worker.person, collective=world.units[0]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"year": 1999}, "từ 2000"),
        ({"year": TODAY.year + 2}, "từ 2000"),
        ({"due_on": TODAY - 9 * DAY}, "ở trước ngày bắt đầu"),
        ({"year": TODAY.year}, "đã có đợt đăng ký"),
    ],
)
def test_a_call_that_cannot_be(
    fields: dict[str, Any], sentence: str, world: SimpleNamespace, call: RegistrationCall
) -> None:
    asked = {"year": TODAY.year - 1, "opens_on": TODAY, "due_on": TODAY, **fields}
    with pytest.raises(WrongState, match=sentence):
        actions.open_call(department=world.department, by=world.users.officer, **asked)
    assert RegistrationCall.objects.count() == 1


def test_titles_come_before_commendations() -> None:
    kinds = [one.is_title for one in title_choices(collective=False)]
    assert kinds == sorted(kinds, reverse=True)
    assert kinds[0]
    assert not kinds[-1]
