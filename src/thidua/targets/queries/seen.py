"""Which sets, targets and programmes a user sees."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from thidua.organisations.models import NOT_UNITS, Body
from thidua.organisations.scopes import WHOLE_DEPARTMENT, Role, scope_of
from thidua.targets.models import Programme, Target, TargetSet
from thidua.targets.queries.series import in_force


def sets_for(user: Any) -> QuerySet[TargetSet]:
    """All of the department; for the head of a unit the own units' and what the body approved."""
    scope = scope_of(user)
    if scope.department is None:
        return TargetSet.objects.none()
    if scope.has(*WHOLE_DEPARTMENT):
        return TargetSet.objects.filter(scope.of_department())
    if scope.has(Role.HEAD_OF_UNIT):
        own = Q(body__in=scope.unit_ids)
        whole = Q(body=scope.department, state=TargetSet.State.APPROVED)
        return TargetSet.objects.filter(own | whole)
    return TargetSet.objects.none()


def targets_for(user: Any) -> QuerySet[Target]:
    """Targets of those sets, those one is to carry out oneself, and those handed down below."""
    scope = scope_of(user)
    found = Q(set__in=sets_for(user).order_by())
    person = getattr(user, "person_id", None)
    if person:
        found |= Q(owner_person=person) & in_force()
    if scope.department is not None and scope.has(*WHOLE_DEPARTMENT):
        found |= Q(parent__set__department=scope.department)
    return Target.objects.filter(found).select_related(
        "set__body", "set__department", "owner_unit", "owner_person", "parent__set__body",
        "movement_target__movement",
    )  # fmt: skip


def programmes_for(user: Any) -> QuerySet[Programme]:
    """Those of the bodies whose sets one sees."""
    scope = scope_of(user)
    if scope.department is None:
        return Programme.objects.none()
    if scope.has(*WHOLE_DEPARTMENT):
        return Programme.objects.filter(scope.of_department())
    if scope.has(Role.HEAD_OF_UNIT):
        return Programme.objects.filter(body__in=[*scope.unit_ids, scope.department.pk])
    return Programme.objects.none()


def bodies_to_plan_for(user: Any) -> list[Body]:
    """Bodies for which the user may write targets: the department and its units, or the own."""
    scope = scope_of(user)
    if scope.department is None:
        return []
    if scope.has(Role.OFFICER):
        units = direct_units(scope.department)
        return [scope.department, *(one for one in units if one.kind not in NOT_UNITS)]
    if scope.has(Role.HEAD_OF_UNIT):
        return list(Body.objects.filter(pk__in=scope.unit_ids, closed_on=None))
    return []


def direct_units(body: Body) -> QuerySet[Body]:
    """Who a body assigns targets to: its units and the bodies directly below it."""
    return Body.objects.filter(parent=body, closed_on=None, in_catalogue=False)


def shares_for(user: Any, target: Target) -> QuerySet[Target]:
    """What was handed down of a target, as far as the user may see it."""
    rows = target.shares.select_related("set__body").order_by("set__body__order", "set__body_id")
    scope = scope_of(user)
    if scope.has(*WHOLE_DEPARTMENT):
        return rows
    return rows.filter(set__body__in=scope.unit_ids)
