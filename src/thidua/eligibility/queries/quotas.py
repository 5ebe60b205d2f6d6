"""Limited places: what share of one title's holders may get the next one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries.awards import CONFIDENCE, Column, column, text_awaited
from thidua.law import load_rulebook, slot
from thidua.law.values import Citation

# Award, the slot that limits it, and the award whose holders are counted.
LIMITED = {"cstd-co-so": ("ty_le_cstd_co_so_toi_da", "ldtt")}


@dataclass(frozen=True)
class Quota:
    """Eligible people against the places: `limit` of `base` holders, rounded down."""

    award: Column
    of: Column
    percent: int
    base: int
    used: int
    limit: int
    citation: Citation | None
    confidence: str | None
    tentative: bool = False

    @property
    def confidence_text(self) -> str:
        return CONFIDENCE.get(self.confidence or "", "")

    @property
    def over(self) -> int:
        return max(0, self.used - self.limit)

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


def quota(
    round_: Round, award_code: str, *, eligible: Mapping[str, int] | None = None
) -> Quota | None:
    """The quota of an award in a round, or None where no rule of the body sets one.

    `eligible` saves the count of eligible people per award when the page has it already.
    """
    if award_code not in LIMITED:
        return None
    name, base_code = LIMITED[award_code]
    rb = load_rulebook()
    scope = round_.department.rulebook_scope or None
    set_to = slot(rb, name, scope=scope if scope in rb.scopes() else None, on=round_.received_on)
    if set_to.value is None:
        return None
    if eligible is None:
        eligible = {c: _eligible(round_, c) for c in (award_code, base_code)}
    base = eligible.get(base_code, 0)
    return Quota(
        award=column(award_code, round_.received_on),
        of=column(base_code, round_.received_on),
        percent=int(set_to.value),
        base=base,
        used=eligible.get(award_code, 0),
        limit=math.floor(base * set_to.value / 100),
        citation=set_to.citation,
        confidence=set_to.confidence,
        tentative=text_awaited(award_code, round_.received_on),
    )


def _eligible(round_: Round, code: str) -> int:
    answers = Assessment.objects.filter(
        round=round_, is_current=True, award_code=code, person__isnull=False
    )
    by_text = answers.filter(verdict="eligible")
    return (
        by_text.count()
        + answers.filter(verdict="needs_official_text", provisional="eligible").count()
    )
