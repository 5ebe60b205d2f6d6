"""Keys of the QR codes as the public and the administrator see them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from thidua.decisions.models import Certificate, VerificationKey


def keys_listed() -> QuerySet[VerificationKey]:
    """Every key, the newest first, with how many certificates it signed (one query)."""
    signed = (
        Certificate.objects.filter(key_id=OuterRef("key_id"))
        .order_by()
        .values("key_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return VerificationKey.objects.annotate(signed=Coalesce(Subquery(signed), 0))


def published_keys() -> list[dict[str, Any]]:
    """What anyone may know of each key (one query); times are days."""
    return [
        {
            "id": row.key_id,
            "algorithm": "Ed25519",
            "public_key": row.public_key,
            "state": row.state,
            "label": row.state_label,
            "used_from": _day(row.created_at),
            "retired_at": _day(row.retired_at),
            "revoked_at": _day(row.revoked_at),
            "leaked_on": row.leaked_on.isoformat() if row.leaked_on else None,
            "shown": {
                "used_from": timezone.localdate(row.created_at),
                "revoked_at": row.revoked_at and timezone.localdate(row.revoked_at),
                "leaked_on": row.leaked_on,
            },
        }
        for row in VerificationKey.objects.all()
    ]


def _day(moment: Any) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None
