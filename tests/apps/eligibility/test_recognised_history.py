"""Awards of a predecessor reach the law only by a person's decision, up to the day it names."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.eligibility.queries.held import awards_of
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations import actions
from thidua.organisations.models import Body, HistoryRecognition
from thidua.register.actions import record_award

FIRST = dt.date(2025, 3, 1)
BASIS = actions.Basis("15/QĐ", "UBND tỉnh", dt.date(2025, 2, 20))
DECISION: dict[str, Any] = {
    "up_to": dt.date(2024, 12, 31),
    "decided_by": "Ngô Đức Vinh, Giám đốc Sở",
    "decided_on": dt.date(2025, 6, 1),
    "document_number": "88/TB-SNV",
    "basis": "Hướng dẫn của Bộ Nội vụ",
}


@pytest.fixture
def bodies(world: SimpleNamespace) -> tuple[Body, Body]:
    """A unit that another was absorbed into; the ended one held awards of three kinds of days."""
    made = [
        actions.create_body(parent=world.department, name=name, kind="phong", by=None)
        for name in ("Phòng Cũ", "Phòng Nay")
    ]
    shared = {
        "department": world.department,
        "award_code": "tt-ldtt",
        "award_name": "Tập thể lao động tiên tiến",
        "source": "book",
        "by": None,
    }
    for body, year, decided in (
        (made[0], 2022, dt.date(2022, 12, 31)),
        (made[0], 2023, None),
        (made[0], 2024, dt.date(2025, 1, 15)),
        (made[1], 2024, dt.date(2025, 1, 15)),
    ):
        record_award(
            collective=body, recipient_name=body.name, year=year, decided_on=decided,
            decision_number=f"{year}/{body.pk}/QĐ", **shared,
        )  # fmt: skip
    actions.absorb_bodies(
        bodies=[made[0]], into=made[1], effective_on=FIRST, basis=BASIS, by=world.users.officer
    )
    return made[0], made[1]


def held(world: SimpleNamespace, body: Body) -> tuple[list[int], list[int]]:
    """Years of sure awards, and of claims."""
    found = awards_of(world.department, "collective_id", [body.pk])
    return sorted(a.year for a in found.sure[body.pk]), [a.year for a in found.claims[body.pk]]


def test_without_a_decision_only_the_own_history_counts(
    world: SimpleNamespace, bodies: tuple[Body, Body]
) -> None:
    assert held(world, bodies[1]) == ([2024], [])


def test_a_decision_counts_awards_decided_until_its_day_and_a_withdrawal_none(
    world: SimpleNamespace, bodies: tuple[Body, Body]
) -> None:
    former, body = bodies
    before = Body.objects.get(pk=body.pk).changed_at
    decision = actions.recognise_history(
        body=body, predecessor=former, by=world.users.director, **DECISION
    )
    # 2022 counts; 2023 has no day of decision, so it is only claimed; 2024 was decided too late.
    assert held(world, body) == ([2022, 2024], [2023])
    assert held(world, former) == ([2022, 2023, 2024], [])
    changed = Body.objects.get(pk=body.pk).changed_at
    assert before is not None
    assert changed is not None
    assert changed > before  # answers of the law given before are stale
    actions.withdraw_recognition(
        recognition=decision, reason="Chưa có hướng dẫn", by=world.users.officer
    )
    assert held(world, body) == ([2024], [])


def test_nothing_is_the_own_history_of_a_body_before_it_exists(
    world: SimpleNamespace, bodies: tuple[Body, Body]
) -> None:
    body = bodies[1]
    Body.objects.filter(pk=body.pk).update(founded_on=dt.date(2025, 1, 16))
    assert held(world, body) == ([], [2024])
    Body.objects.filter(pk=body.pk).update(founded_on=dt.date(2025, 1, 15))
    assert held(world, body) == ([2024], [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"up_to": FIRST}, "up_to"),
        ({"decided_by": " "}, "decided_by"),
        ({"document_number": ""}, "document_number"),
        ({"basis": "  "}, "basis"),
        ({"decided_on": dt.date.today() + dt.timedelta(days=1)}, "decided_on"),
    ],
)
def test_decisions_that_cannot_be(
    world: SimpleNamespace, bodies: tuple[Body, Body], change: dict[str, Any], field: str
) -> None:
    former, body = bodies
    with pytest.raises(WrongState) as caught:
        actions.recognise_history(
            body=body, predecessor=former, by=world.users.officer, **{**DECISION, **change}
        )
    assert caught.value.field == field
    assert not HistoryRecognition.objects.exists()


def test_only_a_predecessor_and_only_once(
    world: SimpleNamespace, bodies: tuple[Body, Body]
) -> None:
    former, body = bodies
    by = world.users.officer
    with pytest.raises(WrongState, match="không phải đơn vị tiền thân"):
        actions.recognise_history(body=former, predecessor=body, by=by, **DECISION)
    with pytest.raises(WrongState, match="không phải đơn vị tiền thân"):
        actions.recognise_history(body=body, predecessor=world.units[0], by=by, **DECISION)
    actions.recognise_history(body=body, predecessor=former, by=by, **DECISION)
    with pytest.raises(WrongState, match="Rút quyết định đó trước"):
        actions.recognise_history(body=body, predecessor=former, by=by, **DECISION)


@pytest.mark.parametrize("who", ["head", "member", "secretary", "administrator", "stranger"])
def test_others_decide_nothing(world: SimpleNamespace, bodies: tuple[Body, Body], who: str) -> None:
    former, body = bodies
    by = getattr(world.users, who)
    with pytest.raises(NotAllowed):
        actions.recognise_history(body=body, predecessor=former, by=by, **DECISION)
    standing = actions.recognise_history(body=body, predecessor=former, by=None, **DECISION)
    with pytest.raises(NotAllowed):
        actions.withdraw_recognition(recognition=standing, reason="x", by=by)
    assert HistoryRecognition.objects.get().withdrawn_at is None
