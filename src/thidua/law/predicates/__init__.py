"""The predicates of the vocabulary: one function each, one family per module."""

from __future__ import annotations

from collections.abc import Callable

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome
from thidua.law.predicates import (
    awards,
    collectives,
    discipline,
    initiatives,
    judged,
    local,
    periods,
    ratings,
    service,
    unread,
)

Predicate = Callable[[Case, Condition], Outcome]

FUNCTIONS: dict[str, Predicate] = {
    function.__name__: function
    for function in (
        awards.held_in_a_row,
        awards.meets_standard_of,
        periods.held_then_period,
        awards.no_other_form,
        ratings.rating,
        ratings.ratings_in_a_row,
        initiatives.initiative,
        initiatives.initiatives_in_run,
        service.months_in_year,
        collectives.members_completing_share,
        collectives.members_award_share,
        collectives.members_award_count,
        collectives.members_discipline_below,
        discipline.no_pending,
        discipline.discipline_served,
        discipline.discipline_in_year,
        judged.judged,
        local.slot_criteria,
        unread.unknown,
    )
}
