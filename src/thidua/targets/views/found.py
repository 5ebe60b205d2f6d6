"""What every page of targets begins with: the object, if the user sees it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from thidua.audit.models import AuditRow
from thidua.organisations.scopes import WHOLE_DEPARTMENT, scope_of
from thidua.targets.models import Target, TargetSet
from thidua.targets.queries.seen import sets_for, targets_for


def found_set(request: HttpRequest, pk: int) -> TargetSet:
    return get_object_or_404(sets_for(request.user).select_related("body", "department"), pk=pk)


def found_target(request: HttpRequest, pk: int) -> Target:
    return get_object_or_404(targets_for(request.user), pk=pk)


def history_of(request: HttpRequest, subject: Any, department: Any) -> Any:
    """The last acts on it, for those who work on the whole department."""
    scope = scope_of(request.user)
    if not (scope.has(*WHOLE_DEPARTMENT) and scope.covers(department)):
        return AuditRow.objects.none()
    rows = AuditRow.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return rows.order_by("-sequence")[:30]
