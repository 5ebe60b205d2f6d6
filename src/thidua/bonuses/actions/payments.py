"""Payments marked as paid by a paper, and marks taken back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.bonuses.actions import ledger
from thidua.bonuses.models import Payment
from thidua.bonuses.permissions import check_may_pay
from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.queries.amended import named_in_draft
from thidua.kit.dates import dong
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze

LONGEST = 120


@transaction.atomic
def mark_paid(*, payments: Sequence[Payment], paid_on: date, by: Any, paper: str = "") -> int:
    """Note that these rewards were handed over on a day, by which paper; returns how many were new.

    What was bound in the fund becomes spent. Refuses an empty choice, payments of several
    decisions, a future day, a day before the decision, a line that was cancelled or is about to be.
    One already paid keeps its first day and paper.
    """
    decision, fresh = _locked(payments)
    check_may_pay(by, decision.department)
    today = timezone.localdate()
    if paid_on > today:
        raise WrongState(
            f"Ngày chi {paid_on:%d/%m/%Y} chưa tới. Chọn ngày không muộn hơn {today:%d/%m/%Y}.",
            field="paid_on",
        )
    if decision.decided_on is not None and paid_on < decision.decided_on:
        raise WrongState(
            f"Ngày chi phải từ ngày ký quyết định {decision.decided_on:%d/%m/%Y} trở đi.",
            field="paid_on",
        )
    waiting = [p for p in fresh if p.paid_on is None]
    _check_standing(waiting, "ghi nhận đã chi")
    paper = squeeze(paper)
    if len(paper) > LONGEST:
        raise WrongState(f"Chứng từ chi dài quá {LONGEST} ký tự.", field="paper")
    for payment in waiting:
        payment.paid_on, payment.paid_by, payment.paid_paper = paid_on, by, paper
    Payment.objects.bulk_update(waiting, ["paid_on", "paid_by", "paid_paper"], batch_size=200)
    if waiting:
        total = sum(p.amount for p in waiting)
        ledger.pay(
            decision,
            total,
            day=paid_on,
            paper=paper,
            text=f"Chi tiền thưởng {len(waiting)} trường hợp theo {decision.full_number}",
            by=by,
        )
        record(
            by=by,
            action="bonuses.pay",
            text=f"Ghi nhận đã chi {dong(total)} cho {len(waiting)} trường hợp "
            f"theo {decision.full_number}",
            subject=decision,
            body=decision.department,
            detail={
                "payments": [p.pk for p in waiting],
                "paid_on": paid_on.isoformat(),
                "paper": paper,
                "total": total,
            },
        )
    return len(waiting)


@transaction.atomic
def take_back(*, payments: Sequence[Payment], reason: str, by: Any) -> int:
    """Undo the mark of payment, with a reason; returns how many were undone.

    What was spent in the fund is bound again. Refuses a line that was cancelled or is about to be:
    its money is owed back.
    """
    decision, fresh = _locked(payments)
    check_may_pay(by, decision.department)
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do bỏ ghi nhận đã chi.", field="reason")
    marked = [p for p in fresh if p.paid_on is not None]
    _check_standing(marked, "bỏ ghi nhận đã chi")
    undone = [(p.pk, p.amount, str(p.paid_on), p.paid_paper) for p in marked]
    for payment in marked:
        payment.paid_on, payment.paid_by, payment.paid_paper = None, None, ""
        payment.note = reason[:300]
    fields = ["paid_on", "paid_by", "paid_paper", "note"]
    Payment.objects.bulk_update(marked, fields, batch_size=200)
    if marked:
        ledger.pay(
            decision,
            -sum(p.amount for p in marked),
            day=timezone.localdate(),
            paper="",
            text=f"Bỏ ghi nhận đã chi theo {decision.full_number}: {reason}",
            by=by,
        )
        record(
            by=by,
            action="bonuses.take_back",
            text=f"Bỏ ghi nhận đã chi của {len(marked)} trường hợp theo {decision.full_number}",
            subject=decision,
            body=decision.department,
            detail={"payments": undone, "reason": reason},
        )
    return len(marked)


def _locked(payments: Sequence[Payment]) -> tuple[Decision, list[Payment]]:
    if not payments:
        raise WrongState("Chọn ít nhất một trường hợp.")
    ledger.log_first()
    fresh = list(
        Payment.objects.select_for_update(of=("self",))
        .filter(pk__in=[p.pk for p in payments])
        .select_related("award__decision__department")
    )
    decisions = {p.award.decision_id: p.award.decision for p in fresh}
    if len(decisions) != 1:
        raise WrongState("Ghi nhận chi riêng cho từng quyết định.")
    return next(iter(decisions.values())), fresh


def _check_standing(payments: Sequence[Payment], doing: str) -> None:
    for payment in payments:
        name = payment.award.recipient_name
        if payment.award.standing == DecisionAward.Standing.CANCELLED:
            raise WrongState(
                f"Khen thưởng của {name} đã bị hủy bỏ nên không {doing} được. Bỏ chọn dòng này."
            )
    draft = named_in_draft([payment.award_id for payment in payments])
    if draft is not None:
        raise WrongState(
            f"{draft.award.recipient_name} đang nằm trong dự thảo “{draft.decision.title}” nên "
            f"chưa {doing} được. Chờ ban hành hoặc bỏ dòng đó khỏi dự thảo."
        )
