"""Checks of roles that other apps build theirs on; a refusal names the role that may."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.queries import Scope, scope_of
from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body


def check_role(user: Any, *roles: str, department: Body | None, to_do: str) -> Scope:
    """Raise NotAllowed unless `user` holds one of `roles`; `to_do` ends the sentence.

    Example: check_role(user, Role.OFFICER, department=body, to_do="nhập danh sách").
    """
    scope = scope_of(user)
    if department is None or scope.department != department or not scope.has(*roles):
        labels = " hoặc ".join(str(Role(r).label) for r in roles)
        raise NotAllowed(f"Chỉ {labels} của đơn vị mới được {to_do}.")
    return scope


def has_role(user: Any, *roles: str, department: Body | None) -> bool:
    """The same question without a refusal."""
    scope = scope_of(user)
    return department is not None and scope.department == department and scope.has(*roles)
