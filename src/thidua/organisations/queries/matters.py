"""What would be left without a home if a body ended: people at work, open dossiers and rounds.

People, dossiers and rounds belong to apps above; they are counted through their relations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thidua.organisations.models import Body

# Statuses of people who still belong to their unit (people.Person.Status).
AT_WORK = ("dang_lam_viec", "biet_phai", "di_hoc")
# States of a dossier that ask nothing more of anybody (dossiers.Dossier.State).
_SETTLED = ("decided", "not_passed", "cancelled")


@dataclass(frozen=True)
class Matters:
    """Counts of what is still open at a body."""

    people: int
    dossiers: int
    rounds: int
    roles: int


def open_matters(body: Body) -> Matters:
    """Four counting queries."""
    relations: Any = body
    return Matters(
        people=relations.people.filter(status__in=AT_WORK).count(),
        dossiers=relations.dossiers.exclude(state__in=_SETTLED).count(),
        rounds=relations.rounds.filter(state="open").count(),
        roles=relations.role_holders.count(),
    )
