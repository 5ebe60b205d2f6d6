"""A statement of the search gives the same rows whichever way it is sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from thidua.kit.names.sending import on_postgresql, rows_of

# A shelf of no kind of record.
UNUSED = 255
TEXTS = ["", "Đặng Thị Hoà", "a'b\"c\\d", "{1,2}", "NULL", "%s", "x\x1fy", "\U0001f600"]


def listened_to(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with CaptureQueriesContext(connection) as said:
        rows = rows_of(statement, values)
    assert len(said) == 1
    return rows


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_values_go_and_come_as_they_are(text: str) -> None:
    kind = "text" if on_postgresql() else "varchar"
    whole = "bigint" if on_postgresql() else "integer"
    statement = f"SELECT CAST(%s AS {kind}), CAST(%s AS {whole}) + 1, CAST(%s AS {kind})"
    values = [text, 41, None]
    assert rows_of(statement, values) == [(text, 42, None)]
    assert listened_to(statement, values) == [(text, 42, None)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inside", [True, False])
def test_in_a_transaction_and_outside(inside: bool) -> None:
    def ask() -> list[tuple[Any, ...]]:
        return rows_of("SELECT count(*) FROM names_name WHERE shelf = %s", [UNUSED])

    if inside:
        with transaction.atomic():
            assert ask() == [(0,)]
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO names_name (shelf, text) VALUES (%s, 'a')", [UNUSED])
            # What the transaction wrote is seen, and not what was taken back.
            assert ask() == [(1,)]
            transaction.set_rollback(True)
    assert ask() == [(0,)]
    connection.close()
    assert ask() == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_of_the_database_is_djangos_and_leaves_the_next_question_unharmed() -> None:
    for listening in (True, False):
        with pytest.raises(DatabaseError):
            (listened_to if listening else rows_of)("SELECT no_such_column FROM names_name", [])
        assert rows_of("SELECT 1", []) == [(1,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("thrown", ["DISCARD ALL", "DEALLOCATE ALL"])
def test_statements_thrown_away_are_prepared_anew(thrown: str) -> None:
    assert rows_of("SELECT 1", []) == [(1,)]
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(thrown)
    assert rows_of("SELECT 1", []) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_taken_back_leaves_the_statements_there() -> None:
    with transaction.atomic():
        assert rows_of("SELECT 2", []) == [(2,)]
        with pytest.raises(DatabaseError), transaction.atomic():
            rows_of("SELECT no_such_column FROM names_name", [])
        assert listened_to("SELECT 2", []) == rows_of("SELECT 2", []) == [(2,)]


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_text_is_never_cut_short_and_types_come_as_they_are() -> None:
    if not on_postgresql():
        assert rows_of("SELECT date('2026-11-22')", []) == [("2026-11-22",)]
        return
    with pytest.raises(DatabaseError):
        rows_of("SELECT %s::text", ["a\0b"])
    found = rows_of("SELECT date '2026-11-22', %s::bigint[], true", [[3, 4]])
    assert found == [(dt.date(2026, 11, 22), [3, 4], True)]
