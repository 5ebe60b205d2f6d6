"""The API gives the same answers to the same people as the pages do."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client
from tests.apps.eligibility.asking import answer

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/eligibility"


@pytest.fixture
def officer(screened: SimpleNamespace, client: Client) -> Client:
    client.force_login(screened.users.officer)
    return client


def test_rounds_and_grid(screened: SimpleNamespace, officer: Client) -> None:
    [listed] = officer.get(f"{ROOT}/rounds").json()
    assert (listed["id"], listed["received_on"]) == (screened.round.pk, "2026-09-15")
    page = officer.get(f"{ROOT}/rounds/{screened.round.pk}/people?q=chau").json()
    assert page["total"] == 1
    [row] = page["rows"]
    assert (row["name"], row["unit"]) == ("Nguyễn Thị Minh Châu", "Văn phòng Sở")
    assert {a["award"]: a["verdict"] for a in row["answers"]}["cstd-cap-tinh"] == "eligible"
    page = officer.get(f"{ROOT}/rounds/{screened.round.pk}/collectives?size=2&page=2").json()
    assert (page["total"], [r["name"] for r in page["rows"]]) == (
        4,
        ["Phòng Công chức, viên chức", "Trung tâm Lưu trữ lịch sử"],
    )


def test_one_answer_with_its_tree_and_facts(screened: SimpleNamespace, officer: Client) -> None:
    kept = answer(screened.round, screened.people[0], "ldtt")
    whole = officer.get(f"{ROOT}/assessments/{kept.pk}").json()
    assert whole["answer"]["format"] == "thidua-verdict/1"
    assert whole["answer"] == kept.tree
    assert whole["facts"] == kept.snapshot.facts


def test_the_facts_kept_are_assessed_to_the_same_verdict(
    screened: SimpleNamespace, officer: Client
) -> None:
    kept = answer(screened.round, screened.people[1], "cstd-co-so")
    asked = {
        "facts": {"format": "thidua-facts/1", **kept.snapshot.facts},
        "award": "cstd-co-so",
        "year": 2026,
        "received_on": "2026-09-15",
        "scope": "so-noi-vu-lam-giang",
    }
    found = officer.post(f"{ROOT}/assess", asked, content_type="application/json").json()
    assert (found["award"], found["verdict"]) == ("cstd-co-so", "not_eligible")
    every = officer.post(
        f"{ROOT}/assess", {**asked, "award": "all"}, content_type="application/json"
    ).json()["verdicts"]
    assert {v["award"]: v["verdict"] for v in every}["ldtt"] == "eligible"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"award": "khong-co"}, "không có mã hoặc tên khen thưởng này"),
        ({"scope": "so-khong-co"}, "bộ quy tắc không có cơ quan này"),
        ({"facts": {"format": "thidua-facts/1"}}, "subject"),
        ({"facts": {"format": "thidua-facts/9", "subject": {"kind": "individual"}}}, "format"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(
    screened: SimpleNamespace, officer: Client, change: dict[str, object], says: str
) -> None:
    asked = {
        "facts": {"format": "thidua-facts/1", "subject": {"kind": "individual"}},
        "award": "ldtt",
        "year": 2026,
        "received_on": "2026-09-15",
        **change,
    }
    response = officer.post(f"{ROOT}/assess", asked, content_type="application/json")
    assert response.status_code == 422
    assert says in response.json()["detail"]


@pytest.mark.parametrize("who", ["stranger", "nobody", "member"])
def test_strangers_get_nothing(screened: SimpleNamespace, client: Client, who: str) -> None:
    client.force_login(getattr(screened.users, who))
    kept = answer(screened.round, screened.people[0], "ldtt")
    assert client.get(f"{ROOT}/rounds").json() == []
    assert client.get(f"{ROOT}/rounds/{screened.round.pk}/people").status_code == 404
    assert client.get(f"{ROOT}/assessments/{kept.pk}").status_code == 404


def test_without_sign_in_the_api_is_closed(screened: SimpleNamespace, client: Client) -> None:
    response = client.get(f"{ROOT}/rounds")
    assert response.status_code in {302, 401}
    assert "Tổng kết" not in response.content.decode()
