"""What a draft says, and its way to the signature and back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.decisions.actions.numbering import settle_number
from thidua.decisions.actions.paper import drop_paper
from thidua.decisions.actions.saving import locked, take_step
from thidua.decisions.models import Decision
from thidua.decisions.permissions import check_may_edit, check_may_take
from thidua.decisions.queries.lists import what_is_missing
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze

EDITABLE = (
    "title",
    "number",
    "decided_on",
    "place",
    "signing_form",
    "signatory_post",
    "signatory_name",
    "grounds",
    "period_from",
    "period_to",
    "fund",
    "executors",
    "recipients",
)


@transaction.atomic
def edit_decision(
    *, decision: Decision, by: Any, skipped_elsewhere: bool = False, **changes: Any
) -> Decision:
    """Change what a draft says. Unknown fields are a programming error, wrong values a sentence.

    A number is kept for the draft from now on; leaving it empty gives it back.
    """
    decision = locked(decision)
    check_may_edit(by, decision)
    for name in changes:
        if name not in EDITABLE:
            raise TypeError(f"edit_decision() does not know {name!r}")
    for name, value in changes.items():
        setattr(decision, name, squeeze(value) if isinstance(value, str) else value)
    if not decision.title:
        raise WrongState("Ghi trích yếu của quyết định.", field="title")
    start, end = decision.period_from, decision.period_to
    if start and end and end < start:
        raise WrongState("Ngày kết thúc thành tích phải sau ngày bắt đầu.", field="period_to")
    settle_number(decision, by=by, skipped_elsewhere=skipped_elsewhere)
    decision.save()
    record(
        by=by,
        action="decisions.edit",
        text=f"Sửa dự thảo quyết định “{decision.title}”",
        subject=decision,
        body=decision.department,
        detail={"fields": sorted(changes)},
    )
    return decision


@transaction.atomic
def send_to_sign(*, decision: Decision, by: Any) -> Decision:
    """Lay the draft before the director. Refuses while something the paper needs is missing."""
    decision = locked(decision)
    check_may_take(by, decision, "send_to_sign")
    missing = what_is_missing(decision)
    if missing:
        raise WrongState("Chưa trình ký được. Bổ sung: " + "; ".join(missing) + ".")
    return take_step(decision, "send_to_sign", by=by)


@transaction.atomic
def return_draft(*, decision: Decision, reason: str, by: Any) -> Decision:
    """Give the draft back to the officer with a reason; a prepared PDF is thrown away.

    The number stays kept for the draft; the officer may give it back by leaving it empty.
    """
    decision = locked(decision)
    check_may_take(by, decision, "return_draft")
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do trả lại: cần sửa gì, ở đâu.", field="reason")
    decision.return_reason = reason[:300]
    drop_paper(decision)
    return take_step(decision, "return_draft", by=by, reason=reason)


@transaction.atomic
def discard_decision(*, decision: Decision, by: Any) -> Decision:
    """Drop a draft; its nominees wait again for a decision, its number is free again."""
    decision = locked(decision)
    check_may_take(by, decision, "discard")
    decision.awards.all().delete()
    decision.amended_lines.all().delete()
    decision.number = None
    settle_number(decision, by=by)
    return take_step(decision, "discard", by=by)
