"""A crash at any write between the signature and the register leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from tests.apps.decisions.keys import PASSPHRASE, key_file
from tests.apps.decisions.passed import awaiting, issued, nominee

from thidua.bonuses.models import Payment
from thidua.decisions import actions
from thidua.decisions.models import Certificate, Decision, Notice, SignedPaper
from thidua.documents.signatures import KeyFile
from thidua.register.models import RegisterEntry

pytestmark = pytest.mark.django_db(transaction=True)
WRITES = ("INSERT", "UPDATE", "DELETE")


class CrashError(Exception):
    """The process died here."""


@contextmanager
def crash_at(place: int) -> Iterator[list[int]]:
    """Let the write with this number fail; the list counts the writes that were reached."""
    reached = [0]

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            reached[0] += 1
            if reached[0] == place:
                raise CrashError(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield reached


def everything() -> dict[str, list[Any]]:
    """Every row of every table of the program; times of locks aside there is nothing to forgive."""
    tables = {}
    for model in apps.get_models():
        if model.__module__.startswith("thidua."):
            rows = model._default_manager.order_by("pk").values()
            tables[model._meta.label] = [
                {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}
                for row in rows
            ]
    return tables


def crash_everywhere(act: Callable[[], Any], *, step: int) -> int:
    """Run `act` with a crash at every `step`-th write, compare, then let it pass."""
    before = everything()
    place = 1
    while True:
        with crash_at(place) as reached:
            try:
                act()
            except CrashError:
                assert everything() == before, f"write {place} left something behind"
                place += step
                continue
        return reached[0]


def signed_issue(world: SimpleNamespace, decision: Decision) -> Callable[[], Any]:
    key = KeyFile(key_file("Ngô Đức Vinh"), PASSPHRASE)
    return lambda: actions.issue_decision(
        decision=decision, decided_on=timezone.localdate(), key=key, by=world.users.director
    )


def test_issuing_and_signing(transactional_db: None, world: SimpleNamespace) -> None:
    decision = awaiting(
        world, [nominee(world.people[0], "ldtt"), nominee(world.units[0], "tt-ldtt")]
    )
    writes = crash_everywhere(signed_issue(world, decision), step=1)
    assert writes > 15
    assert (RegisterEntry.objects.count(), Certificate.objects.count()) == (2, 2)
    assert (SignedPaper.objects.count(), Payment.objects.count(), Notice.objects.count()) == (
        1, 2, 2,
    )  # fmt: skip
    decision.refresh_from_db()
    assert (decision.state, decision.number) == (Decision.State.ISSUED, 1)


def test_cancelling(transactional_db: None, world: SimpleNamespace) -> None:
    decision = issued(world, nominees=[nominee(world.people[0], "ldtt")])
    draft = actions.draft_cancellation(
        decision=decision, awards=[decision.awards.get().pk], ground="giay-to-gia",
        conclusion_number="KL 1", conclusion_on=timezone.localdate(), by=world.users.officer,
    )  # fmt: skip
    actions.send_to_sign(decision=draft, by=world.users.officer)
    assert crash_everywhere(signed_issue(world, draft), step=1) > 15
    assert RegisterEntry.objects.get().state == "revoked"


def test_correcting(transactional_db: None, world: SimpleNamespace) -> None:
    decision = issued(world, nominees=[nominee(world.people[1], "ldtt")])
    row = decision.awards.get()
    draft = actions.draft_correction(
        decision=decision, changes={row.pk: {"recipient_name": "Trần Đức Ánh"}},
        by=world.users.officer,
    )  # fmt: skip
    actions.send_to_sign(decision=draft, by=world.users.officer)
    assert crash_everywhere(signed_issue(world, draft), step=1) > 15
    assert sorted(RegisterEntry.objects.values_list("state", flat=True)) == ["revoked", "valid"]
