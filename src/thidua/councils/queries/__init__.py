"""Questions about councils and sittings; reading only, scoped to who asks."""

from thidua.councils.queries.progress import (
    Progress,
    may_still_vote,
    progress_of,
    still_prevents_opening,
)
from thidua.councils.queries.rules import Rule, Share, rule_for, sitting_quorum
from thidua.councils.queries.seats import (
    attending,
    current_members,
    needs_ballot,
    seat_of,
    sitting_for,
    sittings_of,
    visible_councils,
    visible_sittings,
)
from thidua.councils.queries.tally import Tally, tallies

__all__ = [
    "Progress",
    "Rule",
    "Share",
    "Tally",
    "attending",
    "current_members",
    "may_still_vote",
    "needs_ballot",
    "progress_of",
    "rule_for",
    "seat_of",
    "sitting_for",
    "sitting_quorum",
    "sittings_of",
    "still_prevents_opening",
    "tallies",
    "visible_councils",
    "visible_sittings",
]
