"""What is asked: registrations of titles; movements with their answers and what came of them."""

from thidua.movements.queries.movements import (
    answers_of,
    departments_below,
    departments_of_answers,
    movements_for,
    unanswered_for,
)
from thidua.movements.queries.movements import listing as movement_listing
from thidua.movements.queries.plan import Point, missing_points, points_of
from thidua.movements.queries.registrations import (
    SORTS,
    Listing,
    listing,
    registrations_of,
    title_of,
    visible_to,
)

__all__ = [
    "SORTS",
    "Listing",
    "Point",
    "answers_of",
    "departments_below",
    "departments_of_answers",
    "listing",
    "missing_points",
    "movement_listing",
    "movements_for",
    "points_of",
    "registrations_of",
    "title_of",
    "unanswered_for",
    "visible_to",
]
