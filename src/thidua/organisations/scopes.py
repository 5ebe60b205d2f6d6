"""Roles that people hold at bodies and the scope they give: what later apps scope lists by.

It lies here, below `people`, because every app that keeps records of a body asks it; the rows of
`RoleAssignment` stay in `accounts`, which hangs a `scope` on its users.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Exists, Q

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import NOT_UNITS, Body, HistoryRecognition


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
    # False where it is known that nobody has ever decided to count a body's history.
    looks_back: bool = True

    @cached_property
    def inherited(self) -> frozenset[int]:
        """Bodies that ended and whose history a standing decision counts for this department.

        Their books are read and continued by those who work on the whole department (one query
        for each link of such decisions, kept on the object). A predecessor that lives on keeps its
        books to itself.
        """
        found: set[int] = set()
        mine = self.department if self.looks_back and self.whole_department else None
        waiting = {mine.pk} if mine else set()
        while waiting:
            kept = HistoryRecognition.objects.filter(body__in=waiting, withdrawn_at=None)
            ended = kept.filter(
                predecessor__kind__in=NOT_UNITS, predecessor__closed_on__isnull=False
            )
            waiting = set(ended.values_list("predecessor", flat=True)) - found
            found |= waiting
        return frozenset(found)

    @property
    def further(self) -> tuple[int, ...]:
        """Keys of those bodies, in a fixed order: whose names are searched beside the own."""
        own = self.department.pk if self.department else 0
        return tuple(sorted(self.inherited - {own}))

    def covers(self, body: Body) -> bool:
        """True for the department, and for a body whose history was recognised as its own."""
        return self.department == body or body.pk in self.inherited

    def of_department(self, field: str = "department") -> Q:
        """Rows whose `field` is the department, or a body whose books it goes on with.

        One value where there is nothing to go on with, so that indexes serve.
        """
        if not self.inherited:
            return Q(**{field: self.department})
        return Q(**{f"{field}__in": {*self.inherited, self.department and self.department.pk}})

    @property
    def whole_department(self) -> bool:
        """True for those who see every person, dossier and entry of the department."""
        return bool(self.roles & WHOLE_DEPARTMENT)

    def has(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


def any_history_counts() -> Exists:
    """For the query that reads a user's roles: whether any decision on history stands at all."""
    return Exists(HistoryRecognition.objects.filter(withdrawn_at=None, body__kind__in=NOT_UNITS))


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
    if department is None or not (scope.has(*roles) and scope.covers(department)):
        labels = " hoặc ".join(str(Role(r).label) for r in roles)
        raise NotAllowed(f"Chỉ {labels} của đơn vị mới được {to_do}.")
    return scope


def has_role(user: Any, *roles: str, department: Body | None) -> bool:
    """The same question without a refusal."""
    scope = scope_of(user)
    return department is not None and scope.has(*roles) and scope.covers(department)


def check_keeper(by: Any, *, department: Body, to_do: str) -> None:
    """The officer of the department may; `by=None` is the program itself."""
    if by is not None:
        check_role(by, Role.OFFICER, department=department, to_do=to_do)
