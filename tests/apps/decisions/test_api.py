"""The API of decisions: the same scope as the pages, the same figures as the papers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.apps.decisions.passed import awaiting, issued, nominee


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_list_and_one_decision(world: SimpleNamespace) -> None:
    decision = issued(world)
    waiting = awaiting(world, [nominee(world.people[4], "ldtt")])
    client = signed_in(world.users.officer)
    answer = client.get("/api/v1/decisions/").json()
    assert answer["total"] == 2
    assert {row["id"]: (row["number"], row["total"]) for row in answer["items"]} == {
        decision.pk: ("07/QĐ-SNV", 6_080_000),
        waiting.pk: ("", None),
    }
    one = client.get(f"/api/v1/decisions/{decision.pk}").json()
    assert (one["people"], one["collectives"], one["total"]) == (4, 1, 6_080_000)
    assert [(a["award"], a["amount"], a["paid"]) for a in one["awards"]] == [
        ("tt-ldtt", 2_030_000, True),
        ("cstd-co-so", 2_530_000, True),
        ("ldtt", 760_000, True),
        ("ldtt", 760_000, False),
        ("giay-khen", 760_000, True),
    ]


def test_a_head_of_unit_gets_the_own_lines_only(world: SimpleNamespace) -> None:
    decision = issued(world)
    client = signed_in(world.users.head)
    assert [row["total"] for row in client.get("/api/v1/decisions/").json()["items"]] == [None]
    one = client.get(f"/api/v1/decisions/{decision.pk}").json()
    assert [(a["recipient"], a["award"]) for a in one["awards"]] == [
        ("Đặng Thùy Dương", "giay-khen")
    ]
    assert (one["people"], one["collectives"], one["total"]) == (1, 0, 760_000)


@pytest.mark.parametrize("role", ["stranger", "member", "administrator", "nobody"])
def test_strangers_get_nothing(world: SimpleNamespace, role: str) -> None:
    decision = issued(world)
    client = signed_in(getattr(world.users, role))
    assert client.get("/api/v1/decisions/").json()["items"] == []
    response = client.get(f"/api/v1/decisions/{decision.pk}")
    assert response.status_code == 404
    assert "Minh Châu" not in response.content.decode()


def test_without_signing_in_there_is_no_answer(world: SimpleNamespace) -> None:
    issued(world)
    response = Client().get("/api/v1/decisions/")
    assert response.status_code in {302, 401}
    assert "07/QĐ-SNV" not in response.content.decode()
