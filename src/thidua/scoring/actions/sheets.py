"""What the actions on a sheet share: hold it, add it up anew, write the log."""

from __future__ import annotations

from typing import Any

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.scoring.arithmetic import grade_of, sums
from thidua.scoring.models import RankingPlace, Sheet
from thidua.scoring.queries.sheets import STAGES, points_at, stage_of, totals_of
from thidua.scoring.queries.tables import bands_of, trees_of


def locked(sheet: Sheet) -> Sheet:
    """The sheet as it is now, held until the end of the transaction."""
    found = Sheet.objects.select_for_update(of=("self",))
    return found.select_related("table__department", "unit", "cluster__keeper").get(pk=sheet.pk)


def check_not_ranked(sheet: Sheet) -> None:
    """Points that a concluded ranking stands on are left alone until it is withdrawn."""
    if RankingPlace.objects.filter(sheet=sheet, ranking__withdrawn_at=None).exists():
        raise WrongState(
            "Điểm này đã dùng để xếp hạng trong cụm, khối. Rút kết luận xếp hạng trước khi sửa "
            "điểm."
        )


def retotal(sheet: Sheet) -> None:
    """Add up every stage anew and set the grade; the sheet is held, so nobody adds beside."""
    lines = list(sheet.lines.select_related("criterion"))
    trees = trees_of(sheet.table.criteria.all())
    totals = totals_of(trees, lines)
    for stage in STAGES:
        found = totals[stage]
        setattr(sheet, f"{stage}_total", found.total if found else None)
    standing = sums(trees, points_at(lines, stage_of(sheet.state)))
    sheet.total = standing.total
    bands = bands_of(sheet.table)
    band = grade_of(standing.total, trees, standing.of, bands).band if bands else None
    sheet.grade_id = band.key if band and not standing.missing else None
    sheet.save()


def log(
    sheet: Sheet, action: str, text: str, *, by: Any, detail: dict[str, Any] | None = None
) -> None:
    record(
        by=by,
        action=f"scoring.{action}",
        text=text,
        subject=sheet,
        body=sheet.table.department,
        detail=detail or {},
    )
