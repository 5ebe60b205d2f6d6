"""Opening, closing and reopening a round."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from thidua.audit.models import AuditRow
from thidua.eligibility.actions import close_round, open_round, reopen_round, screen_round
from thidua.eligibility.models import Round
from thidua.kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db


def test_a_round_is_opened_and_logged(world: SimpleNamespace) -> None:
    made = open_round(
        department=world.department,
        year=2026,
        name="  Tổng kết   năm 2026 ",
        received_on=dt.date(2026, 9, 15),
        by=world.users.officer,
    )
    assert (made.name, made.state) == ("Tổng kết năm 2026", "open")
    row = AuditRow.objects.get(action="eligibility.open_round")
    assert row.text == "Mở đợt xét “Tổng kết năm 2026”, nhận hồ sơ ngày 15/09/2026"


@pytest.mark.parametrize("who", ["head", "member", "secretary", "director", "administrator"])
def test_only_the_officer_opens_a_round(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowed):
        open_round(
            department=world.department,
            year=2026,
            name="Đợt",
            received_on=dt.date(2026, 9, 15),
            by=getattr(world.users, who),
        )
    assert not Round.objects.exists()


def test_the_officer_of_another_department_opens_nothing_here(world: SimpleNamespace) -> None:
    with pytest.raises(NotAllowed):
        open_round(
            department=world.department,
            year=2026,
            name="Đợt",
            received_on=dt.date(2026, 9, 15),
            by=world.users.stranger,
        )


def today() -> dt.date:
    return timezone.localdate()


@pytest.mark.parametrize(
    ("year", "name", "received_on", "field", "says"),
    [
        (2026, "  ", dt.date(2026, 9, 15), "name", "Ghi tên đợt xét, ví dụ: Tổng kết năm 2026."),
        (1999, "Đợt", dt.date(1999, 9, 15), "year", "Năm xét phải từ 2004"),
        (2200, "Đợt", dt.date(2200, 9, 15), "year", "Năm xét phải từ 2004"),
        (2026, "Đợt", dt.date(2025, 12, 31), "received_on", "trước năm xét 2026"),
        (2024, "Đợt", dt.date(2026, 1, 1), "received_on", "muộn hơn năm xét 2024 quá một năm"),
        (2026, "Đ" * 201, dt.date(2026, 9, 15), "name", "dài quá 200 ký tự"),
    ],
)
def test_absurd_rounds_are_refused_with_a_sentence(
    world: SimpleNamespace, year: int, name: str, received_on: dt.date, field: str, says: str
) -> None:
    with pytest.raises(WrongState, match=says) as refused:
        open_round(
            department=world.department, year=year, name=name, received_on=received_on, by=None
        )
    assert refused.value.field == field


def test_a_day_far_ahead_is_refused(world: SimpleNamespace) -> None:
    ahead = today() + dt.timedelta(days=367)
    with pytest.raises(WrongState, match="chưa biết văn bản nào sẽ áp dụng"):
        open_round(
            department=world.department,
            year=today().year + 1,
            name="Đợt",
            received_on=ahead,
            by=None,
        )


def test_a_name_is_used_once_a_year(opened: SimpleNamespace) -> None:
    again = {
        "department": opened.department,
        "name": "Tổng kết năm 2026",
        "received_on": dt.date(2026, 9, 20),
        "by": None,
    }
    with pytest.raises(WrongState, match="Năm 2026 đã có đợt xét “Tổng kết năm 2026”"):
        open_round(year=2026, **again)
    assert open_round(year=2025, **again).year == 2025


def test_a_closed_round_is_not_screened_until_it_is_reopened(screened: SimpleNamespace) -> None:
    close_round(round=screened.round, by=screened.users.officer)
    with pytest.raises(WrongState, match="Mở lại đợt xét rồi mới quét đợt xét"):
        screen_round(round=screened.round, by=screened.users.officer)
    with pytest.raises(WrongState, match="đã đóng rồi"):
        close_round(round=screened.round, by=screened.users.officer)
    reopen_round(round=screened.round, by=screened.users.officer)
    assert screen_round(round=screened.round, by=screened.users.officer).changed == 0
    with pytest.raises(WrongState, match="đang mở"):
        reopen_round(round=screened.round, by=screened.users.officer)


def test_the_director_closes_nothing(screened: SimpleNamespace) -> None:
    with pytest.raises(NotAllowed):
        close_round(round=screened.round, by=screened.users.director)
    screened.round.refresh_from_db()
    assert screened.round.state == "open"
