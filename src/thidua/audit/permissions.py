"""Who may read the log of a body."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed

# Words of the roles, compared with the scope that accounts hang on their users.
READERS = ("administrator", "director")


def may_read_log(by: Any) -> bool:
    scope = getattr(by, "scope", None)
    return scope is not None and scope.department is not None and scope.has(*READERS)


def check_may_read_log(by: Any) -> None:
    """The administrator and the director of a department."""
    if not may_read_log(by):
        raise NotAllowed("Chỉ Quản trị hệ thống hoặc Giám đốc Sở mới được xem nhật ký.")
