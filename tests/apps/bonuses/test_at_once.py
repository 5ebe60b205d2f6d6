"""Two officers at the same moment, and a crash in the middle: nothing twice, nothing half."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone
from tests.apps.bonuses.funded import income, opened, spending
from tests.apps.decisions.passed import awaiting, issued, nominee
from tests.apps.decisions.test_all_or_nothing import crash_everywhere
from tests.apps.decisions.test_concurrency import at_once

from thidua.bonuses import actions
from thidua.bonuses.models import Fund, FundEntry
from thidua.bonuses.queries import funds, payments_of, sums
from thidua.decisions import actions as decisions
from thidua.kit.errors import WrongState

pytestmark = pytest.mark.django_db(transaction=True)
MILLION = 1_000_000


def test_one_reward_is_spent_once(transactional_db: None, world: SimpleNamespace) -> None:
    fund = opened(world, budget=10 * MILLION)
    decision = issued(world, nominees=[nominee(world.people[0], "ldtt")])
    rows, today = list(payments_of(decision)), timezone.localdate()
    pay = lambda: actions.mark_paid(payments=rows, paid_on=today, by=world.users.officer)  # noqa: E731 - two of one
    assert at_once(pay, pay) == [None, None]
    at = funds.balance(fund)
    assert (at.committed, at.spent) == (0, 760_000)
    assert sums(payments_of(decision))["paid"] == 760_000
    assert funds.proof(fund).whole


def test_the_last_money_goes_once(transactional_db: None, world: SimpleNamespace) -> None:
    fund = opened(world, budget=5 * MILLION)
    raised = at_once(*[lambda: spending(world, fund, 5 * MILLION) for _ in range(2)])
    refusals = [error for error in raised if error is not None]
    assert [type(error) for error in refusals] == [WrongState]
    assert funds.balance(fund).free == 0


def test_the_last_of_the_organising_share_goes_once(
    transactional_db: None, world: SimpleNamespace
) -> None:
    fund = opened(world, budget=10 * MILLION)
    raised = at_once(
        *[lambda: spending(world, fund, 2 * MILLION, item="council") for _ in range(2)]
    )
    assert sum(error is not None for error in raised) == 1
    assert funds.balance(fund).organising == 2 * MILLION


def test_a_line_is_reversed_once(transactional_db: None, world: SimpleNamespace) -> None:
    fund = opened(world, budget=10 * MILLION)
    line = income(world, fund, MILLION, item="contribution")
    undo = lambda: actions.reverse_entry(entry=line, reason="Nhầm", by=world.users.officer)  # noqa: E731 - two of one
    raised = at_once(undo, undo)
    assert sum(error is not None for error in raised) == 1
    assert funds.balance(fund).total == 10 * MILLION


def test_issuing_and_paying_do_not_wait_for_each_other(
    transactional_db: None, world: SimpleNamespace
) -> None:
    fund = opened(world, budget=10 * MILLION)
    first = issued(world, nominees=[nominee(world.people[0], "ldtt")], number=1)
    second = awaiting(world, [nominee(world.people[1], "ldtt")])
    rows, today = list(payments_of(first)), timezone.localdate()
    raised = at_once(
        lambda: actions.mark_paid(payments=rows, paid_on=today, by=world.users.officer),
        lambda: decisions.issue_decision(
            decision=second, decided_on=today, by=world.users.director
        ),
        lambda: income(world, fund, MILLION),
    )
    assert raised == [None, None, None]
    at = funds.balance(fund)
    assert (at.committed, at.spent, at.total) == (760_000, 760_000, 11 * MILLION)
    assert [e.sequence for e in fund.entries.order_by("sequence")] == [1, 2, 3, 4, 5, 6]
    assert funds.proof(fund).whole


def test_a_crash_while_paying_leaves_nothing(
    transactional_db: None, world: SimpleNamespace
) -> None:
    fund = opened(world, budget=10 * MILLION)
    decision = issued(world, nominees=[nominee(world.people[0], "ldtt")])
    rows, today = list(payments_of(decision)), timezone.localdate()
    writes = crash_everywhere(
        lambda: actions.mark_paid(payments=rows, paid_on=today, by=world.users.officer), step=1
    )
    assert writes >= 6
    assert funds.balance(fund).spent == 760_000


def test_a_crash_while_closing_leaves_nothing(
    transactional_db: None, world: SimpleNamespace
) -> None:
    year = timezone.localdate().year - 1
    fund = opened(world, budget=10 * MILLION, year=year)
    crash_everywhere(
        lambda: actions.close_year(fund=fund, carry=True, by=world.users.director), step=1
    )
    following = Fund.objects.get(year=year + 1)
    assert funds.balance(following).total == 10 * MILLION
    assert FundEntry.objects.filter(sort="closing").count() == 1
