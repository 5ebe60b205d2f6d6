"""The predicates of the vocabulary: one function each, one family per module."""

from __future__ import annotations

from collections.abc import Callable

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome
from thidua.law.predicates import (
    adjoining,
    awards,
    collectives,
    discipline,
    holdings,
    initiatives,
    judged,
    limits,
    local,
    offices,
    periods,
    ratings,
    service,
    unread,
    yearly,
)

Predicate = Callable[[Case, Condition], Outcome]

FUNCTIONS: dict[str, Predicate] = {
    function.__name__: function
    for function in (
        awards.held_in_a_row,
        adjoining.held_adjoining,
        holdings.held_count,
        holdings.never_held,
        awards.meets_standard_of,
        periods.held_then_period,
        awards.no_other_form,
        ratings.rating,
        ratings.ratings_in_a_row,
        initiatives.initiative,
        initiatives.initiatives_in_run,
        service.months_in_year,
        offices.years_in_position,
        offices.service_years,
        collectives.members_completing_share,
        collectives.members_award_share,
        collectives.members_award_above,
        collectives.organisation_age,
        collectives.members_award_count,
        collectives.members_discipline_below,
        collectives.cluster_rank,
        discipline.no_pending,
        discipline.discipline_served,
        discipline.discipline_in_year,
        discipline.no_discipline_in_year,
        yearly.registered,
        yearly.recruited_months,
        yearly.absence_days,
        yearly.study_result,
        limits.one_state_award,
        limits.not_in_year,
        limits.proposed_in_time,
        judged.judged,
        local.slot_criteria,
        unread.unknown,
    )
}
