"""How a sender's columns and abbreviations were understood: kept, and used the next time."""

from __future__ import annotations

import hashlib
from typing import Any

from thidua.exchange.models import ImportBatch, RememberedColumns
from thidua.exchange.readers.text import fold, words


def headings_of(batch: ImportBatch, sheet: str) -> str:
    """Digest over the folded headings of one sheet, the years in them left out."""
    heads = [
        "".join(letter for letter in words(column["header"]) if not letter.isdigit()).strip()
        for column in batch.columns
        if column["sheet"] == sheet
    ]
    return hashlib.sha256("|".join(heads).encode()).hexdigest()


def recall(batch: ImportBatch, summary: dict[str, Any]) -> bool:
    """Put on the batch what is remembered of its sender and headings, and say so; False for
    nothing.
    """
    sheets = list(dict.fromkeys(column["sheet"] for column in batch.columns))
    known = {
        one.headings: one
        for one in RememberedColumns.objects.filter(
            department=batch.department,
            kind=batch.kind,
            sender=_who(batch),
            headings__in=[headings_of(batch, sheet) for sheet in sheets],
        )
    }
    used = []
    for sheet in sheets:
        one = known.get(headings_of(batch, sheet))
        if one is None:
            continue
        used.append(one)
        batch.meanings = {**batch.meanings, **one.meanings}
        if one.mapping and batch.kind == ImportBatch.Kind.REGISTER:
            batch.mapping = {**batch.mapping, sheet: one.mapping}
        elif one.mapping and not batch.mapping:
            batch.mapping = one.mapping
    if used:
        latest = max(one.changed_at for one in used)
        summary["remembered"] = f"{latest:%d/%m/%Y}"
    return bool(used)


def remember(batch: ImportBatch, *, by: Any, sheet: str = "") -> None:
    """Keep the corrected columns and explained texts for the next file of this sender.

    What was explained is kept for every sheet, because abbreviations are the sender's, not the
    sheet's.
    """
    names = list(dict.fromkeys(column["sheet"] for column in batch.columns))
    staff = batch.kind == ImportBatch.Kind.STAFF
    for name in [sheet] if sheet else names:
        mapping = batch.mapping if staff else batch.mapping.get(name, {})
        if not mapping and not batch.meanings:
            continue
        RememberedColumns.objects.update_or_create(
            department=batch.department,
            kind=batch.kind,
            sender=_who(batch),
            headings=headings_of(batch, name),
            defaults={"mapping": mapping, "meanings": batch.meanings, "changed_by": by},
        )


def _who(batch: ImportBatch) -> str:
    return fold(batch.sender)[:120]
