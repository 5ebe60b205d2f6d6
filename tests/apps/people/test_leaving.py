"""Leaving the body and coming back: dates, papers, posts, who may; taking out records."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.apps.people.rows_for_tests import everything

from thidua.accounts.models import User
from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.people import actions
from thidua.people.models import Departure, Person

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
DAY = dt.date(2025, 7, 1)


def leave(world: SimpleNamespace, **more: Any) -> Departure:
    given = {"kind": "nghi_huu", "from_date": DAY, "decision_number": "7/QĐ-SNV", **more}
    by = given.pop("by", world.users.officer)
    return actions.record_departure(person=world.people[0], by=by, **given)


def test_leaving_ends_the_posts_the_day_before(world: SimpleNamespace) -> None:
    leave(world)
    person = Person.objects.get(pk=world.people[0].pk)
    assert (person.status, person.left_on) == ("nghi_huu", DAY)
    post = person.posts.get()
    assert (post.to_date, post.end_basis) == (dt.date(2025, 6, 30), "Nghỉ hưu theo 7/QĐ-SNV")
    assert AuditRow.objects.get(action="people.depart").detail["after"]["kind"] == "nghi_huu"


def test_taken_out_gives_the_same_person(world: SimpleNamespace) -> None:
    before = everything()
    gone = leave(world)
    actions.remove_departure(departure=gone, reason="nhầm người", by=world.users.officer)
    assert everything() == before
    row = AuditRow.objects.get(action="people.remove_departure")
    assert (row.detail["reason"], row.detail["before"]["decision_number"]) == (
        "nhầm người", "7/QĐ-SNV",
    )  # fmt: skip


def test_correcting_the_day_moves_the_end_of_the_posts(world: SimpleNamespace) -> None:
    gone = leave(world)
    day = dt.date(2025, 8, 1)
    given = {"kind": "chuyen_di", "from_date": day, "destination": "Sở Tài chính"}
    assert actions.change_departure(
        departure=gone, reason="sai ngày", by=world.users.officer, **given
    )
    person = Person.objects.get(pk=world.people[0].pk)
    assert (person.status, person.left_on) == ("chuyen_di", day)
    assert person.posts.get().to_date == dt.date(2025, 7, 31)
    gone.refresh_from_db()
    assert not actions.change_departure(
        departure=gone, reason="lại", by=world.users.officer, **given
    )


def test_coming_back_begins_a_new_post_and_keeps_the_absence(world: SimpleNamespace) -> None:
    gone = leave(world)
    actions.record_return(
        person=world.people[0], on=dt.date(2026, 1, 5), unit=world.units[1], title="Chuyên viên",
        basis="9/QĐ-SNV", by=world.users.officer,
    )  # fmt: skip
    person = Person.objects.get(pk=world.people[0].pk)
    assert (person.status, person.left_on, person.unit) == ("dang_lam_viec", None, world.units[1])
    gone.refresh_from_db()
    assert gone.to_date == dt.date(2026, 1, 4)
    assert person.posts.get(to_date=None).basis == "9/QĐ-SNV"
    leave(world, from_date=dt.date(2026, 3, 1))
    assert Departure.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(
    ("more", "said", "field"),
    [
        ({"kind": "mất"}, "Chọn loại", "kind"),
        ({"from_date": dt.date.today() + dt.timedelta(days=1)}, "chưa tới", "from_date"),
        ({"from_date": dt.date(2012, 1, 1)}, "sau ngày về cơ quan", "from_date"),
    ],
)
def test_what_cannot_be_is_refused(
    world: SimpleNamespace, more: dict[str, Any], said: str, field: str
) -> None:
    with pytest.raises(WrongState, match=said) as refusal:
        leave(world, **more)
    assert refusal.value.field == field
    assert not Departure.objects.exists()


def test_twice_gone_and_back_without_leaving_are_refused(world: SimpleNamespace) -> None:
    back = {"unit": world.units[0], "title": "x", "by": world.users.officer}
    with pytest.raises(WrongState, match="đang làm việc"):
        actions.record_return(person=world.people[0], on=DAY, **back)
    leave(world)
    with pytest.raises(WrongState, match="đã được ghi"):
        leave(world)
    with pytest.raises(WrongState, match="sau ngày rời"):
        actions.record_return(person=world.people[0], on=DAY, **back)
    with pytest.raises(WrongState, match="đang hoạt động"):
        actions.record_return(
            person=world.people[0], on=dt.date(2026, 1, 1), **{**back, "unit": world.foreign_unit}
        )


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_officer(world: SimpleNamespace, who: str) -> None:
    by = getattr(world.users, who)
    with pytest.raises(NotAllowed):
        leave(world, by=by)
    gone = leave(world)
    with pytest.raises(NotAllowed):
        actions.remove_departure(departure=gone, reason="x", by=by)
    with pytest.raises(NotAllowed):
        actions.remove_people(department=world.department, people=[], reason="x", by=by)


def test_the_pages(world: SimpleNamespace) -> None:
    client = Client()
    client.force_login(world.users.officer)
    address = f"/can-bo/{world.people[0].pk}/roi-co-quan/"
    assert client.post(address, {"kind": ""}).status_code == 422
    given = {"kind": "chuyen_di", "from_date": "01/07/2025", "destination": "Sở Tài chính"}
    assert client.post(address, given).status_code == 302
    page = client.get(f"/can-bo/{world.people[0].pk}/").content.decode()
    assert "đến Sở Tài chính" in page
    gone = Departure.objects.get()
    shown = client.post(f"{address}{gone.pk}/", {**given, "reason": ""})
    assert "Ghi lý do sửa" in shown.content.decode()
    changed = {**given, "destination": "Sở Y tế", "reason": "sai nơi đến"}
    assert client.post(f"{address}{gone.pk}/", changed).status_code == 302
    back = {"on": "05/01/2026", "unit": str(world.units[0].pk), "title": "Chuyên viên"}
    assert client.post(f"/can-bo/{world.people[0].pk}/tro-lai/", back).status_code == 302
    assert client.post(f"{address}{gone.pk}/xoa/", {"reason": "nhầm"}).status_code == 302
    assert not Departure.objects.exists()


def test_many_departures_at_once_change_nothing_the_second_time(world: SimpleNamespace) -> None:
    rows: list[Any] = [
        {"person": one, "kind": "nghi_huu", "from_date": DAY} for one in world.people[:3]
    ]
    for count in (3, 0):
        assert count == actions.record_departures(
            department=world.department, rows=rows, by=world.users.officer
        )


def test_records_go_while_nothing_rests_on_them(world: SimpleNamespace) -> None:
    one, other = world.people[0], world.people[1]
    User.objects.filter(username="khongvaitro").update(person=other)
    with pytest.raises(WrongState, match=r"Trần Đức Anh \(CB0002\) đang có: tài khoản"):
        actions.remove_people(
            department=world.department, people=[one, other], reason="nhập nhầm",
            by=world.users.officer,
        )  # fmt: skip
    assert Person.objects.filter(pk=one.pk).exists()
    assert actions.remove_people(
        department=world.department, people=[one], reason="nhập nhầm", by=world.users.officer
    ) == 1  # fmt: skip
    assert not Person.everyone.filter(pk=one.pk).exists()
    assert AuditRow.objects.get(action="people.remove_people").detail["reason"] == "nhập nhầm"
