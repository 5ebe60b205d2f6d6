"""Predicates on yearly ratings of task completion, of a person or a collective.

Articles: Luật 06/2022/QH15 Điều 23, 24, 27, 28, 74.
"""

from __future__ import annotations

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, first_full_year, of, shown
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
    start, award = case.counts_from(previous)
    run: list[int] = []
    for year in range(case.year, case.year - 40, -1):
        if start is not None and award is not None and year < first_full_year(start):
            text = f"năm {year} đã tính cho {shown(award, case.name(award.code))}"
            return run, Outcome(NOT_ELIGIBLE, (text,), note=text)
        found = rated(case, year, floor)
        if found.value != ELIGIBLE:
            return run, found
        run.append(year)
    return run, Outcome(NOT_ELIGIBLE)


def longest_possible_run(
    case: Case, floor: str, previous: tuple[str, ...], oldest: int
) -> tuple[list[int], tuple[str, ...]]:
    """The run back to `oldest` if every unknown rating were good, and what is unknown in it."""
    start, _ = case.counts_from(previous)
    run: list[int] = []
    gaps: list[str] = []
    for year in range(case.year, oldest - 1, -1):
        found = rated(case, year, floor)
        if found.value == NOT_ELIGIBLE or (start is not None and year < first_full_year(start)):
            break
        run.append(year)
        gaps += found.missing
    return run, tuple(gaps)
