"""Saving one line of a sheet: whoever saves says which version was seen, so none is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.movements.numbers import number_text
from thidua.scoring.actions.sheets import check_not_ranked, locked, log, retotal
from thidua.scoring.arithmetic import Kind, points_for, points_refused
from thidua.scoring.models import Criterion, Sheet, SheetLine
from thidua.scoring.permissions import check_may_check, check_may_decide, check_may_score
from thidua.scoring.queries.sheets import points_at
from thidua.scoring.queries.tables import step_of


class LineChanged(WrongState):
    """Somebody else saved this line first; `line` is as it stands now."""

    def __init__(self, line: SheetLine) -> None:
        who = line.changed_by.full_name if line.changed_by else "Người khác"
        super().__init__(
            f"{who} vừa lưu dòng {line.criterion.number}. Điểm anh/chị nhập chưa ghi; xem điểm mới "
            "rồi lưu lại nếu cần."
        )
        self.line = line


@transaction.atomic
def save_self(
    *, line: SheetLine, version: int, value: Decimal | None, note: str, by: Any
) -> SheetLine:
    """The unit's own points, or the measure of a measured criterion; empty takes them back.

    Refuses points above the maximum and figures that the program takes from targets or the register
    (their note may change). Raises `LineChanged` when another person saved the line since.
    """
    sheet, line = held_line(line, version)
    check_may_score(by, sheet)
    check_not_ranked(sheet)
    row = line.criterion
    if line.taken_from and value is not None and value != line.measure:
        raise WrongState(
            f"Số liệu dòng {row.number} lấy từ hệ thống ({line.taken_from}). Sửa ở nơi đó rồi bấm "
            "“Lấy số liệu”; có ý kiến thì ghi vào thuyết minh.",
            field="value",
        )
    if not line.taken_from:
        if row.is_measured:
            line.measure, line.self_points = value, measured_points(row, value)
        else:
            line.self_points = None if value is None else checked_points(row, value)
    line.self_note = squeeze(note)[:1000]
    return saved_line(sheet, line, "save_self", "Tự chấm", by=by)


@transaction.atomic
def save_check(
    *, line: SheetLine, version: int, points: Decimal | None, reason: str, by: Any
) -> SheetLine:
    """The officer's points with the reason of a difference; the reason is due when closing."""
    sheet, line = held_line(line, version)
    check_may_check(by, sheet)
    check_not_ranked(sheet)
    line.check_points = None if points is None else checked_points(line.criterion, points)
    line.check_reason = squeeze(reason)[:500]
    return saved_line(sheet, line, "save_check", "Thẩm định", by=by)


@transaction.atomic
def agree_with_self(*, sheet: Sheet, by: Any) -> int:
    """Check every line not checked yet as the unit scored it; returns how many."""
    sheet = locked(sheet)
    check_may_check(by, sheet)
    check_not_ranked(sheet)
    lines = list(sheet.lines.filter(check_points=None).exclude(self_points=None))
    for line in lines:
        line.check_points = line.self_points
        line.version += 1
        line.changed_by, line.changed_at = by, timezone.now()
    SheetLine.objects.bulk_update(lines, ["check_points", "version", "changed_by", "changed_at"])
    if lines:
        retotal(sheet)
        log(
            sheet, "agree_with_self",
            f"Thẩm định {len(lines)} dòng đúng điểm tự chấm, phiếu của {sheet.unit.name}", by=by,
        )  # fmt: skip
    return len(lines)


@transaction.atomic
def save_final(
    *, line: SheetLine, version: int, points: Decimal | None, reason: str, by: Any
) -> SheetLine:
    """What the council decided for one line; without points the stage before stands.

    A difference needs its reason at once: there is no later step to ask for it.
    """
    sheet, line = held_line(line, version)
    check_may_decide(by, sheet)
    check_not_ranked(sheet)
    line.final_points = None if points is None else checked_points(line.criterion, points)
    line.final_reason = squeeze(reason)[:500]
    if line.final_points is not None and not line.final_reason:
        stage = "cross" if sheet.state == Sheet.State.CROSSED else "check"
        stood = points_at([line], stage).get(line.criterion_id, Decimal(0))
        if abs(line.final_points - stood) >= sheet.table.reason_from:
            raise WrongState(
                f"Dòng {line.criterion.number} lệch {number_text(abs(line.final_points - stood))} "
                "điểm: ghi lý do của Hội đồng.",
                field="reason",
            )
    return saved_line(sheet, line, "save_final", "Hội đồng cho điểm", by=by)


def checked_points(row: Criterion, points: Decimal) -> Decimal:
    """The points as they are stored; a penalty may be typed as 2 and is kept as −2."""
    if row.kind == Kind.PENALTY and points > 0:
        points = -points
    refused = points_refused(row.kind, maximum=row.maximum, points=points)
    if refused:
        raise WrongState(
            f"Dòng {row.number} “{row.text}” {refused}. Điểm ghi vào là {number_text(points)}.",
            field="value",
        )
    return points


def measured_points(row: Criterion, measure: Decimal | None) -> Decimal | None:
    """Points of a measure by the rule of the criterion."""
    if measure is None:
        return None
    if measure < 0:
        raise WrongState(
            f"Dòng {row.number} “{row.text}”: {row.measure_word} không thể âm.", field="value"
        )
    return points_for(
        row.kind, maximum=row.maximum, measure=measure, per=row.per,
        steps=[step_of(one) for one in row.steps],
    )  # fmt: skip


def held_line(line: SheetLine, version: int) -> tuple[Sheet, SheetLine]:
    """The sheet first, then its line: everybody holds them in this order."""
    sheet = locked(line.sheet)
    rows = SheetLine.objects.select_related("criterion", "changed_by")
    found = rows.get(pk=line.pk)
    if found.version != version:
        raise LineChanged(found)
    found.sheet = sheet
    return sheet, found


def saved_line(sheet: Sheet, line: SheetLine, action: str, verb: str, *, by: Any) -> SheetLine:
    """Store a held line that differs from what is stored, add up anew, log what changed."""
    before, after = _plain(SheetLine.objects.get(pk=line.pk)), _plain(line)
    if after == before:
        return line
    line.version += 1
    line.changed_by = by if getattr(by, "pk", None) else None
    line.changed_at = timezone.now()
    line.save()
    retotal(sheet)
    changed = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    log(
        sheet, action, f"{verb} dòng {line.criterion.number}, phiếu của {sheet.unit.name}", by=by,
        detail={"line": line.criterion.number, "changed": changed},
    )  # fmt: skip
    return line


_KEPT = ("measure", "self_points", "self_note", "check_points", "check_reason", "cross_points",
         "cross_reason", "final_points", "final_reason")  # fmt: skip


def _plain(line: SheetLine) -> dict[str, str]:
    return {name: _text(getattr(line, name)) for name in _KEPT}


def _text(value: Any) -> str:
    return number_text(value) if isinstance(value, Decimal) else value or ""
