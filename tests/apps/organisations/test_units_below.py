"""A filter by unit means the unit with all below it, in every list that has one; the search goes
into the books of predecessors whose history counts.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.accounts.models import User
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries import lists as dossier_lists
from thidua.eligibility.models import Round
from thidua.eligibility.queries.grid import Filters, narrow_people
from thidua.eligibility.queries.near import near_answers
from thidua.organisations import actions
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of
from thidua.people.models import Person, Rating
from thidua.people.queries.found import found as person_found
from thidua.people.queries.lists import listing as people_listing
from thidua.people.queries.ratings import year_of_ratings
from thidua.register.actions import record_award
from thidua.register.queries import listing as book_listing
from thidua.register.queries.found import found as line_found


@pytest.fixture
def deep(world: SimpleNamespace) -> SimpleNamespace:
    """A team in a team in the second unit; the first person works there."""
    below = world.units[1]
    for depth in (1, 2):
        below = Body.objects.create(
            name=f"Tổ {depth}", folded_name=f"to {depth}", short_name=f"Tổ {depth}",
            code=f"to-{depth}", kind="phong", parent=below,
        )  # fmt: skip
    world.deep, world.one = below, world.people[0]
    world.one.unit = below
    world.one.save()
    world.one.posts.update(unit=below)
    world.by = User.objects.get(pk=world.users.officer.pk)
    return world


def line(world: SimpleNamespace, **more: Any) -> Any:
    said: dict[str, Any] = {
        "department": world.department, "recipient_name": "Một dòng", "award_name": "Giấy khen",
        "award_code": "giay-khen", "year": 2024, "source": "book", "by": None,
    }  # fmt: skip
    return record_award(**said | more)


def test_the_book_of_a_unit_holds_the_lines_of_units_below(deep: SimpleNamespace) -> None:
    mine = line(deep, person=deep.one, recipient_name=deep.one.full_name)
    team = line(deep, collective=deep.deep, recipient_name=deep.deep.name, is_collective=True)
    other = line(deep, person=deep.people[-1], recipient_name=deep.people[-1].full_name)
    for unit, lines in (
        (deep.units[1], {mine, team}),
        (deep.deep, {mine, team}),
        (deep.units[0], set()),
    ):
        asked = {"don-vi": str(unit.pk)}
        found = set(book_listing(deep.by, asked).entries) & {mine, team, other}
        assert found - {other} == lines
    beside = deep.people[-1].unit
    assert other in book_listing(deep.by, {"don-vi": str(beside.pk)}).entries


def test_people_and_ratings_of_a_unit_are_those_of_units_below(deep: SimpleNamespace) -> None:
    Rating.objects.filter(person=deep.one).delete()
    Rating.objects.create(person=deep.one, year=2025, grade="ht_tot")
    asked = {"don-vi": str(deep.units[1].pk), "nam": "2025"}
    assert deep.one in people_listing(deep.by, asked).people
    assert deep.one in {rating.person for rating in year_of_ratings(deep.by, asked).people}
    beside = asked | {"don-vi": str(deep.units[0].pk)}
    assert deep.one not in people_listing(deep.by, beside).people
    assert deep.one not in {rating.person for rating in year_of_ratings(deep.by, beside).people}
    before = year_of_ratings(deep.by, asked).unrated
    Rating.objects.filter(person=deep.one, year=2025).delete()
    assert year_of_ratings(deep.by, asked).unrated == before + 1


def test_the_screening_of_a_unit_asks_people_of_units_below(deep: SimpleNamespace) -> None:
    round_ = Round.objects.create(
        department=deep.department, year=2026, name="Đợt 2026", received_on=dt.date(2026, 12, 1)
    )
    everyone = Person.objects.filter(department=deep.department)
    found = narrow_people(everyone, Filters(unit=deep.units[1].pk), round_=round_)
    assert deep.one in found
    assert deep.one not in narrow_people(everyone, Filters(unit=deep.units[0].pk), round_=round_)
    near = near_answers(round_, scope_of(deep.by), Filters(unit=deep.units[1].pk))
    assert str(deep.deep.kind) in str(near.query)


def test_dossiers_of_a_unit_are_those_of_units_below_and_the_departments_its_own(
    deep: SimpleNamespace,
) -> None:
    def dossier(unit: Body, code: str) -> Dossier:
        return Dossier.objects.create(
            department=deep.department, unit=unit, code=code, title=code, folded_title=code,
            number=ord(code),
            round=Round.objects.get_or_create(
                department=deep.department, year=2026, name="Đợt", received_on=dt.date(2026, 12, 1)
            )[0],
            created_by=deep.by,
        )  # fmt: skip

    own, low = dossier(deep.department, "A"), dossier(deep.deep, "B")

    def asked(unit: Body) -> set[Dossier]:
        return set(dossier_lists.find(deep.by, dossier_lists.Filters(unit=str(unit.pk))))

    assert asked(deep.units[1]) == asked(deep.deep) == {low}
    assert asked(deep.units[0]) == set()
    assert asked(deep.department) == {own}
    # The list offers the unit with the dossier, the one right above it, and the department.
    offered = set(dossier_lists.units_used(deep.by))
    assert offered == {deep.deep, deep.deep.parent, deep.department}


def test_the_search_goes_into_books_whose_history_counts(world: SimpleNamespace) -> None:
    before = line(
        world, department=world.foreign, recipient_name="Vũ Ngọc Ánh", person=world.foreign_person,
        decision_number="4711/QĐ-SXD",
    )  # fmt: skip
    whole = line(world, recipient_name="Vũ Ngọc Ánh")
    begun = line(world, recipient_name="Vũ Ngọc Ánhh")
    basis = actions.Basis("12/2026/QĐ-UBND", "UBND tỉnh Lam Giang", dt.date(2026, 2, 20))
    actions.absorb_bodies(
        bodies=[world.foreign], into=world.department, effective_on=dt.date(2026, 3, 1),
        basis=basis, by=None,
    )  # fmt: skip

    def asked(role: str, typed: str) -> list[int]:
        user = User.objects.get(pk=getattr(world.users, role).pk)
        return [entry.pk for entry in line_found(user, typed, limit=20)]

    assert asked("officer", "vu ngoc anh") == [whole.pk, begun.pk]
    kept = actions.recognise_history(
        body=world.department, predecessor=world.foreign, up_to=dt.date(2026, 2, 28),
        decided_by="Giám đốc", decided_on=dt.date(2026, 3, 2), document_number="77/SNV",
        basis="Công văn 5/BNV", by=world.users.officer,
    )  # fmt: skip
    # Ranked together: the own line first, then the same name of the old book, then begun ones.
    for typed in ("vu ngoc anh", "Vũ Ngọc Ánh"):
        assert asked("officer", typed) == [whole.pk, before.pk, begun.pk]
    assert asked("secretary", "4711") == [before.pk]
    assert before.pk not in asked("head", "vu ngoc anh")
    officer = User.objects.get(pk=world.users.officer.pk)
    name = world.foreign_person.full_name
    assert world.foreign_person in person_found(officer, name, limit=20)
    actions.withdraw_recognition(recognition=kept, reason="Nhầm", by=world.users.officer)
    assert asked("officer", "vu ngoc anh") == [whole.pk, begun.pk]
    assert asked("secretary", "4711") == []
