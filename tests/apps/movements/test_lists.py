"""The lists of registrations and of initiatives: who sees which, filters, files, few queries."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from thidua.initiatives.models import Initiative
from thidua.kit.text import fold
from thidua.movements.models import Registration
from thidua.organisations.models import Body

PLACES = ["/dang-ky/", "/sang-kien/"]


@pytest.fixture
def ground(world: SimpleNamespace) -> SimpleNamespace:
    """Everybody registers for ldtt and has an initiative; a unit and a foreign person too."""
    for number, person in enumerate([*world.people, world.foreign_person]):
        Registration.objects.create(
            department=person.department, person=person, year=2025, award_code="ldtt"
        )
        Initiative.objects.create(
            person=person, year=2024 + number % 2, kind="sang_kien", level="co_so",
            name=f"Đổi mới việc số {number}", decision_number=f"{number}/QĐ-SK",
            state="recognised" if number % 2 else "waiting", recognised_on=dt.date(2025, 1, 9),
        )  # fmt: skip
    Registration.objects.create(
        department=world.department, collective=world.units[0], year=2026, award_code="tt-ldtt"
    )
    return world


def page(user: Any, address: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address)


def names(answer: Any) -> set[str]:
    found = answer.context["page"].object_list
    return {str(getattr(one, "person", None) or one.collective) for one in found}


def table(answer: Any) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


@pytest.mark.parametrize("address", PLACES)
def test_each_sees_the_lines_of_those_they_may_open(ground: SimpleNamespace, address: str) -> None:
    everyone = {str(person) for person in ground.people}
    also = {str(ground.units[0])} if address == "/dang-ky/" else set()
    for role in ("officer", "secretary", "director"):
        assert names(page(getattr(ground.users, role), address)) == everyone | also
    stranger = page(ground.users.stranger, address)
    assert names(stranger) == {str(ground.foreign_person)}
    assert not any(one in stranger.content.decode() for one in everyone | also)
    nobody = page(ground.users.nobody, address)
    assert names(nobody) == set()
    assert "Chưa có" in nobody.content.decode()
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", PLACES)
def test_a_head_sees_the_own_unit(ground: SimpleNamespace, address: str) -> None:
    seen = names(page(ground.users.head, address))
    unit = ground.users.head.scope.unit_ids
    own = {str(person) for person in ground.people if person.unit_id in unit}
    assert own
    assert own <= seen
    others = {str(person) for person in ground.people if person.unit_id not in unit}
    assert not others & (seen - {str(ground.users.head.person)})


def test_filters_narrow_and_what_is_unknown_filters_nothing(ground: SimpleNamespace) -> None:
    officer, first = ground.users.officer, ground.people[0]
    typed = fold(first.full_name).split()[-1]
    assert str(first) in names(page(officer, f"/dang-ky/?q={typed}"))
    assert names(page(officer, "/dang-ky/?q=van%20phong")) == {str(ground.units[0])}
    assert names(page(officer, "/dang-ky/?nam=2026")) == {str(ground.units[0])}
    assert names(page(officer, "/dang-ky/?danh-hieu=tt-ldtt")) == {str(ground.units[0])}
    assert len(names(page(officer, "/dang-ky/?nam=1999&danh-hieu=x&don-vi=999999"))) == 8
    assert names(page(officer, "/dang-ky/?q=khong-ai-ten-the")) == set()
    assert names(page(officer, "/sang-kien/?q=viec%20so%203%20doi%20moi")) == {
        str(ground.people[3])
    }
    assert names(page(officer, "/sang-kien/?q=5/qd-sk")) == {str(ground.people[5])}
    waiting = {str(person) for person in ground.people[::2]}
    assert names(page(officer, "/sang-kien/?tinh-trang=waiting")) == waiting
    assert names(page(officer, "/sang-kien/?nam=2024")) == waiting
    assert names(page(officer, "/sang-kien/?cap=toan_quoc")) == set()


@pytest.mark.parametrize("address", ["/dang-ky/", "/sang-kien/", "/can-bo/"])
def test_a_unit_stands_for_all_below_it(ground: SimpleNamespace, address: str) -> None:
    centre = ground.units[2]
    below = centre
    for depth in (1, 2):
        below = Body.objects.create(
            name=f"Tổ {depth}", folded_name=f"to {depth}", short_name=f"Tổ {depth}",
            code=f"to-{depth}", kind="phong", parent=below,
        )  # fmt: skip
    person = next(one for one in ground.people if one.unit_id == ground.units[1].pk)
    person.unit = below
    person.save(update_fields=["unit"])
    answer = page(ground.users.officer, f"{address}?don-vi={centre.pk}")
    found = answer.context["page"].object_list
    assert person.pk in {getattr(one, "person_id", one.pk) for one in found}


@pytest.mark.parametrize("address", PLACES)
def test_the_files_hold_what_the_page_shows(ground: SimpleNamespace, address: str) -> None:
    officer = ground.users.officer
    head, *lines = table(page(officer, f"{address}xuat/"))
    assert head[0] == "Năm"
    assert len(lines) == len(ground.people) + (address == "/dang-ky/")
    assert not any(str(ground.foreign_person) in map(str, line) for line in lines)
    filtered = table(page(officer, f"{address}xuat/?nam=2024"))
    assert len(filtered) - 1 == (len(lines) if address == "/dang-ky/" else 4)
    answer = page(officer, f"{address}xuat/?dang=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(text.splitlines()) == len(lines) + 1
    assert str(ground.people[0]) in text
    assert len(table(page(ground.users.nobody, f"{address}xuat/"))) == 1


@pytest.mark.parametrize("address", PLACES)
def test_many_lines_cost_no_more_queries(
    ground: SimpleNamespace,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    person = ground.people[0]
    for year in range(1990, 2024):
        Registration.objects.create(
            department=ground.department, person=person, year=year, award_code="ldtt"
        )
        Initiative.objects.create(
            person=person, year=year, kind="sang_kien", name=f"Việc {year}", state="doubtful"
        )
    client = Client()
    client.force_login(ground.users.officer)
    client.get(address)
    with django_assert_max_num_queries(24):
        assert client.get(address).status_code == 200
