"""Targets and results brought as a workbook: previewed first, then kept; twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.targets.actions.planning import held, save_target
from thidua.targets.actions.reading import BAD, SAME, Line, read_results, read_targets
from thidua.targets.actions.reporting import report_result
from thidua.targets.models import TargetSet
from thidua.targets.permissions import check_may_plan_for, check_open


def preview_targets(*, of: TargetSet, rows: Sequence[Sequence[Any]], by: Any) -> list[Line]:
    """What would become of each row; writes nothing. Refuses a set that is no draft."""
    _check_draft(of, by)
    return read_targets(of, rows)


def preview_results(*, of: TargetSet, rows: Sequence[Sequence[Any]], by: Any) -> list[Line]:
    """The same for results. Refuses a locked year, and those who do not keep the set."""
    check_may_plan_for(by, body=of.body)
    check_open(of)
    return read_results(of, rows)


@transaction.atomic
def import_targets(*, of: TargetSet, rows: Sequence[Sequence[Any]], by: Any) -> int:
    """Keep the good rows; returns how many were new or changed. Bad rows are left out."""
    of = held(of)
    _check_draft(of, by)
    lines = [line for line in read_targets(of, rows) if line.state not in (BAD, SAME)]
    for line in lines:
        save_target(of=of, values=line.values, target=line.target, by=by)
    if lines:
        _noted(of, by, "import_targets", f"Nhập {len(lines)} chỉ tiêu năm {of.year} từ Excel")
    return len(lines)


def _check_draft(of: TargetSet, by: Any) -> None:
    check_may_plan_for(by, body=of.body)
    if of.state != TargetSet.State.DRAFT:
        raise WrongState("Chỉ nhập được chỉ tiêu vào bộ còn là dự thảo.")


@transaction.atomic
def import_results(*, of: TargetSet, rows: Sequence[Sequence[Any]], by: Any) -> int:
    """Keep the good rows; returns how many were new or changed. Bad rows are left out."""
    of = held(of)
    lines = preview_results(of=of, rows=rows, by=by)
    good = [line for line in lines if line.state not in (BAD, SAME)]
    for line in good:
        assert line.target is not None  # noqa: S101 - a good line has its target
        report_result(target=line.target, by=by, **line.values)
    if good:
        _noted(of, by, "import_results", f"Nhập {len(good)} kết quả chỉ tiêu {of.year} từ Excel")
    return len(good)


def _noted(of: TargetSet, by: Any, verb: str, text: str) -> None:
    record(by=by, action=f"targets.{verb}", text=text, subject=of, body=of.department)
