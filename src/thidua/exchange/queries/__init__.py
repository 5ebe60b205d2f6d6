"""Reading imports and what the department already holds."""

from thidua.exchange.queries.batches import (
    FILTERS,
    counts_of,
    problems_of,
    rows_of,
    undecided,
    visible_to,
)

__all__ = ["FILTERS", "counts_of", "problems_of", "rows_of", "undecided", "visible_to"]
