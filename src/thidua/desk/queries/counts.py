"""Counts beside the links of the shell; at most two queries on any page."""

from __future__ import annotations

from typing import Any

from thidua.councils.queries import needs_ballot
from thidua.decisions.models import Decision
from thidua.dossiers.models import Dossier
from thidua.organisations.scopes import Role, scope_of


def shell_counts(user: Any) -> dict[str, int]:
    """Dossiers to appraise or complete, open ballots, decisions to sign: what the role must do."""
    scope = scope_of(user)
    if scope.department is None:
        return {}
    counts: dict[str, int] = {}
    here = Dossier.objects.filter(department=scope.department)
    known = getattr(user, "dossiers_waiting", None)
    if known is not None:
        counts["dossiers:index"] = known
    elif scope.has(Role.OFFICER):
        counts["dossiers:index"] = (
            here.filter(state=Dossier.State.SUBMITTED).exclude(unit=scope.department).count()
        )
    elif scope.has(Role.HEAD_OF_UNIT):
        counts["dossiers:index"] = here.filter(
            unit__in=scope.unit_ids, state=Dossier.State.RETURNED
        ).count()
    if scope.has(Role.DIRECTOR):
        counts["decisions:index"] = Decision.objects.filter(
            department=scope.department, state=Decision.State.AWAITING
        ).count()
    elif scope.has(Role.COUNCIL_MEMBER, Role.SECRETARY):
        counts["councils:index"] = needs_ballot(user).count()
    return counts
