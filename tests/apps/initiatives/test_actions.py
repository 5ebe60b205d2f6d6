"""Initiatives: kept once, only recognised ones with a level."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.initiatives import actions, queries
from thidua.initiatives.models import Initiative
from thidua.kit.errors import NotAllowed, WrongState


def idea(world: SimpleNamespace, **more: Any) -> bool:
    fields: dict[str, Any] = {
        "person": world.people[0],
        "year": 2026,
        "level": "co_so",
        "kind": "sang_kien",
        "name": "Hồ sơ  một lần nộp",
        "decision_number": "12/QĐ-SNV",
        "recognised_on": dt.date(2026, 6, 1),
        "state": "recognised",
        "by": world.users.officer,
    }
    return actions.record_initiative(**{**fields, **more})


def test_kept_once_and_brought_up_to_date(world: SimpleNamespace) -> None:
    assert [idea(world), idea(world), idea(world, state="doubtful")] == [True, False, True]
    kept = Initiative.objects.get()
    assert (kept.name, kept.state) == ("Hồ sơ một lần nộp", "doubtful")
    assert list(queries.initiatives_of(world.people[0])) == [kept]
    assert list(queries.initiatives_of(world.people[0], recognised_only=True)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": ""},
        {"level": "huyen"},
        {"kind": "y_tuong"},
        {"name": " "},
        {"year": 2999},
        {"recognised_on": dt.date(2999, 1, 1)},
    ],
)
def test_refusals_store_nothing(world: SimpleNamespace, wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongState):
        idea(world, **wrong)
    assert not Initiative.objects.exists()


@pytest.mark.parametrize("who", ["head", "member", "director", "administrator", "stranger"])
def test_only_the_own_officer(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowed):
        idea(world, by=getattr(world.users, who))
    assert not Initiative.objects.exists()
