"""The rows of the staging area, written in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django.db import connection

from thidua.exchange.drafts import RowDraft
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.progress import SILENT, Work

CHUNK = 2_000
_JSON = ("row_numbers", "data", "problems")


def store_rows(batch: ImportBatch, drafts: Sequence[RowDraft], work: Work = SILENT) -> None:
    """Write the rows of a saved batch, inside the caller's transaction.

    The values are plain and were made here, so they go to the database as they are: COPY on
    PostgreSQL, one prepared statement on SQLite, several times as fast as model instances.
    """
    fields = ["batch_id", *(_column(name) for name in RowDraft._fields)]
    table = connection.ops.quote_name(ImportRow._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(name) for name in fields)
    jsons = [RowDraft._fields.index(name) for name in _JSON]
    with connection.cursor() as cursor:
        for start in range(0, len(drafts), CHUNK):
            work.tell("Ghi vào vùng chờ", start, len(drafts))
            lines = _lines(batch.pk, drafts[start : start + CHUNK], jsons)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for line in lines:
                        copy.write_row(line)
            else:
                marks = ", ".join(["%s"] * len(fields))
                cursor.executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
                    list(lines),
                )
    work.tell("Ghi vào vùng chờ", len(drafts), len(drafts))


def _column(name: str) -> str:
    return str(ImportRow._meta.get_field(name.removesuffix("_id")).column)  # type: ignore[union-attr]


def _lines(
    batch: int, drafts: Sequence[RowDraft], jsons: Sequence[int]
) -> Iterator[tuple[Any, ...]]:
    encode = msgspec.json.Encoder().encode
    for draft in drafts:
        line = [batch, *draft]
        for at in jsons:
            value = line[at + 1]
            line[at + 1] = encode(value).decode() if value else "[]" if value == [] else "{}"
        yield tuple(line)
