"""A set's own particulars, and taking back one that was begun by mistake."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.targets.actions.planning import check_report_days, held
from thidua.targets.models import TargetSet
from thidua.targets.permissions import check_may_plan_for, check_open


@transaction.atomic
def save_set(*, of: TargetSet, title: str, report_days: int, by: Any) -> TargetSet:
    """Change the name of the programme of work and the days for reports; refuses a locked year."""
    of = held(of)
    check_may_plan_for(by, body=of.body)
    check_open(of)
    check_report_days(report_days)
    title = squeeze(title)[:300]
    before = {"title": of.title, "report_days": of.report_days}
    if before == {"title": title, "report_days": report_days}:
        return of
    of.title, of.report_days = title, report_days
    of.save()
    record(
        by=by, action="targets.save_set", subject=of, body=of.department,
        text=f"Sửa thông tin bộ chỉ tiêu năm {of.year} của {of.body.name}",
        detail={"before": before},
    )  # fmt: skip
    return of


@transaction.atomic
def remove_set(*, of: TargetSet, by: Any) -> None:
    """Take back a draft. Refuses one that is no draft, or holds targets from above or results."""
    of = held(of)
    check_may_plan_for(by, body=of.body)
    if of.state != TargetSet.State.DRAFT:
        raise WrongState("Chỉ xóa được bộ chỉ tiêu còn là dự thảo.")
    if of.targets.filter(parent__isnull=False).exists():
        raise WrongState("Bộ này có chỉ tiêu cấp trên giao nên không xóa được.")
    if of.targets.filter(results__isnull=False).exists():
        raise WrongState("Bộ này đã có kết quả báo cáo nên không xóa được.")
    codes = list(of.targets.values_list("code", flat=True))
    record(
        by=by, action="targets.remove_set", subject=of, body=of.department,
        text=f"Xóa dự thảo chỉ tiêu năm {of.year} của {of.body.name}",
        detail={"before": {"codes": codes}},
    )  # fmt: skip
    of.targets.all().delete()
    of.delete()
