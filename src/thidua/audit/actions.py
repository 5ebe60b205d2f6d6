"""Writing to the log; every action of every app calls `record` in its own transaction."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from thidua.audit import chain
from thidua.audit.models import AuditRow
from thidua.audit.queries import CHAIN, content_of
from thidua.kit.text import fold


def record(
    *,
    by: Any,
    action: str,
    text: str,
    subject: models.Model | None = None,
    body: Any = None,
    detail: dict[str, Any] | None = None,
) -> AuditRow:
    """Add one row: `action` a stable verb (`dossiers.submit`), `text` a Vietnamese sentence.

    Must run inside the transaction of the act itself, so that neither exists without the other.
    `by` is the user, or None for the program itself. `detail` must never hold a vote's content.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record() needs the transaction of the act it records")
    row = AuditRow(
        at=timezone.now(),
        actor=by,
        actor_name=getattr(by, "full_name", "") or getattr(by, "username", "") or "Hệ thống",
        action=action,
        text=text[:300],
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        body=body,
        detail=detail or {},
    )
    row.folded = fold(f"{row.text} {row.actor_name}")[:500]
    head = chain.append_with(CHAIN, lambda sequence: _numbered(row, sequence))
    row.previous_hash, row.row_hash = head.previous_hash, head.row_hash
    row.save(force_insert=True)
    return row


def _numbered(row: AuditRow, sequence: int) -> dict[str, Any]:
    row.sequence = sequence
    return content_of(row)
