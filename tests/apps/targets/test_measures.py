"""Percent of plan, pace and statuses of a target: boundaries, gaps, properties."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.targets.measures import (
    REACHED,
    Measured,
    Status,
    Terms,
    attains,
    change_percent,
    expected,
    measure,
    percent_of_plan,
    running,
)

S = Status


def ask(
    values: dict[int, str], *, plan: str = "100", over: int = 4, periods: int = 4, **terms: object
) -> Measured:
    asked = Terms(Decimal(plan), periods, **terms)
    return measure(asked, {one: Decimal(value) for one, value in values.items()}, over=over)


@pytest.mark.parametrize(
    ("value", "plan", "less", "percent"),
    [
        ("95", "100", False, "95.00"),
        ("130.5", "100", False, "130.50"),
        ("-2", "4", False, "-50.00"),
        ("1", "3", False, "33.33"),
        ("2", "2", True, "100.00"),
        ("1", "2", True, "150.00"),
        ("0", "2", True, "200.00"),
        ("3", "2", True, "50.00"),
        ("4", "2", True, "0.00"),
        ("40", "2", True, "0.00"),
        ("0", "0", True, "100"),
        ("1", "0", True, "0"),
    ],
)
def test_percent_of_plan(value: str, plan: str, less: bool, percent: str) -> None:
    assert percent_of_plan(Decimal(value), Decimal(plan), less_is_better=less) == Decimal(percent)


def test_no_percent_of_nothing_planned() -> None:
    assert percent_of_plan(Decimal(5), Decimal(0), less_is_better=False) is None


SUMS = {1: "25", 2: "25", 3: "25", 4: "25"}


@pytest.mark.parametrize(
    ("values", "over", "status"),
    [
        ({}, 0, S.UNREPORTED),
        ({}, 4, S.UNREPORTED),
        ({1: "25"}, 1, S.ON_TRACK),
        ({1: "24.9999"}, 1, S.BEHIND),
        ({1: "0"}, 1, S.BEHIND),
        ({1: "60", 2: "40"}, 2, S.AHEAD),
        ({1: "60", 3: "40"}, 3, S.AHEAD),  # the gap can only add
        ({1: "10", 3: "10"}, 3, S.UNREPORTED),  # the gap may hide anything
        ({1: "60", 2: "40"}, 4, S.MET),
        ({1: "60", 2: "41"}, 4, S.EXCEEDED),
        ({1: "60"}, 4, S.UNREPORTED),  # the year is over, the rest is not known
        (SUMS, 4, S.MET),
        (SUMS, 3, S.MET),  # the last quarter was reported before its end
        (SUMS | {4: "25.0001"}, 4, S.EXCEEDED),
        (SUMS | {4: "24.9999"}, 4, S.MISSED),
        ({1: "25", 3: "25", 4: "25"}, 4, S.UNREPORTED),
    ],
)
def test_a_sum_that_should_grow(values: dict[int, str], over: int, status: Status) -> None:
    assert ask(values, over=over).status == status


@pytest.mark.parametrize(
    ("values", "over", "status"),
    [
        ({1: "2"}, 1, S.ON_TRACK),
        ({1: "3"}, 1, S.BEHIND),
        ({1: "9"}, 1, S.MISSED),  # above what the whole year allows
        ({1: "2", 2: "2", 3: "2", 4: "2"}, 4, S.MET),
        ({1: "2", 2: "2", 3: "2", 4: "1"}, 4, S.EXCEEDED),
        ({1: "2", 3: "2", 4: "1"}, 4, S.UNREPORTED),
        ({1: "0", 2: "0", 3: "0"}, 4, S.UNREPORTED),
    ],
)
def test_a_sum_that_has_a_limit(values: dict[int, str], over: int, status: Status) -> None:
    assert ask(values, plan="8", over=over, less_is_better=True).status == status


@pytest.mark.parametrize(
    ("values", "over", "status"),
    [
        ({2: "98"}, 2, S.ON_TRACK),
        ({2: "97"}, 2, S.BEHIND),
        ({4: "98"}, 4, S.MET),  # earlier states are not needed
        ({4: "98.5"}, 4, S.EXCEEDED),
        ({3: "99", 4: "97.9"}, 4, S.MISSED),  # it fell back
        ({3: "99"}, 4, S.UNREPORTED),
    ],
)
def test_a_state_at_the_end_of_a_period(values: dict[int, str], over: int, status: Status) -> None:
    assert ask(values, plan="98", over=over, cumulative=False).status == status


def test_a_state_moves_evenly_from_last_year() -> None:
    terms = {"plan": "90", "cumulative": False, "last_total": Decimal(70)}
    assert ask({1: "75"}, over=1, **terms).status == S.ON_TRACK
    assert ask({1: "74"}, over=1, **terms).status == S.BEHIND
    # Last year was better than what is planned: the plan itself is the measure.
    assert ask({1: "89"}, plan="90", over=1, cumulative=False, last_total=Decimal(95)).status == (
        S.BEHIND
    )


def test_a_state_is_ahead_only_of_a_day_that_was_set() -> None:
    assert ask({2: "90"}, plan="90", over=2, cumulative=False).status == S.ON_TRACK
    assert ask({2: "90"}, plan="90", over=2, cumulative=False, due=4).status == S.AHEAD
    assert ask({2: "90"}, plan="90", over=2, cumulative=False, due=2).status == S.ON_TRACK


def test_a_day_that_was_set_is_kept_or_missed() -> None:
    assert ask({1: "40", 2: "40"}, over=2, due=2).status == S.MISSED
    late = ask({1: "40", 2: "40", 3: "20", 4: "0"}, due=2)
    assert (late.status, late.late, late.reached_in, late.early) == (S.MET, True, 3, False)
    early = ask({1: "100", 2: "1", 3: "0", 4: "0"}, due=2)
    assert (early.status, early.early, early.reached_in) == (S.EXCEEDED, True, 1)


def test_a_fall_back_takes_back_the_day_it_was_reached() -> None:
    found = ask({1: "98", 2: "90", 3: "98", 4: "99"}, plan="98", cumulative=False)
    assert found.reached_in == 3
    assert not found.early  # no day was set


def test_changes_against_the_last_period_and_the_last_year() -> None:
    last = {1: Decimal(10), 2: Decimal(20), 3: Decimal(30), 4: Decimal(20)}
    found = ask({1: "15", 2: "25"}, over=2, last_values=last)
    assert (found.from_last_period, found.from_last_year, found.last_year) == (10, 10, 80)
    assert ask({2: "25"}, over=2, last_values=last).from_last_period is None
    # Last year is known only as a whole: nothing is said before the year is whole.
    assert ask({1: "15"}, over=1, last_total=Decimal(80)).from_last_year is None
    assert ask(SUMS, last_total=Decimal(80)).from_last_year == 20
    assert change_percent(Decimal(10), Decimal(-40)) == Decimal("25.00")
    assert change_percent(Decimal(10), Decimal(0)) is None
    holes = {1: Decimal(10), 4: Decimal(20)}
    assert ask({1: "15"}, over=1, last_values=holes).from_last_year == 5
    assert ask({1: "1", 2: "1"}, over=2, last_values=holes).from_last_year is None


numbers = st.decimals(min_value=0, max_value=10**9, places=4)
reports = st.dictionaries(st.integers(1, 4), numbers, max_size=4)


@settings(deadline=None)  # a busy machine says nothing about the numbers
@given(reports, numbers, st.booleans(), st.booleans(), st.integers(0, 4))
def test_what_is_not_known_decides_nothing(
    values: dict[int, Decimal], plan: Decimal, less: bool, cumulative: bool, over: int
) -> None:
    """Met or missed for good only where no number that could come would change it."""
    terms = Terms(plan, 4, less_is_better=less, cumulative=cumulative)
    found = measure(terms, values, over=over)
    if found.status not in (S.MET, S.EXCEEDED, S.MISSED):
        return
    reached = found.status in REACHED
    open_periods = [one for one in range(1, 5) if one not in values]
    for filler in (Decimal(0), plan, Decimal(10**10)):
        whole = values | dict.fromkeys(open_periods, filler)
        total = running(whole, cumulative=cumulative)[4]
        if cumulative or 4 not in open_periods:
            assert attains(total, plan, less_is_better=less) == reached


@settings(deadline=None)  # a busy machine says nothing about the numbers
@given(reports, numbers, st.booleans(), st.booleans(), st.integers(0, 4))
def test_reached_and_a_hundred_percent_say_the_same(
    values: dict[int, Decimal], plan: Decimal, less: bool, cumulative: bool, over: int
) -> None:
    found = measure(Terms(plan, 4, less_is_better=less, cumulative=cumulative), values, over=over)
    if found.status.reached and found.percent is not None:
        assert found.percent >= 100
    if found.status == S.MISSED and found.percent is not None:
        assert found.percent <= 100
    assert (found.value is None) == (not values)


@settings(deadline=None)  # a busy machine says nothing about the numbers
@given(numbers, st.integers(1, 12))
def test_even_progress_ends_at_the_plan(plan: Decimal, periods: int) -> None:
    assert expected(Terms(plan, periods), periods) == plan
