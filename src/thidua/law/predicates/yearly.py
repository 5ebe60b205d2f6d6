"""Predicates on one year of work: registration, months since recruitment, days away, studies.

Articles: Luật 15/2003/QH11 Điều 10; NĐ 65/2014 Điều 5 khoản 3-6; NĐ 91/2017 Điều 10 khoản 2-6.
"""

from __future__ import annotations

from datetime import date, timedelta

from thidua.law.book.model import Condition
from thidua.law.calendar import is_working_day, swaps_of
from thidua.law.context import Case, Outcome, day, of
from thidua.law.facts.model import Leave
from thidua.law.facts.words import LEAVE_KINDS, STUDY_RESULTS, at_least
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap

# Absence that the decrees before 2024 do not count: maternity (all of them) and studies, which
# have a condition of their own.
NOT_ABSENT = ("thai_san", "hoc_tap")


def registered(case: Case, _: Condition) -> Outcome:
    """Registered for emulation in the year asked, for this title or another."""
    listed = case.facts.registrations
    if listed is None:
        text = Gap(f"Chưa có dữ liệu đăng ký thi đua năm {case.year}", "registrations")
        return Outcome(NEEDS_FACTS, missing=(text,))
    names = [case.name(item.award) for item in listed if item.year == case.year]
    if names:
        return Outcome(ELIGIBLE, (f"Đăng ký thi đua năm {case.year}: {', '.join(names)}",))
    return Outcome(NOT_ELIGIBLE, note=f"Không đăng ký thi đua năm {case.year}")


def recruited_months(case: Case, condition: Condition) -> Outcome:
    """At least so many months since recruitment, by the end of the year and on receipt alike."""
    need = condition.params["at_least"]
    recruited = case.facts.service.recruited_on if case.facts.service else None
    if recruited is None:
        text = Gap("Chưa có ngày vào cơ quan", "service.recruited_on")
        return Outcome(NEEDS_FACTS, missing=(text,))
    last = date(case.year, 12, 31)
    enough_on = _months_later(recruited, need)
    fact = f"Tuyển dụng ngày {day(recruited)}, đủ {need} tháng từ ngày {day(enough_on)}"
    if enough_on > last + timedelta(days=1):
        note = f"Mới tuyển dụng dưới {need} tháng tính đến hết năm {case.year} ({fact})"
        return Outcome(NOT_ELIGIBLE, (fact,), note=note)
    if enough_on > min(case.received_on, last) + timedelta(days=1):
        # The text does not say up to which day the months are counted.
        note = (
            f"{fact}: đủ vào cuối năm, chưa đủ khi nhận hồ sơ; văn bản không nói tính đến ngày nào"
        )
        return Outcome(NEEDS_DECISION, (fact,), note=note)
    return Outcome(ELIGIBLE, (fact,))


def _months_later(start: date, months: int) -> date:
    """The same day so many months later, or the first day after a month too short for it."""
    years, month = divmod(start.month - 1 + months, 12)
    try:
        return start.replace(year=start.year + years, month=month + 1)
    except ValueError:
        return date(start.year + years, month + 2, 1)


def absence_days(case: Case, condition: Condition) -> Outcome:
    """Fewer working days away in the year than the text allows."""
    limit = condition.params["less_than"]
    leave = case.facts.service.leave if case.facts.service else None
    span = case.facts.complete.get("leave")
    if leave is None or (span is not None and not span[0] <= case.year <= span[1]):
        text = Gap(f"Chưa có dữ liệu nghỉ dài ngày năm {case.year}", "service.leave")
        return Outcome(NEEDS_FACTS, missing=(text,))
    sure = _away(case, leave, (*NOT_ABSENT, "dieu_tri_thuong_tich"))
    most = _away(case, leave, NOT_ABSENT)
    fact = f"Nghỉ {sure} ngày làm việc trong năm {case.year}"
    if sure >= limit:
        return Outcome(NOT_ELIGIBLE, (fact,), note=f"{fact} (từ {limit} ngày trở lên không xét)")
    if most >= limit:
        note = f"{fact}, cùng thời gian điều trị thương tích là {most} ngày: cần xem xét"
        return Outcome(NEEDS_DECISION, (fact,), note=note)
    return Outcome(ELIGIBLE, (fact,))


def _away(case: Case, leave: tuple[Leave, ...], free: tuple[str, ...]) -> int:
    """Working days of the year in leave that is not free; a day counts once."""
    first, last = date(case.year, 1, 1), date(case.year, 12, 31)
    away: set[date] = set()
    unburdened: set[date] = set()
    for item in leave:
        start, end = max(item.from_, first), min(item.to or last, last)
        days = {start + timedelta(days=number) for number in range((end - start).days + 1)}
        if item.kind in free:
            unburdened |= days
        else:
            away |= days
    swaps = swaps_of(case.rb, on=case.received_on, scope=case.scope)
    return sum(is_working_day(one, swaps) for one in away - unburdened)


def study_result(case: Case, condition: Condition) -> Outcome:
    """Studies of a year or more end with a result at or above `at_least`; shorter ones count."""
    service = case.facts.service
    floor = condition.params["at_least"]
    if service is None or (service.leave is None and service.study is None):
        text = Gap(f"Chưa có dữ liệu đi học năm {case.year}", "service.study")
        return Outcome(NEEDS_FACTS, missing=(text,))
    studies = [item for item in service.study or () if _long(case, item.from_, item.to)]
    if not studies:
        away = [
            i for i in service.leave or () if i.kind == "hoc_tap" and _long(case, i.from_, i.to)
        ]
        if not away:
            return Outcome(ELIGIBLE, (f"Không đi học từ một năm trở lên trong năm {case.year}",))
        fact = f"{LEAVE_KINDS['hoc_tap'].capitalize()} từ {day(away[0].from_)}"
        gap = Gap(f"{fact}: chưa có kết quả học tập", "service.study[].result")
        return Outcome(NEEDS_FACTS, (fact,), (gap,))
    unknown = [item for item in studies if item.result is None]
    low = [i for i in studies if i.result and not at_least(STUDY_RESULTS, i.result, floor)]
    facts = tuple(
        f"Đi học từ {day(item.from_)}: kết quả {STUDY_RESULTS[item.result]}"
        for item in studies
        if item.result
    )
    if low:
        return Outcome(of(False), facts, note=f"{facts[0]} (cần từ {STUDY_RESULTS[floor]})")
    if unknown:
        gap = Gap(
            f"Đi học từ {day(unknown[0].from_)}: chưa có kết quả học tập", "service.study[].result"
        )
        return Outcome(NEEDS_FACTS, facts, (gap,))
    return Outcome(ELIGIBLE, facts)


def _long(case: Case, start: date, end: date | None) -> bool:
    """Studies of a year or more that touch the year asked."""
    until = end or date(case.year, 12, 31)
    if start > date(case.year, 12, 31) or until < date(case.year, 1, 1):
        return False
    return until + timedelta(days=1) >= _months_later(start, 12)
