"""Targets on the desk: periods to report, targets assigned, sets to approve, late milestones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from thidua.desk.queries.tasks import SHOWN, Task
from thidua.organisations.scopes import Role, Scope
from thidua.targets.queries.waiting import late_milestones, to_approve, to_receive, to_report


def about_targets(user: Any, scope: Scope) -> Iterator[Task]:
    """One query for each kind that the role has."""
    if scope.department is None:
        return
    keeps = scope.has(Role.OFFICER, Role.HEAD_OF_UNIT)
    if scope.has(Role.DIRECTOR):
        yield from _approvals(user)
    if keeps:
        yield from _assigned(user)
        yield from _milestones(user)
    if keeps or getattr(user, "person_id", None):
        yield from _reports(user, alone=not keeps)


def _reports(user: Any, *, alone: bool) -> Iterator[Task]:
    """Who has no office reports the own target and does not see the whole set."""
    for one in to_report(user)[:SHOWN]:
        yield Task(
            f"Báo cáo {one.targets} chỉ tiêu, {one.period}",
            f"{one.body} · kỳ đã hết, chưa có kết quả",
            reverse("targets:target", args=[one.first])
            if alone
            else reverse("targets:set", args=[one.set]),
            "Báo cáo",
            one.due,
        )


def _assigned(user: Any) -> Iterator[Task]:
    for one in to_receive(user)[:SHOWN]:
        kept: Any = one
        yield Task(
            f"Nhận {kept.fresh} chỉ tiêu được giao năm {one.year}",
            f"{one.body.name} · cấp trên giao, chưa xác nhận",
            reverse("targets:set", args=[one.pk]),
            "Xem và nhận",
        )


def _approvals(user: Any) -> Iterator[Task]:
    for one in to_approve(user)[:SHOWN]:
        kept: Any = one
        yield Task(
            f"Duyệt, giao chỉ tiêu năm {one.year} của {one.body.name}",
            f"{kept.count} chỉ tiêu trình duyệt",
            reverse("targets:set", args=[one.pk]),
            "Đọc và duyệt",
        )


def _milestones(user: Any) -> Iterator[Task]:
    for step in late_milestones(user)[:3]:
        yield Task(
            f"Quá hạn: {step.text}",
            f"{step.programme.get_kind_display()} {step.programme.name}",
            reverse("targets:programme", args=[step.programme_id]),
            "Ghi kết quả",
            step.due_on,
        )
