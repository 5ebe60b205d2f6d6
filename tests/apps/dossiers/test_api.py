"""The API says and does what the pages do."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from ninja.testing import TestClient

from thidua.dossiers.api import router
from thidua.dossiers.models import Dossier
from thidua.kit.errors import NotAllowed, WrongState

api = TestClient(router)


def test_list_and_detail(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    dossier = draft()
    listed = api.get("/?q=de nghi", user=ground.users.officer).json()
    assert [(d["code"], d["state_label"]) for d in listed] == [("HS-2026-0001", "Nháp")]
    found = api.get(f"/{dossier.pk}", user=ground.users.director).json()
    assert [(n["name"], n["verdict"], n["unconfirmed"]) for n in found["nominees"]] == [
        ("Trần Đức Anh", "eligible", 1),
        ("Nguyễn Thị Minh Châu", "eligible", 1),
    ]
    assert len(found["missing"]) == 5


def test_strangers_get_nothing(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    dossier = draft()
    for role in ("stranger", "member", "administrator", "nobody", "head"):
        user = getattr(ground.users, role)
        assert api.get("/", user=user).json() == []
        assert api.get(f"/{dossier.pk}", user=user).status_code == 404
        assert api.post(f"/{dossier.pk}/submit", json={"version": 1}, user=user).status_code == 404


def test_steps_are_the_same_actions(ground: SimpleNamespace, submitted: Any) -> None:
    path = f"/{submitted.pk}/accept"
    with pytest.raises(NotAllowed):
        api.post(path, json={"version": submitted.version}, user=ground.users.officer)
    with pytest.raises(WrongState, match="vừa được người khác"):
        api.post(path, json={"version": 1}, user=ground.users.secretary)
    done = api.post(path, json={"version": submitted.version}, user=ground.users.secretary)
    assert done.json()["state"] == "accepted"
    back = api.post(
        f"/{submitted.pk}/return",
        json={"version": done.json()["version"], "reason": "Bổ sung"},
        user=ground.users.director,
    )
    assert back.json()["state"] == Dossier.objects.get().state == "returned"
