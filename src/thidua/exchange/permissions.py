"""Who may bring files in: the officer of the department, nobody else."""

from __future__ import annotations

from typing import Any

from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_keeper, check_role, has_role, scope_of


def check_may_import(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="nhập danh sách, sổ khen thưởng")


def may_import(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_open_imports(user: Any) -> Body:
    """The department whose imports this user may see; NotAllowed for everybody but its officer."""
    scope = check_role(
        user,
        Role.OFFICER,
        department=scope_of(user).department,
        to_do="nhập danh sách, sổ khen thưởng",
    )
    assert scope.department is not None  # noqa: S101 - check_role refused None
    return scope.department
