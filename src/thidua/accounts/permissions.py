"""Who may do what: checks of roles for other apps, and who may manage accounts."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import User
from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_role, has_role

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


def may_manage_accounts(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.ADMINISTRATOR, department=department)


def check_may_change_account(by: Any, *, user: User, department: Body) -> None:
    """The account must belong to the department of the administrator."""
    check_may_manage_accounts(by, department=department)
    if user.home_id is not None and user.home_id != department.pk:
        raise NotAllowed("Tài khoản này thuộc cơ quan khác. Đề nghị quản trị của cơ quan đó xử lý.")
