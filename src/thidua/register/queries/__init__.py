"""Reading the book: scope, search, lists, the chain, lines that wait for a human."""

from thidua.register.queries.book import (
    HASHED,
    awards_of,
    chain_name,
    claims_visible_to,
    content_of,
    search,
    verify_chain,
    visible_to,
    waiting_to_match,
)
from thidua.register.queries.lists import SORTS, Listing, claims, listing
from thidua.register.queries.matching import Suggestion, suggestions

__all__ = [
    "HASHED",
    "SORTS",
    "Listing",
    "Suggestion",
    "awards_of",
    "chain_name",
    "claims",
    "claims_visible_to",
    "content_of",
    "listing",
    "search",
    "suggestions",
    "verify_chain",
    "visible_to",
    "waiting_to_match",
]
