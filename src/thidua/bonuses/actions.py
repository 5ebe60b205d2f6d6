"""Payments: made when a decision is issued, marked as paid, taken back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.bonuses.models import Payment
from thidua.bonuses.permissions import check_may_pay
from thidua.decisions.models import Decision
from thidua.kit.dates import dong
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


def pay_for_decision(*, decision: Decision, by: Any) -> None:
    """Receive `decision_issued`: one payment for every line that brings money.

    Runs inside the transaction of the issue: if it fails the decision is not issued.
    """
    awards = list(decision.awards.filter(paid=True, amount__gt=0))
    Payment.objects.bulk_create(
        [Payment(award=a, amount=a.amount or 0, payer=decision.fund) for a in awards],
        batch_size=200,
    )
    total = sum(a.amount or 0 for a in awards)
    record(
        by=by,
        action="bonuses.list",
        text=f"Lập danh sách chi tiền thưởng theo {decision.full_number}: "
        f"{len(awards)} trường hợp, {dong(total)}",
        subject=decision,
        body=decision.department,
        detail={"lines": len(awards), "total": total},
    )


@transaction.atomic
def mark_paid(*, payments: Sequence[Payment], paid_on: date, by: Any) -> int:
    """Note that these rewards were handed over on a day; returns how many were new.

    Refuses an empty choice, payments of several decisions, a future day, a day before the decision.
    One already paid keeps its first day.
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
    for payment in waiting:
        payment.paid_on, payment.paid_by = paid_on, by
    Payment.objects.bulk_update(waiting, ["paid_on", "paid_by"], batch_size=200)
    if waiting:
        total = sum(p.amount for p in waiting)
        record(
            by=by,
            action="bonuses.pay",
            text=f"Ghi nhận đã chi {dong(total)} cho {len(waiting)} trường hợp "
            f"theo {decision.full_number}",
            subject=decision,
            body=decision.department,
            detail={"payments": [p.pk for p in waiting], "paid_on": paid_on.isoformat()},
        )
    return len(waiting)


@transaction.atomic
def take_back(*, payments: Sequence[Payment], reason: str, by: Any) -> int:
    """Undo the mark of payment, with a reason; returns how many were undone."""
    decision, fresh = _locked(payments)
    check_may_pay(by, decision.department)
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do bỏ ghi nhận đã chi.", field="reason")
    marked = [p for p in fresh if p.paid_on is not None]
    for payment in marked:
        payment.paid_on, payment.paid_by = None, None
        payment.note = reason[:300]
    Payment.objects.bulk_update(marked, ["paid_on", "paid_by", "note"], batch_size=200)
    if marked:
        record(
            by=by,
            action="bonuses.take_back",
            text=f"Bỏ ghi nhận đã chi của {len(marked)} trường hợp theo {decision.full_number}",
            subject=decision,
            body=decision.department,
            detail={"payments": [p.pk for p in marked], "reason": reason},
        )
    return len(marked)


def _locked(payments: Sequence[Payment]) -> tuple[Decision, list[Payment]]:
    if not payments:
        raise WrongState("Chọn ít nhất một trường hợp.")
    fresh = list(
        Payment.objects.select_for_update(of=("self",))
        .filter(pk__in=[p.pk for p in payments])
        .select_related("award__decision__department")
    )
    decisions = {p.award.decision_id: p.award.decision for p in fresh}
    if len(decisions) != 1:
        raise WrongState("Ghi nhận chi riêng cho từng quyết định.")
    return next(iter(decisions.values())), fresh
