"""Conditions that people judge: attested by the meeting that proposes, or decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day, of
from thidua.law.facts.model import Finding
from thidua.law.values import ELIGIBLE, NEEDS_DECISION
from thidua.law.verdict import Judged


def judged(case: Case, condition: Condition) -> Outcome:
    """A finding settles it; else *attested* waits for confirmation, *decided* for a decision."""
    slug = condition.params["slug"]
    found = case.finding(slug, case.entry.code if case.entry else None)
    if found is not None:
        return settled(condition, found)
    asked = Judged(slug, condition.statement, condition.citation, condition.statement_en)
    if condition.params["by"] == "attested":
        return Outcome(ELIGIBLE, attested=asked)
    return Outcome(NEEDS_DECISION, note=f"Cần kết luận: {condition.statement}", decided=asked)


def undecided(case: Case, condition: Condition, found: Outcome) -> Outcome:
    """What a predicate leaves to people without a slug of its own: a finding about this very
    condition of this award (`award.condition`) settles it."""
    code = case.entry.code if case.entry else ""
    slug = f"{code}.{condition.id}"
    finding = case.finding(slug, code or None)
    if finding is not None:
        outcome = settled(condition, finding)
        return replace(outcome, facts=(*found.facts, *outcome.facts))
    asked = Judged(slug, condition.statement, condition.citation, condition.statement_en)
    return replace(found, decided=asked)


def from_memory(case: Case, condition: Condition, found: Outcome) -> Outcome:
    """A yes by a wording known only from general knowledge (K): a named person confirms it.

    The yes stands, with a confirmation to be given before anything is proposed; a finding about
    this very condition of this award (`award.condition`) gives it, or says no.
    """
    code = case.entry.code if case.entry else ""
    slug = f"{code}.{condition.id}"
    finding = case.finding(slug, code or None)
    if finding is not None:
        outcome = settled(condition, finding)
        return replace(outcome, facts=(*found.facts, *outcome.facts), children=found.children)
    asked = Judged(
        slug,
        f"Lời văn chưa đối chiếu với văn bản gốc: {condition.statement}",
        condition.citation,
        f"Wording not compared with the official text: {condition.statement_en}",
    )
    return replace(found, attested=asked)


def after_discipline(case: Case, condition: Condition, found: Outcome, first: date) -> Outcome:
    """A chain of titles that a discipline interrupts: a named person confirms that it counts.

    Results count from the end of the discipline (NĐ 152/2025 Điều 4 khoản 4, and the decrees
    before it); no text says whether a title already given for an earlier year still counts in a
    row. `first`: the day on which the chain begins.
    """
    ends = [d.to for d in case.facts.disciplines or () if d.to is not None and d.to >= first]
    ends = [end for end in ends if end < case.received_on]
    if found.value != ELIGIBLE or not ends:
        return found
    served = day(max(ends))
    code = case.entry.code if case.entry else ""
    return replace(
        found,
        attested=Judged(
            f"{code}.{condition.id}.sau-ky-luat",
            f"Danh hiệu của thời gian trước khi hết thời hạn kỷ luật ngày {served} vẫn tính liên "
            "tục (văn bản nói thành tích tính từ khi hết thời hạn kỷ luật, không nói về danh hiệu "
            "đã tặng)",
            condition.citation,
            f"Titles of the time before the discipline ended on {served} still count in a row (the "
            "texts say that results count from its end, nothing of titles already given)",
        ),
    )


def unverified(found: Outcome) -> Outcome:
    """A yes or a no by a wording that nobody compared with the official text: people conclude."""
    facts = found.facts or tuple(fact for child in found.children for fact in child.facts)
    known = "đạt" if found.value == ELIGIBLE else f"chưa đạt ({found.note})"
    note = f"Lời văn chưa đối chiếu với văn bản gốc; theo lời văn đã biết thì {known}"
    return Outcome(NEEDS_DECISION, facts, note=note)


def settled(condition: Condition, finding: Finding) -> Outcome:
    """Met or not met, as people found."""
    who = f"{finding.by or 'Chưa ghi người kết luận'}, ngày {day(finding.decided_on)}"
    verdict = "đạt" if finding.holds else "không đạt"
    fact = f"Kết luận {verdict}: {who}"
    note = "" if finding.holds else f"{condition.statement}: {fact.lower()}"
    return Outcome(of(finding.holds), (fact,), note=note)
