"""Kept columns are never stale: after every kind of change they are what a fresh reading gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.eligibility.actions.keeping import columns_of
from thidua.eligibility.columns import SHAPE, FactColumns
from thidua.eligibility.models import KeptColumns
from thidua.eligibility.queries.reading import books_of, read_columns
from thidua.initiatives import actions as initiatives
from thidua.initiatives.models import Initiative
from thidua.movements.actions import register_for
from thidua.people import actions as people
from thidua.people.models import Person
from thidua.people.queries.merging import differences
from thidua.register import actions as register
from thidua.register.models import Claim, RegisterEntry

pytestmark = pytest.mark.django_db

World = SimpleNamespace
DAY = dt.date(2026, 2, 3)


def lines(columns: FactColumns) -> dict[str, set[tuple[Any, ...]]]:
    """Every fact as a line with the primary key of its person, whatever the order of the rows."""
    keys = columns["people"]["pk"].tolist()
    found: dict[str, set[tuple[Any, ...]]] = {}
    for name in SHAPE:
        table = columns[name]
        rows = list(zip(*(table[column].astype(object).tolist() for column in table), strict=True))
        names = list(table)
        made = []
        for row in rows:
            line = dict(zip(names, row, strict=True))
            if "person" in line:
                line["person"] = keys[line["person"]]
            if "decision" in line:
                line["decision"] = columns.decisions[line["decision"]]
            made.append(tuple(str(value) for value in line.values()))
        assert len(made) == len(set(made))
        found[name] = set(made)
    return found


def fresh(world: World) -> FactColumns:
    department = world.department
    return read_columns(department, books_of([department])[department.pk])


def check(world: World) -> FactColumns:
    kept = columns_of([world.department])
    assert lines(kept) == lines(fresh(world))
    assert [book.to_dict() for book in kept.books] == [
        book.to_dict() for book in fresh(world).books
    ]
    names = Person.objects.filter(department=world.department).values_list("pk", flat=True)
    assert kept["people"]["pk"].tolist() == list(names)
    return kept


def award(world: World, **more: Any) -> RegisterEntry:
    given: dict[str, Any] = {
        "recipient_name": world.people[1].full_name,
        "person": world.people[1],
        "award_name": "Lao động tiên tiến",
        "award_code": "ldtt",
        "year": 2025,
        "source": "book",
        **more,
    }
    return register.record_award(department=world.department, by=None, **given)


def revoked(world: World) -> None:
    entry = award(world)
    check(world)
    register.revoke_entry(entry=entry, reason="Khai sai", by=world.users.officer)


def waiting_then_matched(world: World) -> None:
    entry = award(world, person=None, match="asked", candidates=[p.pk for p in world.people[:2]])
    check(world)
    register.confirm_match(entry=entry, person=world.people[0], by=world.users.officer)


def initiative(world: World, **more: Any) -> None:
    given = {"year": 2026, "kind": "sang_kien", "name": "Cải tiến", "state": "waiting", **more}
    initiatives.record_initiative(person=world.people[2], by=None, **given)


def initiative_removed(world: World) -> None:
    initiative(world)
    check(world)
    made = Initiative.objects.get(name="Cải tiến")
    initiatives.remove_initiative(initiative=made, by=world.users.officer)


def merged(world: World) -> None:
    first, second = world.people[5], world.people[4]
    choices = {one.key: "survivor" for one in differences(first, second)}
    people.merge_people(
        survivor=first,
        absorbed=second,
        choices=choices,
        reason="Một người",
        by=world.users.officer,
    )


def claim(world: World) -> None:
    row = {"person": world.people[1], "award_code": "bk-cap-tinh", "award_name": "Bằng khen"}
    register.record_claims(department=world.department, rows=[{**row, "year": 2020}], by=None)


def claim_removed(world: World) -> None:
    claim(world)
    check(world)
    keys = list(Claim.objects.values_list("pk", flat=True))
    register.remove_claims(department=world.department, claims=keys, by=None)


CHANGES: dict[str, Callable[[World], Any]] = {
    "nothing": check,
    "rating": lambda w: people.record_rating(
        person=w.people[1], year=2025, grade="hoan_thanh", by=None
    ),
    "discipline": lambda w: people.record_discipline(
        person=w.people[1], measure="canh_cao", from_date=DAY, by=None
    ),
    "undated discipline": lambda w: people.record_discipline(
        person=w.people[1], measure="canh_cao", from_date=None, by=None
    ),
    "leave": lambda w: people.record_leave(person=w.people[1], kind="om", from_date=DAY, by=None),
    "pending": lambda w: people.record_pending(
        person=w.people[1], kind="to_cao", from_date=DAY, by=None
    ),
    "post": lambda w: people.record_post(
        person=w.people[1], unit=w.units[2], title="Trưởng phòng", from_date=DAY, by=None
    ),
    "new person": lambda w: people.save_person(
        department=w.department, full_name="Người Mới", unit=w.units[0], by=None
    ),
    "changed person": lambda w: people.save_person(
        department=w.department, person=w.people[1], full_name="Bùi Văn Đổi Tên", by=None
    ),
    "left": lambda w: people.save_person(
        department=w.department, person=w.people[1], full_name=w.people[1].full_name,
        status="nghi_huu", left_on=DAY, by=None,
    ),
    "merged": merged,
    "award": award,
    "revoked award": revoked,
    "waiting award": waiting_then_matched,
    "claim": claim,
    "claim removed": claim_removed,
    "initiative": initiative,
    "recognised initiative": lambda w: initiative(w, state="recognised", level="bo_nganh_tinh"),
    "first initiative of the ledger": lambda w: initiative(w, year=2001),
    "initiative removed": initiative_removed,
    "registration": lambda w: register_for(
        department=w.department, year=2026, award_code="ldtt", person=w.people[1], by=None
    ),
    "a year of the register": lambda w: register.record_year_loaded(
        department=w.department, year=2009, by=None
    ),
    "years forgotten": lambda w: register.forget_years(
        department=w.department, years=[2020], by=None
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_follows_every_change(history: World, change: str) -> None:
    check(history)
    CHANGES[change](history)
    check(history)


def test_a_change_reads_those_changed_and_nobody_else(
    history: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thidua.eligibility.actions import keeping

    check(history)
    asked: list[Any] = []

    def spy(*args: Any) -> FactColumns:
        asked.append(args[2] if len(args) > 2 else "all")
        return read_columns(*args)

    monkeypatch.setattr(keeping, "read_columns", spy)
    columns_of([history.department])
    assert asked == []
    people.record_rating(person=history.people[1], year=2025, grade="hoan_thanh", by=None)
    columns_of([history.department])
    assert asked == [{history.people[1].pk}]


def test_what_another_version_kept_is_read_anew(history: World) -> None:
    check(history)
    KeptColumns.objects.update(content=b"something else")
    check(history)


def test_bytes_give_back_every_column(history: World) -> None:
    columns = fresh(history)
    again = FactColumns.from_bytes(columns.to_bytes())
    assert again.books == columns.books
    assert again.decisions == columns.decisions
    for name, shape in SHAPE.items():
        for column, kind in shape.items():
            assert again[name][column].dtype == np.dtype(kind)
            assert np.array_equal(
                again[name][column], columns[name][column], equal_nan=kind == "M8[D]"
            )


def test_other_bodies_are_apart(history: World) -> None:
    both = columns_of([history.department, history.foreign])
    mine = set(Person.objects.filter(department=history.department).values_list("pk", flat=True))
    alone = columns_of([history.department])
    assert set(alone["people"]["pk"].tolist()) == mine
    assert mine < set(both["people"]["pk"].tolist())
    assert len(both.books) == 2


def test_the_number_of_queries_does_not_grow_with_people(history: World) -> None:
    def count() -> int:
        columns_of([history.department])
        with CaptureQueriesContext(connection) as asked:
            columns_of([history.department])
        return len(asked)

    before = count()
    people.save_people(
        department=history.department,
        rows=[{"full_name": f"Người {n}", "unit": history.units[0]} for n in range(30)],
        by=None,
    )
    assert count() == before <= 6
