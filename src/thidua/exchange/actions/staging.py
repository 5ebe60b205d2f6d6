"""The rows of the staging area, written in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from thidua.exchange.drafts import RowDraft
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.progress import SILENT, Work
from thidua.kit.rows import pour

CHUNK = 2_000
_JSON = ("row_numbers", "data", "problems")


def store_rows(batch: ImportBatch, drafts: Sequence[RowDraft], work: Work = SILENT) -> None:
    """Write the rows of a saved batch, inside the caller's transaction.

    The values are plain and were made here, so they go to the database as they are.
    """
    jsons = [RowDraft._fields.index(name) for name in _JSON]
    for start in range(0, len(drafts), CHUNK):
        work.tell("Ghi vào vùng chờ", start, len(drafts))
        lines = _lines(batch.pk, drafts[start : start + CHUNK], jsons)
        pour(ImportRow, ("batch_id", *RowDraft._fields), lines)
    work.tell("Ghi vào vùng chờ", len(drafts), len(drafts))


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
