"""Payments of rewards, and the funds that they are paid from."""

from thidua.bonuses.models.fund import Fund, FundEntry
from thidua.bonuses.models.payments import Payment

__all__ = ["Fund", "FundEntry", "Payment"]
