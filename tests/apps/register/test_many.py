"""Many lines at once are stored in a quicker way: row for row, and hash for hash, the same."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from thidua.kit.names import upkeep
from thidua.people.models import Person
from thidua.register import actions, queries
from thidua.register.actions import chaining
from thidua.register.models import RegisterEntry

NOW = dt.datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways write at the same moment, so that even the hashes must agree."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def lines(world: SimpleNamespace) -> list[Any]:
    """Everything a line can hold, and lines that leave everything out."""
    first, second = world.people[0], world.people[1]
    full = {
        "recipient_name": "  Nguyễn Thị  Minh Châu", "award_name": "Chiến sĩ thi đua\tcơ sở",
        "source": RegisterEntry.Source.BOOK, "person": first, "unit_name": "Phòng \\N \"A\", 'B'",
        "award_code": "cstd-co-so", "year": 2024, "period_from": 2022, "period_to": 2024,
        "decision_number": "45/QĐ-SNV", "decided_on": dt.date(2024, 12, 18),
        "authority": "Giám đốc Sở Nội vụ", "merit": RegisterEntry.Merit.THEME,
        "recipient_group": Person.Group.values[0], "note": "dòng\nhai; {\"a\": 1}",
        "evidence": "so-khen-thuong/2024/a.pdf", "evidence_name": "a.pdf",
        "evidence_digest": "0" * 64, "source_ref": "sổ.xlsx|2024|7|A",
        "match": RegisterEntry.Match.MATCHED, "match_reasons": ["trùng họ tên", "“\\”"],
        "doubt": "năm trái nhau",
    }  # fmt: skip
    bare = {"recipient_name": "Đặng Ỷ", "award_name": "Giấy khen", "source": "book"}
    asked = {**bare, "match": "asked", "person": second, "candidates": [second.pk, first.pk]}
    unit = {**bare, "recipient_name": "Phòng A", "collective": world.units[0]}
    gone = {**bare, "state": RegisterEntry.State.REVOKED, "year": 1945}
    return [full, bare, asked, unit, gone]


def written(world: SimpleNamespace) -> list[dict[str, Any]]:
    found = RegisterEntry.objects.filter(department=world.department).order_by("sequence")
    return [{k: v for k, v in row.items() if k != "id"} for row in found.values()]


def raw(world: SimpleNamespace) -> list[tuple[Any, ...]]:
    """As the database keeps it, past every conversion of the model."""
    columns = [f.column for f in RegisterEntry._meta.concrete_fields if not f.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'CAST({c} AS text)' for c in columns)}"  # noqa: S608 - our own tables and columns
            " FROM register_registerentry WHERE department_id = %s ORDER BY sequence",
            [world.department.pk],
        )
        return list(cursor.fetchall())


def both_ways(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, of: Any) -> list[Any]:
    seen = []
    for many in (10**9, 1):
        monkeypatch.setattr(chaining, "MANY", many)
        with transaction.atomic():
            result = actions.record_awards(
                department=world.department, rows=lines(world), by=world.users.officer
            )
            seen.append((of(world), result.added, [e.sequence for e in result.entries]))
            transaction.set_rollback(True)
    return seen


@pytest.mark.django_db
@pytest.mark.parametrize("of", [written, raw])
def test_both_ways_store_the_same_rows(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, of: Any
) -> None:
    by_models, poured = both_ways(world, monkeypatch, of)
    assert poured == by_models
    assert len(poured[0]) == 5


@pytest.mark.django_db
def test_poured_entries_have_their_keys_and_can_be_used(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chaining, "MANY", 1)
    rows = lines(world)
    result = actions.record_awards(department=world.department, rows=rows, by=None)
    for row, entry in zip(rows, result.entries, strict=True):
        fresh = RegisterEntry.objects.get(pk=entry.pk)
        assert (fresh.sequence, fresh.entry_hash) == (entry.sequence, entry.entry_hash)
        assert fresh.recipient_name == " ".join(row["recipient_name"].split())
    again = actions.record_awards(department=world.department, rows=rows[:1], by=None)
    assert (again.added, again.entries[0].pk) == (0, result.entries[0].pk)
    assert queries.verify_chain(world.department).whole
    assert upkeep.check(RegisterEntry).clean
    revoked = actions.revoke_entry(
        entry=result.entries[0],
        reason="kê khai sai",
        day=dt.date(2026, 2, 1),
        by=world.users.officer,
    )
    assert revoked.state == "revoked"
    assert queries.verify_chain(world.department).whole


@pytest.mark.django_db
def test_constraints_hold_and_nothing_is_left_when_one_line_is_refused(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chaining, "MANY", 1)
    rows = lines(world)
    # A person on a line of a collective: the database refuses it.
    wrong: Any = {**rows[0], "source_ref": "", "is_collective": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record_awards(department=world.department, rows=[*rows, wrong], by=None)
    assert not RegisterEntry.objects.filter(department=world.department).exists()
    assert queries.verify_chain(world.department).length == 0
    assert upkeep.check(RegisterEntry).clean
