"""Two people at the same moment: no result is lost, no year is opened twice."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from tests.apps.decisions.test_concurrency import at_once
from tests.apps.targets.conftest import LAST

from thidua.kit.errors import WrongState
from thidua.targets import actions
from thidua.targets.models import TargetSet

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_result_is_written_once(
    transactional_db: None, world: SimpleNamespace, make: SimpleNamespace
) -> None:
    one = make.target(make.set())

    def write(value: int) -> None:
        actions.report_result(
            target=one, period=1, value=Decimal(value), version=0, by=world.users.officer
        )

    raised = at_once(lambda: write(5), lambda: write(7))
    assert sorted(type(error) for error in raised if error) == [WrongState]
    assert one.results.get().version == 1


def test_one_set_of_a_year(transactional_db: None, world: SimpleNamespace) -> None:
    begin = lambda: actions.open_set(body=world.department, year=LAST, by=world.users.officer)  # noqa: E731 - two of one
    raised = at_once(begin, begin)
    assert [type(error) for error in raised if error] == [WrongState]
    assert TargetSet.objects.count() == 1


def test_a_report_and_the_lock(
    transactional_db: None, world: SimpleNamespace, make: SimpleNamespace
) -> None:
    """Either the result was there before the lock, or it is refused: never written after."""
    one = make.target(make.set())
    raised = at_once(
        lambda: make.report(one, 5),
        lambda: actions.lock_set(of=one.set, by=world.users.officer),
    )
    assert raised[1] is None
    one.set.refresh_from_db()
    assert one.set.locked
    result = one.results.first()
    assert (result is None) == isinstance(raised[0], WrongState)
    assert result is None or result.reported_at < one.set.locked_at


def test_a_target_is_handed_down_once(
    transactional_db: None, world: SimpleNamespace, make: SimpleNamespace
) -> None:
    one = make.target(make.set())
    part = actions.Part(world.units[0], Decimal(5))
    give = lambda: actions.assign_target(target=one, parts=[part], by=world.users.officer)  # noqa: E731 - two of one
    assert at_once(give, give) == [None, None]
    assert one.shares.count() == 1
