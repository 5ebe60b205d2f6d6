"""Reading imports and what the department already holds."""

from thidua.exchange.queries.batches import (
    FILTERS,
    Alike,
    alike_groups,
    allowed_choices,
    choices_for,
    counts_of,
    open_ones,
    problems_of,
    rows_of,
    undecided,
    visible_to,
)
from thidua.exchange.queries.resting import resting_on

__all__ = [
    "FILTERS",
    "Alike",
    "alike_groups",
    "allowed_choices",
    "choices_for",
    "counts_of",
    "open_ones",
    "problems_of",
    "resting_on",
    "rows_of",
    "undecided",
    "visible_to",
]
