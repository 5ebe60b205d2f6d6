"""Who may keep the list of units, reorganise them, and decide what history counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import NOT_UNITS, Body
from thidua.organisations.scopes import Role, check_keeper, check_role, has_role


def check_may_keep_bodies(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="cập nhật danh sách đơn vị")


def may_keep_bodies(by: Any, *, department: Body) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_reorganise(by: Any, *, bodies: Iterable[Body]) -> None:
    """The officer, for units of the own department; bodies themselves only the program."""
    if by is None:
        return
    for body in bodies:
        department = body.department
        check_keeper(by, department=department, to_do="ghi việc sắp xếp đơn vị")
        if body.kind in NOT_UNITS:
            raise NotAllowed(
                f"{body.name} là cơ quan, không phải đơn vị trực thuộc. Việc sắp xếp cơ quan do "
                "quản trị máy chủ nạp bằng lệnh “thidua organisations load”."
            )


def may_reorganise(by: Any, *, body: Body) -> bool:
    return body.kind not in NOT_UNITS and may_keep_bodies(by, department=body.department)


def check_may_recognise(by: Any, *, body: Body) -> None:
    """The officer or the director of the department; the decision names who took it."""
    if by is not None:
        check_role(
            by,
            Role.OFFICER,
            Role.DIRECTOR,
            department=body.department,
            to_do="ghi quyết định tính lịch sử của đơn vị tiền thân",
        )


def may_recognise(by: Any, *, body: Body) -> bool:
    return has_role(by, Role.OFFICER, Role.DIRECTOR, department=body.department)
