"""The predicate on an award held and the years since: the accumulation routes.

Articles: Luật 06/2022/QH15 Điều 73; NĐ 152/2025 Điều 4 khoản 3, 4, Điều 33 khoản 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from thidua.law.book.model import Condition
from thidua.law.context import (
    NO_GROUND,
    UNREAD_COUNTING,
    Case,
    Outcome,
    day,
    first_full_year,
    shown,
    unclear,
    years_later,
)
from thidua.law.facts.model import NO_YEAR, AwardHeld, Period
from thidua.law.facts.words import GRADES, MERITS, at_least
from thidua.law.predicates.initiatives import since
from thidua.law.values import (
    ANY_RANK,
    ELIGIBLE,
    NEEDS_DECISION,
    NEEDS_FACTS,
    NEEDS_TEXT,
    NOT_APPLICABLE,
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
    if combine_any(outcome.value for outcome in tried) in (NOT_ELIGIBLE, NOT_APPLICABLE):
        tried.append(_unrecorded(case, condition, tried))
    best = min(tried, key=lambda outcome: ANY_RANK[outcome.value])
    value = combine_any(outcome.value for outcome in tried)
    return Outcome(value, best.facts, best.missing, best.note)


def _unrecorded(case: Case, condition: Condition, tried: list[Outcome]) -> Outcome:
    """No such award on record that serves; one from before the record could still exist."""
    names = " hoặc ".join(case.name(code) for code in condition.params["awards"])
    spans = [case.span("awards", code) for code in condition.params["awards"]]
    recorded = [span for span in spans if span is not None]
    if not recorded:
        return tried[0] if tried else Outcome(NOT_ELIGIBLE, note=f"Chưa có {names}")
    if NO_YEAR in recorded:
        gap = Gap(f"Chưa có dữ liệu khen thưởng để biết có {names} hay không", "awards")
        return Outcome(NEEDS_FACTS, missing=(gap,))
    # Where several awards serve, the one whose record begins last leaves most open.
    span = max(recorded)
    # The most favourable awards that could lie outside the record, back to one with time enough: if
    # what is known fails even then, the gap cannot change the answer.
    last = span[0] - 1
    earliest = min(last, case.year - (condition.params["years"] or 0))
    could = [
        _from(case, condition, _supposed(condition, year)) for year in range(last, earliest - 1, -1)
    ]
    if all(outcome.value == NOT_ELIGIBLE for outcome in could):
        if tried:
            return tried[0]
        lacking = f"nếu có trước đó thì vẫn thiếu: {could[-1].note}"
        return Outcome(NOT_ELIGIBLE, note=f"Chưa có {names} từ năm {span[0]}; {lacking}")
    text = f"Không thấy {names} từ năm {span[0]} đến {span[1]}; trước đó chưa có dữ liệu"
    if tried:
        text = f"Trước năm {span[0]} chưa có dữ liệu về {names}"
    return Outcome(NEEDS_FACTS, missing=(Gap(text, "awards"),))


def _supposed(condition: Condition, year: int) -> AwardHeld:
    """An award for merit on the last day of that year, for that year."""
    end = date(year, 12, 31)
    code = condition.params["awards"][0]
    return AwardHeld(code, year, decided_on=end, period=Period(end, end), merit="cong_trang")


def _from(case: Case, condition: Condition, award: AwardHeld) -> Outcome:
    params = condition.params
    name = case.name(award.code)
    shown_award = shown(award, name)
    kind = MERITS.get(award.merit or "", "")
    if award.merit in params.get("no_ground", NO_GROUND):
        return Outcome(
            NOT_ELIGIBLE,
            (f"{shown_award} ({kind})",),
            note=f"{name} năm {award.year} là khen {kind}, không làm căn cứ khen công trạng",
        )
    found, *others = [_since(case, params, award, start) for start in case.starts(award)]
    if any(other.value != found.value for other in others):
        return Outcome(NEEDS_TEXT, found.facts, note=f"{shown_award}: {UNREAD_COUNTING}")
    if award.merit in NO_GROUND and found.value == ELIGIBLE:
        note = f"{name} năm {award.year} là khen {kind}: văn bản không nói có làm căn cứ hay không"
        return Outcome(NEEDS_DECISION, found.facts, note=note)
    return found


def _since(case: Case, params: Mapping[str, Any], award: AwardHeld, start: date | None) -> Outcome:
    """The award, and all that is asked of the time from `start` on (None: no day recorded)."""
    name = case.name(award.code)
    shown_award = shown(award, name)
    gaps = []
    if start is None:
        # As early as it may have been: what fails even then fails whatever the day was.
        start = date(award.year, 1, 1)
        gaps.append(unclear(replace(award, merit="cong_trang"), name))
    if award.merit is None:
        gaps.append(unclear(award, name))
    start, why, moved = _later(case, params.get("reset_by", ()), start)
    gaps += moved
    first, need = first_full_year(start), params["years"]
    facts = [shown_award, f"Tính từ {day(start)}{why}"]
    end = max(date(case.year, 12, 31), case.received_on)
    if need is not None and (enough_on := years_later(start, need)) > end + timedelta(days=1):
        return Outcome(
            NOT_ELIGIBLE,
            tuple(facts),
            note=f"Chưa đủ {need} năm kể từ {day(start)} (đủ từ {day(enough_on)})",
        )
    years = range(first, case.year + 1)
    parts = _demands(case, params, years, start)
    if gaps:
        parts.append(Outcome(NEEDS_FACTS, missing=tuple(gaps)))
    value = combine_all(part.value for part in parts)
    for part in parts:
        facts += part.facts
    missing = tuple(item for part in parts for item in part.missing)
    note = "; ".join(part.note for part in parts if part.value == value and part.note)
    return Outcome(value, tuple(facts), missing, note)


def _demands(case: Case, params: Mapping[str, Any], years: range, start: date) -> list[Outcome]:
    """What the text asks of the years since; a key that is absent is not asked."""
    # The award and the time since were found already; where nothing more is asked that is enough.
    parts = [Outcome(ELIGIBLE)]
    titles = params.get("or_held", ())
    if params["years"] is None:
        parts.append(Outcome(NEEDS_TEXT, note="Số năm liên tục chưa đọc được trong văn bản"))
    if "each_year_at_least" in params:
        # So many years need so many ratings: where one is short, the year of the start counts, and
        # each year over by the day of receipt, up to which the time itself was counted.
        short = params["years"] is not None and len(years) < params["years"]
        last = max(case.year, case.received_on.year - 1)
        weighed = range(start.year, last + 1) if short else years
        rated = _rated(case, weighed, params["each_year_at_least"], titles)
        parts.append(_late_run(case, params, rated, titles))
    if "excellent_years" in params:
        parts.append(_excellent(case, years, params["excellent_years"], titles))
    if "excellent_in_a_row" in params:
        run = range(case.year - params["excellent_in_a_row"] + 1, case.year + 1)
        parts.append(_rated(case, run, "hoan_thanh_xuat_sac", titles))
    if "with" in params:
        parts.append(_with(case, years, params["with"]))
    if "initiatives" in params:
        parts.append(since(case, years, start, params["initiatives"]))
    return parts


def _late_run(
    case: Case, params: Mapping[str, Any], rated: Outcome, titles: tuple[str, ...]
) -> Outcome:
    """A weaker year after the award and then a full run of good ones: people weigh it, where the
    text does not say that the run begins at once (`late_run`)."""
    need = params["years"]
    if rated.value != NOT_ELIGIBLE or not params.get("late_run") or not need:
        return rated
    last = range(case.year - need + 1, case.year + 1)
    run = _rated(case, last, params["each_year_at_least"], titles)
    if run.value == NOT_ELIGIBLE:
        return rated
    note = f"{rated.note}; {need} năm gần nhất thì đạt: văn bản không nói phải liền sau lần khen"
    return Outcome(NEEDS_DECISION, run.facts, run.missing, note)


def _titled(case: Case, year: int, titles: tuple[str, ...]) -> bool:
    """Whether a collective title of the year stands for its rating."""
    return any(year in case.held.get(code, {}) for code in titles)


def _excellent(case: Case, years: range, times: int | None, titles: tuple[str, ...]) -> Outcome:
    """At least so many of the years rated excellent."""
    if times is None:
        return Outcome(
            NEEDS_TEXT, note="Số năm hoàn thành xuất sắc nhiệm vụ chưa đọc được trong văn bản"
        )
    grade = "hoan_thanh_xuat_sac"
    have = [
        year
        for year in years
        if case.ratings.get(year) == grade
        or (year not in case.ratings and _titled(case, year, titles))
    ]
    listed = ", ".join(str(year) for year in have)
    facts = (f"{GRADES[grade].capitalize()}: {listed}",) if have else ()
    if len(have) >= times:
        return Outcome(ELIGIBLE, facts)
    unknown = [
        year
        for year in years
        if year not in case.ratings and year not in have and not case.known("ratings", year)
    ]
    if len(have) + len(unknown) >= times:
        missing = tuple(Gap(f"Chưa có xếp loại năm {year}", "ratings") for year in unknown)
        return Outcome(NEEDS_FACTS, facts, missing)
    note = f"Hoàn thành xuất sắc nhiệm vụ {len(have)} năm trong giai đoạn tính, cần {times}"
    return Outcome(NOT_ELIGIBLE, facts, note=note)


def _later(case: Case, reset_by: tuple[str, ...], start: date) -> tuple[date, str, list[Gap]]:
    """A later award of the same kind, or the end of a discipline, moves the start; what is not
    recorded of such an award, where it could move the start, is named."""
    why = ""
    gaps = []
    for previous in case.earlier(reset_by):
        name = case.name(previous.code)
        again = case.starts(previous)[-1]
        sure = again or date(previous.year + 1, 1, 1)
        if previous.merit is not None and sure > start:
            start, why = sure, f", sau {shown(previous, name)}"
        if (previous.merit is None and sure > start) or (again is None and sure >= start):
            gaps.append(unclear(previous, name))
    for discipline in case.facts.disciplines or ():
        if discipline.to is not None and discipline.to + timedelta(days=1) > start:
            start, why = discipline.to + timedelta(days=1), ", sau khi hết thời hạn kỷ luật"
    return start, why, gaps


def _rated(case: Case, years: range, floor: str | None, titles: tuple[str, ...] = ()) -> Outcome:
    low, unknown = [], []
    for year in years:
        grade = case.ratings.get(year)
        if grade is None and _titled(case, year, titles):
            continue
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
    short = times - len(have)
    if short <= 0:
        return Outcome(ELIGIBLE, facts)
    absent = [year for year in years if year not in case.held.get(code, {})]
    # Titles of the round count as expected; a certificate or an order is held or not.
    title = case.rb.info(code).kind == "danh_hieu_thi_dua"
    same_round = title and bool(case.slot("chain_counts_same_round").value) and case.year in absent
    unknown = [
        year
        for year in absent
        if not case.known("awards", year, code) and not (same_round and year == case.year)
    ]
    expected = NOT_ELIGIBLE
    answer = None
    if same_round and short <= len(unknown) + 1:
        answer = case.judge_award(code)
        expected = answer.value
    if expected == ELIGIBLE:
        fact = f"Dự kiến: đủ điều kiện {name} năm {case.year} trong cùng đợt xét"
        facts, short = (*facts, fact), short - 1
        if short == 0:
            return Outcome(ELIGIBLE, facts)
    if short <= len(unknown):
        listed = ", ".join(str(year) for year in unknown)
        gap = Gap(f"Chưa có dữ liệu {name} các năm {listed}", "awards")
        return Outcome(NEEDS_FACTS, facts, (gap,))
    if answer is not None and expected not in (ELIGIBLE, NOT_ELIGIBLE):
        missing = tuple(item for node in answer.walk() for item in node.missing)
        open_one = missing or (f"{name} năm {case.year} chưa kết luận được",)
        value = expected if short == 1 else NEEDS_FACTS
        return Outcome(value, facts, open_one)
    span = f"{years[0]}-{years[-1]}" if years else "giai đoạn tính"
    return Outcome(NOT_ELIGIBLE, facts, note=f"{name} trong {span}: {len(have)} lần, cần {times}")
