"""People follow a body that is merged, divided or closed, from the day, and come back."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from tests.apps.people.rows_for_tests import everything

from thidua.audit.models import AuditRow
from thidua.kit import events
from thidua.kit.errors import WrongState
from thidua.people import actions
from thidua.people.models import Person, Post

DAY = dt.date(2025, 3, 1)


def send(world: SimpleNamespace, old: int = 0, new: int = 1) -> None:
    pairs = [(world.units[old], world.units[new])]
    events.bodies_replaced.send(replaced=pairs, day=DAY, by=world.users.officer)


def test_posts_end_the_day_before_and_begin_on_the_day(world: SimpleNamespace) -> None:
    gone = world.people[1]
    Person.objects.filter(pk=gone.pk).update(status="nghi_huu", left_on=dt.date(2024, 1, 1))
    send(world)
    moved = Person.objects.get(pk=world.people[0].pk)
    assert moved.unit == world.units[1]
    old, new = moved.posts.order_by("pk")
    assert (old.unit, old.to_date) == (world.units[0], dt.date(2025, 2, 28))
    assert (new.unit, new.title, new.group) == (world.units[1], old.title, old.group)
    assert (new.from_date, new.to_date) == (DAY, None)
    assert old.end_basis == new.basis == "Theo đơn vị: Văn phòng Sở về Phòng Công chức, viên chức"
    assert Person.objects.get(pk=gone.pk).unit == world.units[0]
    assert Post.objects.filter(person=gone, unit=world.units[1]).count() == 0
    row = AuditRow.objects.get(action="people.follow_bodies")
    assert sorted(row.detail["people"]) == sorted(p.pk for p in (world.people[0], world.people[6]))


def test_taking_it_back_gives_the_same_people(world: SimpleNamespace) -> None:
    before = everything()
    send(world)
    assert everything() != before
    pairs = [(world.units[0], world.units[1])]
    events.bodies_restored.send(replaced=pairs, day=DAY, by=world.users.officer)
    assert everything() == before


def test_taking_it_back_is_refused_once_somebody_has_moved_on(world: SimpleNamespace) -> None:
    send(world)
    person = Person.objects.get(pk=world.people[0].pk)
    post = person.posts.get(to_date=None)
    actions.change_fact(
        fact=post, by=world.users.officer, reason="Đã thôi",
        values={"unit": post.unit, "title": post.title, "group": post.group,
                "from_date": post.from_date, "to_date": dt.date(2026, 1, 1)},
    )  # fmt: skip
    pairs = [(world.units[0], world.units[1])]
    with pytest.raises(WrongState, match="Nguyễn Thị Minh Châu"):
        events.bodies_restored.send(replaced=pairs, day=DAY, by=world.users.officer)


def test_who_came_after_the_day_is_at_the_successor_and_who_has_no_post_gets_one(
    world: SimpleNamespace,
) -> None:
    late, bare = world.people[0], world.people[1]
    Post.objects.filter(person=late).update(from_date=dt.date(2025, 5, 1))
    Post.objects.filter(person=bare).delete()
    send(world)
    assert Post.objects.get(person=late).unit == world.units[1]
    assert Post.objects.get(person=bare).from_date == DAY


def test_a_department_that_ends_hands_its_people_over_with_a_free_code(
    world: SimpleNamespace,
) -> None:
    Person.objects.filter(pk=world.foreign_person.pk).update(code="CB0001")
    pairs = [(world.foreign_unit, world.units[0])]
    events.bodies_replaced.send(replaced=pairs, day=DAY, by=None)
    moved = Person.objects.get(pk=world.foreign_person.pk)
    assert (moved.department, moved.unit) == (world.department, world.units[0])
    assert moved.code == "CB0001-2"


def test_a_list_opens_posts_and_says_that_a_last_day_is_unknown(world: SimpleNamespace) -> None:
    new, _ = actions.save_person(
        department=world.department, full_name="Lý Thị Mới", unit=world.units[0],
        position="Văn thư", group="direct_worker", by=None,
    )  # fmt: skip
    post = Post.objects.get(person=new)
    assert (post.unit, post.title, post.group, post.from_date) == (
        world.units[0], "Văn thư", "direct_worker", None,
    )  # fmt: skip
    for unit, opened in ((world.units[1], 2), (world.units[1], 2), (world.units[0], 2)):
        actions.save_person(
            department=world.department, person=new, full_name=new.full_name, unit=unit, by=None
        )
        open_ones = {p.unit: p.end_basis for p in new.posts.filter(to_date=None)}
        assert len(open_ones) == opened
        assert open_ones[unit] == ""
        assert sorted(open_ones.values()) == ["", "Chưa rõ ngày thôi"]


def test_a_line_without_days_is_the_open_post_whatever_its_first_day(
    world: SimpleNamespace,
) -> None:
    person = world.people[0]
    rows = [{"person": person, "unit": world.units[0], "title": "Chuyên viên"}]
    assert actions.record_posts(department=world.department, rows=rows, by=None) == 0
    assert person.posts.count() == 1
