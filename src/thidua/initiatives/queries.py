"""Initiatives that count for a person."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.initiatives.models import Initiative
from thidua.people.models import Person


def initiatives_of(person: Person, *, recognised_only: bool = False) -> QuerySet[Initiative]:
    """All initiatives of a person, newest first."""
    found = Initiative.objects.filter(person=person)
    if recognised_only:
        found = found.filter(state=Initiative.State.RECOGNISED)
    return found.order_by("-year", "name")
