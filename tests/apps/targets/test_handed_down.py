"""Targets handed down and carried over, and what waits on the desks for it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from tests.apps.targets.conftest import LAST

from thidua.kit.errors import NotAllowed, WrongState
from thidua.targets import actions
from thidua.targets.measures import Status
from thidua.targets.models import Target
from thidua.targets.queries import achievement, standings
from thidua.targets.queries.waiting import to_receive, to_report


def test_a_year_locked_above_takes_nothing_from_below(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    users, part = world.users, actions.Part(world.units[1], Decimal(60))
    made = make.target(make.set(), gathering="cong")
    stated = make.target(made.set, "A2")
    share, other = (
        actions.assign_target(target=one, parts=[part], by=users.officer)[0]
        for one in (made, stated)
    )
    make.report(share, 20, by=users.head)
    actions.lock_set(of=made.set, by=users.officer)
    with pytest.raises(WrongState, match=f"{made.set.body.name} đã khóa sổ"):
        make.report(share, 21, by=users.head)
    with pytest.raises(WrongState, match="đã khóa sổ"):
        actions.remove_result(result=share.results.get(), reason="x", by=users.head)
    make.report(other, 5, by=users.head)  # what the body above states itself is not touched
    assert standings(Target.objects.filter(pk=made.pk))[0].measured.value == 20


def test_a_target_handed_down(world: SimpleNamespace, make: SimpleNamespace) -> None:
    users, unit = world.users, world.units[1]
    one = make.target(make.set(), gathering="cong")
    with pytest.raises(WrongState, match="tổng hợp từ các đơn vị"):
        make.report(one, 5)
    part = actions.Part(unit, Decimal(60))
    share = actions.assign_target(target=one, parts=[part], by=users.officer)[0]
    assert [(of.body, of.fresh) for of in to_receive(users.head)] == [(unit, 1)]
    # The same again changes nothing; another plan is to be taken note of again.
    assert actions.receive_targets(of=share.set, by=users.head) == 1
    actions.assign_target(target=one, parts=[part], by=users.officer)
    assert not to_receive(users.head)
    actions.assign_target(target=one, parts=[actions.Part(unit, Decimal(70))], by=users.officer)
    assert to_receive(users.head)
    # It binds though the unit's own set is a draft; only from above is its plan changed.
    assert share.set.state == "du_thao"
    with pytest.raises(WrongState, match="do cấp trên giao"):
        actions.save_target(of=share.set, target=share, values={"plan": Decimal(1)}, by=users.head)
    with pytest.raises(WrongState, match="do cấp trên giao"):
        actions.remove_target(target=share, by=users.head)
    make.report(share, 20, 20, 20, 20, by=users.head)
    assert share.set.targets.get().received_at is not None
    measured = standings(Target.objects.filter(pk=one.pk))[0].measured
    assert (measured.value, measured.status) == (80, Status.MISSED)
    with pytest.raises(WrongState, match="đã báo cáo kết quả"):
        actions.withdraw_share(share=share, by=users.officer)


def test_who_is_not_below_gets_nothing(world: SimpleNamespace, make: SimpleNamespace) -> None:
    one = make.target(make.set())
    for body in (world.foreign_unit, world.foreign, world.department):
        with pytest.raises(WrongState, match="không trực thuộc"):
            actions.assign_target(
                target=one, parts=[actions.Part(body, Decimal(1))], by=world.users.officer
            )
    with pytest.raises(WrongState, match="Kiểm tra lại"):
        actions.assign_target(
            target=one, parts=[actions.Part(world.units[0], Decimal(-1))], by=world.users.officer
        )
    with pytest.raises(NotAllowed):
        actions.assign_target(
            target=one, parts=[actions.Part(world.units[0], Decimal(1))], by=world.users.head
        )
    draft = make.target(make.set(world.units[0], approved=False))
    with pytest.raises(WrongState, match="chưa được duyệt"):
        actions.assign_target(target=draft, parts=[], by=world.users.officer)
    with pytest.raises(WrongState, match="chưa được duyệt"):
        make.report(draft, 1)


def test_words_of_the_target_above_reach_those_below(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    one = make.target(make.set())
    share = actions.assign_target(
        target=one, parts=[actions.Part(world.units[0], Decimal(5))], by=world.users.officer
    )[0]
    actions.save_target(
        of=one.set, target=one, values={"text": "Chữ mới", "evidence_required": True},
        reason="x", by=world.users.director,
    )  # fmt: skip
    share.refresh_from_db()
    assert (share.text, share.evidence_required, share.plan) == ("Chữ mới", True, 5)


def test_the_next_year_starts_from_this_one(world: SimpleNamespace, make: SimpleNamespace) -> None:
    officer = world.users.officer
    of = make.set()
    one = make.target(of, due_on=dt.date(LAST, 6, 30))
    make.report(one, 10, 20, 30, 60)
    after, count = actions.carry_over(of=of, by=officer)
    assert (after.year, after.state, count) == (LAST + 1, "du_thao", 2)
    carried = after.targets.get(code="A1")
    assert (carried.previous, carried.last_year) == (one, 120)
    assert carried.due_on == dt.date(LAST + 1, 6, 30)
    assert actions.carry_over(of=of, by=officer) == (after, 0)
    assert not achievement(world.department, LAST + 1).lines  # a draft does not bind
    actions.submit_set(of=after, by=officer)
    with pytest.raises(WrongState, match="không còn là dự thảo"):
        actions.carry_over(of=of, by=officer)


def test_periods_that_lack_a_report_wait_for_who_answers(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    users = world.users
    of = make.set()
    make.report(of.targets.get(), 1, 1, 1, 1)
    assert to_report(users.officer) == []
    make.target(of, "A1", owner_unit=world.units[1])
    make.target(of, "A2", owner_person=users.member.person)
    make.target(of, "A3", gathering="cong")
    waiting = to_report(users.head)
    assert [(one.targets, one.period) for one in waiting] == [(1, f"Quý IV/{LAST}")]
    assert waiting[0].due == dt.date(LAST + 1, 1, 10)
    assert [one.targets for one in to_report(users.member)] == [1]
    assert to_report(users.officer) == []
    actions.lock_set(of=of, by=users.officer)
    assert to_report(users.head) == []
