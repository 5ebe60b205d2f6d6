"""API of scoring: the same scope, versions and refusals as the pages."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.apps.scoring.scored import D, line
from tests.apps.scoring.test_clusters import cross_all, make_ring

from thidua.scoring import actions

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/scoring"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, url: str, **given: Any) -> Any:
    return client.post(url, json.dumps(given), content_type="application/json")


def test_a_line_is_saved_with_its_version(scoring: SimpleNamespace) -> None:
    client, one = browser(scoring.users.head), line(scoring.sheets[1], "1.2")
    url = f"{ROOT}/lines/{one.pk}"
    saved = post(client, url, version=0, value="18.5", words="Đủ")
    assert (saved.status_code, saved.json()["standing"], saved.json()["version"]) == (
        200, "18.5", 1,
    )  # fmt: skip
    late = post(client, url, version=0, value="11")
    assert late.status_code == 409
    assert "vừa lưu dòng 1.2" in late.json()["error"]
    above = post(client, url, version=1, value="20.5")
    assert (above.status_code, "có điểm tối đa 20" in above.json()["error"]) == (409, True)
    assert post(browser(scoring.users.stranger), url, version=1, value="1").status_code == 404
    assert line(scoring.sheets[1], "1.2").self_points == D("18.5")


def test_a_locked_year_refuses_by_the_api_too(scoring: SimpleNamespace) -> None:
    one = line(scoring.sheets[1], "1.2")
    actions.lock_year(
        department=scoring.department, year=2026, reason="Xong", by=scoring.users.director
    )
    said = post(browser(scoring.users.head), f"{ROOT}/lines/{one.pk}", version=0, value="1")
    assert (said.status_code, "đã khóa" in said.json()["error"]) == (403, True)


def test_sheets_and_tables_are_those_in_sight(scoring: SimpleNamespace) -> None:
    head, stranger = browser(scoring.users.head), browser(scoring.users.stranger)
    mine = head.get(f"{ROOT}/sheets").json()
    assert [one["unit"] for one in mine["items"]] == ["Phòng Công chức, viên chức"]
    assert stranger.get(f"{ROOT}/sheets").json()["total"] == 0
    whole = head.get(f"{ROOT}/sheets/{scoring.sheets[1].pk}").json()
    assert [one["number"] for one in whole["lines"]] == ["1.1", "1.2", "1.3", "2.1", "3.1", "3.2"]
    assert head.get(f"{ROOT}/sheets/{scoring.sheets[0].pk}").status_code == 404
    table = head.get(f"{ROOT}/tables/{scoring.table.pk}").json()
    assert (table["total"], len(table["criteria"]), table["problems"]) == ("100.00", 9, [])
    assert stranger.get(f"{ROOT}/tables/{scoring.table.pk}").status_code == 404


def test_the_ranking_says_why_and_only_to_the_cluster(world: SimpleNamespace) -> None:
    ring = make_ring(world)
    cross_all(ring)
    url = f"{ROOT}/rankings/{ring.cluster.pk}/2026"
    told = browser(ring.heads[2]).get(url).json()
    assert [one["rank"] for one in told["places"]] == [1, 2, 3]
    assert not told["concluded"]
    assert "sau Văn phòng Sở 1 điểm" in told["places"][1]["sentence"]
    assert browser(world.users.stranger).get(url).status_code == 404
