"""Who may keep the list of units, and who may look at a unit."""

from __future__ import annotations

from typing import Any

from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_keeper, has_role


def check_may_keep_bodies(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="cập nhật danh sách đơn vị")


def may_keep_bodies(by: Any, *, department: Body) -> bool:
    return has_role(by, Role.OFFICER, department=department)
