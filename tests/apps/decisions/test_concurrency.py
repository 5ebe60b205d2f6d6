"""Two people pressing at the same moment: one number, one decision, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone
from tests.apps.decisions.passed import awaiting, nominee

from thidua.decisions import actions
from thidua.decisions.models import Certificate, Decision
from thidua.kit.errors import WrongState
from thidua.register.models import RegisterEntry

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> list[BaseException | None]:
    """Run the jobs in threads that start together; what each raised, or None."""
    start = Barrier(len(jobs))
    raised: list[BaseException | None] = [None] * len(jobs)

    def run(place: int, job: Callable[[], object]) -> None:
        start.wait()
        try:
            job()
        except BaseException as error:  # noqa: BLE001
            raised[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def issue(decision: Decision, world: SimpleNamespace, number: int) -> Callable[[], object]:
    return lambda: actions.issue_decision(
        decision=decision, number=number, decided_on=timezone.localdate(), by=world.users.director
    )


def test_one_decision_is_issued_once(transactional_db: None, world: SimpleNamespace) -> None:
    decision = awaiting(world, [nominee(world.people[0], "ldtt")])
    raised = at_once(issue(decision, world, 7), issue(decision, world, 8))
    assert [type(error) for error in raised if error is not None] == [WrongState]
    decision.refresh_from_db()
    assert decision.state == Decision.State.ISSUED
    assert (RegisterEntry.objects.count(), Certificate.objects.count()) == (1, 1)


def test_one_number_goes_to_one_decision(transactional_db: None, world: SimpleNamespace) -> None:
    first = awaiting(world, [nominee(world.people[0], "ldtt")])
    second = awaiting(world, [nominee(world.people[1], "ldtt")])
    raised = at_once(issue(first, world, 7), issue(second, world, 7))
    sentences = [str(error) for error in raised if error is not None]
    assert len(sentences) == 1
    assert "07/QĐ-SNV" in sentences[0]
    assert "Chọn số khác" in sentences[0]
    states = sorted(Decision.objects.values_list("state", "number"))
    assert states == [(Decision.State.AWAITING, None), (Decision.State.ISSUED, 7)]
    assert RegisterEntry.objects.count() == 1
