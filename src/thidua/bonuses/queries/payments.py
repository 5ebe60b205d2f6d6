"""Sums and lists of rewards, scoped to the department of the asker."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from thidua.accounts.queries import scope_of
from thidua.bonuses.models import Fund, Payment
from thidua.bonuses.queries import funds
from thidua.decisions.models import Decision, DecisionAward
from thidua.documents.papers import Letterhead, PaymentLine, PaymentPaper, Signature
from thidua.documents.words import join_words
from thidua.kit.dates import short_date
from thidua.kit.text import fold


def visible_to(user: Any) -> QuerySet[Payment]:
    """Payments of the department, for those who work on the whole of it; none for anyone else."""
    scope = scope_of(user)
    if scope.department is None or not scope.whole_department:
        return Payment.objects.none()
    return Payment.objects.filter(award__decision__department=scope.department)


def decisions_with_sums(user: Any) -> QuerySet[Decision]:
    """Issued decisions with what is to be paid and what has been, in one query."""
    scope = scope_of(user)
    if scope.department is None or not scope.whole_department:
        return Decision.objects.none()
    stands = Q(awards__payment__dropped_by=None)
    paid = Q(awards__payment__paid_on__isnull=False)
    return Decision.objects.filter(
        department=scope.department, state=Decision.State.ISSUED
    ).annotate(
        lines=Count("awards__payment", filter=stands),
        lines_paid=Count("awards__payment", filter=paid),
        total=Coalesce(Sum("awards__payment__amount", filter=stands), 0),
        total_paid=Coalesce(Sum("awards__payment__amount", filter=paid), 0),
    )


def payments_of(decision: Decision) -> QuerySet[Payment]:
    """Payments in the order of the annex, ready to show (one query)."""
    return (
        Payment.objects.filter(award__decision=decision)
        .select_related("award__nominee", "paid_by", "dropped_by")
        .order_by("award__order")
    )


def matching(payments: QuerySet[Payment], *, state: str, text: str) -> QuerySet[Payment]:
    """Narrow by paid, waiting or dropped and by the words of a name or unit, without diacritics."""
    if state == "da-chi":
        payments = payments.filter(paid_on__isnull=False)
    elif state == "chua-chi":
        payments = payments.filter(paid_on=None, dropped_by=None)
    elif state == "da-loai":
        payments = payments.exclude(dropped_by=None)
    words = fold(text).split()
    if not words:
        return payments
    # A list holds the people of one decision: folding here keeps both databases alike.
    found = [
        pk
        for pk, name, unit in payments.values_list(
            "pk", "award__recipient_name", "award__unit_name"
        )
        if all(word in fold(f"{name} {unit}") for word in words)
    ]
    return payments.filter(pk__in=found)


def sums(payments: QuerySet[Payment]) -> dict[str, int]:
    """Total, paid, unpaid, dropped in đồng; the total is without the dropped (one query)."""
    stands = Q(dropped_by=None)
    row = payments.order_by().aggregate(
        total=Sum("amount", filter=stands),
        paid=Sum("amount", filter=Q(paid_on__isnull=False)),
        dropped=Sum("amount", filter=~stands),
        lines=Count("pk", filter=stands),
        lines_dropped=Count("pk", filter=~stands),
        lines_paid=Count("pk", filter=Q(paid_on__isnull=False)),
    )
    total, paid = row["total"] or 0, row["paid"] or 0
    return {
        "total": total,
        "paid": paid,
        "unpaid": total - paid,
        "lines": row["lines"],
        "lines_paid": row["lines_paid"],
        "dropped": row["dropped"] or 0,
        "lines_dropped": row["lines_dropped"],
    }


def handed_over(awards: Collection[int]) -> set[int]:
    """Those of these lines whose reward is marked as paid (one query)."""
    paid = Payment.objects.filter(award__in=list(awards), paid_on__isnull=False)
    return set(paid.values_list("award", flat=True))


def payers(payments: QuerySet[Payment]) -> list[tuple[str, str, int]]:
    """Who pays by the law of the day, where it says so, for how many lines (one query)."""
    rows = payments.filter(dropped_by=None).order_by()
    return sorted(rows.values_list("payer_rule", "payer_citation").annotate(n=Count("pk")))


def fund_of(user: Any, decision: Decision) -> Fund | None:
    """The fund that the rewards of a decision are booked in, the latest one; None without."""
    return funds.visible_to(user).filter(entries__decision=decision).order_by("-year", "pk").first()


def unpaid_awards(decision: Decision) -> QuerySet[DecisionAward]:
    """Lines of the annex that bring no money, with the reason frozen at issue."""
    return decision.awards.filter(payment=None).order_by("order")


def payment_paper(decision: Decision, payments: list[Payment]) -> PaymentPaper:
    """The list as DOCX without what was dropped; `decision` with its department loaded."""
    body = decision.department
    head = Letterhead(
        body=body.name,
        parent=body.parent.name if body.parent else "",
        symbol=decision.symbol,
        place=decision.place,
        number=str(decision.number or ""),
        signed_on=decision.decided_on,
    )
    return PaymentPaper(
        head=head,
        decision=f"Quyết định số {decision.full_number} ngày {short_date(decision.decided_on)}",
        lines=tuple(
            PaymentLine(
                name=f"{p.award.honorific} {p.award.recipient_name}".strip(),
                office=join_words([p.award.office, p.award.unit_name]),
                award_name=p.award.award_name,
                amount=p.amount,
            )
            for p in payments
            if p.dropped_by_id is None
        ),
        fund=decision.fund,
        signature=Signature(
            tuple(x for x in (decision.signing_form, decision.signatory_post) if x)
            or ("Giám đốc",),
            decision.signatory_name,
        ),
    )
