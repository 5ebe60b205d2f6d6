"""Conditions that people judge: attested by the meeting that proposes, or decided."""

from __future__ import annotations

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day, of
from thidua.law.values import ELIGIBLE, NEEDS_DECISION
from thidua.law.verdict import Judged


def judged(case: Case, condition: Condition) -> Outcome:
    """A finding settles it; else *attested* waits for confirmation, *decided* for a decision."""
    slug = condition.params["slug"]
    found = case.finding(slug, case.entry.code if case.entry else None)
    if found is not None:
        who = f"{found.by or 'Chưa ghi người kết luận'}, ngày {day(found.decided_on)}"
        verdict = "đạt" if found.holds else "không đạt"
        fact = f"Kết luận {verdict}: {who}"
        return Outcome(
            of(found.holds),
            (fact,),
            note="" if found.holds else f"{condition.statement}: {fact.lower()}",
        )
    asked = Judged(slug, condition.statement, condition.citation, condition.statement_en)
    if condition.params["by"] == "attested":
        return Outcome(ELIGIBLE, attested=asked)
    return Outcome(NEEDS_DECISION, note=f"Cần kết luận: {condition.statement}", decided=asked)
