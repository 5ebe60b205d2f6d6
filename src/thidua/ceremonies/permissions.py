"""Who plans ceremonies and keeps the stock: the officer; who reads: the whole department."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.permissions import check_role, has_role
from thidua.accounts.queries import scope_of
from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body


def check_may_plan(user: Any, body: Body | None) -> None:
    check_role(user, Role.OFFICER, department=body, to_do="lập buổi lễ trao thưởng")


def may_plan(user: Any, body: Body | None) -> bool:
    return has_role(user, Role.OFFICER, department=body)


def check_may_keep_stock(user: Any, body: Body | None) -> None:
    check_role(user, Role.OFFICER, department=body, to_do="nhập, xuất phôi bằng và hiện vật")


def readable_body(user: Any) -> Body:
    """The department whose ceremonies and stock `user` may read."""
    scope = scope_of(user)
    if scope.department is None or not scope.whole_department:
        raise NotAllowed("Trang này dành cho người làm công tác thi đua, khen thưởng.")
    return scope.department
