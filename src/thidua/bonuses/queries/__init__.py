"""Sums and lists of rewards and of the funds that they are paid from."""

from thidua.bonuses.queries.payments import (
    decisions_with_sums,
    fund_of,
    matching,
    payers,
    payment_paper,
    payments_of,
    sums,
    unpaid_awards,
    visible_to,
)

__all__ = [
    "decisions_with_sums",
    "fund_of",
    "matching",
    "payers",
    "payment_paper",
    "payments_of",
    "sums",
    "unpaid_awards",
    "visible_to",
]
