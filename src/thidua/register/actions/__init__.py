"""Everything that writes the book of record: entries, their matching, years covered, claims."""

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
from thidua.register.actions.keeping import (
    record_paper_decision,
    record_year_loaded,
    record_years_loaded,
    revoke_entry,
)
from thidua.register.actions.matching import confirm_match, reject_match, undo_match

__all__ = [
    "AwardRow",
    "ClaimRow",
    "Recorded",
    "confirm_match",
    "recheck_claims",
    "record_award",
    "record_awards",
    "record_claim",
    "record_claims",
    "record_paper_decision",
    "record_year_loaded",
    "record_years_loaded",
    "reject_match",
    "revoke_entry",
    "undo_match",
]
