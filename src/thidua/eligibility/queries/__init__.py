"""Questions about rounds: the facts collected, the grid, one answer explained, the quota.

Where to look: `records.py` facts for the law; `rounds.py` who sees what; `grid.py` rows and counts;
`explain.py` the tree of reasons for a page; `quotas.py` limited places.
"""

from thidua.eligibility.queries.records import Gathered, facts_for
from thidua.eligibility.queries.rounds import (
    assessments_visible_to,
    current_assessments,
    rounds_visible_to,
)

__all__ = [
    "Gathered",
    "assessments_visible_to",
    "current_assessments",
    "facts_for",
    "rounds_visible_to",
]
