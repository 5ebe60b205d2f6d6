"""Fills the register of a fresh database for `../search.py`, past the actions, in bulk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

PART = 20_000
AWARDS = ("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Giấy khen", "Bằng khen của UBND tỉnh")


def load(count: int) -> Any:
    """Migrate, write `count` lines of one department, note their names; returns the department.

    A database that holds so many lines already is used as it is.
    """
    from django.core.management import call_command
    from django.db import connection

    from thidua.kit.names.upkeep import rebuild
    from thidua.organisations.models import Body
    from thidua.register.models import RegisterEntry

    call_command("migrate", verbosity=0)
    if RegisterEntry._base_manager.count() == count:
        return Body.objects.get(code="so-noi-vu")
    department = Body.objects.create(
        name="Sở Nội vụ", folded_name="so noi vu", code="so-noi-vu", kind=Body.Kind.DEPARTMENT
    )
    begun = time.perf_counter()
    made = rows(count, department.pk, RegisterEntry)
    columns = [f.column for f in RegisterEntry._meta.concrete_fields if not f.primary_key]
    table = RegisterEntry._meta.db_table
    with connection.cursor() as cursor:
        ways = _without_indexes(cursor, connection.vendor, table)
        _write(cursor, connection.vendor, table, columns, made)
        cursor.execute(ways["register_found"])
        print(f"    {count:,} rows in {time.perf_counter() - begun:.0f} s", flush=True)
        begun = time.perf_counter()
        names = rebuild(RegisterEntry)
        cursor.execute("SELECT count(*) FROM names_posting")
        postings = cursor.fetchone()[0]
        print(
            f"    {names:,} distinct names, {postings:,} postings"
            f" in {time.perf_counter() - begun:.0f} s",
            flush=True,
        )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            for table in ("register_registerentry", "names_name", "names_posting"):
                cursor.execute(f"SELECT pg_total_relation_size('{table}')")
                print(f"    {table}: {cursor.fetchone()[0] / 2**20:.0f} MiB with its indexes")
    return department


def _without_indexes(cursor: Any, vendor: str, table: str) -> dict[str, str]:
    """Drop the indexes that no constraint needs; returns the statements that make them.

    Only the one that search uses is made again: the others cost loading time and answer nothing.
    """
    if vendor == "postgresql":
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint) AND indexdef NOT LIKE '%% UNIQUE %%'",
            [table],
        )
    else:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
            " AND sql IS NOT NULL AND sql NOT LIKE '%% UNIQUE %%'",
            [table],
        )
    found = dict(cursor.fetchall())
    for name in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return found


def _write(cursor: Any, vendor: str, table: str, columns: list[str], made: Iterator[Any]) -> None:
    listed = ", ".join(f'"{c}"' for c in columns)
    if vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in made:
                copy.write_row(row)
        return
    from django.db import transaction

    places = ", ".join(["%s"] * len(columns))
    while part := list(islice(made, PART)):
        with transaction.atomic():
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({places})", part)  # noqa: S608 - our own tables and columns, values are bound


def rows(count: int, department: int, model: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of the table in the order of its columns, whatever columns it has besides ours."""
    import json

    from django.db import models
    from searching.names import lines

    from thidua.kit.text import fold

    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    blank: dict[str, Any] = {}
    for field in fields:
        value = field.get_default()
        if isinstance(field, models.JSONField):
            value = json.dumps(value)
        elif isinstance(field, models.DateTimeField):
            value = "2026-01-01 00:00:00+00:00"
        elif value is None and not field.null:
            value = 0 if isinstance(field, models.IntegerField) else ""
        blank[field.column] = value
    folded: dict[str, str] = {}
    for number, name in enumerate(lines(count), start=1):
        plain = folded.setdefault(name, "") or fold(name)
        folded[name] = plain
        row = blank | {
            "department_id": department,
            "sequence": number,
            "recipient_name": name,
            "recipient_folded": plain,
            "recipient_sort": plain,
            "award_name": AWARDS[number % 4],
            "year": 1990 + number % 36,
            "decision_number": f"{number // 40}/QĐ-SNV",
            "decision_folded": f"{number // 40}/qd-snv",
            "decided_on": f"{1990 + number % 36}-12-01",
            "source": "book",
            "match": "unmatched",
        }
        if "place" in row:
            row["place"] = number
        yield tuple(row.values())
