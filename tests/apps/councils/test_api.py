"""The API answers as the pages do, and never about a ballot."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from ninja.testing import TestClient

from thidua.councils import actions
from thidua.councils.api import router

api = TestClient(router)


def test_results_only_after_closing(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number, "dong_y" if number else "khong_dong_y")
    path = f"/sittings/{open_sitting.pk}"
    before = api.get(path, user=bench.secretary).json()
    assert before["results"] == []
    assert (before["voted"], before["members"], before["closed"]) == (9, 9, False)
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    after = api.get(path, user=bench.world.users.director).json()
    assert [(r["award"], r["agree"], r["disagree"], r["result"]) for r in after["results"]] == [
        ("ldtt", 8, 1, "passed"),
        ("cstd-co-so", 8, 1, "passed"),
        ("cstd-cap-tinh", 8, 1, "failed"),
    ]
    assert after["results"][2]["threshold"] == "90%"
    assert "khong_dong_y" not in json.dumps(after)


def test_strangers_get_nothing(bench: SimpleNamespace, open_sitting: Any) -> None:
    for user in (bench.world.users.stranger, bench.world.users.administrator):
        assert api.get("/", user=user).json() == []
        assert api.get("/sittings/", user=user).json() == []
        assert api.get(f"/sittings/{open_sitting.pk}", user=user).status_code == 404


def test_there_is_no_way_to_vote_or_read_votes(open_sitting: Any) -> None:
    paths = {path for path, _ in router.path_operations.items()}
    assert paths == {"/", "/sittings/", "/sittings/{pk}"}
    methods = {
        m for view in router.path_operations.values() for o in view.operations for m in o.methods
    }
    assert methods == {"GET"}
