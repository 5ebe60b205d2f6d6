"""What a user holds, who holds a role, and the accounts an administrator looks after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from thidua.accounts.models import RoleAssignment, User
from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.organisations.scopes import NOWHERE, WHOLE_DEPARTMENT, Role, Scope, scope_of

__all__ = [
    "NOWHERE",
    "WHOLE_DEPARTMENT",
    "Scope",
    "accounts_for",
    "current_roles",
    "holders_of",
    "matching",
    "scope_of",
]


def holders_of(role: str, *, body: Body) -> Iterable[User]:
    """Active users who hold `role` at `body` today."""
    today = timezone.localdate()
    # One row must answer all conditions, so they are put to the rows, not to the joined user.
    held = (
        RoleAssignment.objects.filter(role=role, body=body)
        .filter(Q(from_date=None) | Q(from_date__lte=today))
        .filter(Q(to_date=None) | Q(to_date__gte=today))
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def accounts_for(user: Any) -> QuerySet[User]:
    """The accounts that `user` manages: those of the own department; none for others."""
    scope = scope_of(user)
    department = scope.department
    if department is None or not scope.has(Role.ADMINISTRATOR):
        return User.objects.none()
    return (
        User.objects.filter(
            Q(home=department)
            | Q(home=None, roles__body=department)
            | Q(home=None, roles__body__in=units_of(department, with_closed=True))
        )
        .distinct()
        .order_by("full_name", "pk")
    )


def current_roles() -> QuerySet[RoleAssignment]:
    """Roles that have not ended, with their bodies."""
    today = timezone.localdate()
    return (
        RoleAssignment.objects.filter(Q(to_date=None) | Q(to_date__gte=today))
        .select_related("body")
        .order_by("pk")
    )


def matching(accounts: Iterable[User], text: str) -> list[User]:
    """Accounts whose name or user name holds every word of `text`, marks ignored."""
    words = fold(text).split()
    return [
        account
        for account in accounts
        if all(word in fold(f"{account.full_name} {account.username}") for word in words)
    ]
