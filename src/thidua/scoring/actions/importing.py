"""Taking a table or a filled sheet from a file: all of it, or nothing with every bad row named."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thidua.kit.errors import WrongState
from thidua.kit.uploads import check_upload
from thidua.scoring.actions.points import save_check, save_self
from thidua.scoring.actions.proofs import add_proof
from thidua.scoring.actions.sheets import locked, log
from thidua.scoring.actions.tables import locked_draft, set_criteria
from thidua.scoring.actions.writing import CriterionRow
from thidua.scoring.models import ScoreTable, Sheet, SheetLine
from thidua.scoring.permissions import check_may_check, check_may_score
from thidua.scoring.workbooks import BadRows, FilledLine, read_sheet, read_table


@transaction.atomic
def import_table(*, table: ScoreTable, file: Any, by: Any) -> int:
    """All criteria of a draft from a workbook; returns how many. Raises `BadRows`."""
    locked_draft(table, by=by, revision=None)
    _check_workbook(file)
    rows = [CriterionRow(**row) for row in read_table(file)]
    try:
        set_criteria(table=table, rows=rows, by=by)
    except WrongState as refusal:
        raise BadRows([str(refusal)]) from refusal
    return len(rows)


@transaction.atomic
def import_sheet(*, sheet: Sheet, file: Any, by: Any) -> int:
    """Self-scores while the unit scores, checked points while the officer checks.

    Lines that the file leaves empty stay as they are. Returns how many lines changed; raises
    `BadRows` with a sentence for each row that cannot stand, and then changes nothing.
    """
    sheet = locked(sheet)
    checking = sheet.state == Sheet.State.SUBMITTED
    if checking:
        check_may_check(by, sheet)
    else:
        check_may_score(by, sheet)
    _check_workbook(file)
    given = read_sheet(file)
    lines = {
        line.criterion.number: line for line in sheet.lines.select_related("criterion", "sheet")
    }
    groups = set(sheet.table.criteria.values_list("number", flat=True)) - set(lines)
    problems: list[str] = []
    changed = 0
    for one in given:
        line = lines.get(one.number)
        if line is None:
            if one.number not in groups:
                problems.append(f"Dòng {one.row}: phiếu không có tiêu chí số {one.number}.")
            continue
        try:
            changed += _check(line, one, by) if checking else _score(line, one, by)
        except WrongState as refusal:
            problems.append(f"Dòng {one.row} ({one.number}): {refusal}")
    if problems:
        raise BadRows(problems)
    log(
        sheet, "import_sheet", f"Nhập phiếu của {sheet.unit.name} từ tệp Excel", by=by,
        detail={"lines": changed, "file": getattr(file, "name", "")},
    )  # fmt: skip
    return changed


def _score(line: SheetLine, one: FilledLine, by: Any) -> int:
    if one.value is None and not one.note and not one.proof:
        return 0
    row = line.criterion
    before = line.version
    value = one.value
    if value is None:
        value = line.measure if row.is_measured else line.self_points
    saved = save_self(
        line=line, version=line.version, value=value, note=one.note or line.self_note, by=by
    )
    known = {str(proof) for proof in line.proofs.all()}
    new = [part.strip() for part in one.proof.split(";") if part.strip() not in {"", *known}]
    for reference in new:
        add_proof(line=line, reference=reference, by=by)
    return int(saved.version != before or bool(new))


def _check(line: SheetLine, one: FilledLine, by: Any) -> int:
    if one.check is None:
        return 0
    before = line.version
    saved = save_check(
        line=line, version=line.version, points=one.check,
        reason=one.reason or line.check_reason, by=by,
    )  # fmt: skip
    return int(saved.version != before)


def _check_workbook(file: Any) -> None:
    if check_upload(file) != "xlsx":
        raise BadRows(["Chọn tệp Excel dạng .xlsx."])
