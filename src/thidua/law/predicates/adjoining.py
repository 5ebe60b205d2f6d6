"""The predicate on titles in a row whose achievement periods adjoin, as three-year titles do.

Articles: Luật 06/2022/QH15 Điều 21 khoản 1 điểm a; NĐ 152/2025 Điều 33 khoản 7, Điều 35.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day, shown
from thidua.law.facts.model import AwardHeld
from thidua.law.predicates.judged import after_discipline
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap


@dataclass(frozen=True, slots=True)
class Term:
    """One title with its achievement period; `award` None is a title expected this round."""

    award: AwardHeld | None
    start: date
    end: date
    recorded: bool
    fact: str


def held_adjoining(case: Case, condition: Condition) -> Outcome:
    """The award `times` in a row, the last of them the latest one, periods without a gap."""
    params = condition.params
    code = params["award"]
    if case.facts.awards is None:
        return Outcome(
            NEEDS_FACTS, missing=(Gap("Chưa có danh sách khen thưởng đã nhận", "awards"),)
        )
    terms = [_term(case, items, params["span_years"]) for items in _held(case, code)]
    outcome = _chain(case, condition, terms)
    if outcome.value == ELIGIBLE or case.year in case.held.get(code, {}):
        return outcome
    return _with_expected(case, condition, terms, outcome)


def _held(case: Case, code: str) -> list[list[AwardHeld]]:
    return [items for year, items in sorted(case.held.get(code, {}).items()) if year <= case.year]


def _term(case: Case, items: list[AwardHeld], span: int) -> Term:
    award = min(items, key=_most_telling)
    fact = shown(award, case.name(award.code))
    if award.period is not None:
        return Term(award, award.period.from_, award.period.to, True, fact)
    start, end = date(award.year - span + 1, 1, 1), date(award.year, 12, 31)
    return Term(award, start, end, False, f"{fact} (thành tích {start.year}-{end.year})")


def _most_telling(award: AwardHeld) -> tuple[bool, date, date, str]:
    """Of two records of one year the one with a period, then the earlier one."""
    end = award.period.to if award.period else date.max
    return (award.period is None, end, award.decided_on or date.max, award.decision or "")


def _with_expected(case: Case, condition: Condition, terms: list[Term], known: Outcome) -> Outcome:
    """The same chain with the title that the person is eligible for in the same round."""
    span, name = condition.params["span_years"], case.name(condition.params["award"])
    if not case.slot("chain_counts_same_round").value:
        return known
    fact = f"Dự kiến: đủ điều kiện {name} năm {case.year} trong cùng đợt xét"
    start, end = date(case.year - span + 1, 1, 1), date(case.year, 12, 31)
    longer = _chain(case, condition, [*terms, Term(None, start, end, True, fact)])
    if longer.value not in (ELIGIBLE, NEEDS_FACTS):
        return known
    answer = case.judge_award(condition.params["award"])
    if answer.value == ELIGIBLE:
        return longer
    if answer.value == NOT_ELIGIBLE:
        return known
    missing = tuple(item for node in answer.walk() for item in node.missing)
    value = answer.value if longer.value == ELIGIBLE else NEEDS_FACTS
    note = f"{name} năm {case.year} chưa kết luận được"
    return Outcome(value, known.facts, (*longer.missing, *missing) or (note,), note)


def _chain(case: Case, condition: Condition, terms: list[Term]) -> Outcome:
    params = condition.params
    code, times = params["award"], params["times"]
    name = case.name(code)
    previous = params.get("after_previous", ())
    run: list[Term] = []
    gaps: list[str] = []
    note = f"chưa có {name}" if not terms else ""
    for term in reversed(terms):
        if run and (why := _apart(term, run[-1])):
            if why.value != NOT_ELIGIBLE:
                facts = tuple(item.fact for item in (*run, term))
                return Outcome(why.value, facts, why.missing, why.note)
            note = why.note
            break
        spent = case.spent(previous, term.award.year) if term.award else None
        if spent is not None and spent.gap is None:
            note = spent.text(case.name(spent.award.code))
            break
        if spent is not None and spent.gap is not None:
            gaps.append(spent.gap)
        run.append(term)
        if len(run) == times:
            break
    facts = tuple(item.fact for item in reversed(run))
    if len(run) == times:
        if gaps:
            return Outcome(NEEDS_FACTS, facts, tuple(gaps))
        found = _in_time(case, condition, run[0], facts)
        return after_discipline(case, condition, found, run[-1].start)
    if not note and (missing := _unknown(case, code, run[-1] if run else None)):
        return Outcome(NEEDS_FACTS, facts, missing)
    if not terms and (missing := _unknown(case, code, None)):
        return Outcome(NEEDS_FACTS, facts, missing)
    held = f"mới có {len(run)} lần" if run else "chưa có lần nào tính được"
    why_not = f" ({note})" if note else ""
    return Outcome(NOT_ELIGIBLE, facts, note=f"{name}: {held} liên tục, cần {times} lần{why_not}")


def _apart(earlier: Term, later: Term) -> Outcome | None:
    """Why two titles are not in a row, or None when their periods adjoin."""
    if later.start == earlier.end + timedelta(days=1):
        return None
    what = f"thời gian thành tích {_span(earlier)} và {_span(later)}"
    if later.start <= earlier.end:
        unrecorded = [term for term in (earlier, later) if not term.recorded]
        if unrecorded:
            missing = tuple(
                Gap(f"{term.fact}: chưa ghi thời gian tính thành tích", "awards[].period")
                for term in unrecorded
            )
            return Outcome(NEEDS_FACTS, missing=missing)
        return Outcome(NEEDS_DECISION, note=f"{what} trùng nhau một phần, cần xem xét".capitalize())
    return Outcome(NOT_ELIGIBLE, note=f"{what} không nối tiếp nhau")


def _in_time(case: Case, condition: Condition, last: Term, facts: tuple[str, ...]) -> Outcome:
    within = condition.params.get("propose_within_years")
    if within is None or last.award is None:
        return Outcome(ELIGIBLE, facts)
    decided = last.award.decided_on
    # With no day recorded the decision may have been taken in the year after.
    until = (decided.year if decided else last.award.year + 1) + within
    if case.received_on.year <= until:
        return Outcome(ELIGIBLE, facts)
    note = f"Lần sau cùng năm {last.award.year}: hạn đề nghị là hết năm {until}, cần xem xét"
    return Outcome(NEEDS_DECISION, facts, note=note)


def _unknown(case: Case, code: str, oldest: Term | None) -> tuple[str, ...]:
    """Years in which a further title of the chain could stand that the record does not cover."""
    name = case.name(code)
    span = case.span("awards", code)
    if oldest is None:
        years = range(case.year - 3, case.year + 1)
    else:
        years = range(oldest.start.year - 1, oldest.end.year)
    unknown = [y for y in years if not case.known("awards", y, code)]
    if span is None or not unknown:
        return ()
    listed = ", ".join(str(year) for year in unknown)
    return (Gap(f"Chưa có dữ liệu {name} các năm {listed}", "awards"),)


def _span(term: Term) -> str:
    return f"{day(term.start)}-{day(term.end)}"
