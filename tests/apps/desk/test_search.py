"""Search over everything: what is found, by whom, and how the page and the box behave."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thidua.desk.queries.search import KINDS, search
from thidua.kit.names.upkeep import check, named_models
from thidua.organisations.actions import create_body
from thidua.people.actions import save_person
from thidua.register.actions import record_awards

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(world: SimpleNamespace) -> SimpleNamespace:
    """Lines for a person of each unit, for a collective, and one of another department."""

    def line(name: str, **more: Any) -> dict[str, Any]:
        return {
            "recipient_name": name,
            "award_name": "Lao động tiên tiến",
            "award_code": "ldtt",
            "year": 2024,
            "decision_number": "1482/QĐ-UBND",
            "decided_on": dt.date(2025, 1, 20),
            "source": "book",
            **more,
        }

    people, units = world.people, world.units
    world.lines = record_awards(
        department=world.department,
        rows=[
            line("Nguyễn Thị Minh Châu", person=people[0]),
            line("Đặng Thùy Dương", person=people[2], decision_number="77/QĐ-SNV"),
            line(units[1].name, collective=units[1], is_collective=True),
            line("Lù Thị Vẩy", match="unmatched"),
        ],
        by=None,
    ).entries
    record_awards(
        department=world.foreign,
        rows=[line("Vũ Ngọc Ánh", person=world.foreign_person)],
        by=None,
    )
    return world


def names(user: Any, typed: str, kind: str = "") -> list[str]:
    return [
        hit.name for group in search(user, typed) if kind in {"", group.kind} for hit in group.hits
    ]


def signed_in(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "typed", ["minh chau", "chau minh ng", "CHÂU", "nguyen thi minh", "inh hau"]
)
def test_a_person_and_the_lines_of_the_book_by_parts_in_any_order(
    book: SimpleNamespace, typed: str
) -> None:
    assert names(book.users.officer, typed) == ["Nguyễn Thị Minh Châu"] * 2


def test_collectives_by_a_name_of_before(book: SimpleNamespace) -> None:
    book.units[1].names.create(name="Phòng Tổ chức biên chế", folded_name="phong to chuc bien che")
    hits = [g.hits for g in search(book.users.officer, "bien che to chuc") if g.kind == "tap-the"]
    assert [hit.name for hit in hits[0]] == ["Phòng Công chức, viên chức"]
    assert "tên từng dùng: Phòng Tổ chức biên chế" in hits[0][0].detail


def test_a_decision_number_finds_its_lines_first(book: SimpleNamespace) -> None:
    for typed in ("1482", "1482/QĐ-UBND", "1482/qd-ubnd"):
        found = names(book.users.officer, typed, "so-khen-thuong")
        assert sorted(found) == sorted(
            ["Lù Thị Vẩy", "Phòng Công chức, viên chức", "Nguyễn Thị Minh Châu"]
        )
    assert names(book.users.officer, "148", "so-khen-thuong") == []


def test_the_staff_code_stands_first(book: SimpleNamespace) -> None:
    assert names(book.users.officer, "cb0005") == ["Lầu Mí Lử"]


def test_an_identity_number_only_for_the_officer_and_only_whole(book: SimpleNamespace) -> None:
    person = book.people[5]
    save_person(
        department=book.department,
        by=None,
        person=person,
        full_name=person.full_name,
        identity_number="001185003456",
    )
    users = book.users
    assert names(users.officer, "001185003456") == ["Phạm Thị Hoà"]
    assert names(users.officer, "001 185 003 456") == ["Phạm Thị Hoà"]
    assert names(users.officer, "00118500345") == []
    for other in (users.director, users.secretary, users.head, users.stranger, users.nobody):
        assert names(other, "001185003456") == []


def test_a_stranger_finds_nothing_and_is_not_told_how_much_there_is(
    book: SimpleNamespace, client: Client
) -> None:
    assert names(book.users.stranger, "minh chau") == []
    assert set(names(book.users.stranger, "vu ngoc anh")) == {"Vũ Ngọc Ánh"}
    assert names(book.users.officer, "vu ngoc anh") == []
    page = signed_in(client, book.users.stranger).get(reverse("desk:search"), {"q": "minh chau"})
    text = page.content.decode()
    assert "Nguyễn Thị Minh Châu" not in text
    assert "Không thấy" in text


def test_a_head_finds_the_own_unit_although_others_rank_before(book: SimpleNamespace) -> None:
    for n in range(260):
        save_person(
            department=book.department, by=None, full_name=f"Dương Thùy {n:03d}", unit=book.units[0]
        )
    assert names(book.users.head, "duong thuy", "can-bo") == ["Đặng Thùy Dương"]
    assert names(book.users.head, "duong thuy", "so-khen-thuong") == ["Đặng Thùy Dương"]
    (people,) = [g for g in search(book.users.officer, "duong thuy") if g.kind == "can-bo"]
    assert (len(people.hits), people.more) == (200, True)


def test_who_has_no_role_finds_the_own_record_only(book: SimpleNamespace) -> None:
    assert names(book.users.nobody, "nguyen") == []
    assert set(names(book.users.member, "duong")) <= {"Đặng Thùy Dương"}


def test_after_each_act_the_new_name_is_found_and_the_old_is_not(book: SimpleNamespace) -> None:
    officer, person = book.users.officer, book.people[4]
    save_person(department=book.department, by=None, person=person, full_name="Lầu Mí Chứ")
    assert names(officer, "lau mi lu", "can-bo") == []
    assert names(officer, "lau mi chu", "can-bo") == ["Lầu Mí Chứ"]
    create_body(parent=book.department, name="Phòng Chuyển đổi số", kind="phong", by=officer)
    assert names(officer, "doi so", "tap-the") == ["Phòng Chuyển đổi số"]
    for model in named_models():
        assert check(model).clean, model


def test_lines_withdrawn_with_their_import_are_not_found(book: SimpleNamespace) -> None:
    line = book.lines[3]
    assert names(book.users.officer, "lu vay") == ["Lù Thị Vẩy"]
    type(line).objects.filter(pk=line.pk).update(state="withdrawn")
    assert names(book.users.officer, "lu vay") == []


def test_the_page_marks_the_words_and_leads_to_the_kind(
    book: SimpleNamespace, client: Client
) -> None:
    page = signed_in(client, book.users.officer).get(reverse("desk:search"), {"q": "chau minh"})
    text = page.content.decode()
    assert "<mark>Minh</mark> <mark>Châu</mark>" in text
    assert reverse("people:detail", args=[book.people[0].pk]) in text
    assert "loai=so-khen-thuong" in text
    one = client.get(reverse("desk:search"), {"q": "chau minh", "loai": "so-khen-thuong"})
    assert (
        reverse("people:detail", args=[book.people[0].pk])
        not in one.content.decode().split("<main")[1]
    )


def test_pages_of_one_kind(book: SimpleNamespace, client: Client) -> None:
    record_awards(
        department=book.department,
        rows=[
            {
                "recipient_name": f"Hoàng Sín {n:02d}",
                "award_name": "Giấy khen",
                "source": "book",
                "year": 2020,
            }
            for n in range(60)
        ],
        by=None,
    )
    ask = {"q": "hoang sin", "loai": "so-khen-thuong", "trang": "3"}
    text = signed_in(client, book.users.officer).get(reverse("desk:search"), ask).content.decode()
    listed = re.findall(r"<mark>Hoàng</mark> <mark>Sín</mark> (\d\d)</a>", text)
    assert listed == [f"{n:02d}" for n in range(50, 60)]
    assert "51–60" in text


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "%", "'", '"', "\\", "<script>alert(1)</script>", "a" * 5000, "٣٤", "\u0301"],
)
def test_nothing_typed_breaks_the_page(book: SimpleNamespace, client: Client, typed: str) -> None:
    signed_in(client, book.users.officer)
    for address in ("desk:search", "desk:suggest"):
        page = client.get(reverse(address), {"q": typed})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_suggestions_are_options_with_names_of_their_own(
    book: SimpleNamespace, client: Client
) -> None:
    text = (
        signed_in(client, book.users.officer)
        .get(reverse("desk:suggest"), {"q": "chau"})
        .content.decode()
    )
    assert "<html" not in text
    identifiers = re.findall(r'role="option"[^>]* id="([^"]+)"', text)
    assert len(identifiers) == len(set(identifiers)) == 3
    assert re.findall(r'role="group" aria-labelledby="([^"]+)"', text) == [
        "goi-y-can-bo",
        "goi-y-so-khen-thuong",
    ]
    assert client.get(reverse("desk:suggest"), {"q": "c"}).content.decode().strip() == ""


def test_the_box_is_a_combobox_and_works_as_a_plain_form(
    book: SimpleNamespace, client: Client
) -> None:
    text = signed_in(client, book.users.officer).get(reverse("desk:home")).content.decode()
    form = re.search(r"<form[^>]*data-combobox.*?</form>", text, re.S)
    assert form is not None
    assert f'action="{reverse("desk:search")}"' in form[0]
    for part in (
        'role="combobox"',
        'aria-controls="goi-y"',
        'aria-expanded="false"',
        'role="listbox"',
        'role="status"',
    ):
        assert part in form[0]


def test_a_question_costs_the_same_whatever_there_is(
    book: SimpleNamespace, client: Client, django_assert_max_num_queries: Any
) -> None:
    record_awards(
        department=book.department,
        rows=[
            {
                "recipient_name": f"Trần Văn {chr(65 + n % 26)}{n}",
                "award_name": "Giấy khen",
                "source": "book",
                "year": 2020,
            }
            for n in range(300)
        ],
        by=None,
    )
    signed_in(client, book.users.officer)
    with django_assert_max_num_queries(75):
        client.get(reverse("desk:search"), {"q": "tran van"})
    with django_assert_max_num_queries(75):
        client.get(reverse("desk:suggest"), {"q": "tran va"})


def test_the_kinds_have_their_words() -> None:
    assert all(len(words) == 3 and all(words) for words in KINDS.values())
