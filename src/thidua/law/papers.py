"""Papers of a dossier and the printable legal grounds of a decision.

Articles: Luật 06/2022/QH15 Điều 84; NĐ 152/2025 Điều 42.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from thidua.law.book.model import Instrument
from thidua.law.book.rulebook import Rulebook

if TYPE_CHECKING:
    from thidua.law.book.around import DocumentRule, DocumentsEntry

_RANK = {
    "luat": 0,
    "nghi_dinh": 1,
    "thong_tu": 2,
    "quyet_dinh": 3,
    "quy_che": 4,
    "bang_luong": 9,
    "lich": 9,
}


def required_documents(rb: Rulebook, *, award: str, received_on: date) -> list[DocumentRule]:
    """What the dossier of an award holds; empty when no text of that day is loaded."""
    entry: DocumentsEntry | None = rb.entry(f"documents:{rb.resolve_code(award)}", received_on)
    return list(entry.documents) if entry else []


def legal_grounds(
    rb: Rulebook, *, on: date, awards: Iterable[str] = (), scope: str | None = None
) -> list[str]:
    """Lines "Căn cứ ..." of what is in force, law first; with a body's regulation if named."""
    spoken = _instruments(rb, on, [rb.resolve_code(code) for code in awards])
    found = [
        head
        for head in rb.instruments.values()
        if head.speaks_on(on)
        and (
            (
                head.scope is None
                and head.ground
                and (head.key in spoken or head.kind in ("luat", "thong_tu"))
            )
            or (scope and head.scope == scope)
        )
    ]
    found.sort(key=lambda head: (_RANK[head.kind], head.in_force, head.key))
    return [_line(head) for head in found]


def _instruments(rb: Rulebook, on: date, codes: list[str]) -> set[str]:
    """Instruments that speak of anything for these awards on the day."""
    wanted = {
        f"{prefix}:{code}" for code in codes for prefix in ("award", "bonus", "vote", "documents")
    }
    keys = [
        key
        for key in rb.all_keys()
        if not codes or key in wanted or ":" not in key or key.startswith("common:")
    ]
    entries = (rb.entry(key, on) for key in keys)
    return {
        entry.instrument.key
        for entry in entries
        if entry is not None and hasattr(entry, "instrument")
    }


def _line(head: Instrument) -> str:
    return head.ground or f"Căn cứ {head.title} số {head.number}"
