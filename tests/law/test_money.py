"""Money in every regime: whole đồng, rounded up, never invented; several awards at once."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.law import (
    QuestionError,
    TogetherAward,
    base_salary,
    bonus,
    bonus_together,
    fund_rules,
    load_rulebook,
)
from thidua.law.bonus import round_up
from thidua.law.book.model import BonusEntry
from thidua.law.facts.model import Period
from thidua.law.index import award_index
from thidua.law.values import UNKNOWN

RB = load_rulebook()
REGIMES = [date(2010, 6, 1), date(2017, 10, 1), date(2024, 1, 1), date(2025, 7, 1)]
EDGES = [day for start in REGIMES for day in (start - timedelta(1), start)]
DAYS = st.sampled_from(EDGES) | st.dates(date(2010, 1, 1), date(2027, 2, 28))
CODES = [key.removeprefix("bonus:") for key in RB.all_keys("bonus:")]


def rates(code: str, day: date) -> list[tuple[str | None, str]]:
    entry: BonusEntry | None = RB.entry(f"bonus:{code}", day)
    if entry is None:
        return []
    found: list[tuple[str | None, str]] = [(None, kind) for kind in entry.rates]
    return found + [(who, kind) for who, kinds in entry.by_authority.items() for kind in kinds]


@given(st.sampled_from(CODES), DAYS)
@settings(max_examples=300, deadline=None)
def test_amounts_are_exact(code: str, day: date) -> None:
    for who, kind in rates(code, day):
        found = bonus(RB, award=code, recipient=kind, decided_on=day, authority=who)
        salary = base_salary(RB, day)
        assert salary is not None
        assert found.base_salary == salary.amount
        assert found.citations
        if found.multiple is None:
            assert found.amount in (None, 0)
            assert (found.amount is None) == (found.verdict == "needs_official_text")
            continue
        exact = found.multiple * salary.amount
        assert isinstance(found.amount, int)
        assert found.amount % 10_000 == 0
        assert exact <= found.amount < exact + 10_000
        assert found.confidence != UNKNOWN


@given(st.sampled_from(CODES), DAYS)
@settings(max_examples=200, deadline=None)
def test_a_collective_is_never_paid_less_than_a_person(code: str, day: date) -> None:
    for who in {who for who, _ in rates(code, day)}:
        kinds = [kind for other, kind in rates(code, day) if other == who]
        amounts = {
            kind: bonus(RB, award=code, recipient=kind, decided_on=day, authority=who).amount
            for kind in kinds
        }
        one, many = amounts.get("individual"), amounts.get("collective")
        if one is not None and many is not None:
            assert many >= one
        home = amounts.get("household")
        if one is not None and home is not None and many is not None:
            assert one <= home <= many


@pytest.mark.parametrize("code", award_index())
@pytest.mark.parametrize("day", EDGES)
def test_every_award_has_an_answer_for_those_who_may_receive_it(code: str, day: date) -> None:
    for kind in award_index()[code].recipients:
        entry: BonusEntry | None = RB.entry(f"bonus:{code}", day)
        # Where the rate depends on who gives it, a question without a name is refused.
        for who in entry.by_authority if entry and entry.by_authority else (None,):
            found = bonus(RB, award=code, recipient=kind, decided_on=day, authority=who)
            assert found.amount is None or found.amount >= 0
            assert found.note or found.citations


@given(st.integers(0, 10**9), st.integers(1, 400))
def test_rounding_up(thousandths: int, multiple: int) -> None:
    exact = Fraction(thousandths * multiple, 1000)
    up = round_up(exact, 10_000)
    assert up % 10_000 == 0
    assert 0 <= up - exact < 10_000


def test_a_recipient_that_an_award_never_has_is_refused() -> None:
    with pytest.raises(QuestionError):
        bonus(RB, award="ldtt", recipient="collective", decided_on=date(2026, 9, 1))
    with pytest.raises(QuestionError):
        bonus(RB, award="ldtt", recipient="family", decided_on=date(2026, 9, 1))


def test_the_fund_by_regime() -> None:
    now = {rule.key: rule for rule in fund_rules(RB, on=date(2026, 9, 1))}
    assert now["quy-luong"].share == Fraction(1, 5)
    assert now["ngan-sach-mien-nui"].share == Fraction(3, 200)
    assert now["hop-chu-tri"].amount == 1_000_000
    then = {rule.key: rule for rule in fund_rules(RB, on=date(2024, 9, 1))}
    assert then["ngan-sach-dia-phuong"].share is None
    assert then["ngan-sach-dia-phuong"].confidence == UNKNOWN
    assert fund_rules(RB, on=date(2012, 9, 1)) == []


YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
BEFORE = Period(date(2025, 1, 1), date(2025, 12, 31))
ITEMS = st.builds(
    TogetherAward,
    st.sampled_from(["ldtt", "cstd-co-so", "cstd-cap-tinh", "bk-cap-tinh", "bk-thu-tuong"]),
    st.just("individual"),
    st.sampled_from([YEAR, BEFORE]),
    st.none() | st.sampled_from(["Đề án A", "Đề án B"]),
)


@given(st.lists(ITEMS, min_size=1, max_size=4), DAYS)
@settings(max_examples=150, deadline=None)
def test_the_order_of_several_awards_changes_no_total(
    awards: list[TogetherAward], day: date
) -> None:
    totals = set()
    for order in permutations(awards):
        found = bonus_together(RB, decided_on=day, recipient=None, awards=order)
        totals.add(found.total)
        assert found.total == sum(row.amount or 0 for row in found.awards if row.paid)
        for row in found.awards:
            assert row.amount is not None or row.paid is None
    assert len(totals) == 1


@given(ITEMS, st.sampled_from(REGIMES[1:]))
@settings(max_examples=60, deadline=None)
def test_one_award_alone_is_paid(award: TogetherAward, day: date) -> None:
    found = bonus_together(RB, decided_on=day, recipient=None, awards=[award])
    assert found.awards[0].paid is (True if found.awards[0].amount is not None else None)


def test_two_titles_of_one_period_pay_the_higher_in_every_regime_read() -> None:
    for day in (date(2015, 5, 4), *REGIMES[1:]):
        found = bonus_together(
            RB,
            decided_on=day,
            recipient="individual",
            awards=[TogetherAward("ldtt", period=YEAR), TogetherAward("cstd-co-so", period=YEAR)],
        )
        assert [row.paid for row in found.awards] == [False, True], day


def test_a_person_and_a_unit_never_compete() -> None:
    for day in (date(2015, 5, 4), *REGIMES[1:]):
        found = bonus_together(
            RB,
            decided_on=day,
            recipient=None,
            awards=[
                TogetherAward("cstd-co-so", "individual", YEAR),
                TogetherAward("co-cap-tinh", "collective", YEAR),
            ],
        )
        assert [row.paid for row in found.awards] == [True, True], day


def test_a_chain_of_overlaps_is_left_to_people() -> None:
    found = bonus_together(
        RB,
        decided_on=date(2026, 9, 1),
        recipient="individual",
        awards=[
            TogetherAward("bk-cap-tinh", period=YEAR, achievement="Đề án A"),
            TogetherAward("giay-khen", period=BEFORE, achievement="Đề án A"),
            TogetherAward("bk-thu-tuong", period=BEFORE, achievement="Đề án B"),
        ],
    )
    assert [row.paid for row in found.awards] == [None, None, None]
    assert "trùng nhau từng phần" in found.awards[0].reason


def test_a_title_and_a_form_are_both_paid_since_2017_only() -> None:
    awards = [TogetherAward("cstd-co-so", period=YEAR), TogetherAward("bk-cap-tinh", period=YEAR)]
    paid = {
        day.year: [
            row.paid
            for row in bonus_together(
                RB, decided_on=day, recipient="individual", awards=awards
            ).awards
        ]
        for day in (date(2017, 9, 30), date(2018, 1, 2), date(2024, 1, 2), date(2026, 1, 5))
    }
    assert paid[2017] != [True, True]
    assert paid[2018] == paid[2024] == paid[2026] == [True, True]


def test_a_rule_that_pays_all_of_one_period_pays_all() -> None:
    """No decree read so far says so of titles; a rulebook file may."""
    day = date(2026, 9, 1)
    rules = RB.entry("money-rules", day)
    _, citation, confidence = rules.several["titles_same_period"]
    several = {**rules.several, "titles_same_period": ("all", citation, confidence)}
    book: Any = copy.copy(RB)
    book.entry = lambda key, on: (
        replace(rules, several=several) if key == "money-rules" else RB.entry(key, on)
    )
    awards = [TogetherAward("ldtt", period=YEAR), TogetherAward("cstd-co-so", period=YEAR)]
    found = bonus_together(book, decided_on=day, recipient="individual", awards=awards)
    assert [row.paid for row in found.awards] == [True, True]
    assert [row.citation for row in found.awards] == [citation, citation]
    assert found.total == sum(row.amount or 0 for row in found.awards) > 0
