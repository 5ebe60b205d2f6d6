"""Predicates on yearly ratings of task completion, of a person or a collective.

Articles: Luật 06/2022/QH15 Điều 23, 24, 27, 28, 74.
"""

from __future__ import annotations

from datetime import date, timedelta

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day, first_full_year, of, shown
from thidua.law.facts.words import GRADES, at_least
from thidua.law.values import ELIGIBLE, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap


def rating(case: Case, condition: Condition) -> Outcome:
    """The rating of the year asked reaches `at_least`."""
    return rated(case, case.year, condition.params["at_least"])


def rated(case: Case, year: int, floor: str) -> Outcome:
    grade = case.ratings.get(year)
    if grade is None:
        if case.known("ratings", year):
            return Outcome(NOT_ELIGIBLE, note=f"Không có xếp loại năm {year}")
        return Outcome(NEEDS_FACTS, missing=(Gap(f"Chưa có xếp loại năm {year}", "ratings"),))
    met = at_least(GRADES, grade, floor)
    fact = f"Xếp loại năm {year}: {GRADES[grade]}"
    return Outcome(of(met), (fact,), note="" if met else f"{fact} (cần từ {GRADES[floor]})")


def ratings_in_a_row(case: Case, condition: Condition) -> Outcome:
    """At least `years` years in a row up to the year asked at or above `at_least`."""
    params = condition.params
    run, broken = run_of_ratings(case, params["at_least"], params.get("after_previous", ()))
    grade = GRADES[params["at_least"]]
    years = params["years"]
    if len(run) >= years:
        return Outcome(
            ELIGIBLE, tuple(f"Xếp loại năm {year}: {GRADES[case.ratings[year]]}" for year in run)
        )
    if broken.value == NEEDS_FACTS:
        return Outcome(NEEDS_FACTS, missing=broken.missing)
    note = f"Chưa đủ {years} năm liên tục {grade} tính đến năm {case.year} ({broken.note})"
    return Outcome(NOT_ELIGIBLE, broken.facts, note=note)


def run_of_ratings(case: Case, floor: str, previous: tuple[str, ...]) -> tuple[list[int], Outcome]:
    """The unbroken years up to the year asked (newest first), and what broke the run."""
    run: list[int] = []
    for year in range(case.year, case.year - 40, -1):
        found = _counted(case, year, floor, previous)
        if found.value != ELIGIBLE:
            return run, found
        run.append(year)
    return run, Outcome(NOT_ELIGIBLE)


def _counted(case: Case, year: int, floor: str, previous: tuple[str, ...]) -> Outcome:
    """The rating of a year whose results count: not counted before, wholly after any discipline."""
    spent = case.spent(previous, year)
    if spent is not None and spent.gap is None:
        name = case.name(spent.award.code)
        fact = f"Đã được tặng {shown(spent.award, name)}"
        return Outcome(NOT_ELIGIBLE, (fact,), note=spent.text(name))
    for item in case.facts.disciplines or ():
        served = item.to + timedelta(days=1) if item.to else None
        if item.from_ <= date(year, 12, 31) and (served is None or year < first_full_year(served)):
            since = f"thành tích tính từ {day(served)}" if served else "chưa rõ ngày hết thời hạn"
            text = f"năm {year} còn trong thời hạn kỷ luật, {since}"
            return Outcome(NOT_ELIGIBLE, (text,), note=text)
    found = rated(case, year, floor)
    gap = spent.gap if spent is not None else case.unrecorded(previous, year)
    if gap is not None and found.value == ELIGIBLE:
        return Outcome(NEEDS_FACTS, missing=(gap,))
    return found


def longest_possible_run(
    case: Case, floor: str, previous: tuple[str, ...], oldest: int
) -> tuple[list[int], tuple[str, ...]]:
    """The run back to `oldest` if every unknown rating were good, and what is unknown in it."""
    run: list[int] = []
    gaps: list[str] = []
    for year in range(case.year, oldest - 1, -1):
        found = _counted(case, year, floor, previous)
        if found.value == NOT_ELIGIBLE:
            break
        run.append(year)
        gaps += found.missing
    return run, tuple(gaps)
