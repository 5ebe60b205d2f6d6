"""Everything that writes the book of record: entries, their matching, years covered, claims."""

from thidua.register.actions.checks import ask_check, run_check
from thidua.register.actions.claims import (
    ClaimRow,
    recheck_claims,
    record_claim,
    record_claims,
)
from thidua.register.actions.entries import (
    AwardRow,
    Recorded,
    record_award,
    record_awards,
)
from thidua.register.actions.extracts import cancel_extract, issue_extract
from thidua.register.actions.keeping import (
    forget_years,
    record_paper_decision,
    record_year_loaded,
    record_years_loaded,
)
from thidua.register.actions.matching import confirm_match, reject_match, undo_match
from thidua.register.actions.removing import remove_claims
from thidua.register.actions.standing import (
    ask_recovery,
    record_recovered,
    reissue,
    restore_entry,
    revoke_entry,
    withdraw_entries,
)

__all__ = [
    "AwardRow",
    "ClaimRow",
    "Recorded",
    "ask_check",
    "ask_recovery",
    "cancel_extract",
    "confirm_match",
    "forget_years",
    "issue_extract",
    "recheck_claims",
    "record_award",
    "record_awards",
    "record_claim",
    "record_claims",
    "record_paper_decision",
    "record_recovered",
    "record_year_loaded",
    "record_years_loaded",
    "reissue",
    "reject_match",
    "remove_claims",
    "restore_entry",
    "revoke_entry",
    "run_check",
    "undo_match",
    "withdraw_entries",
]
