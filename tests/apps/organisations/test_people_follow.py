"""People at work go where their unit goes, and back when the event is taken back."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from tests.apps.organisations.shared import BASIS, DAY

from thidua.organisations import actions
from thidua.people.models import Person, Post

FIRST = dt.date(2025, 3, 1)


def places(unit: object) -> set[tuple[str, dt.date | None, dt.date | None]]:
    found = Post.objects.filter(unit=unit)
    return set(found.values_list("person__full_name", "from_date", "to_date"))


def test_people_follow_the_unit_and_return(world: SimpleNamespace) -> None:
    one, into, by = world.units[1], world.units[0], world.users.officer
    before = (places(one), places(into), list(Person.objects.order_by("pk").values("pk", "unit")))
    event = actions.absorb_bodies(bodies=[one], into=into, effective_on=FIRST, basis=BASIS, by=by)
    assert any("2 người đang làm việc ở" in line for line in event.told)
    assert not Person.objects.filter(unit=one).exists()
    began = dt.date(2012, 1, 1)
    assert places(one) == {
        ("Đặng Thùy Dương", began, FIRST - DAY), ("Lê Quốc Bảo", began, FIRST - DAY)
    }  # fmt: skip
    assert {("Đặng Thùy Dương", FIRST, None), ("Lê Quốc Bảo", FIRST, None)} <= places(into)
    actions.undo_event(event=event, by=by)
    after = (places(one), places(into), list(Person.objects.order_by("pk").values("pk", "unit")))
    assert after == before


def test_a_rehearsal_moves_nobody(world: SimpleNamespace) -> None:
    one, into = world.units[1], world.units[0]
    told = actions.rehearse(
        lambda: actions.absorb_bodies(
            bodies=[one], into=into, effective_on=FIRST, basis=BASIS, by=world.users.officer
        )
    )
    assert any("chuyển về Văn phòng Sở từ 01/03/2025" in line for line in told)
    assert Person.objects.filter(unit=one).count() == 2


def test_nobody_works_at_a_unit_after_its_end(world: SimpleNamespace) -> None:
    one, into = world.units[1], world.units[0]
    # Noted in the wrong order: the person came to the unit after the day on which it ended.
    Post.objects.filter(unit=one).update(from_date=FIRST + DAY)
    actions.absorb_bodies(
        bodies=[one], into=into, effective_on=FIRST, basis=BASIS, by=world.users.officer
    )
    assert not Person.objects.filter(unit=one).exists()
    assert not Post.objects.filter(unit=one, to_date=None).exists()
    assert not Post.objects.filter(unit=one, to_date__gte=FIRST).exists()
