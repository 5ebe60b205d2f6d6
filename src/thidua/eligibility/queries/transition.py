"""What a later text says about an answer given by the text of the day of receipt.

Luật 06/2026/QH16 Điều 4 khoản 4: a file received before the new text and decided after it follows
the former one, unless the new one is more favourable. Both are shown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from thidua.eligibility.models import Assessment
from thidua.law import LawError, facts_from_dict, load_rulebook
from thidua.law.transitions import evaluate_passage, rules_between
from thidua.law.values import VERDICT_VI


@dataclass(frozen=True)
class Later:
    """The answer of one later text beside the one that was given."""

    statement: str
    citation: str
    verdict: str
    said: str
    applies: bool
    open: bool


def later_texts(assessment: Assessment, *, decided_on: dt.date) -> list[Later]:
    """Answers of texts that came into force between receipt and `decided_on`; usually none.

    Asked again on the facts that the stored answer stood on; nothing is kept.
    """
    rb = load_rulebook()
    received_on = assessment.round.received_on
    if not rules_between(rb, received_on=received_on, decided_on=decided_on):
        return []
    snapshot = assessment.snapshot
    claims = facts_from_dict({"subject": snapshot.facts["subject"], "awards": snapshot.claims})
    try:
        passage = evaluate_passage(
            rb,
            facts_from_dict(snapshot.facts),
            year=assessment.round.year,
            received_on=received_on,
            decided_on=decided_on,
            scope=assessment.round.department.rulebook_scope or None,
            claims=claims.awards or (),
            awards=[assessment.award_code],
        )[assessment.award_code]
    except LawError:  # an award or a body that the rulebook of today no longer knows
        return []
    return [
        Later(
            item.transition.statement,
            item.transition.citation.text,
            item.verdict.value,
            VERDICT_VI[item.verdict.value],
            item.applies,
            item.open,
        )
        for item in passage.beside
    ]
