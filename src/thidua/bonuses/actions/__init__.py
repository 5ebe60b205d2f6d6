"""Everything that writes payments and funds."""

from thidua.bonuses.actions.closing import close_year
from thidua.bonuses.actions.following import (
    drop_cancelled,
    pay_for_decision,
    take_in_recovered,
)
from thidua.bonuses.actions.funds import add_income, allocate, open_fund, reverse_entry, spend
from thidua.bonuses.actions.payments import mark_paid, take_back

__all__ = [
    "add_income",
    "allocate",
    "close_year",
    "drop_cancelled",
    "mark_paid",
    "open_fund",
    "pay_for_decision",
    "reverse_entry",
    "spend",
    "take_back",
    "take_in_recovered",
]
