"""Reading the book: scope, search, lists, the chain, lines that wait for a human."""

from thidua.register.queries.book import (
    awards_of,
    claims_visible_to,
    search,
    visible_to,
    waiting_to_match,
)
from thidua.register.queries.chain import (
    BookCheck,
    BookHead,
    fits_head,
    head_at,
    head_of,
    verify_chain,
)
from thidua.register.queries.coverage import Coverage, coverage, coverages
from thidua.register.queries.extracts import (
    extract_by_code,
    extract_lines,
    extracts_visible_to,
    lines_waiting_for,
    period_of,
    sentence_of,
    state_of,
)
from thidua.register.queries.links import (
    HASHED,
    STANDING,
    chain_name,
    content_of,
    event_content,
)
from thidua.register.queries.lists import SORTS, Listing, claims, listing, ordered
from thidua.register.queries.matching import Suggestion, suggestions
from thidua.register.queries.resting import resting_on

__all__ = [
    "HASHED",
    "SORTS",
    "STANDING",
    "BookCheck",
    "BookHead",
    "Coverage",
    "Listing",
    "Suggestion",
    "awards_of",
    "chain_name",
    "claims",
    "claims_visible_to",
    "content_of",
    "coverage",
    "coverages",
    "event_content",
    "extract_by_code",
    "extract_lines",
    "extracts_visible_to",
    "fits_head",
    "head_at",
    "head_of",
    "lines_waiting_for",
    "listing",
    "ordered",
    "period_of",
    "resting_on",
    "search",
    "sentence_of",
    "state_of",
    "suggestions",
    "verify_chain",
    "visible_to",
    "waiting_to_match",
]
