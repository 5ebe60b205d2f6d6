"""API of targets: what the pages show, as numbers; the same refusals."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from django.test import Client


def test_board_units_and_results(
    world: SimpleNamespace, make: SimpleNamespace, officer_browser: Client
) -> None:
    of = make.set()
    one = make.target(of, kind="phap_lenh")
    make.report(one, 25, 25, 25, 30, reference="12/BC")
    listed = officer_browser.get("/api/v1/targets/sets?q=noi+vu").json()
    assert [(row["id"], row["counts"]["exceeded"]) for row in listed["items"]] == [(of.pk, 1)]
    board = officer_browser.get(f"/api/v1/targets/sets/{of.pk}").json()
    line = board["items"][1]
    assert (line["status"], line["percent"], line["mandated"]) == ("vuot", "105.00", True)
    assert "12/BC" in line["source"]
    units = officer_browser.get(f"/api/v1/targets/sets/{of.pk}/units").json()
    assert [(row["body"], row["set"]) for row in units] == [(u.name, None) for u in world.units]
    results = officer_browser.get(f"/api/v1/targets/{one.pk}/results").json()
    assert [row["value"] for row in results] == ["25.0000"] * 3 + ["30.0000"]


def test_a_report_by_the_api(
    world: SimpleNamespace, make: SimpleNamespace, officer_browser: Client
) -> None:
    one = make.target(make.set(), evidence_required=True)

    def send(client: Client, **more: Any) -> Any:
        asked = {"period": 1, "value": "12.5", "reference": "3/BC", "version": 0} | more
        return client.post(
            f"/api/v1/targets/{one.pk}/results", json.dumps(asked), content_type="application/json"
        )

    refused = send(officer_browser, reference="")
    assert refused.status_code >= 400
    assert "phải có minh chứng" in refused.json()["error"]
    assert send(officer_browser).json()["version"] == 1
    again = send(officer_browser, value="13")
    assert "vừa được người khác sửa" in again.json()["error"]
    assert send(officer_browser, value="13", version=1).json()["value"] in ("13", "13.0000")
    for who, code in (("stranger", 404), ("secretary", 403), ("member", 404)):
        client = Client()
        client.force_login(getattr(world.users, who))
        assert send(client, version=2).status_code == code
    assert one.results.get().value == 13
