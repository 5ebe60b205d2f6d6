"""Reading units: the list of today, the tree of any day, what became of a body."""

from thidua.kit.text import fold as folded
from thidua.organisations.queries.evidence import Evidence, counts, evidence_for, recognised_for
from thidua.organisations.queries.forest import Fault, Forest, Stand
from thidua.organisations.queries.matters import Matters, open_matters
from thidua.organisations.queries.picture import Picture, picture_of
from thidua.organisations.queries.sight import sight_of
from thidua.organisations.queries.succession import Link, Succession, events_of, family_of
from thidua.organisations.queries.through_time import (
    Node,
    ancestors_on,
    lived_on,
    matching,
    name_on,
    names_on,
    parent_on,
    tree_on,
)
from thidua.organisations.queries.units import (
    DEPTH,
    UnitCounts,
    branch,
    counted,
    find_unit,
    openable_by,
    pks_below,
    registered,
    search,
    unit_finder,
    units_of,
    visible_to,
    within,
)

__all__ = [
    "DEPTH",
    "Evidence",
    "Fault",
    "Forest",
    "Link",
    "Matters",
    "Node",
    "Picture",
    "Stand",
    "Succession",
    "UnitCounts",
    "ancestors_on",
    "branch",
    "counted",
    "counts",
    "events_of",
    "evidence_for",
    "family_of",
    "find_unit",
    "folded",
    "lived_on",
    "matching",
    "name_on",
    "names_on",
    "open_matters",
    "openable_by",
    "parent_on",
    "picture_of",
    "pks_below",
    "recognised_for",
    "registered",
    "search",
    "sight_of",
    "tree_on",
    "unit_finder",
    "units_of",
    "visible_to",
    "within",
]
