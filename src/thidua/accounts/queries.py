"""What a user holds: the department whose records they work on, their units, their roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from thidua.accounts.models import Role, RoleAssignment, User
from thidua.organisations.models import Body

# Roles that work on the records of the whole department.
WHOLE_DEPARTMENT = frozenset({Role.OFFICER, Role.SECRETARY, Role.DIRECTOR})


@dataclass(frozen=True)
class Scope:
    """Where a user works: one department, the units they head there, and their roles."""

    department: Body | None
    unit_ids: frozenset[int]
    roles: frozenset[str]

    @property
    def whole_department(self) -> bool:
        """True for those who see every person, dossier and entry of the department."""
        return bool(self.roles & WHOLE_DEPARTMENT)

    def has(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


NOWHERE = Scope(None, frozenset(), frozenset())


def scope_of(user: Any) -> Scope:
    """The scope of `user`, read once per request (one query, kept on the user object)."""
    if not getattr(user, "is_authenticated", False):
        return NOWHERE
    kept = getattr(user, "_scope", None)
    if kept is None:
        kept = user._scope = _read_scope(user)
    return kept


def _read_scope(user: User) -> Scope:
    today = timezone.localdate()
    held = list(
        RoleAssignment.objects.filter(user=user)
        .filter(Q(from_date=None) | Q(from_date__lte=today))
        .filter(Q(to_date=None) | Q(to_date__gte=today))
        .select_related("body", "body__parent")
        .order_by("pk")
    )
    if not held:
        return NOWHERE
    department = held[0].body.department
    here = [r for r in held if r.body.department == department]
    return Scope(
        department,
        frozenset(r.body_id for r in here if r.role == Role.HEAD_OF_UNIT),
        frozenset(r.role for r in here),
    )


def holders_of(role: str, *, body: Body) -> Iterable[User]:
    """Active users who hold `role` at `body` today."""
    today = timezone.localdate()
    return (
        User.objects.filter(is_active=True, roles__role=role, roles__body=body)
        .filter(Q(roles__to_date=None) | Q(roles__to_date__gte=today))
        .distinct()
    )
