"""Registrations of a year."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.movements.models import Registration
from thidua.organisations.models import Body


def registrations_of(department: Body, year: int) -> QuerySet[Registration]:
    """All registrations of a department for a year."""
    return Registration.objects.filter(department=department, year=year)


def title_of(code: str) -> str:
    """The name of an award by the rulebook; an unknown code stands for itself."""
    try:
        return load_rulebook().info(code).name
    except LawError:
        return code
