"""What other apps are told: counts, lines with their sources, numbers gathered from below."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from thidua.organisations.models import Body
from thidua.targets.measures import Status
from thidua.targets.models import Target, TargetResult, TargetSet
from thidua.targets.queries import achievement, achievements

END = dt.date(2026, 1, 20)


def a_set(world: SimpleNamespace, body: Body, year: int = 2025, **more: Any) -> TargetSet:
    more = {"state": "da_giao", "approved_on": dt.date(year, 1, 5)} | more
    return TargetSet.objects.create(department=world.department, body=body, year=year, **more)


def a_target(of: TargetSet, code: str, plan: int = 100, **more: Any) -> Target:
    values = more.pop("values", {})
    made = Target.objects.create(
        set=of, code=code, place=1, text=f"Chỉ tiêu {code}", folded="chi tieu", unit="hồ sơ",
        plan=plan, **more,
    )  # fmt: skip
    for period, value in values.items():
        TargetResult.objects.create(
            target=made, period=period, value=value, reported_at=timezone.now(),
            reference="12/BC-SNV",
        )  # fmt: skip
    return made


def test_counts_lines_and_sources(world: SimpleNamespace) -> None:
    of = a_set(world, world.units[0])
    quarters = dict.fromkeys((1, 2, 3, 4), 25)
    a_target(of, "A1", values=quarters, kind="phap_lenh")
    a_target(of, "A2", values=quarters | {4: 50}, kind="phap_lenh", weight=3)
    a_target(of, "A3", values=quarters | {4: 0})
    a_target(of, "A4")
    found = achievement(world.units[0], 2025, on=END)
    assert (found.assigned, found.met, found.exceeded, found.missed, found.unreported) == (
        4, 1, 1, 1, 1,
    )  # fmt: skip
    assert (found.mandated, found.mandated_reached) == (2, 2)
    assert found.percent == 50
    # (100 x 1 + 100 x 3 + 75 x 1) / 5: above the plan counts to 100, the unreported is left out.
    assert found.weighted_percent == 95
    first = {line.code: line for line in found.lines}["A1"]
    assert first.percent == 100
    assert "12/BC-SNV" in first.source
    assert "Quý IV/2025" in first.source
    assert "2/4 đạt" in found.source
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.met = 5


def test_a_body_without_targets_has_reached_nothing_and_missed_nothing(
    world: SimpleNamespace,
) -> None:
    found = achievement(world.units[1], 2025)
    assert (found.assigned, found.percent, found.weighted_percent, found.lines) == (
        0, None, None, (),
    )  # fmt: skip


def test_a_draft_does_not_bind_but_what_was_assigned_does(world: SimpleNamespace) -> None:
    above = a_target(a_set(world, world.department), "A1", gathering="cong")
    draft = a_set(world, world.units[0], state="du_thao", approved_on=None)
    a_target(draft, "A1", 50, parent=above, values={1: 60})
    a_target(draft, "B1")
    assert [line.code for line in achievement(world.units[0], 2025, on=END).lines] == ["A1"]


def test_what_is_gathered_waits_for_every_part(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    above = a_set(world, world.department)
    total = a_target(above, "A1", 100, gathering="cong")
    mean = a_target(above, "A2", 20, gathering="binh_quan", cumulative=False)
    full = dict.fromkeys((1, 2, 3, 4), 10)
    parts = []
    for unit in world.units[:2]:
        below = a_set(world, unit)
        parts.append(a_target(below, "A1", 50, parent=total, values=full))
        a_target(below, "A2", 20, parent=mean, cumulative=False, values={4: 10 + 20 * len(parts)})
    with django_assert_max_num_queries(7):
        found = {one.code: one for one in achievement(world.department, 2025, on=END).lines}
    assert (found["A1"].value, found["A1"].status) == (80, Status.MISSED)
    assert (found["A2"].value, found["A2"].status) == (40, Status.EXCEEDED)
    parts[0].results.filter(period=2).delete()
    again = achievement(world.department, 2025, on=END).lines
    assert {one.code: one.status for one in again}["A1"] == Status.UNREPORTED


def test_many_bodies_cost_as_many_queries_as_one(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for number, unit in enumerate(world.units):
        a_target(a_set(world, unit), "A1", values={1: 100 + number})
    with django_assert_max_num_queries(3):
        found = achievements([unit.pk for unit in world.units], 2025, on=END)
    assert [found[unit.pk].reached for unit in world.units] == [1] * len(world.units)


def test_last_year_is_taken_from_the_target_it_was_carried_from(world: SimpleNamespace) -> None:
    old = a_target(a_set(world, world.units[0], 2024), "A1", values=dict.fromkeys((1, 2, 3, 4), 20))
    new = a_target(a_set(world, world.units[0]), "A1", previous=old, values={1: 26})
    from thidua.targets.queries import standings

    measured = standings(Target.objects.filter(pk=new.pk), on=END)[0].measured
    assert (measured.from_last_year, measured.last_year) == (Decimal(6), Decimal(80))
