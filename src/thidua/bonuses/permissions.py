"""Who may see and keep the payment lists."""

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
