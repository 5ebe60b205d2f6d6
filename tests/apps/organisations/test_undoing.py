"""The last event is taken back as if it had not been, unless something rests on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from tests.apps.organisations.shared import BASIS, FIRST, SECOND, snapshot, unit

from thidua.audit.models import AuditRow
from thidua.kit.errors import WrongState
from thidua.organisations import actions, queries
from thidua.organisations.models import Body, BodyEvent

SHARED = {"effective_on": FIRST, "basis": BASIS}
Act = Callable[[list[Body], object], BodyEvent]
ACTS: dict[str, Act] = {
    "rename": lambda u, by: actions.rename_body(body=u[0], name="Mới", by=by, **SHARED),
    "absorb": lambda u, by: actions.absorb_bodies(bodies=[u[0], u[1]], into=u[2], by=by, **SHARED),
    "join": lambda u, by: actions.join_bodies(
        bodies=u[:2], formed=actions.Formed(u[0].name, "ban"), parent=u[0].parent, by=by, **SHARED
    ),
    "divide": lambda u, by: actions.divide_body(
        body=u[0],
        formed=[actions.Formed(u[0].name, "phong"), actions.Formed("Hai", "phong")],
        by=by,
        **SHARED,
    ),
    "separate": lambda u, by: actions.separate_bodies(
        body=u[0], formed=[actions.Formed("Hai", "phong")], by=by, **SHARED
    ),
    "function": lambda u, by: actions.move_function(
        giver=u[0], receiver=u[1], function="Việc", by=by, **SHARED
    ),
    "move": lambda u, by: actions.move_body(body=u[0], parent=u[1], by=by, **SHARED),
    "kind": lambda u, by: actions.change_kind(body=u[0], kind="chi_cuc", by=by, **SHARED),
    "close": lambda u, by: actions.close_body(body=u[3], by=by, **SHARED),
}


@pytest.fixture
def units(world: SimpleNamespace) -> list[Body]:
    """Three units, the first with one below it, and the one below it as the fourth."""
    made = [unit(world, f"Phòng {name}") for name in ("A", "B", "C")]
    return [*made, unit(world, "Tổ A", parent=made[0])]


@pytest.mark.parametrize("name", ACTS)
def test_undoing_restores_everything(world: SimpleNamespace, units: list[Body], name: str) -> None:
    by, before = world.users.officer, snapshot()
    event = ACTS[name](units, by)
    assert event.told
    if name != "function":  # which touches no body, only the record
        assert snapshot() != before
    actions.undo_event(event=event, by=by)
    assert snapshot() == before
    event.refresh_from_db()
    assert (event.undone_at is not None, event.undone_by) == (True, by)
    assert AuditRow.objects.filter(action="organisations.undo_event").count() == 1
    assert queries.events_of([u.pk for u in units]) == []
    assert queries.Succession.read().before == {}
    with pytest.raises(WrongState, match="đã được hoàn tác"):
        actions.undo_event(event=event, by=by)
    for one in units:
        one.refresh_from_db()
    assert ACTS[name](units, by).pk != event.pk  # and it can be done again


def test_only_the_last_event_is_undone(world: SimpleNamespace, units: list[Body]) -> None:
    by = world.users.officer
    first = ACTS["rename"](units, by)
    second = actions.move_body(
        body=units[0], parent=units[1], effective_on=SECOND, basis=BASIS, by=by
    )
    with pytest.raises(WrongState, match="Chuyển cơ quan quản lý 01/07/2025"):
        actions.undo_event(event=first, by=by)
    actions.undo_event(event=second, by=by)
    actions.undo_event(event=first, by=by)
    assert BodyEvent.objects.filter(undone_at=None).count() == 0


def test_what_was_recorded_for_a_new_body_rests_on_its_event(
    world: SimpleNamespace, units: list[Body]
) -> None:
    by = world.users.officer
    event = ACTS["join"](units, by)
    made = event.parts.get(role="thanh_lap").body
    assert made is not None
    year = {"body": made, "year": 2025, "by": by}
    actions.set_collective_year(rating="hoan_thanh_tot", **year)
    with pytest.raises(WrongState, match="Đã có dữ liệu ghi cho Phòng A"):
        actions.undo_event(event=event, by=by)
    assert Body.objects.filter(pk=made.pk).exists()
    actions.remove_collective_year(entry=made.years.get(), by=by)
    below = actions.create_body(parent=made, name="Tổ mới", kind="phong", by=by)
    with pytest.raises(WrongState, match="Đã có dữ liệu ghi"):
        actions.undo_event(event=event, by=by)
    below.placements.all().delete()
    below.delete()
    actions.undo_event(event=event, by=by)


def test_a_name_taken_meanwhile_holds_the_undoing(
    world: SimpleNamespace, units: list[Body]
) -> None:
    by = world.users.officer
    event = ACTS["rename"](units, by)
    namesake = unit(world, "Phòng A")
    with pytest.raises(WrongState, match="khác mang tên “Phòng A”"):
        actions.undo_event(event=event, by=by)
    actions.correct_name(body=namesake, name="Phòng Khác", by=by)
    actions.undo_event(event=event, by=by)


def test_a_decision_about_history_rests_on_the_event(
    world: SimpleNamespace, units: list[Body]
) -> None:
    by = world.users.officer
    event = ACTS["absorb"](units, by)
    decision = actions.recognise_history(
        body=units[2],
        predecessor=units[0],
        up_to=dt.date(2025, 2, 28),
        decided_by="Giám đốc Sở",
        decided_on=dt.date(2025, 4, 1),
        document_number="8/TB-SNV",
        basis="Hướng dẫn của Bộ",
        by=by,
    )
    with pytest.raises(WrongState, match="Rút quyết định đó trước"):
        actions.undo_event(event=event, by=by)
    actions.withdraw_recognition(recognition=decision, reason="Ghi nhầm", by=by)
    actions.undo_event(event=event, by=by)


def test_a_move_back_cannot_make_a_circle(world: SimpleNamespace, units: list[Body]) -> None:
    by, (a, _, c, below) = world.users.officer, units
    moved = actions.move_body(body=below, parent=c, effective_on=FIRST, basis=BASIS, by=by)
    # The former parent goes below the one that left it: fine, until the move is taken back.
    actions.move_body(body=a, parent=below, effective_on=SECOND, basis=BASIS, by=by)
    with pytest.raises(WrongState, match="nằm dưới chính đơn vị trực thuộc"):
        actions.undo_event(event=moved, by=by)
    assert queries.Forest.read().faults() == []
