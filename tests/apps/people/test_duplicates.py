"""Pairs that may be one person, and the pages on which they are merged, parted, told apart."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from thidua.kit.text import fold, name_order
from thidua.people import actions, queries
from thidua.people.models import DistinctPair, Person, PersonMerge

OTHERS = ["head", "member", "secretary", "director", "administrator", "nobody"]
OFFICER = {"username": "chuyenvien", "password": "mat-khau-thu-nghiem"}


def person(world: SimpleNamespace, name: str, code: str, **more: Any) -> Person:
    return Person.objects.create(
        department=world.department, unit=more.pop("unit", world.units[0]), code=code,
        full_name=name, folded_name=fold(name), sort_key=name_order(name), **more,
    )  # fmt: skip


@pytest.fixture
def twin(world: SimpleNamespace) -> Person:
    """Phạm Thị Hoà once more, with the new tone mark and without a day of birth."""
    return person(world, "Phạm Thị Hòa", "CB0099", born_year=1985, unit=world.units[2])


@pytest.fixture
def officer(world: SimpleNamespace) -> Client:
    client = Client()
    assert client.login(**OFFICER)
    return client


def test_pairs_come_with_their_reasons_the_likeliest_first(
    world: SimpleNamespace, twin: Person
) -> None:
    person(world, "Trần Đúc Anh", "CB0098", born_year=1985)  # one letter of Đức
    pairs = queries.likely_pairs(world.department)
    names = [(p.first["full_name"], p.second["full_name"]) for p in pairs]
    assert names[0] == ("Phạm Thị Hoà", "Phạm Thị Hòa")
    assert pairs[0].score > 50
    said = "; ".join(pairs[0].reasons)
    assert "trùng họ tên (" in said
    assert "trùng năm sinh 1985" in said
    assert "cùng đơn vị" in said
    assert [p.score for p in pairs] == sorted((p.score for p in pairs), reverse=True)


@pytest.mark.parametrize(
    "more", [{"born_year": 1961}, {"born_on": dt.date(1985, 3, 13), "gender": "male"}]
)
def test_namesakes_of_another_age_or_sex_are_no_pair(
    world: SimpleNamespace, more: dict[str, Any]
) -> None:
    person(world, "Phạm Thị Hoà", "CB0099", **more)
    assert queries.likely_pairs(world.department) == []


def test_search_without_marks_sorting_out_and_another_department(
    world: SimpleNamespace, twin: Person
) -> None:
    assert len(queries.likely_pairs(world.department, "pham hoa")) == 1
    assert len(queries.likely_pairs(world.department, "cb0099")) == 1
    assert queries.likely_pairs(world.department, "tran") == []
    assert queries.likely_pairs(world.foreign) == []
    actions.tell_apart(one=twin, other=world.people[5], reason="khác quê", by=world.users.officer)
    assert queries.likely_pairs(world.department) == []
    actions.take_back_apart(pair=DistinctPair.objects.get(), by=world.users.officer)
    assert len(queries.likely_pairs(world.department)) == 1


def test_the_number_of_queries_does_not_grow(
    world: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    givens = ["Xuyến", "Thoa", "Ngà", "Diễm", "Quyên", "Vóc", "Khuyên", "Đoan", "Trúc", "Miên"]
    for number, given in enumerate(givens):
        for twice in "AB":
            name = f"Lò Thị {given}"
            person(world, name, f"{twice}{number}", born_on=dt.date(1985, 3, number + 1))
    with django_assert_num_queries(3):
        assert len(queries.likely_pairs(world.department)) == 10


def test_merge_by_the_page_and_part_again(
    world: SimpleNamespace, twin: Person, officer: Client
) -> None:
    kept = world.people[5]
    page = officer.get("/can-bo/trung-nguoi/").content.decode()
    assert reverse("people:merge", args=[kept.pk, twin.pk]) in page
    url = reverse("people:merge", args=[kept.pk, twin.pk])
    assert "Chức vụ, đơn vị" in officer.get(url).content.decode()
    refused = officer.post(url, {"reason": "Cùng một người"})
    assert refused.status_code == 422
    assert "Chọn thông tin giữ lại" in refused.content.decode()
    chosen = {d.key: "survivor" for d in queries.differences(kept, twin)}
    answer = officer.post(url, {"reason": "Cùng một người", **chosen}, follow=True)
    assert "Đã gộp hồ sơ CB0099" in answer.content.decode()
    merge = PersonMerge.objects.get()
    assert merge.likeness
    assert officer.get(url).status_code == 404
    assert "CB0099" in officer.get("/can-bo/gop-ho-so/?q=pham").content.decode()
    detail = reverse("people:merge_detail", args=[merge.pk])
    assert officer.post(detail, {"reason": ""}).status_code == 422
    answer = officer.post(detail, {"reason": "Nhầm người"}, follow=True)
    assert "có lại hồ sơ riêng" in answer.content.decode()
    assert Person.objects.filter(pk=twin.pk).exists()


def test_tell_apart_by_the_page_and_compare_again(
    world: SimpleNamespace, twin: Person, officer: Client
) -> None:
    url = reverse("people:tell_apart", args=[world.people[5].pk, twin.pk])
    assert officer.post(url, {"reason": ""}).status_code == 422
    officer.post(url, {"reason": "Khác ngày sinh"})
    page = officer.get("/can-bo/trung-nguoi/hai-nguoi/").content.decode()
    assert "Khác ngày sinh" in page
    assert "Không có cặp nào cần xem" in officer.get("/can-bo/trung-nguoi/").content.decode()
    officer.post(reverse("people:compare_again", args=[DistinctPair.objects.get().pk]))
    assert not DistinctPair.objects.exists()


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_gets_in(world: SimpleNamespace, twin: Person, who: str) -> None:
    client = Client()
    client.force_login(getattr(world.users, who))
    pair = [world.people[5].pk, twin.pk]
    for name, keys in (
        ("duplicates", []), ("export_duplicates", []), ("merges", []), ("apart", []),
        ("merge", pair), ("tell_apart", pair),
    ):  # fmt: skip
        assert client.get(reverse(f"people:{name}", args=keys)).status_code == 403


def test_a_stranger_finds_neither_record(world: SimpleNamespace, twin: Person) -> None:
    client = Client()
    client.force_login(world.users.stranger)
    answer = client.get("/can-bo/trung-nguoi/")
    assert "Hòa" not in answer.content.decode()
    url = reverse("people:merge", args=[world.people[5].pk, twin.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"reason": "x"}).status_code == 404
    mixed = reverse("people:merge", args=[world.foreign_person.pk, twin.pk])
    assert client.get(mixed).status_code == 404


def test_the_export_holds_the_pair_and_no_birth(officer: Client, twin: Person) -> None:
    answer = officer.get("/can-bo/trung-nguoi/xuat-bang-tinh/?dang=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "CB0099" in text
    assert "12/03/1985" not in text
