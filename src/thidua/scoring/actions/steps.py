"""A sheet's way: submitted, returned, checked, settled by the council, opened again."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions import mark_changed
from thidua.scoring.actions.sheets import check_not_ranked, locked, log, retotal
from thidua.scoring.models import Appeal, Evidence, Sheet
from thidua.scoring.permissions import check_may_step
from thidua.scoring.queries.sheets import lacking, unchecked
from thidua.scoring.states import BY_NAME

SHOWN = 6


@transaction.atomic
def submit_sheet(*, sheet: Sheet, by: Any, explanation: str = "") -> Sheet:
    """Hand the self-score in. Refuses, line by line, what is not scored or lacks its evidence.

    A sheet that was returned needs an explanation.
    """
    sheet = locked(sheet)
    check_may_step(by, sheet, "submit")
    explanation = squeeze(explanation)[:1000]
    if sheet.state == Sheet.State.RETURNED and not explanation:
        raise WrongState("Ghi nội dung giải trình rồi nộp lại.", field="explanation")
    proofs: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(line__sheet=sheet):
        proofs[one.line_id].append(one)
    problems = lacking(sheet.lines.select_related("criterion"), proofs)
    if problems:
        raise WrongState("Chưa nộp được. " + _told(problems))
    sheet.submitted_at = timezone.now()
    sheet.explanation = explanation or sheet.explanation
    return _step(sheet, "submit", by=by, detail={"explanation": explanation})


@transaction.atomic
def return_sheet(*, sheet: Sheet, reason: str, by: Any) -> Sheet:
    """Back to the unit for an explanation; checked points stay."""
    sheet = locked(sheet)
    check_may_step(by, sheet, "send_back")
    sheet.reason = _reason(reason, "Ghi nội dung đề nghị giải trình.")
    return _step(sheet, "send_back", by=by, detail={"reason": sheet.reason})


@transaction.atomic
def close_check(*, sheet: Sheet, by: Any) -> Sheet:
    """Close the check. Refuses lines not checked, and far differences without a reason."""
    sheet = locked(sheet)
    check_may_step(by, sheet, "close_check")
    problems = unchecked(sheet.lines.select_related("criterion"), sheet.table.reason_from)
    if problems:
        raise WrongState("Chưa chốt điểm thẩm định được. " + _told(problems))
    sheet.checked_at = timezone.now()
    return _step(sheet, "close_check", by=by)


@transaction.atomic
def reopen_check(*, sheet: Sheet, reason: str, by: Any) -> Sheet:
    """Check again: cross-scores that were drawn together fall away, those of peers stay."""
    sheet = locked(sheet)
    check_may_step(by, sheet, "reopen_check")
    check_not_ranked(sheet)
    reason = _reason(reason, "Ghi lý do mở lại thẩm định.")
    sheet.lines.exclude(cross_points=None).update(cross_points=None, cross_reason="")
    return _step(sheet, "reopen_check", by=by, detail={"reason": reason})


@transaction.atomic
def settle_sheet(*, sheet: Sheet, paper: str, by: Any) -> Sheet:
    """The council's points are final. Refuses an open appeal and a missing paper."""
    sheet = locked(sheet)
    check_may_step(by, sheet, "settle")
    open_ = Appeal.objects.filter(line__sheet=sheet, outcome="").count()
    if open_:
        raise WrongState(f"Còn {open_} đề nghị xem xét lại chưa trả lời. Trả lời trước khi chốt.")
    sheet.final_paper = squeeze(paper)[:120]
    if not sheet.final_paper:
        raise WrongState("Ghi biên bản hoặc văn bản chốt điểm.", field="paper")
    sheet.final_at = timezone.now()
    mark_changed(body_ids=[sheet.unit_id])
    return _step(sheet, "settle", by=by, detail={"paper": sheet.final_paper})


@transaction.atomic
def unsettle_sheet(*, sheet: Sheet, reason: str, by: Any) -> Sheet:
    """Open settled points again; what the cluster gave is drawn together anew afterwards."""
    sheet = locked(sheet)
    check_may_step(by, sheet, "unsettle")
    check_not_ranked(sheet)
    reason = _reason(reason, "Ghi lý do mở lại điểm đã chốt.")
    crossed = sheet.lines.exclude(cross_points=None).exists()
    sheet.final_paper, sheet.final_at = "", None
    mark_changed(body_ids=[sheet.unit_id])
    return _step(
        sheet, "unsettle", by=by, detail={"reason": reason},
        target=Sheet.State.CROSSED if crossed else Sheet.State.CHECKED,
    )  # fmt: skip


def _step(
    sheet: Sheet, name: str, *, by: Any, detail: dict[str, Any] | None = None, target: str = ""
) -> Sheet:
    step = BY_NAME[name]
    before = sheet.state
    sheet.state = target or step.target
    if name != "send_back":
        sheet.reason = ""
    retotal(sheet)
    log(
        sheet, name, step.log.format(unit=sheet.unit.name), by=by,
        detail={"before": before, "total": str(sheet.total), **(detail or {})},
    )  # fmt: skip
    return sheet


def _reason(text: str, asked: str) -> str:
    reason = squeeze(text)[:500]
    if not reason:
        raise WrongState(asked, field="reason")
    return reason


def _told(problems: list[str]) -> str:
    more = f" Còn {len(problems) - SHOWN} dòng nữa." if len(problems) > SHOWN else ""
    return " ".join(problems[:SHOWN]) + more
