"""The closed vocabulary of predicates: names and parameters a rulebook file may use.

One function, one heading in docs/reference/predicates.md and at least one case stand behind each.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua.law.facts.words import CLUSTER_LEVELS, STUDY_RESULTS


@dataclass(frozen=True, slots=True)
class Param:
    """`type`: award, awards, grade, level, kinds, kind_groups, measure, int, percent, bool, slot,
    slug, word (one of `words`), text, counted, offices, forces, merits. `unknown` allows UNKNOWN:
    then it never holds. `least` is the smallest number that asks for anything."""

    type: str
    required: bool = True
    unknown: bool = False
    words: tuple[str, ...] = ()
    least: int = 1


_OPTIONAL_AWARDS = Param("awards", required=False)

PREDICATES: dict[str, dict[str, Param]] = {
    # awards held
    "held_in_a_row": {
        "award": Param("award"),
        "times": Param("int"),
        "after_previous": _OPTIONAL_AWARDS,
    },
    "meets_standard_of": {
        "award": Param("award"),
        "or_held": _OPTIONAL_AWARDS,
        "or_standard_of": _OPTIONAL_AWARDS,
    },
    "held_adjoining": {
        "award": Param("award"),
        "times": Param("int"),
        "span_years": Param("int"),
        "propose_within_years": Param("int", required=False),
        "after_previous": _OPTIONAL_AWARDS,
    },
    "held_count": {
        "award": Param("award"),
        "times": Param("int"),
        "within_years": Param("int", required=False),
        "after_previous": _OPTIONAL_AWARDS,
    },
    "proposed_in_time": {"award": Param("award"), "within_years": Param("int")},
    "one_state_award": {},
    "not_in_year": {"award": Param("award")},
    "never_held": {"awards": Param("awards"), "merits": Param("merits", required=False)},
    "held_then_period": {
        "awards": Param("awards"),
        "years": Param("int", unknown=True, least=0),
        "each_year_at_least": Param("grade", required=False, unknown=True),
        "excellent_years": Param("int", required=False, unknown=True),
        "excellent_in_a_row": Param("int", required=False),
        "or_held": _OPTIONAL_AWARDS,
        "with": Param("counted", required=False, unknown=True),
        "initiatives": Param("initiatives", required=False),
        "late_run": Param("word", required=False, words=("decided",)),
        "no_ground": Param("merits", required=False),
        "reset_by": _OPTIONAL_AWARDS,
    },
    "no_other_form": {},
    # ratings
    "rating": {"at_least": Param("grade")},
    "ratings_in_a_row": {
        "at_least": Param("grade"),
        "years": Param("int"),
        "after_previous": _OPTIONAL_AWARDS,
    },
    # initiatives
    "initiative": {
        "level": Param("level"),
        "kinds": Param("kinds"),
        "within": Param("word", words=("year", "chain", "any")),
        "chain_years": Param("int", required=False),
        "times": Param("int", required=False),
    },
    "initiatives_in_run": {
        "level": Param("level"),
        "times": Param("int"),
        "kind_groups": Param("kind_groups"),
        "run_at_least": Param("grade"),
        "used_before": Param("word", required=False, words=("counts",)),
        "after_previous": _OPTIONAL_AWARDS,
    },
    # service
    "months_in_year": {"slot": Param("slot"), "leave_slot": Param("slot")},
    "years_in_position": {
        "any_of": Param("offices"),
        "women": Param("word", words=("one_third", "three_years", "none", "unread")),
    },
    "service_years": {"forces": Param("forces"), "at_least": Param("int")},
    # one year of work
    "registered": {},
    "recruited_months": {"at_least": Param("int")},
    "absence_days": {"less_than": Param("int")},
    "study_result": {"at_least": Param("word", words=tuple(STUDY_RESULTS))},
    # collectives
    "members_completing_share": {"at_least_percent": Param("percent")},
    "members_award_share": {"award": Param("award"), "at_least_percent": Param("percent")},
    "members_award_above": {"award": Param("award"), "more_than_percent": Param("percent")},
    "members_award_count": {"award": Param("award"), "at_least": Param("int")},
    "members_discipline_below": {"measure": Param("measure")},
    "cluster_rank": {"level": Param("word", words=tuple(CLUSTER_LEVELS)), "at_most": Param("int")},
    "organisation_age": {"years": Param("int")},
    # discipline and holds
    "no_pending": {},
    "discipline_served": {},
    "no_discipline_in_year": {"measure": Param("measure")},
    "discipline_in_year": {"slot": Param("slot")},
    # people judge
    "judged": {"slug": Param("slug"), "by": Param("word", words=("attested", "decided"))},
    # a local rule
    "slot_criteria": {"slot": Param("slot")},
    # unread text
    "unknown": {"text": Param("text")},
}
