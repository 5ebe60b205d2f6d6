"""What scoring asks of the signed-in user: to score, to check, to cross-score, to answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from thidua.desk.queries.tasks import Task
from thidua.organisations.queries.clusters import acting_keys
from thidua.organisations.scopes import Role, Scope
from thidua.scoring.models import PeerReview, Sheet
from thidua.scoring.queries.clusters import to_cross

S = Sheet.State
SHOWN = 3


def about_scoring(user: Any, scope: Scope) -> Iterator[Task]:
    """For heads of units their sheets and those of peers; for the officer what was handed in."""
    if scope.has(Role.HEAD_OF_UNIT):
        yield from _own(user)
        yield from _peers(user)
    if scope.has(Role.OFFICER):
        yield from _handed_in(scope)


def _own(user: Any) -> Iterator[Task]:
    mine = Sheet.objects.filter(unit__in=acting_keys(user), state__in=(S.SELF, S.RETURNED))
    for sheet in mine.select_related("table", "unit").order_by("table__due_on", "pk")[:SHOWN]:
        returned = sheet.state == S.RETURNED
        yield Task(
            f"{'Giải trình' if returned else 'Tự chấm'}: {sheet.table.name} năm {sheet.table.year}",
            f"{sheet.unit.name} · {sheet.reason}" if returned else sheet.unit.name,
            reverse("scoring:sheet", args=[sheet.pk]),
            "Giải trình" if returned else "Tự chấm",
            sheet.table.due_on,
        )


def _peers(user: Any) -> Iterator[Task]:
    keys = acting_keys(user)
    done = PeerReview.objects.filter(peer__in=keys).exclude(submitted_at=None).values("sheet")
    waiting = to_cross(user).filter(state=S.CHECKED).exclude(pk__in=done).count()
    if waiting:
        yield Task(
            f"Chấm chéo {waiting} phiếu của đơn vị cùng cụm, khối",
            "Phiếu đã thẩm định, chờ các đơn vị chấm chéo",
            reverse("scoring:to_cross"),
            "Chấm chéo",
        )


def _handed_in(scope: Scope) -> Iterator[Task]:
    counted = Sheet.objects.filter(table__department=scope.department).aggregate(
        handed=Count("pk", filter=Q(state=S.SUBMITTED), distinct=True),
        asked=Count("lines__appeals", filter=Q(lines__appeals__outcome=""), distinct=True),
    )
    if counted["handed"]:
        yield Task(
            f"Thẩm định {counted['handed']} phiếu chấm điểm",
            "Đơn vị đã nộp phiếu tự chấm",
            f"{reverse('scoring:index')}?trang-thai={S.SUBMITTED}",
            "Thẩm định",
        )
    if counted["asked"]:
        yield Task(
            f"Trả lời {counted['asked']} đề nghị xem xét lại điểm",
            "Trả lời trước khi Hội đồng chốt điểm",
            f"{reverse('scoring:index')}?trang-thai={S.CHECKED}",
            "Trả lời",
        )
