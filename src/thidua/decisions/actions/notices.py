"""Marking notices as seen by whom they concern."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from thidua.decisions.queries.notices import visible_to


def mark_seen(*, by: Any) -> int:
    """The notices about `by` and the units they head are seen; returns how many were new.

    Not logged: the row itself says when it was seen and by whom.
    """
    return visible_to(by).filter(seen_at=None).update(seen_at=timezone.now(), seen_by=by)
