"""Registrations of a year."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.movements.models import Registration
from thidua.organisations.models import Body


def registrations_of(department: Body, year: int) -> QuerySet[Registration]:
    """All registrations of a department for a year."""
    return Registration.objects.filter(department=department, year=year)
