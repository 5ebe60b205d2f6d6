"""The API of clusters and pledges: the same sight and the same refusals as the pages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.test import Client
from tests.apps.movements.test_pledges import own_side, sent

from thidua.movements.actions import revise_pledge


def ask(user: Any, path: str, **data: Any) -> Any:
    client = Client()
    client.force_login(user)
    if data:
        return client.post(f"/api/v1{path}", data, content_type="application/json")
    return client.get(f"/api/v1{path}")


def test_clusters_with_their_members(world: SimpleNamespace) -> None:
    cluster = sent(world).cluster
    rows = ask(world.users.officer, "/organisations/clusters?year=2026").json()
    assert [(one["name"], one["members"], one["head"]) for one in rows] == [
        ("Khối các phòng", 3, "Phòng Công chức, viên chức")
    ]
    found = ask(world.users.head, f"/organisations/clusters/{cluster.pk}/2026").json()
    assert [one["duty"] for one in found["members"]] == ["thanh_vien", "truong", "thanh_vien"]
    assert ask(world.users.stranger, "/organisations/clusters?year=2026").json() == []
    strange = f"/organisations/clusters/{cluster.pk}/2026"
    assert ask(world.users.stranger, strange).status_code == 404
    assert ask(world.users.officer, f"/organisations/clusters/{cluster.pk}/2025").status_code == 404


def test_a_side_signs_the_text_it_read(world: SimpleNamespace) -> None:
    pledge, users = sent(world), world.users
    mine, path = own_side(world, pledge), f"/movements/pledges/{pledge.pk}"
    shown = ask(users.head, path).json()
    assert (shown["version"], len(shown["sides"])) == (1, 3)
    assert ask(users.stranger, path).status_code == 404
    given = {"side": mine.pk, "digest": shown["digest"]}
    refused = ask(users.officer, f"{path}/sign", **given)
    assert (refused.status_code, "người đứng đầu" in refused.json()["error"]) == (403, True)
    wrong = ask(users.head, f"{path}/sign", side=mine.pk, digest="0" * 64)
    assert wrong.status_code == 409
    signed = ask(users.head, f"{path}/sign", **given).json()
    assert [one["answer"] for one in signed["sides"]] == ["", "da_ky", ""]
    assert ask(users.head, "/movements/pledges?year=2026").json()[0]["signed"] == 1
    revise_pledge(pledge=pledge, reason="Sửa", by=users.head)
    assert ask(users.head, f"{path}/sign", **given).status_code == 409
