"""Notices of what was decided, scoped to whom they concern."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from thidua.accounts.models import Role
from thidua.accounts.queries import scope_of
from thidua.decisions.models import Notice
from thidua.people.queries.scope import own_person_id


def visible_to(user: Any) -> QuerySet[Notice]:
    """Notices about the own awards, and about those of the units that `user` heads (one query)."""
    scope = scope_of(user)
    mine = Q(award__nominee__person=own_person_id(user) or 0)
    if scope.has(Role.HEAD_OF_UNIT):
        mine |= Q(award__nominee__person__unit__in=scope.unit_ids)
        mine |= Q(award__nominee__collective__in=scope.unit_ids)
    rows = Notice.objects.filter(mine).select_related("award", "decision__amends", "seen_by")
    return rows.order_by("-made_at", "-pk")


def unseen(user: Any) -> int:
    return visible_to(user).filter(seen_at=None).count()
