"""Who may do what: checks of roles for other apps, and who may manage accounts."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import User
from thidua.accounts.queries import accounts_for
from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_role, has_role, scope_of

__all__ = [
    "check_may_change_account",
    "check_may_manage_accounts",
    "check_role",
    "has_role",
    "may_manage_accounts",
]


def check_may_manage_accounts(by: Any, *, department: Body | None) -> None:
    """Only the administrator of the department; `by=None` is the program itself."""
    if by is not None:
        check_role(by, Role.ADMINISTRATOR, department=department, to_do="quản lý tài khoản")


def may_manage_accounts(by: Any) -> bool:
    return scope_of(by).has(Role.ADMINISTRATOR)


def check_may_change_account(by: Any, *, user: User) -> None:
    """The account must be one of those the administrator looks after."""
    if by is None:
        return
    check_may_manage_accounts(by, department=scope_of(by).department)
    if not accounts_for(by).filter(pk=user.pk).exists():
        raise NotAllowed("Tài khoản này thuộc cơ quan khác. Đề nghị quản trị của cơ quan đó xử lý.")
