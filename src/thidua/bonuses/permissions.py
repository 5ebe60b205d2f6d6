"""Who may see and keep the payment lists and the funds."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.permissions import check_role, has_role
from thidua.organisations.models import Body

READERS = (Role.OFFICER, Role.SECRETARY, Role.DIRECTOR)


def check_may_read(user: Any, department: Body | None) -> None:
    check_role(user, *READERS, department=department, to_do="xem danh sách chi tiền thưởng")


def may_read(user: Any, department: Body | None) -> bool:
    return has_role(user, *READERS, department=department)


def check_may_pay(user: Any, department: Body | None) -> None:
    check_role(user, Role.OFFICER, department=department, to_do="ghi nhận đã chi tiền thưởng")


def may_pay(user: Any, department: Body | None) -> bool:
    return has_role(user, Role.OFFICER, department=department)


def check_may_keep_fund(user: Any, department: Body | None) -> None:
    check_role(user, Role.OFFICER, department=department, to_do="ghi sổ quỹ thi đua, khen thưởng")


def may_keep_fund(user: Any, department: Body | None) -> bool:
    return has_role(user, Role.OFFICER, department=department)


def check_may_close_fund(user: Any, department: Body | None) -> None:
    """The head of the level decides on the fund (NĐ 152/2025/NĐ-CP Điều 47)."""
    check_role(user, Role.DIRECTOR, department=department, to_do="khóa sổ quỹ")


def may_close_fund(user: Any, department: Body | None) -> bool:
    return has_role(user, Role.DIRECTOR, department=department)
