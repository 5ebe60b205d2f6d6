"""Pages and API of units: scope, search by former names, counts, few queries."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client

from thidua.organisations import actions
from thidua.people.models import Person
from thidua.register.actions import record_award


def get(client: Client, user: Any, address: str) -> Any:
    client.force_login(user)
    return client.get(address)


@pytest.fixture
def told(world: SimpleNamespace) -> SimpleNamespace:
    """The second unit has a former name, a year and an award."""
    unit = world.units[1]
    actions.add_name(body=unit, name="Phòng Cán bộ", valid_to=dt.date(2025, 2, 28), by=None)
    actions.record_collective_year(
        body=unit,
        year=dt.date.today().year,
        rating="hoan_thanh_tot",
        members=2,
        members_completing=2,
        by=None,
    )
    record_award(
        department=world.department,
        by=None,
        collective=unit,
        recipient_name=unit.name,
        award_code="tt-ldtt",
        award_name="Tập thể lao động tiên tiến",
        year=2024,
        source="book",
    )
    return world


def test_the_list_counts_people_and_awards(
    client: Client, told: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    Person.objects.filter(code="CB0003").update(status="nghi_huu")
    client.force_login(told.users.officer)
    with django_assert_max_num_queries(11):
        page = client.get("/don-vi/").content.decode()
    row = page.split("Phòng Công chức, viên chức</a>")[1].split("</tr>")[0]
    assert 'data-label="Số người">1</td>' in row
    assert 'data-label="Lãnh đạo">1</td>' in row
    assert 'data-label="Lượt khen">1</td>' in row
    assert "Hoàn thành tốt nhiệm vụ" in row
    assert "1–3 trong 3 đơn vị" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=luu+tru", ["Trung tâm Lưu trữ lịch sử"]),
        ("q=su+trung+tam", ["Trung tâm Lưu trữ lịch sử"]),
        ("q=phong+can+bo", ["Phòng Công chức, viên chức"]),
        ("loai=van_phong", ["Văn phòng Sở"]),
        ("q=khong+co", []),
    ],
)
def test_units_are_searched_by_present_and_former_names(
    client: Client, told: SimpleNamespace, query: str, names: list[str]
) -> None:
    address = f"/don-vi/xuat-bang-tinh/?{query}"
    rows = list(
        openpyxl.load_workbook(
            io.BytesIO(get(client, told.users.officer, address).getvalue())
        ).active.iter_rows(min_row=2, values_only=True)
    )
    assert [row[0] for row in rows] == names


def test_the_unit_page_shows_people_years_names_awards(
    client: Client, told: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    client.force_login(told.users.officer)
    with django_assert_max_num_queries(18):
        page = client.get(f"/don-vi/{told.units[1].pk}/").content.decode()
    for text in ("Đặng Thùy Dương", "Lê Quốc Bảo", "Phòng Cán bộ", "2/2", "năm 2024"):
        assert text in page
    assert "Trần Đức Anh" not in page


@pytest.mark.parametrize(
    ("who", "own", "other"),
    [
        ("officer", 200, 200),
        ("director", 200, 200),
        ("head", 200, 404),
        ("member", 404, 404),
        ("administrator", 404, 404),
        ("nobody", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_units_open_within_the_scope_only(
    client: Client, told: SimpleNamespace, who: str, own: int, other: int
) -> None:
    user = getattr(told.users, who)
    for unit, status, person in (
        (told.units[1], own, "Đặng Thùy Dương"),
        (told.units[0], other, "Trần Đức Anh"),
    ):
        answer = get(client, user, f"/don-vi/{unit.pk}/")
        assert answer.status_code == status
        shown = answer.content.decode().split('id="noi-dung"')[-1]
        assert (person in shown) == (status == 200)
    listed = get(client, user, "/don-vi/").content.decode().split('id="noi-dung"')[1]
    assert ("Phòng Công chức, viên chức" in listed) == (own == 200)
    assert ("Văn phòng Sở" in listed) == (other == 200)
    api = [unit["name"] for unit in client.get("/api/v1/organisations/").json()]
    assert ("Phòng Công chức, viên chức" in api) == (own == 200)
    assert ("Văn phòng Sở" in api) == (other == 200)
