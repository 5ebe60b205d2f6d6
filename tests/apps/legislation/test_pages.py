"""Browsing the law: the catalogue, one award, the gaps, exports, the API."""

from __future__ import annotations

import csv
import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.law import load_rulebook
from thidua.law.api import spoken_awards

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, world: SimpleNamespace) -> Client:
    client.force_login(world.users.officer)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_every_award_is_listed_under_its_kind(reader: Client) -> None:
    page = text(reader, "/quy-dinh/?ngay=2026-09-01")
    listed = load_rulebook().awards(dt.date(2026, 9, 1))
    assert page.count('class="award"') == len(listed)
    assert "Danh hiệu thi đua" in page


@pytest.mark.parametrize(
    ("query", "found", "absent"),
    [
        ("q=chien+si+thi+dua", "Chiến sĩ", "Kỷ niệm chương"),
        ("q=CSTĐ", "Chiến sĩ", "Lao động tiên tiến"),
        ("loai=bang_khen", "Bằng khen", "Chiến sĩ thi đua"),
        ("cap=grassroots", "Lao động tiên tiến", "Sao vàng"),
    ],
)
def test_filters_leave_what_they_say(reader: Client, query: str, found: str, absent: str) -> None:
    page = text(reader, f"/quy-dinh/?ngay=2026-09-01&{query}")
    body = page[page.index("<table") :]
    assert found.replace("Chiến sĩ", "Chi") in body.replace("<mark>", "").replace("</mark>", "")
    assert absent not in body


def test_nothing_found_says_what_to_do(reader: Client) -> None:
    assert "Không có danh hiệu, hình thức nào khớp" in text(reader, "/quy-dinh/?q=zzzz")


@pytest.mark.parametrize("day", ["", "?ngay=hom-qua", "?ngay=0001-01-01", "?ngay=9999-12-31"])
def test_odd_days_give_a_page(reader: Client, day: str) -> None:
    assert "Quy định" in text(reader, f"/quy-dinh/{day}")
    assert "Chiến sĩ thi đua cơ sở" in text(reader, f"/quy-dinh/cstd-co-so/{day}")


@pytest.mark.parametrize(
    "day", ["2012-06-01", "2018-01-01", "2024-06-01", "2026-09-01", "2026-11-01"]
)
def test_every_award_has_a_page_on_every_regime(reader: Client, day: str) -> None:
    for code in spoken_awards(load_rulebook()):
        page = text(reader, f"/quy-dinh/{code}/?ngay={day}")
        assert "Các văn bản theo thời gian" in page


def test_a_page_shows_citation_confidence_and_what_changed(reader: Client) -> None:
    page = text(reader, "/quy-dinh/bk-thu-tuong/?ngay=2025-08-01")
    assert "Điều 73" in page
    assert "đã đối chiếu với nguồn" in page
    assert "Thay đổi từ ngày 01/07/2025" in page
    assert "<ins>" in page


def test_an_awaited_text_shows_the_last_known_one(reader: Client) -> None:
    page = text(reader, "/quy-dinh/cstd-co-so/?ngay=2026-11-01")
    assert "Luật 06/2026/QH16 chưa được đọc và nạp" in page
    assert "tạm tính" in page
    assert "Nạp văn bản" not in page  # an officer may not


def test_an_alias_leads_to_the_award_and_a_strange_code_to_nothing(reader: Client) -> None:
    assert "Lao động tiên tiến" in text(reader, "/quy-dinh/lao-dong-tien-tien/")
    assert reader.get("/quy-dinh/khong-co/").status_code == 404


def test_the_gaps_name_what_they_block(reader: Client) -> None:
    page = text(reader, "/quy-dinh/chua-biet/?ngay=2026-11-01&q=lao+dong+tien+tien")
    assert "Chờ văn bản" in page
    assert "/quy-dinh/ldtt/" in page
    only = text(reader, "/quy-dinh/chua-biet/?ngay=2026-11-01&loai=slot")
    assert "Cần xem xét" in only
    assert "chưa được đọc và nạp" not in only


def test_the_own_regulation_fills_slots(client: Client, world: SimpleNamespace) -> None:
    """Who belongs to a body with a regulation has fewer open slots than who does not."""

    def slots(user: Any) -> int:
        client.force_login(user)
        return text(client, "/quy-dinh/chua-biet/?ngay=2026-09-01&loai=slot").count("Cần xem xét<")

    assert slots(world.users.officer) < slots(world.users.stranger)


def test_lists_are_taken_out(reader: Client) -> None:
    answer = reader.get("/quy-dinh/xuat-bang-tinh/?dang=csv&ngay=2026-09-01&loai=bang_khen")
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert {row[2] for row in rows[1:]} == {"Bằng khen"}
    answer = reader.get("/quy-dinh/chua-biet/xuat-bang-tinh/?dang=csv&ngay=2026-11-01")
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "Luật 06/2026/QH16" in raw.decode("utf-8-sig")


@pytest.mark.parametrize("address", ["", "cstd-co-so/", "chua-biet/", "da-nap/", "xuat-bang-tinh/"])
def test_an_account_without_a_role_reads_nothing(
    client: Client, world: SimpleNamespace, address: str
) -> None:
    client.force_login(world.users.nobody)
    assert client.get(f"/quy-dinh/{address}").status_code == 403


def test_pages_ask_few_questions(reader: Client, django_assert_max_num_queries: Any) -> None:
    for address in ("", "cstd-co-so/", "chua-biet/", "da-nap/"):
        with django_assert_max_num_queries(12):
            text(reader, f"/quy-dinh/{address}")


def test_the_api_answers_as_the_pages_and_commands_do(reader: Client) -> None:
    awards = reader.get("/api/v1/law/awards?on=2026-09-01").json()
    assert "cstd-co-so" in {item["code"] for item in awards}
    one = reader.get("/api/v1/law/awards/cstd-co-so?on=2026-09-01").json()
    assert (one["award"], one["status"]) == ("cstd-co-so", "loaded")
    due = reader.get("/api/v1/law/awards/cstd-co-so/deadline?on=2026-09-01").json()
    assert due["received_on"] == "2026-09-01"
    changed = reader.get(
        "/api/v1/law/awards/cstd-co-so/diff?first=2026-09-30&second=2026-10-01"
    ).json()
    assert changed["comparable"] is False
    gaps = reader.get("/api/v1/law/unknowns?on=2026-11-01").json()
    assert "award:ldtt" in {item["key"] for item in gaps}
    assert reader.get("/api/v1/law/awards/khong-co").status_code == 404


def test_the_api_tells_nobody_without_a_role(client: Client, world: SimpleNamespace) -> None:
    assert client.get("/api/v1/law/awards").status_code == 401
    client.force_login(world.users.nobody)
    assert client.get("/api/v1/law/awards").status_code == 403
