"""Who may write into the book of record and who may decide whose award it is."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_keeper, check_role, has_role, scope_of

# The decision that is signed writes the book itself, so the director's signature reaches it too.
RECORDERS = (Role.OFFICER, Role.DIRECTOR)


def check_may_record(by: Any, *, department: Body) -> None:
    """The officer, the director when a decision is issued, or the program (`by=None`)."""
    if by is not None:
        check_role(by, *RECORDERS, department=department, to_do="ghi sổ khen thưởng")


def check_may_keep_register(by: Any, *, department: Body) -> None:
    """Matching, revoking, declaring years loaded: the officer, or the program."""
    check_keeper(by, department=department, to_do="cập nhật sổ khen thưởng")


def may_keep_register(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def may_verify(by: Any, *, department: Body | None) -> bool:
    """Whoever sees the whole book of the department."""
    scope = scope_of(by)
    return department is not None and scope.whole_department and scope.covers(department)


def check_may_verify(by: Any, *, department: Body) -> None:
    if by is not None and not may_verify(by, department=department):
        raise NotAllowed("Chỉ người được xem toàn bộ sổ mới được kiểm tra sổ.")


def may_extract(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, Role.DIRECTOR, department=department)


def check_may_extract(by: Any, *, department: Body) -> None:
    """A certified extract speaks for the department: its officer prepares, its director signs."""
    check_role(by, Role.OFFICER, Role.DIRECTOR, department=department, to_do="cấp bản trích sao sổ")
