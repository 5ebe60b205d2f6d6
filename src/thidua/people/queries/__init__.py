"""Reading persons: scope and search, lists, and the whole record of one person."""

from thidua.people.queries.corrections import (
    ASKABLE,
    FIELDS,
    IDENTITY,
    IN_WORDS,
    STATES,
    Requests,
    corrections_waiting,
    in_words,
    own_lines,
    requests,
    visible_corrections,
)
from thidua.people.queries.corrections import SORTS as REQUEST_SORTS
from thidua.people.queries.duplicates import Pair, likely_pairs, likeness_of
from thidua.people.queries.lists import GROUPS, SORTS, Listing, listing
from thidua.people.queries.merging import (
    counted,
    differences,
    merges_of,
    owned_by,
    pairs_apart,
    standing,
    standing_codes,
)
from thidua.people.queries.ratings import SORTS as RATING_SORTS
from thidua.people.queries.ratings import group_name, year_of_ratings
from thidua.people.queries.record import Record, posts_of, record_of
from thidua.people.queries.scope import (
    GONE,
    by_identity,
    identity_digest,
    namesakes,
    own_person_id,
    search,
    visible_to,
)

__all__ = [
    "ASKABLE",
    "FIELDS",
    "GONE",
    "GROUPS",
    "IDENTITY",
    "IN_WORDS",
    "RATING_SORTS",
    "REQUEST_SORTS",
    "SORTS",
    "STATES",
    "Listing",
    "Pair",
    "Record",
    "Requests",
    "by_identity",
    "corrections_waiting",
    "counted",
    "differences",
    "group_name",
    "identity_digest",
    "in_words",
    "likely_pairs",
    "likeness_of",
    "listing",
    "merges_of",
    "namesakes",
    "own_lines",
    "own_person_id",
    "owned_by",
    "pairs_apart",
    "posts_of",
    "record_of",
    "requests",
    "search",
    "standing",
    "standing_codes",
    "visible_corrections",
    "visible_to",
    "year_of_ratings",
]
