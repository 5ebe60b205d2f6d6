"""The predicate on an award held and the years since: the accumulation routes.

Articles: Luật 06/2022/QH15 Điều 73; NĐ 152/2025 Điều 4 khoản 3, 4, Điều 33 khoản 7.
"""

from __future__ import annotations

from datetime import date, timedelta

from thidua.law.book.model import Condition
from thidua.law.context import NO_GROUND, Case, Outcome, day, first_full_year, shown, start_after
from thidua.law.facts.model import AwardHeld, Period
from thidua.law.facts.words import GRADES, MERITS, at_least
from thidua.law.values import (
    ANY_RANK,
    ELIGIBLE,
    NEEDS_FACTS,
    NEEDS_TEXT,
    NOT_ELIGIBLE,
    combine_all,
    combine_any,
)
from thidua.law.verdict import Gap


def held_then_period(case: Case, condition: Condition) -> Outcome:
    """An award for merit, then years without a break, so rated, with further awards inside."""
    params = condition.params
    if case.facts.awards is None:
        return Outcome(
            NEEDS_FACTS, missing=(Gap("Chưa có danh sách khen thưởng đã nhận", "awards"),)
        )
    candidates = [
        award
        for code in params["awards"]
        for awards in case.held.get(code, {}).values()
        for award in awards
        if award.year <= case.year
    ]
    tried = [_from(case, condition, award) for award in sorted(candidates, key=lambda a: a.year)]
    if not tried:
        return _none_held(case, condition)
    best = min(tried, key=lambda outcome: ANY_RANK[outcome.value])
    value = combine_any(outcome.value for outcome in tried)
    return Outcome(value, best.facts, best.missing, best.note)


def _none_held(case: Case, condition: Condition) -> Outcome:
    """No such award on record; one from before the record could still exist."""
    names = " hoặc ".join(case.name(code) for code in condition.params["awards"])
    span = case.facts.complete.get("awards")
    if span is None:
        return Outcome(NOT_ELIGIBLE, note=f"Chưa có {names}")
    # The most favourable award that could lie outside the record: if what is known fails even then,
    # the gap cannot change the answer.
    end = date(span[0] - 1, 12, 31)
    code = condition.params["awards"][0]
    could = AwardHeld(
        code, end.year, period=Period(end.replace(month=1, day=1), end), merit="cong_trang"
    )
    best = _from(case, condition, could)
    if best.value == NOT_ELIGIBLE:
        return Outcome(
            NOT_ELIGIBLE,
            note=f"Chưa có {names} từ năm {span[0]}; nếu có trước đó thì vẫn thiếu: {best.note}",
        )
    text = f"Không thấy {names} từ năm {span[0]} đến {span[1]}; trước đó chưa có dữ liệu"
    return Outcome(NEEDS_FACTS, missing=(Gap(text, "awards"),))


def _from(case: Case, condition: Condition, award: AwardHeld) -> Outcome:
    params = condition.params
    name = case.name(award.code)
    shown_award = shown(award, name)
    if award.merit in NO_GROUND:
        kind = MERITS[award.merit or ""]
        return Outcome(
            NOT_ELIGIBLE,
            (f"{shown_award} ({kind})",),
            note=f"{name} năm {award.year} là khen {kind}, không làm căn cứ khen công trạng",
        )
    start = start_after(award)
    if start is None:
        gap = Gap(
            f"{shown_award}: chưa ghi thời gian tính thành tích hoặc ngày quyết định",
            "awards[].period",
        )
        return Outcome(NEEDS_FACTS, missing=(gap,))
    start, why = _later(case, params.get("reset_by", ()), start)
    first, need = first_full_year(start), params["years"]
    facts = [shown_award, f"Tính từ {day(start)}{why}"]
    enough_on = _years_later(start, need)
    end = max(date(case.year, 12, 31), case.received_on)
    if enough_on > end + timedelta(days=1):
        return Outcome(
            NOT_ELIGIBLE,
            tuple(facts),
            note=f"Chưa đủ {need} năm kể từ {day(start)} (đủ từ {day(enough_on)})",
        )
    years = range(first, case.year + 1)
    parts = [_rated(case, years, params["each_year_at_least"]), _with(case, years, params["with"])]
    if award.merit is None:
        text = Gap(f"{shown_award}: chưa ghi là khen công trạng hay chuyên đề", "awards[].merit")
        parts.append(Outcome(NEEDS_FACTS, missing=(text,)))
    value = combine_all(part.value for part in parts)
    for part in parts:
        facts += part.facts
    missing = tuple(item for part in parts for item in part.missing)
    note = "; ".join(part.note for part in parts if part.value == NOT_ELIGIBLE)
    return Outcome(value, tuple(facts), missing, note)


def _later(case: Case, reset_by: tuple[str, ...], start: date) -> tuple[date, str]:
    """A later award of the same kind, or the end of a discipline, moves the start."""
    why = ""
    again, previous = case.counts_from(reset_by)
    if again is not None and previous is not None and again > start:
        start, why = again, f", sau {shown(previous, case.name(previous.code))}"
    for discipline in case.facts.disciplines or ():
        if discipline.to is not None and discipline.to + timedelta(days=1) > start:
            start, why = discipline.to + timedelta(days=1), ", sau khi hết thời hạn kỷ luật"
    return start, why


def _years_later(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return start.replace(year=start.year + years, month=3, day=1)


def _rated(case: Case, years: range, floor: str | None) -> Outcome:
    low, unknown = [], []
    for year in years:
        grade = case.ratings.get(year)
        if grade is not None and floor is not None and not at_least(GRADES, grade, floor):
            low.append(f"năm {year} {GRADES[grade]}")
        elif grade is None and case.known("ratings", year):
            low.append(f"năm {year} không có xếp loại")
        elif grade is None:
            unknown.append(year)
    if low:
        return Outcome(NOT_ELIGIBLE, note=f"Xếp loại chưa liên tục đạt: {', '.join(low)}")
    if floor is None:
        return Outcome(NEEDS_TEXT, note="Mức xếp loại hằng năm chưa đọc được trong văn bản")
    if unknown:
        return Outcome(
            NEEDS_FACTS,
            missing=tuple(Gap(f"Chưa có xếp loại năm {year}", "ratings") for year in unknown),
        )
    return Outcome(
        ELIGIBLE, (f"Xếp loại {years[0]}-{years[-1]}: từ {GRADES[floor]} trở lên",) if years else ()
    )


def _with(case: Case, years: range, wanted: tuple[tuple[str, int], ...] | None) -> Outcome:
    if wanted is None:
        return Outcome(
            NEEDS_TEXT, note="Danh hiệu cần có trong giai đoạn chưa đọc được trong văn bản"
        )
    parts = [_counted(case, years, code, times) for code, times in wanted]
    return Outcome(
        combine_all(part.value for part in parts) if parts else ELIGIBLE,
        tuple(fact for part in parts for fact in part.facts),
        tuple(item for part in parts for item in part.missing),
        "; ".join(part.note for part in parts if part.note),
    )


def _counted(case: Case, years: range, code: str, times: int) -> Outcome:
    name = case.name(code)
    have = [held[0] for year, held in sorted(case.held.get(code, {}).items()) if year in years]
    facts = tuple(shown(award, name) for award in have)
    if len(have) >= times:
        return Outcome(ELIGIBLE, facts)
    last = years[-1] if years else case.year
    absent = last not in case.held.get(code, {}) and last == case.year
    if absent and bool(case.slot("chain_counts_same_round").value) and len(have) + 1 >= times:
        answer = case.judge_award(code)
        if answer.value == ELIGIBLE:
            return Outcome(
                ELIGIBLE,
                (*facts, f"Dự kiến: đủ điều kiện {name} năm {case.year} trong cùng đợt xét"),
            )
        if answer.value != NOT_ELIGIBLE:
            missing = tuple(item for node in answer.walk() for item in node.missing)
            return Outcome(
                answer.value, facts, missing or (f"{name} năm {case.year} chưa kết luận được",)
            )
    unknown = [
        y
        for y in years
        if y not in case.held.get(code, {}) and not case.known("awards", y) and y != case.year
    ]
    if len(have) + len(unknown) >= times:
        listed = ", ".join(str(year) for year in unknown)
        return Outcome(
            NEEDS_FACTS, facts, (Gap(f"Chưa có dữ liệu {name} các năm {listed}", "awards"),)
        )
    span = f"{years[0]}-{years[-1]}" if years else "giai đoạn tính"
    return Outcome(NOT_ELIGIBLE, facts, note=f"{name} trong {span}: {len(have)} lần, cần {times}")
