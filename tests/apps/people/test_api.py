"""The API of posts and corrections: the same scope and refusals as the pages."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.people import actions
from thidua.people.models import Correction, Person


def client(world: SimpleNamespace, who: str) -> Client:
    made = Client()
    made.force_login(getattr(world.users, who))
    return made


def post(browser: Client, url: str, sent: dict[str, Any]) -> Any:
    return browser.post(url, json.dumps(sent), content_type="application/json")


@pytest.fixture
def asked(world: SimpleNamespace) -> Correction:
    return actions.ask_correction(
        person=world.people[2], sort="person", act="change", field="born_on",
        values={"born_on": dt.date(1986, 4, 2)}, reason="Khai sinh", by=world.users.member,
    )  # fmt: skip


def test_posts_of_a_person_in_scope(world: SimpleNamespace) -> None:
    person = world.people[2]
    actions.record_post(
        person=person, unit=world.units[0], title="Văn thư", from_date=dt.date(2010, 8, 1),
        to_date=dt.date(2011, 12, 31), by=None,
    )  # fmt: skip
    url = f"/api/v1/people/{person.pk}/posts"
    found = client(world, "head").get(url).json()
    assert [(one["title"], one["unit"], one["to_date"]) for one in found] == [
        ("Chuyên viên", "Phòng Công chức, viên chức", None),
        ("Văn thư", "Văn phòng Sở", "2011-12-31"),
    ]
    assert client(world, "member").get(url).status_code == 200  # the own record
    for who in ("stranger", "administrator", "nobody"):
        assert client(world, who).get(url).status_code == 404
    assert Client().get(url).status_code == 401


def test_requests_are_listed_and_decided(world: SimpleNamespace, asked: Correction) -> None:
    officer = client(world, "officer")
    listed = officer.get("/api/v1/people/corrections?state=open&q=duong").json()
    assert [(one["id"], one["before"], one["wanted"]) for one in listed["items"]] == [
        (asked.pk, "12/03/1985", "02/04/1986")
    ]
    assert client(world, "head").get("/api/v1/people/corrections").json()["total"] == 0
    assert client(world, "member").get("/api/v1/people/corrections").json()["total"] == 1
    url = f"/api/v1/people/corrections/{asked.pk}"
    assert post(officer, f"{url}/refuse", {}).status_code == 409
    assert post(client(world, "member"), f"{url}/accept", {}).status_code == 403
    assert post(client(world, "head"), f"{url}/accept", {}).status_code == 404
    answer = post(officer, f"{url}/accept", {"answer": "Đúng"})
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    assert Person.objects.get(pk=world.people[2].pk).born_on == dt.date(1986, 4, 2)
    assert post(officer, f"{url}/accept", {}).status_code == 409


def test_no_identity_number_leaves_through_the_api(
    world: SimpleNamespace, asked: Correction
) -> None:
    actions.save_person(
        department=world.department, person=world.people[2], full_name="Đặng Thùy Dương",
        identity_number="001185000001", by=None,
    )  # fmt: skip
    officer = client(world, "officer")
    for url in ("", f"{world.people[2].pk}", f"{world.people[2].pk}/posts", "corrections"):
        answer = officer.get(f"/api/v1/people/{url}")
        assert answer.status_code == 200
        assert "001185000001" not in answer.content.decode()
