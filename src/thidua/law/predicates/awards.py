"""Predicates on awards held: chains of titles, periods after an award, other standards.

Articles: Luật 06/2022/QH15 Điều 22, 23, 73, 74; NĐ 152/2025 Điều 4 khoản 3, Điều 33 khoản 7.
"""

from __future__ import annotations

from datetime import date

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, Spent, shown
from thidua.law.index import FORM_KINDS, award_index
from thidua.law.predicates.judged import after_discipline
from thidua.law.values import (
    ANY_RANK,
    ELIGIBLE,
    NEEDS_FACTS,
    NOT_ELIGIBLE,
    combine_all,
)
from thidua.law.verdict import Gap, ReasonNode


def held_in_a_row(case: Case, condition: Condition) -> Outcome:
    """The award in each of the last `times` years, ending with the year asked."""
    code, times = condition.params["award"], condition.params["times"]
    name = case.name(code)
    same_round = bool(case.slot("chain_counts_same_round").value)
    last = case.year if same_round or case.year in case.held.get(code, {}) else case.year - 1
    previous = condition.params.get("after_previous", ())
    children = []
    years = range(last - times + 1, last + 1)
    for year in years:
        spent = case.spent(previous, year)
        node = None
        if spent is None or spent.gap is not None:
            node = _year_node(case, code, name, year, condition, same_round)
        if spent is not None and (node is None or node.value == ELIGIBLE):
            node = _used_year(year, name, spent, case.name(spent.award.code), condition)
        children += [node] if node is not None else []
    value = combine_all(child.value for child in children)
    lacking = [child for child in children if child.value == NOT_ELIGIBLE]
    span = f"{years[0]}-{years[-1]}"
    note = ""
    if value == NOT_ELIGIBLE:
        note = f"{name}: chưa đủ {times} năm liên tục {span} ({'; '.join(c.note for c in lacking)})"
    found = Outcome(value, note=note, children=tuple(children))
    return after_discipline(case, condition, found, date(years[0], 1, 1))


def _year_node(
    case: Case, code: str, name: str, year: int, condition: Condition, same_round: bool
) -> ReasonNode:
    statement, english = f"Được tặng {name} năm {year}", f"{name} held for {year}"
    node_id = f"{condition.id}.{year}"
    held = case.held.get(code, {}).get(year)
    if held:
        return _leaf(node_id, statement, english, condition, ELIGIBLE, (shown(held[0], name),))
    if year == case.year and same_round:
        answer = case.judge_award(code)
        if answer.value == ELIGIBLE:
            fact = f"Dự kiến: đủ điều kiện {name} năm {year} trong cùng đợt xét"
            return ReasonNode(
                node_id,
                "all",
                f"{statement} (dự kiến)",
                ELIGIBLE,
                condition.citation,
                condition.confidence,
                (fact,),
                (),
                (answer,),
                f"{english} (expected)",
            )
        return ReasonNode(
            node_id,
            "all",
            statement,
            answer.value,
            condition.citation,
            condition.confidence,
            (),
            (),
            (answer,),
            english,
            f"năm {year} chưa đạt trong đợt xét này" if answer.value == NOT_ELIGIBLE else "",
        )
    if case.known("awards", year, code):
        return _leaf(node_id, statement, english, condition, NOT_ELIGIBLE, note=f"thiếu năm {year}")
    missing = (
        Gap(f"Chưa có dữ liệu khen thưởng năm {year} để biết có {name} hay không", "awards"),
    )
    return _leaf(node_id, statement, english, condition, NEEDS_FACTS, missing=missing)


def _used_year(year: int, name: str, spent: Spent, other: str, condition: Condition) -> ReasonNode:
    node_id = f"{condition.id}.{year}"
    statement = f"{name} năm {year} chưa tính cho lần tặng trước"
    english = f"{name} of {year} not yet counted for an earlier award"
    if spent.gap is not None:
        return _leaf(node_id, statement, english, condition, NEEDS_FACTS, missing=(spent.gap,))
    fact = f"Đã được tặng {shown(spent.award, other)}"
    note = spent.text(other)
    return _leaf(node_id, statement, english, condition, NOT_ELIGIBLE, (fact,), note=note)


def _leaf(
    node_id: str,
    statement: str,
    english: str,
    condition: Condition,
    value: str,
    facts: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    note: str = "",
) -> ReasonNode:
    return ReasonNode(
        node_id,
        "leaf",
        statement,
        value,
        condition.citation,
        condition.confidence,
        facts,
        missing,
        (),
        english,
        note,
    )


def meets_standard_of(case: Case, condition: Condition) -> Outcome:
    """The standard of another award in the same year; it need not have been decided."""
    code = condition.params["award"]
    for settles in (code, *condition.params.get("or_held", ())):
        held = case.held.get(settles, {}).get(case.year)
        if held:
            return Outcome(ELIGIBLE, (shown(held[0], case.name(settles)),))
    others = (case.judge_award(other) for other in condition.params.get("or_standard_of", ()))
    answers = [case.judge_award(code), *others]
    best = min(answers, key=lambda answer: ANY_RANK[answer.value])
    return Outcome(best.value, children=(best,))


def no_other_form(case: Case, _: Condition) -> Outcome:
    """No other commendation form (certificate or order) for the results of the year asked."""
    own = case.entry.code if case.entry else None
    infos = award_index()
    for code, years in case.held.items():
        if infos[code].kind in FORM_KINDS and code != own and case.year in years:
            award = years[case.year][0]
            if award.merit in (None, "cong_trang"):
                text = shown(award, case.name(code))
                return Outcome(
                    NOT_ELIGIBLE,
                    (text,),
                    note=f"Đã được khen cho thành tích năm {case.year}: {text}",
                )
    if case.known("awards", case.year):
        return Outcome(ELIGIBLE, (f"Chưa có hình thức khen thưởng khác cho năm {case.year}",))
    return Outcome(
        NEEDS_FACTS, missing=(Gap(f"Chưa có dữ liệu khen thưởng năm {case.year}", "awards"),)
    )
