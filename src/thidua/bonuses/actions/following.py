"""What decisions tell: issued, cancelled, money come back. All inside the sender's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from thidua.audit.actions import record
from thidua.bonuses.actions import ledger
from thidua.bonuses.models import Payment
from thidua.bonuses.queries.limits import payer_rule
from thidua.decisions.models import AmendedLine, Decision, DecisionAward
from thidua.kit.dates import dong
from thidua.kit.errors import WrongState


def pay_for_decision(*, decision: Decision, by: Any) -> None:
    """Receive `decision_issued`: one payment for every line that brings money, bound in the fund.

    Runs inside the transaction of the issue: if it fails the decision is not issued.
    """
    awards = list(decision.awards.filter(paid=True, amount__gt=0))
    day = decision.decided_on or timezone.localdate()
    rules = {code: payer_rule(code, decided_on=day) for code in {a.award_code for a in awards}}
    Payment.objects.bulk_create(
        [
            Payment(
                award=a,
                amount=a.amount or 0,
                payer=decision.fund,
                payer_rule=rules[a.award_code][0][:300],
                payer_citation=rules[a.award_code][1][:200],
            )
            for a in awards
        ],
        batch_size=200,
    )
    total = sum(a.amount or 0 for a in awards)
    bound = ledger.commit(decision, total, by=by)
    record(
        by=by,
        action="bonuses.list",
        text=f"Lập danh sách chi tiền thưởng theo {decision.full_number}: "
        f"{len(awards)} trường hợp, {dong(total)}",
        subject=decision,
        body=decision.department,
        detail={
            "lines": len(awards),
            "total": total,
            "fund": str(bound.fund) if bound else "",
            "entry": bound.sequence if bound else None,
        },
    )


def drop_cancelled(*, decision: Decision, awards: Sequence[DecisionAward], by: Any) -> None:
    """Receive `awards_cancelled`: unpaid lines leave the payment, paid ones are owed back.

    The claim for what was paid stands in the cancelling decision with its deadline. Refuses a
    cancellation that asks for money nobody was given.
    """
    rows = list(
        Payment.objects.select_for_update(of=("self",))
        .filter(award__in=[award.pk for award in awards])
        .select_related("award__decision__department")
    )
    asked = dict(
        AmendedLine.objects.filter(decision=decision).values_list("award_id", "amount_due")
    )
    unpaid = [row for row in rows if row.paid_on is None]
    for row in unpaid:
        if asked.get(row.award_id):
            raise WrongState(
                f"Tiền thưởng của {row.award.recipient_name} chưa chi nên không có gì để thu hồi. "
                "Trả lại dự thảo, sửa số tiền thu hồi thành 0."
            )
    sums: dict[int, int] = defaultdict(int)
    earlier: dict[int, Decision] = {}
    for row in unpaid:
        row.dropped_by = decision
        sums[row.award.decision_id] += row.amount
        earlier[row.award.decision_id] = row.award.decision
    Payment.objects.bulk_update(unpaid, ["dropped_by"], batch_size=200)
    day = decision.decided_on or timezone.localdate()
    for key, total in sums.items():
        ledger.release(
            earlier[key],
            total,
            day=day,
            why=f"Hủy bỏ theo Quyết định số {decision.full_number}, chưa chi",
            by=by,
        )
    if rows:
        record(
            by=by,
            action="bonuses.drop",
            text=f"Loại {len(unpaid)} khoản chưa chi, {dong(sum(sums.values()))}, theo "
            f"{decision.full_number}; {len(rows) - len(unpaid)} khoản đã chi chuyển sang thu hồi",
            subject=decision,
            body=decision.department,
            detail={"payments": [row.pk for row in unpaid], "total": sum(sums.values())},
        )


def take_in_recovered(*, line: AmendedLine, amount: int, day: date, by: Any) -> None:
    """Receive `reward_returned`: money of a cancelled award is a source of the fund again."""
    ledger.recovered(
        line.award.decision,
        amount,
        day=day,
        text=f"{line.award.recipient_name} nộp lại tiền thưởng theo Quyết định số "
        f"{line.decision.full_number}",
        by=by,
    )
