"""Requests that cannot be carried out: a sentence that says what to do, and not one row changed.

Each case goes through the page; the census counts every table before and after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.decisions.passed import awaiting, issued, nominee

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(officer_browser: Client) -> Client:
    return officer_browser


def html(answer: Any) -> str:
    return str(answer.content.decode()).replace("&quot;", '"').replace("&#x27;", "'")


def paper(**changes: object) -> dict[str, object]:
    return {
        "person_code": "CB0001",
        "award_code": "giay-khen",
        "year": "2025",
        "decision_number": "12/QĐ-SNV",
        "decided_on": "18/12/2025",
        "authority": "Giám đốc Sở",
        "merit": "cong_trang",
        "note": "",
    } | changes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decided_on": "18/12/2085", "year": "2026"}, "ngày quyết định 18/12/2085 chưa tới"),
        ({"decided_on": "31/02/2025"}, "Ghi ngày theo dạng dd/mm/yyyy"),
        ({"award_code": "danh-hieu-vu-tru"}, "Chọn lại."),
        ({"year": "9" * 30}, "Năm thành tích"),
        ({"year": "-5"}, "năm thành tích -5 phải từ 1945"),
        ({"person_code": "XD0001"}, "Không có cán bộ mang mã “XD0001”"),
        ({"decision_number": "x" * 61}, "60"),
        ({"note": "a\0b"}, "ký tự không in được"),
    ],
)
def test_a_paper_decision_that_cannot_be(
    officer: Client, unchanged: Callable[[], bool], change: dict[str, object], said: str
) -> None:
    assert unchanged()
    answer = officer.post("/so-khen-thuong/ghi-quyet-dinh-giay/", paper(**change))
    assert answer.status_code in {400, 422}
    assert said in html(answer)
    assert unchanged()


def test_an_unknown_award_in_a_selection(
    world: SimpleNamespace, officer: Client, unchanged: Callable[[], bool]
) -> None:
    from thidua.eligibility.actions import open_round

    round_ = open_round(
        department=world.department,
        year=2026,
        name="Xét năm 2026",
        received_on=dt.date(2026, 9, 15),
        by=world.users.officer,
    )
    assert unchanged()
    sent = {"dot": round_.pk, "danh-hieu": "danh-hieu-vu-tru", "nguoi": [world.people[0].pk]}
    answer = officer.post("/ho-so/lap/", {**sent, "xac-nhan": "1", "title": "Đề nghị"})
    assert "Chưa có ai để đưa vào hồ sơ" in html(answer)
    assert unchanged()


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        ("7", None, "Số 07/QĐ-SNV đã dùng trong năm"),
        ("8", "31/12/2085", "31/12/2085"),
        ("0", None, "Số quyết định là số nguyên từ 1."),
        ("²", None, "Ghi số quyết định bằng chữ số, ví dụ 125."),
        ("mười", None, "Ghi số quyết định bằng chữ số, ví dụ 125."),
    ],
)
def test_a_decision_that_may_not_be_issued(
    world: SimpleNamespace,
    unchanged: Callable[[], bool],
    number: str,
    day: str | None,
    said: str,
) -> None:
    issued(world, nominees=[nominee(world.people[0], "ldtt")], number=7)
    second = awaiting(world, [nominee(world.people[1], "ldtt")])
    assert unchanged()
    day = day or f"{timezone.localdate():%d/%m/%Y}"
    director = Client()
    director.force_login(world.users.director)
    answer = director.post(
        f"/quyet-dinh/{second.pk}/ban-hanh/", {"number": number, "decided_on": day}, follow=True
    )
    toasts = html(answer).split('id="toasts"')[1]
    assert said in toasts
    second.refresh_from_db()
    assert (second.state, second.number) == ("awaiting", None)
    assert unchanged()


@pytest.mark.parametrize(("first", "next_"), [(None, 1), (7, 8)])
def test_an_empty_number_takes_the_next_of_the_year(
    world: SimpleNamespace, first: int | None, next_: int
) -> None:
    if first is not None:
        issued(world, nominees=[nominee(world.people[0], "ldtt")], number=first)
    second = awaiting(world, [nominee(world.people[1], "ldtt")])
    director = Client()
    director.force_login(world.users.director)
    today = timezone.localdate()
    answer = director.post(
        f"/quyet-dinh/{second.pk}/ban-hanh/", {"number": "", "decided_on": f"{today:%d/%m/%Y}"}
    )
    assert answer.status_code == 302
    second.refresh_from_db()
    assert (second.state, second.number, second.year) == ("issued", next_, today.year)
    assert second.decided_on == today


@pytest.mark.parametrize("where", ["?q=%00", "?q=a%00b", "?%00=1"])
def test_the_character_zero_is_refused_alike_on_both_databases(
    officer: Client, unchanged: Callable[[], bool], where: str
) -> None:
    assert unchanged()
    for url in ("/can-bo/", "/so-khen-thuong/", "/ho-so/", "/api/v1/people/", "/xac-minh/"):
        answer = officer.get(url + where)
        assert answer.status_code == 400, url
        said = answer.json()["error"] if "/api/" in url else html(answer)
        assert "ký tự không in được" in said
    body = '{"version": 1, "reason": "a\\u0000b"}'
    answer = officer.post("/api/v1/dossiers/1/return", body, content_type="application/json")
    assert (answer.status_code, "mã 0" in answer.json()["error"]) == (400, True)
    assert unchanged()
