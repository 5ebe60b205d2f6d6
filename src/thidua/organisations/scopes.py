"""Roles that people hold at bodies and the scope they give: what later apps scope lists by.

It lies here, below `people`, because every app that keeps records of a body asks it; the rows of
`RoleAssignment` stay in `accounts`, which hangs a `scope` on its users.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body


class Role(models.TextChoices):
    """What a person does at a body in this work."""

    OFFICER = "officer", "Chuyên viên thi đua, khen thưởng"
    HEAD_OF_UNIT = "head_of_unit", "Trưởng phòng, đơn vị"
    COUNCIL_MEMBER = "council_member", "Thành viên Hội đồng"
    SECRETARY = "secretary", "Thư ký Hội đồng"
    DIRECTOR = "director", "Giám đốc Sở"
    LEGAL_OFFICER = "legal_officer", "Cán bộ pháp chế"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


# Roles that work on the records of the whole department.
WHOLE_DEPARTMENT = frozenset({Role.OFFICER, Role.SECRETARY, Role.DIRECTOR})


@dataclass(frozen=True)
class Scope:
    """Where a user works: one department, the units they head there, and their roles."""

    department: Body | None
    unit_ids: frozenset[int]
    roles: frozenset[str]

    @property
    def whole_department(self) -> bool:
        """True for those who see every person, dossier and entry of the department."""
        return bool(self.roles & WHOLE_DEPARTMENT)

    def has(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


NOWHERE = Scope(None, frozenset(), frozenset())


def scope_of(user: Any) -> Scope:
    """The scope of `user`; NOWHERE for strangers. Read once per request and user object."""
    if not getattr(user, "is_authenticated", False):
        return NOWHERE
    return getattr(user, "scope", NOWHERE)


def check_role(user: Any, *roles: str, department: Body | None, to_do: str) -> Scope:
    """Raise NotAllowed unless `user` holds one of `roles`; `to_do` ends the sentence.

    Example: check_role(user, Role.OFFICER, department=body, to_do="nhập danh sách").
    """
    scope = scope_of(user)
    if department is None or scope.department != department or not scope.has(*roles):
        labels = " hoặc ".join(str(Role(r).label) for r in roles)
        raise NotAllowed(f"Chỉ {labels} của đơn vị mới được {to_do}.")
    return scope


def has_role(user: Any, *roles: str, department: Body | None) -> bool:
    """The same question without a refusal."""
    scope = scope_of(user)
    return department is not None and scope.department == department and scope.has(*roles)


def check_keeper(by: Any, *, department: Body, to_do: str) -> None:
    """The officer of the department may; `by=None` is the program itself."""
    if by is not None:
        check_role(by, Role.OFFICER, department=department, to_do=to_do)
