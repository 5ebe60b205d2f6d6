"""Reading units: the list of today, the tree of any day, what became of a body."""

from thidua.organisations.queries.forest import Fault, Forest, Stand
from thidua.organisations.queries.succession import Link, Succession, events_of, family_of
from thidua.organisations.queries.through_time import (
    Node,
    ancestors_on,
    lived_on,
    name_on,
    names_on,
    parent_on,
    tree_on,
)
from thidua.organisations.queries.units import (
    DEPTH,
    UnitCounts,
    counted,
    find_unit,
    openable_by,
    registered,
    search,
    unit_finder,
    units_of,
    visible_to,
    within,
)

__all__ = [
    "DEPTH",
    "Fault",
    "Forest",
    "Link",
    "Node",
    "Stand",
    "Succession",
    "UnitCounts",
    "ancestors_on",
    "counted",
    "events_of",
    "family_of",
    "find_unit",
    "lived_on",
    "name_on",
    "names_on",
    "openable_by",
    "parent_on",
    "registered",
    "search",
    "tree_on",
    "unit_finder",
    "units_of",
    "visible_to",
    "within",
]
