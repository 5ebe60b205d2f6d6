"""Predicates on holds and discipline.

Articles: NĐ 152/2025 Điều 4 khoản 4 (and NĐ 98/2023 Điều 4 before 01/07/2025); NĐ 91/2017 Điều 10
khoản 6, NĐ 65/2014 Điều 5 khoản 6.
"""

from __future__ import annotations

from datetime import date, timedelta

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day
from thidua.law.facts.model import Discipline
from thidua.law.facts.words import MEASURES, PENDING_KINDS, at_least
from thidua.law.values import (
    ELIGIBLE,
    NEEDS_DECISION,
    NEEDS_FACTS,
    NOT_APPLICABLE,
    NOT_ELIGIBLE,
)
from thidua.law.verdict import Gap


def no_pending(case: Case, _: Condition) -> Outcome:
    """Nothing is being examined on receipt; else *chưa xét*, until which day if known."""
    pending = case.facts.pending
    if pending is None:
        text = Gap(
            "Chưa có dữ liệu về khiếu nại, tố cáo, điều tra, thanh tra, xem xét kỷ luật", "pending"
        )
        return Outcome(NEEDS_FACTS, missing=(text,))
    on = case.received_on
    open_ones = [
        p for p in pending if (p.from_ is None or p.from_ <= on) and (p.to is None or p.to >= on)
    ]
    if open_ones:
        what = "; ".join(_shown(p.kind, p.from_) for p in open_ones)
        ends = [p.to for p in open_ones]
        known = [end for end in ends if end is not None]
        until = (
            f"; được xét từ ngày {day(max(known) + timedelta(days=1))}"
            if len(known) == len(ends)
            else "; chưa rõ ngày được xét"
        )
        return Outcome(NOT_ELIGIBLE, (what,), note=f"Chưa xét: {what}{until}")
    span = case.facts.complete.get("pending")
    if span is not None and not span[0] <= on.year <= span[1]:
        return Outcome(
            NEEDS_FACTS,
            missing=(Gap(f"Chưa có dữ liệu về vụ việc đang xem xét năm {on.year}", "pending"),),
        )
    return Outcome(ELIGIBLE, ("Không có vụ việc đang xem xét khi nhận hồ sơ",))


def discipline_served(case: Case, _: Condition) -> Outcome:
    """No discipline runs at the end of the year asked: results count only from its end."""
    disciplines = case.facts.disciplines
    if disciplines is None and case.facts.subject.kind != "individual":
        # The texts name no yearly record of discipline of a body as such: weighed when recorded.
        return Outcome(NOT_APPLICABLE, note="Không ghi kỷ luật của tập thể, tổ chức")
    if disciplines is None:
        return Outcome(NEEDS_FACTS, missing=(Gap("Chưa có dữ liệu kỷ luật", "disciplines"),))
    last = date(case.year, 12, 31)
    for item in disciplines:
        if item.from_ <= last and (item.to is None or item.to >= last):
            text = _discipline(item)
            until = (
                f"; thành tích tính từ ngày {day(item.to + timedelta(days=1))}" if item.to else ""
            )
            return Outcome(NOT_ELIGIBLE, (text,), note=f"Chưa xét: {text}{until}")
    if not case.known("disciplines", case.year):
        return Outcome(
            NEEDS_FACTS, missing=(Gap(f"Chưa có dữ liệu kỷ luật năm {case.year}", "disciplines"),)
        )
    return Outcome(ELIGIBLE, (f"Không trong thời hạn kỷ luật cuối năm {case.year}",))


def discipline_in_year(case: Case, condition: Condition) -> Outcome:
    """A discipline that ran in part of the year: what it does is the body's rule."""
    disciplines = case.facts.disciplines
    if disciplines is None:
        return Outcome(NEEDS_FACTS, missing=(Gap("Chưa có dữ liệu kỷ luật", "disciplines"),))
    first, last = date(case.year, 1, 1), date(case.year, 12, 31)
    inside = [item for item in disciplines if item.from_ <= last and (item.to or last) >= first]
    if not inside:
        if not case.known("disciplines", case.year):
            return Outcome(
                NEEDS_FACTS,
                missing=(Gap(f"Chưa có dữ liệu kỷ luật năm {case.year}", "disciplines"),),
            )
        return Outcome(ELIGIBLE, (f"Không bị kỷ luật trong năm {case.year}",))
    text = "; ".join(_discipline(item) for item in inside)
    rule = case.slot(condition.params["slot"])
    if rule.value == "khong_xet":
        return Outcome(NOT_ELIGIBLE, (text,), note=f"Bị kỷ luật trong năm {case.year}: {text}")
    if rule.value == "khong_anh_huong":
        return Outcome(ELIGIBLE, (text,))
    note = (
        f"{text}: cơ quan chưa quy định ảnh hưởng đến danh hiệu của năm"
        if rule.value is None
        else f"{text}: hội đồng xem xét"
    )
    return Outcome(NEEDS_DECISION, (text,), note=note)


def no_discipline_in_year(case: Case, condition: Condition) -> Outcome:
    """No measure at or above `measure` was taken in the year; one that only runs on is doubtful."""
    disciplines = case.facts.disciplines
    if disciplines is None:
        return Outcome(NEEDS_FACTS, missing=(Gap("Chưa có dữ liệu kỷ luật", "disciplines"),))
    first, last = date(case.year, 1, 1), date(case.year, 12, 31)
    heavy = [i for i in disciplines if at_least(MEASURES, i.measure, condition.params["measure"])]
    taken = [item for item in heavy if first <= item.from_ <= last]
    if taken:
        text = "; ".join(map(_discipline, taken))
        return Outcome(NOT_ELIGIBLE, (text,), note=f"Bị kỷ luật trong năm {case.year}: {text}")
    if not case.known("disciplines", case.year):
        gap = Gap(f"Chưa có dữ liệu kỷ luật năm {case.year}", "disciplines")
        return Outcome(NEEDS_FACTS, missing=(gap,))
    running = [i for i in heavy if i.from_ < first and (i.to is None or i.to >= first)]
    if running:
        # The text speaks of a measure in the year, not of one of an earlier year that still runs.
        text = "; ".join(map(_discipline, running))
        return Outcome(NEEDS_DECISION, (text,), note=f"{text}: còn thời hạn trong năm {case.year}")
    return Outcome(ELIGIBLE, (f"Không bị kỷ luật trong năm {case.year}",))


def _discipline(item: Discipline) -> str:
    end = f" đến {day(item.to)}" if item.to else ", chưa rõ ngày hết thời hạn"
    return f"Kỷ luật {MEASURES[item.measure]} từ {day(item.from_)}{end}"


def _shown(kind: str, start: date | None) -> str:
    return PENDING_KINDS[kind] + (f" từ {day(start)}" if start else "")
