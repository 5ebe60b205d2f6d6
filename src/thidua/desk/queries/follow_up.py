"""What follows decisions: things to come back, new certificates asked for, notices not seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from thidua.decisions.models import Reissue
from thidua.decisions.queries import notices
from thidua.decisions.queries.amended import recoveries
from thidua.decisions.queries.reissues import of_department
from thidua.desk.queries.tasks import SHOWN, Task
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, Scope


def after_decisions(user: Any, scope: Scope) -> list[Task]:
    """Tasks with their deadlines, one query for each kind that the role has."""
    if scope.department is None:
        return []
    found: list[Task] = []
    if scope.has(Role.OFFICER):
        found += _recoveries(scope.department)
    if scope.has(Role.DIRECTOR):
        found += _reissues(scope.department)
    if getattr(user, "person_id", None) or scope.has(Role.HEAD_OF_UNIT):
        found += _notices(user)
    return found


def _recoveries(department: Body) -> Iterator[Task]:
    """Objects and money of cancelled awards, one task for each awardee."""
    open_lines = [line for line in recoveries(department) if line.outstanding]
    for line in open_lines[:SHOWN]:
        due = [line.objects_due] if line.objects_due and line.objects_back_on is None else []
        left = line.amount_due - line.amount_back
        due += [f"{left:,} đ tiền thưởng".replace(",", ".")] if left else []
        yield Task(
            f"Thu hồi của {line.award.recipient_name}: {', '.join(due)}",
            f"{line.award.award_name} · hủy bỏ theo {line.decision.full_number}",
            reverse("decisions:returned", args=[line.pk]),
            "Ghi đã nộp",
            line.decision.amendment.return_by,
        )


def _reissues(department: Body) -> Iterator[Task]:
    """Applications for new certificates that the director settles."""
    asked = of_department(department).filter(state=Reissue.State.ASKED)
    for row in asked[:SHOWN]:
        kind = "Cấp đổi" if row.kind == Reissue.Kind.EXCHANGE else "Cấp lại"
        yield Task(
            f"{kind} bằng của {row.award.recipient_name}",
            f"{row.award.award_name} · {row.award.decision.full_number} · {row.reason}",
            f"{reverse('decisions:reissues')}?tinh-trang=asked",
            "Giải quyết",
            row.due_on,
        )


def _notices(user: Any) -> Iterator[Task]:
    count = notices.unseen(user)
    if count:
        yield Task(
            f"{count} thông báo về quyết định khen thưởng chưa xem",
            "Được khen thưởng, đính chính, hủy bỏ, cấp lại bằng",
            reverse("decisions:notices"),
            "Xem thông báo",
        )
