"""Reading persons: scope and search, lists, and the whole record of one person."""

from thidua.people.queries.lists import GROUPS, SORTS, Listing, listing
from thidua.people.queries.record import Record, record_of
from thidua.people.queries.scope import (
    GONE,
    by_identity,
    identity_digest,
    namesakes,
    search,
    visible_to,
)

__all__ = [
    "GONE",
    "GROUPS",
    "SORTS",
    "Listing",
    "Record",
    "by_identity",
    "identity_digest",
    "listing",
    "namesakes",
    "record_of",
    "search",
    "visible_to",
]
