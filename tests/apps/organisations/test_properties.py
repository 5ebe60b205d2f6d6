"""Whatever is done to bodies in whatever order: no circle, one parent, a way back."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.apps.organisations.shared import DAY, snapshot, unit

from thidua.kit.errors import WrongState
from thidua.organisations import actions, queries
from thidua.organisations.models import Body, BodyEvent

pytestmark = pytest.mark.django_db

BEGIN = dt.date(2020, 1, 1)
BASIS = actions.Basis("1/QĐ", "UBND tỉnh", BEGIN)
KINDS = ("rename", "absorb", "join", "divide", "separate", "move", "kind", "close", "undo", "add")
STEP = st.tuples(
    st.sampled_from(KINDS),
    st.integers(0, 11),
    st.integers(0, 11),
    st.integers(0, 2000),
    st.booleans(),
)


def do(world: SimpleNamespace, step: tuple[str, int, int, int, bool], number: int) -> Any:
    """One step; picks among all units there are, standing or not, and days in any order."""
    kind, first, second, days, by_program = step
    units = list(queries.units_of(world.department, with_closed=True).order_by("pk"))
    one, other = units[first % len(units)], units[second % len(units)]
    by = None if by_program else world.users.officer
    shared = {"effective_on": BEGIN + dt.timedelta(days=days), "basis": BASIS, "by": by}
    formed = actions.Formed(f"Mới {number}", "phong")
    if kind == "rename":
        return actions.rename_body(body=one, name=f"Tên {first % 3}", **shared)
    if kind == "absorb":
        return actions.absorb_bodies(bodies=[one], into=other, **shared)
    if kind == "join":
        return actions.join_bodies(bodies=[one, other], formed=formed, parent=one.parent, **shared)
    if kind == "divide":
        half = actions.Formed(one.name, "phong")
        return actions.divide_body(body=one, formed=[half, formed], people_to=first % 2, **shared)
    if kind == "separate":
        return actions.separate_bodies(body=one, formed=[formed], **shared)
    if kind == "move":
        parent = world.department if second == 0 else other
        return actions.move_body(body=one, parent=parent, **shared)
    if kind == "kind":
        return actions.change_kind(body=one, kind=("ban", "phong")[second % 2], **shared)
    if kind == "close":
        return actions.close_body(body=one, people_to=other, **shared)
    if kind == "undo":
        event = BodyEvent.objects.filter(undone_at=None).order_by("-pk").first()
        return actions.undo_event(event=event, by=by) if event else None
    founded = shared["effective_on"] if second % 2 else None
    return actions.create_body(
        parent=one, name=f"Thêm {number}", kind="phong", founded_on=founded, by=by
    )


def check_every_day(day_of_change: list[dt.date]) -> None:
    """Told by the tables alone, without the code that keeps them."""
    bodies = {b.pk: b for b in Body.objects.all()}
    placed: dict[int, list[tuple[dt.date, int | None]]] = {pk: [] for pk in bodies}
    for body in bodies.values():
        rows = list(body.placements.values_list("valid_from", "parent"))
        placed[body.pk] = sorted((since or dt.date.min, parent) for since, parent in rows)

    def lives(pk: int, day: dt.date) -> bool:
        body = bodies[pk]
        return (body.founded_on or day) <= day <= (body.closed_on or day)

    for day in day_of_change:
        parents: dict[int, int | None] = {}
        for pk in bodies:
            if not lives(pk, day):
                continue
            in_force = [parent for since, parent in placed[pk] if since <= day]
            assert in_force, f"no place for {bodies[pk]} on {day}"
            parents[pk] = in_force[-1]
        for pk in parents:
            seen = [pk]
            while (above := parents[seen[-1]]) is not None:
                assert above not in seen, f"circle through {bodies[pk]} on {day}"
                if above not in parents:
                    # Only what nobody knows the founding day of may seem older than its parent.
                    founded = bodies[above].founded_on
                    assert founded is not None, day
                    assert day < founded, f"{bodies[pk]} under nothing on {day}"
                    assert bodies[seen[-1]].founded_on is None
                    break
                seen.append(above)
        shown = [node.body.pk for node in queries.tree_on(day)]
        assert len(shown) == len(set(shown))
        assert set(shown) <= set(parents)
        for node in queries.tree_on(day):
            assert node.parent == parents[node.body.pk]


# No shrinking: every step asks the whole tree, and a found sequence is short already.
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=1, max_size=9))
def test_no_order_of_events_breaks_the_tree_of_any_day(
    world: SimpleNamespace, steps: list[tuple[str, int, int, int, bool]]
) -> None:
    with transaction.atomic():
        for n in range(4):
            unit(world, f"Phòng {n}")
        for body in Body.objects.filter(placements=None):  # made by the fixture, not by actions
            body.placements.create(parent=body.parent, kind=body.kind, level=body.level)
        for number, step in enumerate(steps):
            before = snapshot()
            try:
                with transaction.atomic():
                    made = do(world, step, number)
            except WrongState:
                assert snapshot() == before
                continue
            if isinstance(made, BodyEvent) and step[0] != "undo" and step[4]:
                # There and back: then it is done again, so that the next step meets it.
                after = snapshot()
                with transaction.atomic():
                    actions.undo_event(event=made, by=None)
                    assert snapshot() == before
                    transaction.set_rollback(True)
                assert snapshot() == after
        days = set(queries.Forest.read().change_days())
        check_every_day(sorted(days | {d - DAY for d in days} | {BEGIN, dt.date.today()}))
        assert queries.Forest.read().faults() == []
        for body in Body.objects.all():
            last = body.placements.exclude(valid_from=None).order_by("valid_from").last()
            present = last or body.placements.get()
            assert (body.parent_id, body.kind, body.level) == (
                present.parent_id, present.kind, present.level,
            )  # fmt: skip
        transaction.set_rollback(True)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=st.lists(st.integers(1, 2000), min_size=1, max_size=8, unique=True))
def test_a_body_bears_exactly_one_name_on_any_day(world: SimpleNamespace, days: list[int]) -> None:
    with transaction.atomic():
        one = unit(world, "Tên đầu")
        borne = [(dt.date.min, "Tên đầu")]
        for number, day in enumerate(sorted(days)):
            on = BEGIN + dt.timedelta(days=day)
            name = f"Tên {number % 3}"
            actions.rename_body(body=one, name=name, effective_on=on, basis=BASIS, by=None)
            borne.append((on, name))
        for since, _ in borne[1:]:
            for day in (since - DAY, since, since + DAY):
                expected = [name for start, name in borne if start <= day][-1]
                assert queries.name_on(one, day) == expected
        transaction.set_rollback(True)
