"""A fund with its first source: the ground that tests of funds stand on."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from thidua.bonuses import actions
from thidua.bonuses.models import Fund, FundEntry

COMMENDATION, SALARY_BONUS = Fund.Kind.COMMENDATION, Fund.Kind.SALARY_BONUS


def opened(
    world: SimpleNamespace, *, budget: int = 0, kind: str = COMMENDATION, year: int | None = None
) -> Fund:
    """The fund of the department for this year, with money of the budget."""
    year = year or timezone.localdate().year
    fund = actions.open_fund(
        department=world.department, kind=kind, year=year, by=world.users.officer
    )
    if budget:
        income(world, fund, budget)
    return fund


def _said(world: SimpleNamespace, fund: Fund, amount: int, more: dict[str, Any]) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "fund": fund,
        "amount": amount,
        "day": max(dt.date(fund.year, 1, 1), min(today, dt.date(fund.year, 12, 31))),
        "text": "Theo chứng từ",
        "document_number": "12/QĐ-STC",
        "by": world.users.officer,
        **more,
    }


def income(world: SimpleNamespace, fund: Fund, amount: int, **more: Any) -> FundEntry:
    return actions.add_income(**_said(world, fund, amount, {"item": "budget", **more}))


def allocation(world: SimpleNamespace, fund: Fund, amount: int, **more: Any) -> FundEntry:
    return actions.allocate(**_said(world, fund, amount, {"item": "council", **more}))


def spending(world: SimpleNamespace, fund: Fund, amount: int, **more: Any) -> FundEntry:
    return actions.spend(**_said(world, fund, amount, {"item": "objects", **more}))
