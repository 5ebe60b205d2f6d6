"""Two people at once: one step, one number, one proposal; on the database in use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, Nominee
from thidua.kit.errors import WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls: Callable[[], Any]) -> list[str]:
    barrier = threading.Barrier(len(calls))
    said = ["?"] * len(calls)

    def run(number: int) -> None:
        barrier.wait()
        try:
            calls[number]()
            said[number] = ""
        except WrongState as refusal:
            said[number] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(said)


def test_one_accepts_while_another_returns(ground: SimpleNamespace, submitted: Any) -> None:
    version = submitted.version
    said = together(
        lambda: actions.accept(dossier=submitted, by=ground.users.secretary, version=version),
        lambda: actions.return_dossier(
            dossier=submitted, reason="Bổ sung", by=ground.users.director, version=version
        ),
    )
    assert said[0] == ""
    assert "vừa được người khác thay đổi" in said[1]
    assert Dossier.objects.get().state in {"accepted", "returned"}
    assert submitted.steps.filter(from_state="submitted").count() == 1


def test_two_drafts_get_two_numbers_and_nobody_is_proposed_twice(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    said = together(
        lambda: draft(people=ground.people[:2]),
        lambda: draft(people=ground.people[1:3]),
        lambda: draft(people=ground.people[4:5]),
    )
    assert said[:2] == ["", ""]
    assert "Trần Đức Anh (LĐTT) đã có trong hồ sơ" in said[2]
    assert sorted(Dossier.objects.values_list("code", flat=True)) == [
        "HS-2026-0001",
        "HS-2026-0002",
    ]
    proposed = Nominee.objects.values_list("person", flat=True)
    assert len(set(proposed)) == len(proposed)
