"""Who may change the templates of a body, and who may see them."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_role, has_role, scope_of


def check_may_keep_templates(user: Any, body: Body | None) -> None:
    check_role(user, Role.OFFICER, department=body, to_do="đổi mẫu văn bản")


def may_keep_templates(user: Any, body: Body | None) -> bool:
    return has_role(user, Role.OFFICER, department=body)


def readable_body(user: Any) -> Body:
    """The department whose templates `user` works with: officer, secretary, director."""
    scope = scope_of(user)
    if scope.department is None or not scope.whole_department:
        raise NotAllowed("Trang mẫu văn bản dành cho người làm công tác thi đua, khen thưởng.")
    return scope.department
