"""Interpreter and screener agree on every subject, award, condition and regime.

Hypothesis makes the histories from bytes. THIDUA_SCREEN_HISTORIES sets how many at least are
compared in one run: 400 by default, 20,000 in the long profile (`just screen-long`).
"""

from __future__ import annotations

import os
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.law.screen.comparing import Compared, compare
from tests.law.screen.histories import RB, RECEIVED, SCOPES, histories

from thidua.law.screen import VERDICT_OF, Program, YearWords, compile_rules, screen

WANTED = int(os.environ.get("THIDUA_SCREEN_HISTORIES", "400"))
# One example holds about thirty histories of some 140 bytes each.
BYTES, PER_EXAMPLE = 4500, 30
PROGRAMS: dict[tuple[date, str | None, bool], Program] = {}


def program(received: date, scope: str | None, provisional: bool) -> Program:
    key = (received, scope, provisional)
    if key not in PROGRAMS:
        PROGRAMS[key] = compile_rules(RB, on=received, scope=scope, provisional=provisional)
    return PROGRAMS[key]


def test_random_histories_are_judged_alike() -> None:
    seen = Compared()

    @given(
        st.binary(min_size=BYTES, max_size=BYTES + 2000),
        st.sampled_from(RECEIVED),
        st.sampled_from(SCOPES),
        st.integers(-3, 1),
        st.booleans(),
    )
    @settings(
        max_examples=max(4, WANTED // PER_EXAMPLE * 5 // 4),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def judged(
        source: bytes, received: date, scope: str | None, back: int, provisional: bool
    ) -> None:
        facts = list(histories(source))
        rules = program(received, scope, provisional)
        result = screen(rules, YearWords.from_facts(facts, first=1970), received.year + back)
        here = Compared()
        compare(RB, rules, result, facts, here)
        seen.subjects += here.subjects
        for value, number in here.answers.items():
            seen.answers[value] = seen.answers.get(value, 0) + number
        assert not here.differences, "\n".join(here.differences[:3])

    judged()
    assert seen.subjects >= WANTED


@pytest.mark.parametrize("received", RECEIVED, ids=str)
def test_a_fixed_population_is_judged_alike_in_every_regime(received: date) -> None:
    """The same people under each text; every verdict occurs somewhere (see the next test)."""
    facts = list(histories(np.random.default_rng(20261122).bytes(6000)))
    rules = program(received, "so-noi-vu-lam-giang", False)
    seen = Compared()
    result = screen(rules, YearWords.from_facts(facts, first=1970), received.year)
    compare(RB, rules, result, facts, seen)
    assert seen.differences == []
    assert seen.subjects == len(facts) > 20


def test_the_population_meets_every_verdict() -> None:
    """Agreement on people whom nothing fits would say little."""
    facts = list(histories(np.random.default_rng(7).bytes(60000)))
    met: set[str] = set()
    for received in (date(2016, 12, 1), date(2026, 9, 15)):
        result = screen(program(received, None, False), YearWords.from_facts(facts), received.year)
        met |= {
            f"{code}:{verdict}"
            for code, counts in result.counts().items()
            for verdict, number in counts.items()
            if number
        }
    for code in ("ldtt", "cstd-co-so", "bk-cap-tinh", "bk-thu-tuong", "tt-ldxs"):
        for verdict in ("eligible", "not_eligible", "needs_facts", "not_applicable"):
            assert f"{code}:{verdict}" in met
    assert {item.partition(":")[2] for item in met} == set(VERDICT_OF)
