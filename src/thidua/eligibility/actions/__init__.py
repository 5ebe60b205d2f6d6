"""Everything that writes in a round: opening, screening, findings, closing."""

from thidua.eligibility.actions.findings import (
    record_finding,
    record_findings,
    withdraw_finding,
)
from thidua.eligibility.actions.rounds import (
    choose_awards,
    close_round,
    open_round,
    reopen_round,
)
from thidua.eligibility.actions.screening import Screening, assess_one, screen_round

__all__ = [
    "Screening",
    "assess_one",
    "choose_awards",
    "close_round",
    "open_round",
    "record_finding",
    "record_findings",
    "reopen_round",
    "screen_round",
    "withdraw_finding",
]
