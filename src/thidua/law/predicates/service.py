"""Predicates on service: months worked in the year, with the leave that counts.

Articles: Luật 06/2022/QH15 Điều 24; NĐ 152/2025 Điều 4 khoản 5 (maternity leave counts).
"""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day, of
from thidua.law.facts.model import Leave
from thidua.law.facts.words import LEAVE_KINDS
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap

# By the texts themselves: maternity leave (NĐ 152/2025 Điều 4 khoản 5), treatment of injuries
# (TT 01/2024/TT-BNV).
ALWAYS_COUNTED = ("thai_san", "dieu_tri_thuong_tich")


def months_in_year(case: Case, condition: Condition) -> Outcome:
    """Months of service in the year against the slot; a full year meets any slot."""
    service = case.facts.service
    year = case.year
    if service is None or service.recruited_on is None:
        return Outcome(
            NEEDS_FACTS, missing=(Gap("Chưa có ngày vào cơ quan", "service.recruited_on"),)
        )
    if service.leave is None or not _leave_known(case):
        return Outcome(
            NEEDS_FACTS,
            missing=(Gap(f"Chưa có dữ liệu nghỉ dài ngày năm {year}", "service.leave"),),
        )
    first, last = date(year, 1, 1), min(case.facts.subject.died or date.max, date(year, 12, 31))
    if service.recruited_on > last:
        return Outcome(
            NOT_ELIGIBLE, note=f"Vào cơ quan ngày {day(service.recruited_on)}, sau năm {year}"
        )
    start = max(first, service.recruited_on)
    whole = _months(start, last)
    away = [item for item in service.leave if item.from_ <= last and (item.to or last) >= start]
    lost = _lost(away, start, last)
    facts = [f"Công tác trong năm {year} từ {day(start)}: {_number(whole)} tháng"]
    facts += [
        f"{LEAVE_KINDS[item.kind].capitalize()} từ {day(item.from_)} đến {day(item.to)}"
        for item in away
    ]
    return _against_slots(case, condition, whole, lost, tuple(facts))


def _lost(away: list[Leave], start: date, last: date) -> dict[frozenset[str], Fraction]:
    """Months away by what they were; a day counts once, and not at all in leave that counts."""
    kinds: dict[date, set[str]] = {}
    for item in away:
        day_off, end = max(item.from_, start), min(item.to or last, last)
        while day_off <= end:
            kinds.setdefault(day_off, set()).add(item.kind)
            day_off += timedelta(days=1)
    days = Counter(
        (frozenset(why), day_off.month)
        for day_off, why in kinds.items()
        if not why & set(ALWAYS_COUNTED)
    )
    lost: dict[frozenset[str], Fraction] = {}
    for (why, month), number in days.items():
        length = calendar.monthrange(start.year, month)[1]
        lost[why] = lost.get(why, Fraction(0)) + Fraction(number, length)
    return lost


def _against_slots(
    case: Case,
    condition: Condition,
    whole: Fraction,
    lost: dict[frozenset[str], Fraction],
    facts: tuple[str, ...],
) -> Outcome:
    needed = case.slot(condition.params["slot"])
    uncounted = case.slot(condition.params["leave_slot"])
    least = whole - sum(lost.values(), Fraction(0))
    if least >= 12:
        return Outcome(ELIGIBLE, facts)
    if needed.value is None:
        note = "Số tháng công tác tối thiểu do cơ quan quy định, chưa có quy định được nạp"
        return Outcome(NEEDS_DECISION, facts, note=note)
    if whole < needed.value:
        return _short_of(whole, needed.value, facts)
    if least >= needed.value:
        return Outcome(ELIGIBLE, facts)
    if uncounted.value is None:
        kinds = ", ".join(LEAVE_KINDS[kind] for kind in sorted(frozenset().union(*lost)))
        note = f"Cơ quan chưa quy định {kinds} có tính vào thời gian xét hay không"
        return Outcome(NEEDS_DECISION, facts, note=note)
    counted = whole - sum(
        (months for why, months in lost.items() if why & set(uncounted.value)), Fraction(0)
    )
    met = counted >= needed.value
    return Outcome(of(met), facts) if met else _short_of(counted, needed.value, facts)


def _short_of(months: Fraction, needed: int, facts: tuple[str, ...]) -> Outcome:
    note = f"Thời gian công tác trong năm {_number(months)} tháng (cần {needed} tháng)"
    return Outcome(NOT_ELIGIBLE, facts, note=note)


def _leave_known(case: Case) -> bool:
    span = case.facts.complete.get("leave")
    return span is None or span[0] <= case.year <= span[1]


def _months(start: date, end: date) -> Fraction:
    """Calendar months from start to end, both included; a day is one part of its own month."""
    if start > end:
        return Fraction(0)
    first = calendar.monthrange(start.year, start.month)[1]
    last = calendar.monthrange(end.year, end.month)[1]
    if start.month == end.month:
        return Fraction(end.day - start.day + 1, first)
    between = end.month - start.month - 1
    return Fraction(first - start.day + 1, first) + between + Fraction(end.day, last)


def _number(months: Fraction) -> str:
    # Rounded down: 9.97 months must not read as 10.
    tenths = int(months * 10)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}"
