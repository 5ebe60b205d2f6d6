"""What the shell of every page shows: body, role, navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from thidua.accounts.navigation import groups_for
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, Scope, scope_of

# The role named under the body when someone holds several: the one that works most.
_RANK = (
    Role.OFFICER,
    Role.DIRECTOR,
    Role.SECRETARY,
    Role.LEGAL_OFFICER,
    Role.HEAD_OF_UNIT,
    Role.COUNCIL_MEMBER,
    Role.ADMINISTRATOR,
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Body, role label and navigation of the signed-in user; made only when a page shows them."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    scope = scope_of(user)
    return {
        "province": _province(scope.department),
        "body": scope.department,
        "role_label": role_label(scope),
        "year": timezone.localdate().year,
        "nav": groups_for(user, scope, request.path),
        "can_search": scope.whole_department or bool(scope.unit_ids),
    }


def role_label(scope: Scope) -> str:
    """The chief role in words; people without a role use the system for their own record."""
    held = [role for role in _RANK if role in scope.roles]
    if not held:
        return "Cán bộ, công chức, viên chức"
    more = len(held) - 1
    return f"{held[0].label}{f' và {more} vai trò khác' if more else ''}"


def _province(department: Body | None) -> str:
    parent = department.parent if department is not None else None
    if parent is None:
        return department.place if department is not None else ""
    short = parent.name.removeprefix("UBND ").removeprefix("Ủy ban nhân dân ")
    return short[:1].upper() + short[1:]
