"""Reading units: the list of today, the tree of any day, what became of a body."""

from thidua.organisations.queries.units import (
    UnitCounts,
    counted,
    find_unit,
    openable_by,
    registered,
    search,
    unit_finder,
    units_of,
    visible_to,
)

__all__ = [
    "UnitCounts",
    "counted",
    "find_unit",
    "openable_by",
    "registered",
    "search",
    "unit_finder",
    "units_of",
    "visible_to",
]
