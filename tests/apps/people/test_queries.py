"""Scope and search of persons."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.kit.templatetags.kit import danh_dau
from thidua.kit.text import fold, squeeze
from thidua.people import queries
from thidua.people.models import Person


def test_each_role_sees_its_people(world: SimpleNamespace) -> None:
    seen = {who: set(queries.visible_to(user)) for who, user in vars(world.users).items()}
    everyone = set(world.people)
    assert seen["officer"] == seen["secretary"] == seen["director"] == everyone
    assert seen["head"] == {world.people[2], world.people[3]}
    assert seen["member"] == {world.people[2]}
    assert seen["administrator"] == seen["nobody"] == set()
    assert seen["stranger"] == {world.foreign_person}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chau nguyen", ["Nguyễn Thị Minh Châu"]),
        ("ĐỨC", ["Trần Đức Anh", "Ngô Đức Vinh"]),
        ("duc", ["Trần Đức Anh", "Ngô Đức Vinh"]),
        ("hoa", ["Phạm Thị Hoà"]),
        ("hòa", ["Phạm Thị Hoà"]),
        ("cb0005", ["Lầu Mí Lử"]),
        ("%", []),
        ("nguyen duc", []),
        ("", None),
    ],
)
def test_search_ignores_marks_and_order(
    world: SimpleNamespace, text: str, found: list[str] | None
) -> None:
    people = Person.objects.filter(department=world.department)
    names = [p.full_name for p in queries.search(people, text)]
    assert names == ([p.full_name for p in people] if found is None else found)


def test_namesakes_ignore_marks_and_stay_in_the_department(world: SimpleNamespace) -> None:
    assert list(queries.namesakes(world.department, "NGUYEN THI MINH CHAU")) == [world.people[0]]
    assert not queries.namesakes(world.department, "Vũ Ngọc Ánh").exists()


VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạÁẨĐ <>&\"'\u0301", max_size=30)


@given(VIETNAMESE, VIETNAMESE)
def test_marking_hits_neither_loses_nor_opens_anything(name: str, query: str) -> None:
    shown = str(danh_dau(name, query))
    inside = re.sub("</?mark>", "", shown)
    assert html.unescape(inside) == squeeze(name)
    assert "<" not in inside
    words = fold(query).split()
    for hit in re.findall("<mark>(.*?)</mark>", shown):
        assert any(word in fold(html.unescape(hit)) for word in words)


@pytest.mark.parametrize(
    ("name", "query", "shown"),
    [
        ("Thanh Anh", "anh", "Thanh <mark>Anh</mark>"),
        ("Khánh", "anh", "Kh<mark>ánh</mark>"),
        ("45/QĐ-SNV", "qd snv", "45/<mark>QĐ</mark>-<mark>SNV</mark>"),
        ("Đặng Thị Đào", "d", "<mark>Đ</mark>ặng Thị <mark>Đ</mark>ào"),
        ("An", "", "An"),
    ],
)
def test_hits_are_marked_at_the_beginning_of_words(name: str, query: str, shown: str) -> None:
    assert danh_dau(name, query) == shown
