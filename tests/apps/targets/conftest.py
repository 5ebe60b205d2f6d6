"""A set of this year's targets, approved, with a few results; helpers to write more."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from thidua.targets import actions
from thidua.targets.models import Target, TargetSet

TODAY = timezone.localdate()
LAST = TODAY.year - 1


@pytest.fixture
def make(world: SimpleNamespace) -> SimpleNamespace:
    """`make.set(body)` approved of last year; `make.target(set, code, ...)`, whatever its state."""

    def a_set(body: Any = None, year: int = LAST, *, approved: bool = True) -> TargetSet:
        of = actions.open_set(body=body or world.department, year=year, by=world.users.officer)
        if approved:
            target(of, "NEN")
            of = actions.submit_set(of=of, by=world.users.officer)
            of = actions.approve_set(of=of, by=world.users.director)
        return of

    def target(of: TargetSet, code: str = "A1", **more: Any) -> Target:
        values = {"code": code, "text": f"Chỉ tiêu {code}", "unit": "hồ sơ", "plan": Decimal(100)}
        adjusts = of.state == TargetSet.State.APPROVED
        by = world.users.director if adjusts else world.users.officer
        reason = "Bổ sung" if adjusts else ""
        return actions.save_target(of=of, values=values | more, by=by, reason=reason)

    def report(one: Target, *values: int, by: Any = None, **more: Any) -> None:
        for period, value in enumerate(values, start=1):
            actions.report_result(
                target=one, period=period, value=Decimal(value), by=by or world.users.officer,
                **more,
            )  # fmt: skip

    tools: dict[str, Callable[..., Any]] = {"set": a_set, "target": target, "report": report}
    return SimpleNamespace(**tools)
