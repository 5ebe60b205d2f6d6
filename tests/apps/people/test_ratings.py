"""The year's ratings against the cap: groups of the time, the people behind, who may see."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from thidua.kit.text import fold, name_order
from thidua.people import queries
from thidua.people.models import Person, Post, Rating

TIDY = {"nam": "2026"}


def rate(world: SimpleNamespace, excellent: int, good: int) -> None:
    """Direct workers of one unit, rated for 2026; those of the small world are left out."""
    Rating.objects.filter(year=2026).delete()
    for number in range(excellent + good):
        name = f"Nguyễn Văn {chr(65 + number)}"
        person = Person.objects.create(
            department=world.department, unit=world.units[0], code=f"R{number}", full_name=name,
            folded_name=fold(name), sort_key=name_order(name), group="direct_worker",
            employment="cong_chuc",
        )  # fmt: skip
        grade = "hoan_thanh_xuat_sac" if number < excellent else "hoan_thanh_tot"
        Rating.objects.create(person=person, year=2026, grade=grade)


@pytest.mark.parametrize(
    ("excellent", "good", "state", "most"),
    [
        (2, 10, "within", "2"), (3, 10, "over", "2"), (0, 3, "within", "0,6"),
        (1, 3, "rounding", "0,6"), (2, 3, "over", "0,6"), (1, 0, "over", "0"),
    ],
)  # fmt: skip
def test_counted_against_those_rated_good(
    world: SimpleNamespace, excellent: int, good: int, state: str, most: str
) -> None:
    rate(world, excellent, good)
    found = queries.year_of_ratings(world.users.officer, TIDY)
    (line,) = found.lines
    assert (line.excellent, line.good, line.state, line.most) == (excellent, good, state, most)
    assert len(found.over) == (state == "over")


def test_groups_are_apart_and_of_the_last_day_of_the_year(world: SimpleNamespace) -> None:
    person = world.people[0]
    Post.objects.filter(person=person).update(to_date=dt.date(2025, 6, 30))
    Post.objects.create(
        person=person, unit=world.units[1], title="Phó Trưởng phòng", group="head_of_division",
        from_date=dt.date(2025, 7, 1),
    )  # fmt: skip
    by_year = {}
    for year in ("2024", "2025"):
        found = queries.year_of_ratings(world.users.officer, {"nam": year})
        by_year[year] = {line.group: line.good for line in found.lines}
        one = found.people.get(person=person)
        assert one.unit_then == world.units[year == "2025"].pk
    assert by_year["2024"] == {
        "direct_worker": 5, "head_of_division": 1, "head_of_department": 1,
    }  # fmt: skip
    assert by_year["2025"]["head_of_division"] == 2
    assert all(line.state == "unknown" for line in found.lines)  # no share was read for 2025


def test_the_people_behind_a_number(world: SimpleNamespace) -> None:
    rate(world, 2, 5)
    asked = {**TIDY, "muc": "hoan_thanh_xuat_sac", "nhom": "direct_worker", "loai": "cong_chuc"}
    assert queries.year_of_ratings(world.users.officer, asked).people.count() == 2
    found = queries.year_of_ratings(world.users.officer, {**asked, "q": "nguyen van a"})
    assert [one.person.code for one in found.people] == ["R0"]
    assert queries.year_of_ratings(world.users.officer, {**TIDY, "nhom": "<b>"}).people.count() == 7


def test_a_head_sees_the_own_unit_and_a_stranger_nothing_of_it(world: SimpleNamespace) -> None:
    head = queries.year_of_ratings(world.users.head, TIDY)
    assert {one.person.unit_id for one in head.people} == {world.units[1].pk}
    stranger = queries.year_of_ratings(world.users.stranger, TIDY)
    assert {one.person for one in stranger.people} == {world.foreign_person}
    for who in ("member", "administrator", "nobody"):
        client = Client()
        client.force_login(getattr(world.users, who))
        assert client.get("/can-bo/xep-loai/").status_code == 403


def test_the_page_warns_and_says_what_was_not_read(world: SimpleNamespace) -> None:
    rate(world, 3, 10)
    client = Client()
    client.force_login(world.users.officer)
    page = client.get("/can-bo/xep-loai/?nam=2026").content.decode()
    assert "vượt tỷ lệ" in page
    assert "NĐ 335/2025/NĐ-CP" in page
    assert "Cách làm tròn" in page
    assert "muc=hoan_thanh_xuat_sac" in page
    text = b"".join(
        client.get("/can-bo/xep-loai/xuat-bang-tinh/?nam=2026&dang=csv").streaming_content
    ).decode()
    assert text.count("Hoàn thành xuất sắc") == 3


def test_the_page_needs_the_same_queries_for_any_number(
    world: SimpleNamespace, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rate(world, 8, 16)
    client = Client()
    client.force_login(world.users.officer)
    client.get("/can-bo/xep-loai/")
    with django_assert_max_num_queries(18):
        client.get("/can-bo/xep-loai/?nam=2026")


def test_an_empty_year_and_no_year_at_all(world: SimpleNamespace) -> None:
    client = Client()
    client.force_login(world.users.officer)
    assert "Chưa có xếp loại nào của năm này" in client.get(
        "/can-bo/xep-loai/?nam=1999"
    ).content.decode()  # fmt: skip
    Rating.objects.all().delete()
    assert "Chưa có xếp loại năm nào" in client.get("/can-bo/xep-loai/").content.decode()
