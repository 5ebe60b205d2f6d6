"""What a screening says of one subject and of all: words, counts, reasons, bits."""

from __future__ import annotations

from datetime import date

import numpy as np
from tests.law.screen.histories import RB, histories

from thidua.law import evaluate_all
from thidua.law.answer import CLAIMED, POSTHUMOUS
from thidua.law.evaluator import Evaluator
from thidua.law.screen import VERDICT_OF, YearWords, compile_rules, screen

ON = date(2026, 9, 15)
FACTS = list(histories(np.random.default_rng(20).bytes(4000)))
RESULT = screen(compile_rules(RB, on=ON), YearWords.from_facts(FACTS), 2025)
CODES = ("ldtt", "cstd-co-so", "cstd-cap-tinh", "bk-cap-tinh", "bk-thu-tuong")


def test_the_names_are_the_verdicts_of_the_interpreter() -> None:
    for code in CODES:
        evaluators = (Evaluator(RB, one, year=2025, received_on=ON, scope=None) for one in FACTS)
        assert RESULT.names(code) == [evaluator.node(code).value for evaluator in evaluators]


def test_the_counts_are_those_of_the_names() -> None:
    counts = RESULT.counts()
    for code in CODES:
        names = RESULT.names(code)
        assert counts[code] == {verdict: names.count(verdict) for verdict in VERDICT_OF}
        assert sum(counts[code].values()) == len(FACTS)


def test_reasons_are_the_statements_of_the_set_bits_and_none_of_a_yes() -> None:
    seen = set()
    for code in CODES:
        failing, left_open = RESULT.failing(code), RESULT.open(code)
        for row, name in enumerate(RESULT.names(code)):
            reasons = RESULT.reasons(code, row)
            seen.add(name)
            if name in ("eligible", "not_applicable"):
                assert reasons == []
                continue
            set_bits = int(failing[row]) | int(left_open[row])
            wanted = {c.statement for c in RESULT.conditions(code) if set_bits >> c.bit & 1}
            assert set(reasons) == wanted
            assert len(reasons) == len(wanted)
    assert {"eligible", "not_eligible", "needs_facts"} <= seen


def test_columns_hold_verdicts_and_bits_of_every_award() -> None:
    columns = RESULT.columns()
    for code in RESULT.verdicts:
        assert columns[code].tolist() == RESULT.verdict(code).tolist()
        assert columns[f"{code}.failing"].tolist() == RESULT.failing(code).tolist()
        assert columns[f"{code}.open"].tolist() == RESULT.open(code).tolist()
    assert set(RESULT.columns(bits=False)) == set(RESULT.verdicts)
    assert RESULT.year == 2025


def test_every_no_gives_a_reason() -> None:
    """Also where no way was weighed because nothing is claimed, and of those who died."""
    seen = set()
    for on in (date(2016, 12, 1), date(2018, 6, 1), ON):
        rules = compile_rules(RB, on=on)
        result = screen(rules, YearWords.from_facts(FACTS), on.year)
        for code in result.verdicts:
            for row, name in enumerate(result.names(code)):
                if name == "not_eligible":
                    reasons = result.reasons(code, row)
                    assert reasons, (code, on, FACTS[row])
                    seen.update(reasons)
    assert {*CLAIMED[:1], *POSTHUMOUS[:1]} <= seen


def test_the_interpreter_gives_a_reason_for_every_no() -> None:
    for one in FACTS:
        for on in (date(2016, 12, 1), ON):
            for verdict in evaluate_all(RB, one, year=on.year, received_on=on).values():
                if verdict.value == "not_eligible":
                    assert verdict.short_reasons(), (verdict.award, on, one)
