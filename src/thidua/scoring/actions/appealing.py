"""A unit asks for a line to be looked at again; the answer keeps or changes the points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.movements.numbers import number_text
from thidua.scoring.actions.points import checked_points
from thidua.scoring.actions.sheets import check_not_ranked, locked, log, retotal
from thidua.scoring.models import Appeal, SheetLine
from thidua.scoring.permissions import check_may_answer, check_may_appeal
from thidua.scoring.queries.sheets import stage_of, standing


@transaction.atomic
def appeal(*, line: SheetLine, reason: str, by: Any) -> Appeal:
    """Ask once for one line, with a reason, between the check and the council's final score."""
    sheet = locked(line.sheet)
    check_may_appeal(by, sheet)
    reason = squeeze(reason)[:1000]
    if not reason:
        raise WrongState("Ghi lý do đề nghị xem xét lại.", field="reason")
    line = SheetLine.objects.select_related("criterion").get(pk=line.pk)
    if line.appeals.filter(outcome="").exists():
        raise WrongState(f"Dòng {line.criterion.number} đang có một đề nghị chờ trả lời.")
    points, _ = standing(line, sheet.state)
    made = Appeal.objects.create(line=line, reason=reason, made_by=by, before=points)
    log(
        sheet, "appeal", f"{sheet.unit.name} đề nghị xem xét lại dòng {line.criterion.number}",
        by=by, detail={"line": line.criterion.number, "reason": reason},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_appeal(*, appeal: Appeal, answer: str, by: Any, points: Decimal | None = None) -> Appeal:
    """Answer in words; with `points` the standing points of the line become these."""
    sheet = locked(appeal.line.sheet)
    check_may_answer(by, sheet)
    check_not_ranked(sheet)
    appeal = Appeal.objects.select_related("line__criterion").get(pk=appeal.pk)
    if appeal.outcome:
        raise WrongState("Đề nghị này đã được trả lời.")
    answer = squeeze(answer)[:1000]
    if not answer:
        raise WrongState("Ghi nội dung trả lời.", field="answer")
    line = appeal.line
    now, _ = standing(line, sheet.state)
    if points is not None:
        points = checked_points(line.criterion, points)
    appeal.after = now if points is None else points
    changed = points is not None and points != now
    appeal.outcome = Appeal.Outcome.CHANGED if changed else Appeal.Outcome.KEPT
    appeal.answer, appeal.answered_by, appeal.answered_at = answer, by, timezone.now()
    appeal.save()
    if changed:
        stage = stage_of(sheet.state)
        setattr(line, f"{stage}_points", points)
        setattr(line, f"{stage}_reason", f"Theo đề nghị xem xét lại: {answer}"[:500])
        line.version += 1
        line.changed_by, line.changed_at = by, timezone.now()
        line.save()
        retotal(sheet)
    log(
        sheet, "answer_appeal",
        f"Trả lời đề nghị xem xét lại dòng {line.criterion.number} của {sheet.unit.name}: "
        f"{appeal.get_outcome_display().lower()}",
        by=by,
        detail={
            "line": line.criterion.number, "answer": answer,
            "before": number_text(now), "after": number_text(appeal.after),
        },
    )  # fmt: skip
    return appeal
