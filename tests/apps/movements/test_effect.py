"""The effect of a movement: every number follows from what was recorded, none is made up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from thidua.movements import actions
from thidua.movements.actions import ResultRow, TargetRow
from thidua.movements.models import Movement
from thidua.movements.queries.effect import effect_of
from thidua.register.actions import record_award

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def movement(world: SimpleNamespace) -> Movement:
    """A launched movement with two measured targets and one in words."""
    made = Movement.objects.create(
        department=world.department, name="Đúng hẹn", folded_name="dung hen", kind="chuyen_de",
        reach="don_vi", state="phat_dong", launched_on=TODAY - 90 * DAY,
        starts=TODAY - 90 * DAY, ends=TODAY + 9 * DAY, reward_quota=5,
    )  # fmt: skip
    for place, row in enumerate(
        [
            TargetRow("Đúng hạn", "%", Decimal(98)),
            TargetRow("Đơn thư", "đơn", Decimal(2), less_is_better=True),
            TargetRow("Mô hình mới"),
        ]
    ):
        made.targets.create(
            place=place, text=row.text, unit=row.unit, plan=row.plan,
            less_is_better=row.less_is_better,
        )  # fmt: skip
    return made


def reviewed(movement: Movement, held_on: dt.date, *values: Any, by: Any) -> None:
    rows = [
        ResultRow(target.pk, value if isinstance(value, Decimal) else None, str(value))
        for target, value in zip(movement.targets.all(), values, strict=True)
    ]
    actions.record_review(
        movement=movement, kind="so_ket", held_on=held_on, words={"results": "x"}, results=rows,
        by=by,
    )  # fmt: skip


def thematic(world: SimpleNamespace, person: Any, decided_on: dt.date, merit: str, n: int) -> None:
    record_award(
        department=world.department, person=person, recipient_name=person.full_name,
        award_code="giay-khen", award_name="Giấy khen", year=decided_on.year, merit=merit,
        recipient_group=person.group, decision_number=f"{n}/QĐ-SNV", decided_on=decided_on,
        authority="Sở Nội vụ", source="book", by=None,
    )  # fmt: skip


def test_nothing_recorded_gives_nothing(movement: Movement) -> None:
    effect = effect_of(movement)
    assert (effect.met, effect.measured, effect.awards, effect.registered) == (0, 0, 0, 0)
    assert [one.met for one in effect.targets] == [None, None, None]


def test_the_latest_review_counts_at_its_border(world: SimpleNamespace, movement: Movement) -> None:
    officer = world.users.officer
    reviewed(movement, TODAY - 30 * DAY, Decimal(90), Decimal(2), "đang lập", by=officer)
    assert effect_of(movement).met == 1
    reviewed(movement, TODAY, Decimal(98), Decimal(3), "hai mô hình", by=officer)
    effect = effect_of(movement)
    assert [one.met for one in effect.targets] == [True, False, None]
    assert (effect.met, effect.measured) == (1, 2)
    assert effect.targets[2].reached == "hai mô hình"


def test_only_thematic_awards_of_its_days_count(world: SimpleNamespace, movement: Movement) -> None:
    first = TODAY - 90 * DAY
    for number, (day, merit) in enumerate(
        [
            (first - DAY, "chuyen_de"),
            (first, "chuyen_de"),
            (TODAY, "chuyen_de"),
            (TODAY, "cong_trang"),
        ]
    ):
        thematic(world, world.people[number], day, merit, number)
    effect = effect_of(movement)
    assert (effect.people, effect.collectives) == (2, 0)
    direct = [one.group for one in world.people[1:3]].count("direct_worker")
    assert effect.direct_workers == direct


def test_registrations_of_a_call_that_answers_it(
    world: SimpleNamespace, movement: Movement
) -> None:
    officer = world.users.officer
    call = actions.open_call(
        department=world.department, year=TODAY.year, opens_on=TODAY, due_on=TODAY,
        movement=movement, by=officer,
    )  # fmt: skip
    titles = {one.pk: ["ldtt"] for one in world.people if one.unit == world.units[0]}
    actions.register_unit(call=call, unit=world.units[0], titles=titles, by=officer)
    (line,) = effect_of(movement).years
    assert (line.sheets, line.registered, line.reached) == (len(titles), len(titles), 0)


def test_the_page_is_for_those_who_work_on_the_whole(
    world: SimpleNamespace, movement: Movement, django_assert_max_num_queries: Any
) -> None:
    address = reverse("movements:effect", args=[movement.pk])
    browser = Client()
    browser.force_login(world.users.director)
    with django_assert_max_num_queries(15):
        page = browser.get(address).content.decode()
    assert "5 dự kiến" in page
    assert "Chưa có kết quả" in page
    for who, status in (("head", 403), ("stranger", 404)):
        browser.force_login(getattr(world.users, who))
        assert browser.get(address).status_code == status
