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
from thidua.people.models import Person
from thidua.people.permissions import may_see_private_facts


def check_may_open_round(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    if by is not None:
        check_role(by, Role.OFFICER, department=department, to_do="mở đợt xét")


def check_may_run_round(by: Any, *, round: Round, to_do: str) -> None:
    """Screening, findings, closing: the officer of the round's department."""
    if by is not None:
        check_role(by, Role.OFFICER, department=round.department, to_do=to_do)


def may_open_round(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def may_run_round(by: Any, *, round: Round) -> bool:
    return has_role(by, Role.OFFICER, department=round.department)


def may_see_round(by: Any, *, round: Round) -> bool:
    scope = scope_of(by)
    works = bool(scope.whole_department or scope.unit_ids)
    return works and scope.covers(round.department)


def may_propose(by: Any, *, round: Round) -> bool:
    """Who may take a selection of the grid to a dossier: the officer, and heads for their unit."""
    return has_role(by, Role.OFFICER, Role.HEAD_OF_UNIT, department=round.department)


def check_may_see_round(by: Any, *, round: Round) -> None:
    """Officer, secretary and director see all of it, a head the own unit; others nothing."""
    if not may_see_round(by, round=round):
        raise NotAllowed(
            "Chỉ chuyên viên, thư ký Hội đồng, Giám đốc và trưởng đơn vị của cơ quan mới xem được "
            "kết quả xét điều kiện."
        )


def may_see_assessment(by: Any, *, assessment: Assessment) -> bool:
    return assessments_visible_to(by).filter(pk=assessment.pk).exists()


def may_see_next_steps(by: Any, *, person: Person) -> bool:
    """Who works on the whole body, the head of the unit, and the person: discipline shows in it."""
    scope = scope_of(by)
    whole = scope.department == person.department and scope.whole_department
    return whole or may_see_private_facts(by, person=person)


def check_may_see_next_steps(by: Any, *, person: Person) -> None:
    if not may_see_next_steps(by, person=person):
        raise NotAllowed(
            "Chỉ chuyên viên, thư ký Hội đồng, Giám đốc, trưởng đơn vị và chính người này mới xem "
            "được các bước tiếp theo."
        )


def check_may_count_people(by: Any) -> None:
    """Officer, secretary, director of a body; of a province or ministry, for the bodies below."""
    if not scope_of(by).whole_department:
        raise NotAllowed(
            "Chỉ chuyên viên, thư ký Hội đồng và Giám đốc của cơ quan mới quét nhanh được."
        )


def check_may_try_rules(by: Any) -> None:
    """Those who count people, and legal officers: a what-if shows numbers, never persons."""
    scope = scope_of(by)
    if scope.department is None or not (scope.whole_department or scope.has(Role.LEGAL_OFFICER)):
        raise NotAllowed(
            "Chỉ chuyên viên, thư ký Hội đồng, Giám đốc và cán bộ pháp chế mới thử được thay đổi "
            "quy định."
        )
