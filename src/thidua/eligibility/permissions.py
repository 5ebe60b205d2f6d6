"""Who may open and screen a round and record findings, and who may look at its answers."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.permissions import check_role, has_role
from thidua.accounts.queries import scope_of
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries import assessments_visible_to
from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body


def check_may_open_round(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    if by is not None:
        check_role(by, Role.OFFICER, department=department, to_do="mở đợt xét")


def check_may_run_round(by: Any, *, round: Round, to_do: str) -> None:  # noqa: A002
    """Screening, findings, closing: the officer of the round's department."""
    if by is not None:
        check_role(by, Role.OFFICER, department=round.department, to_do=to_do)


def may_open_round(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def may_run_round(by: Any, *, round: Round) -> bool:  # noqa: A002
    return has_role(by, Role.OFFICER, department=round.department)


def may_see_round(by: Any, *, round: Round) -> bool:  # noqa: A002
    scope = scope_of(by)
    return scope.department == round.department and bool(scope.whole_department or scope.unit_ids)


def may_propose(by: Any, *, round: Round) -> bool:  # noqa: A002
    """Who may take a selection of the grid to a dossier: the officer, and heads for their unit."""
    return has_role(by, Role.OFFICER, Role.HEAD_OF_UNIT, department=round.department)


def check_may_see_round(by: Any, *, round: Round) -> None:  # noqa: A002
    """Officer, secretary and director see all of it, a head the own unit; others nothing."""
    if not may_see_round(by, round=round):
        raise NotAllowed(
            "Chỉ chuyên viên, thư ký Hội đồng, Giám đốc và trưởng đơn vị của cơ quan mới xem được "
            "kết quả xét điều kiện."
        )


def may_see_assessment(by: Any, *, assessment: Assessment) -> bool:
    return assessments_visible_to(by).filter(pk=assessment.pk).exists()
