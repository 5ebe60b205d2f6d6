"""Shared by the actions: the row read again for writing, a step taken."""

from __future__ import annotations

from typing import Any

from thidua.audit.actions import record
from thidua.decisions import states
from thidua.decisions.models import Decision


def locked(decision: Decision) -> Decision:
    """Read the decision again for writing: two people may press at the same moment."""
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("department__parent", "round", "amends")
        .get(pk=decision.pk)
    )


def take_step(decision: Decision, name: str, *, by: Any, reason: str = "") -> Decision:
    transition = states.BY_NAME[name]
    decision.state = transition.target
    decision.save()
    record(
        by=by,
        action=f"decisions.{name}",
        text=transition.log.format(title=decision.title, number=decision.full_number),
        subject=decision,
        body=decision.department,
        detail={"reason": reason} if reason else {},
    )
    return decision
