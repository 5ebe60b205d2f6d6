"""The closed vocabulary of predicates: names and parameters a rulebook file may use.

One function, one heading in docs/reference/predicates.md and at least one case stand behind each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Param:
    """`type`: award, awards, grade, level, kinds, kind_groups, measure, int, percent, bool, slot,
    slug, word (one of `words`), text, counted. `unknown` allows UNKNOWN: then it never holds."""

    type: str
    required: bool = True
    unknown: bool = False
    words: tuple[str, ...] = ()


_OPTIONAL_AWARDS = Param("awards", required=False)

PREDICATES: dict[str, dict[str, Param]] = {
    # awards held
    "held_in_a_row": {
        "award": Param("award"),
        "times": Param("int"),
        "after_previous": _OPTIONAL_AWARDS,
    },
    "meets_standard_of": {"award": Param("award"), "or_held": _OPTIONAL_AWARDS},
    "held_then_period": {
        "awards": Param("awards"),
        "years": Param("int"),
        "each_year_at_least": Param("grade", unknown=True),
        "with": Param("counted", unknown=True),
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
    },
    "initiatives_in_run": {
        "level": Param("level"),
        "times": Param("int"),
        "kind_groups": Param("kind_groups"),
        "run_at_least": Param("grade"),
        "after_previous": _OPTIONAL_AWARDS,
    },
    # service
    "months_in_year": {"slot": Param("slot"), "leave_slot": Param("slot")},
    # collectives
    "members_completing_share": {"at_least_percent": Param("percent")},
    "members_award_share": {"award": Param("award"), "at_least_percent": Param("percent")},
    "members_award_count": {"award": Param("award"), "at_least": Param("int")},
    "members_discipline_below": {"measure": Param("measure")},
    # discipline and holds
    "no_pending": {},
    "discipline_served": {},
    "discipline_in_year": {"slot": Param("slot")},
    # people judge
    "judged": {"slug": Param("slug"), "by": Param("word", words=("attested", "decided"))},
    # a local rule
    "slot_criteria": {"slot": Param("slot")},
    # unread text
    "unknown": {"text": Param("text")},
}
