"""Opening sheets for units, and filling in what the program knows: targets and the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.movements.numbers import number_text
from thidua.organisations.models import Body, ClusterMember
from thidua.organisations.scopes import Role, check_role
from thidua.scoring.actions.sheets import check_not_ranked, locked, log, retotal
from thidua.scoring.arithmetic import Kind, points_for
from thidua.scoring.models import ScoreTable, Sheet, SheetLine
from thidua.scoring.permissions import check_may_write_tables, check_year_open, scores_itself
from thidua.scoring.queries.figures import figures_of
from thidua.scoring.queries.tables import step_of, units_scored


@transaction.atomic
def open_sheets(*, table: ScoreTable, units: Sequence[Body], by: Any) -> list[Sheet]:
    """One sheet for each unit, in the cluster it is in that year; figures are filled in at once.

    Refuses a table that is not in force, a unit the table is not for, and no unit at all. A unit
    that has its sheet already is left as it is.
    """
    check_may_write_tables(by, department=table.department)
    check_year_open(table.department, table.year)
    if table.state != ScoreTable.State.ISSUED:
        raise WrongState("Chỉ mở phiếu theo bảng đang áp dụng. Ban hành bảng trước.")
    if not units:
        raise WrongState("Chọn ít nhất một đơn vị.", field="units")
    free = {one.pk: one for one in units_scored(table)}
    there = set(table.sheets.values_list("unit", flat=True))
    wrong = [one for one in units if one.pk not in free and one.pk not in there]
    if wrong:
        raise WrongState(
            f"{wrong[0].name} không thuộc loại đơn vị của bảng này "
            f"({table.get_units_display().lower()})."
        )
    clusters = dict(
        ClusterMember.objects.filter(
            body__in=[one.pk for one in units],
            year=table.year,
            to_date=None,
            cluster_year__cluster__keeper=table.department,
        ).values_list("body", "cluster_year__cluster")
    )
    sheets = [
        Sheet(table=table, unit=unit, cluster_id=clusters.get(unit.pk))
        for unit in units
        if unit.pk not in there
    ]
    Sheet.objects.bulk_create(sheets)
    rows = list(table.criteria.exclude(kind=Kind.GROUP))
    SheetLine.objects.bulk_create(
        [SheetLine(sheet=sheet, criterion=row) for sheet in sheets for row in rows]
    )
    for sheet in sheets:
        _fill(sheet, by=by)
        log(sheet, "open_sheet", f"Mở phiếu chấm của {sheet.unit.name}, năm {table.year}", by=by)
    return sheets


@transaction.atomic
def refresh_figures(*, sheet: Sheet, by: Any) -> list[str]:
    """Take targets and the register anew; returns a sentence for each line that changed.

    Only while the unit still scores: later the figures are what the unit submitted.
    """
    sheet = locked(sheet)
    if not scores_itself(by, sheet):
        check_role(
            by, Role.OFFICER, department=sheet.table.department, to_do="lấy số liệu vào phiếu"
        )
    check_year_open(sheet.table.department, sheet.table.year)
    check_not_ranked(sheet)
    if sheet.state not in {Sheet.State.SELF, Sheet.State.RETURNED}:
        raise WrongState("Phiếu đã nộp nên giữ số liệu lúc nộp. Trả lại phiếu để lấy số liệu mới.")
    changed = _fill(sheet, by=by)
    if changed:
        log(
            sheet, "refresh_figures", f"Lấy số liệu vào phiếu của {sheet.unit.name}", by=by,
            detail={"lines": changed},
        )  # fmt: skip
    return changed


def _fill(sheet: Sheet, *, by: Any) -> list[str]:
    lines = list(sheet.lines.select_related("criterion"))
    found = figures_of(sheet, [line.criterion for line in lines])
    changed: list[SheetLine] = []
    told = []
    for line in lines:
        figure = found.get(line.criterion_id)
        if figure is None:
            if line.taken_from:  # the source is gone: people fill it in from now on
                line.taken_from = ""
                changed.append(line)
            continue
        row = line.criterion
        points = points_for(
            row.kind, maximum=row.maximum, measure=figure.measure, per=row.per,
            steps=[step_of(one) for one in row.steps],
        )  # fmt: skip
        if (line.measure, line.self_points, line.taken_from) == (
            figure.measure, points, figure.source[:300],
        ):  # fmt: skip
            continue
        line.measure, line.self_points = figure.measure, points
        line.taken_from = figure.source[:300]
        line.version += 1
        line.changed_at = timezone.now()
        line.changed_by = by if getattr(by, "pk", None) else None
        changed.append(line)
        told.append(f"Dòng {row.number}: {number_text(points)} điểm ({figure.source})")
    SheetLine.objects.bulk_update(
        changed,
        ["measure", "self_points", "taken_from", "version", "changed_at", "changed_by"],
    )
    if changed:
        retotal(sheet)
    return told
