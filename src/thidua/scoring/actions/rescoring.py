"""Scoring a sheet anew by the next version of its table: before and after are kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thidua.kit.errors import WrongState
from thidua.movements.numbers import number_text
from thidua.organisations.scopes import Role, check_role
from thidua.scoring.actions.sheets import check_not_ranked, locked, log, retotal
from thidua.scoring.models import Evidence, Rescoring, ScoreTable, Sheet, SheetLine
from thidua.scoring.permissions import check_year_open
from thidua.scoring.queries.rescoring import PlannedLine, plan_of


@transaction.atomic
def rescore(*, sheet: Sheet, table: ScoreTable, by: Any) -> Rescoring:
    """Move the sheet to `table`, the version in force; evidence and appeals go along.

    Refuses a settled sheet, another table than a later version, and one whose new maxima leave
    lines for people to score while the sheet is past the check: it goes back there.
    """
    sheet = locked(sheet)
    department = sheet.table.department
    check_role(by, Role.OFFICER, department=department, to_do="chấm lại theo bảng mới")
    check_year_open(department, sheet.table.year)
    check_not_ranked(sheet)
    if sheet.state == Sheet.State.FINAL:
        raise WrongState("Điểm đã chốt. Mở lại điểm đã chốt rồi chấm lại theo bảng mới.")
    if table.state != ScoreTable.State.ISSUED or not _later(sheet.table, table):
        raise WrongState("Chỉ chấm lại theo lần ban hành sau, đang áp dụng, của cùng bảng.")
    if sheet.reviews.exists():
        raise WrongState("Phiếu đã có điểm chấm chéo theo bảng cũ nên không chấm lại được.")
    plan = plan_of(sheet, table)
    old_table = sheet.table
    kept = Rescoring(
        sheet=sheet, old_table=old_table, new_table=table, before=plan.before, after=plan.after,
        grade_before=plan.grade_before, grade_after=plan.grade_after,
        lines=[_told(one) for one in plan.lines if one.differs]
        + [
            {"number": one.criterion.number, "before": number_text(one.self_points), "after": ""}
            for one in plan.dropped
        ],
    )  # fmt: skip
    for one in plan.lines:
        _moved(sheet, one)
    dropped = [one.pk for one in plan.dropped]
    if Evidence.objects.filter(line__in=dropped).exists():
        raise WrongState("Một dòng của bảng cũ không còn trong bảng mới mà có minh chứng. Giữ số "
                         "của dòng đó trong bảng mới, hoặc bỏ minh chứng trước.")  # fmt: skip
    SheetLine.objects.filter(pk__in=dropped).delete()
    sheet.table = table
    sheet.grade = None
    if plan.problems and sheet.state not in {Sheet.State.SELF, Sheet.State.RETURNED}:
        sheet.state = Sheet.State.SUBMITTED
    sheet.save()
    retotal(sheet)
    kept.after = sheet.total
    kept.grade_after = sheet.grade.name if sheet.grade_id and sheet.grade else ""
    kept.save()
    log(
        sheet, "rescore",
        f"Chấm lại phiếu của {sheet.unit.name} theo bảng lần {table.version}: "
        f"{number_text(plan.before)} thành {number_text(sheet.total)} điểm",
        by=by, detail={"lines": kept.lines, "from": old_table.pk, "to": table.pk},
    )  # fmt: skip
    return kept


def _later(old: ScoreTable, new: ScoreTable) -> bool:
    at: ScoreTable | None = new
    while at is not None:
        if at.replaces_id == old.pk:
            return True
        at = at.replaces
    return False


def _moved(sheet: Sheet, one: PlannedLine) -> None:
    line = one.old or SheetLine(sheet=sheet)
    line.criterion = one.criterion
    for stage, points in one.points.items():
        setattr(line, f"{stage}_points", points)
    line.version += 1
    line.save()


def _told(one: PlannedLine) -> dict[str, str]:
    return {
        "number": one.criterion.number,
        "before": number_text(one.before),
        "after": number_text(one.after),
    }
