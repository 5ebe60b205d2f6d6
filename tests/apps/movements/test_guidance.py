"""Guidance on a running movement reaches those below; long movements are watched."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements import actions
from thidua.movements.models import Movement, MovementGuidance
from thidua.movements.queries.movements import long_unreviewed

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def running(body: Any, **more: Any) -> Movement:
    fields: dict[str, Any] = {
        "name": "Đúng hẹn", "folded_name": "dung hen", "kind": "chuyen_de",
        "reach": "bo_nganh_tinh", "state": "phat_dong", "launched_on": TODAY - 10 * DAY,
        "starts": TODAY - 10 * DAY, "ends": TODAY + 100 * DAY,
    }  # fmt: skip
    return Movement.objects.create(department=body, **(fields | more))


def guided(movement: Movement, by: Any, **more: Any) -> MovementGuidance:
    fields = {"issued_on": TODAY, "title": "Cách đo kết quả", "text": "Đo hằng tuần", "number": "5"}
    return actions.give_guidance(movement=movement, by=by, **(fields | more))


def test_a_guidance_is_read_in_the_body_and_taken_out_again(world: SimpleNamespace) -> None:
    officer = world.users.officer
    movement = running(world.department)
    given = guided(movement, officer)
    browser = Client()
    browser.force_login(world.users.head)
    address = reverse("movements:movement", args=[movement.pk])
    page = browser.get(address).content.decode()
    assert "Đo hằng tuần" in page
    assert "Thêm hướng dẫn" not in page
    browser.force_login(officer)
    out = reverse("movements:withdraw_guidance", args=[movement.pk, given.pk])
    assert "Rút hướng dẫn?" in browser.get(out).content.decode()
    browser.post(out)
    assert not MovementGuidance.objects.exists()
    kept = AuditRow.objects.get(action="movements.withdraw_guidance")
    assert kept.detail["text"] == "Đo hằng tuần"


def test_it_is_written_on_a_page_that_says_what_is_missing(world: SimpleNamespace) -> None:
    movement = running(world.department)
    browser = Client()
    browser.force_login(world.users.officer)
    address = reverse("movements:give_guidance", args=[movement.pk])
    wrong = browser.post(address, {"title": "Đo", "issued_on": "2026", "text": ""})
    assert wrong.status_code == 422
    assert "Ghi nội dung hướng dẫn." in wrong.content.decode()
    late = browser.post(
        address, {"title": "Đo", "issued_on": f"{TODAY + DAY:%d/%m/%Y}", "text": "Tuần"}
    )
    assert "ở tương lai" in late.content.decode()
    browser.post(address, {"title": "Đo", "issued_on": f"{TODAY:%d/%m/%Y}", "text": "Tuần"})
    assert MovementGuidance.objects.get().text == "Tuần"


def test_the_body_below_reads_what_the_one_above_says(world: SimpleNamespace) -> None:
    movement = running(world.province)
    MovementGuidance.objects.create(
        movement=movement, issued_on=TODAY, title="Của tỉnh", text="Mỗi quý một lần"
    )
    browser = Client()
    browser.force_login(world.users.officer)
    page = browser.get(reverse("movements:movement", args=[movement.pk])).content.decode()
    assert "Mỗi quý một lần" in page
    assert "Thêm hướng dẫn" not in page
    with pytest.raises(NotAllowed):
        guided(movement, world.users.officer)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": "  "}, "Ghi trích yếu"),
        ({"text": ""}, "Ghi trích yếu"),
        ({"issued_on": TODAY + DAY}, "ở tương lai"),
    ],
)
def test_what_cannot_be_given(more: dict[str, Any], sentence: str, world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match=sentence):
        guided(running(world.department), world.users.officer, **more)
    assert not MovementGuidance.objects.exists()


@pytest.mark.parametrize("role", ["head", "secretary", "stranger", "nobody", "member"])
def test_others_give_none(role: str, world: SimpleNamespace) -> None:
    with pytest.raises(NotAllowed):
        guided(running(world.department), getattr(world.users, role))


@pytest.mark.parametrize("state", ["du_thao", "trinh_duyet", "da_duyet", "tong_ket", "dung"])
def test_only_a_running_movement_is_guided(state: str, world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="đang thực hiện"):
        guided(running(world.department, state=state), world.users.officer)


def test_a_long_movement_without_a_review_is_on_the_desk(world: SimpleNamespace) -> None:
    first = TODAY.replace(year=TODAY.year - 1, day=min(TODAY.day, 28))
    ends = first.replace(year=first.year + 3)
    long = running(world.department, name="Năm năm", starts=first, ends=ends, launched_on=first)
    running(world.department, name="Ngắn", starts=first, ends=TODAY + DAY, launched_on=first)
    ((found, months),) = long_unreviewed(world.department)
    assert (found, months) == (long, 12)
    browser = Client()
    browser.force_login(world.users.officer)
    assert "Sơ kết phong trào Năm năm" in browser.get("/").content.decode()
    address = reverse("movements:movement", args=[long.pk])
    assert "12 tháng chưa sơ kết" in browser.get(address).content.decode()
    actions.record_review(
        movement=long, kind="so_ket", held_on=TODAY, words={"results": "Đạt"}, results=[],
        by=world.users.officer,
    )  # fmt: skip
    assert long_unreviewed(world.department) == []


def test_some_days_less_than_a_year_are_not_late(world: SimpleNamespace) -> None:
    first = TODAY.replace(year=TODAY.year - 1, day=min(TODAY.day, 28)) + 4 * DAY
    ends = first.replace(year=first.year + 4, day=min(first.day, 28))
    running(world.department, starts=first, ends=ends, launched_on=first)
    assert long_unreviewed(world.department) == []
