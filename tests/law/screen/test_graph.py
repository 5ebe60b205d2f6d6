"""The expressions themselves: what is folded away, and what blocks and empty rows give."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.law.screen.histories import RB, histories

from thidua.law.screen import YearWords, compile_rules, screen
from thidua.law.screen.graph import Graph
from thidua.law.screen.result import _bits, run
from thidua.law.screen.run import Block, _gathered
from thidua.law.screen.singly import _never

G = Graph(1990)


def test_the_bit_of_a_known_year_is_a_number() -> None:
    assert G.bit_of(G.of(1990)).value == G.bit(1990) == 2
    assert G.bit_of(G.of(1950)).value == 1


def test_a_table_looked_up_back_again_is_the_verdict_itself() -> None:
    verdict = G.column("v", "v")
    there = (1, 0, 2, 3, 4, 5)
    assert G.look(G.look(verdict, there), there) is verdict
    assert G.look(G.look(verdict, there), (2, 1, 0, 3, 4, 5)) is not verdict


def test_a_table_looked_up_for_a_flag_is_a_flag_where_nothing_stays_nothing() -> None:
    flag = G.flag(G.column("u", "b"), 2)
    found = G.look(flag, (0, 0, 4, 0, 0, 0))
    assert (found.op, found.value, found.args) == ("flag", 4, flag.args)
    other = G.look(flag, (1, 0, 4, 0, 0, 0))
    assert (other.op, other.low, other.high) == ("look", 0, 4)
    assert G.look(G.verdict(2), (0, 0, 4, 0, 0, 0)).value == 4


def test_the_lowest_of_two_verdicts() -> None:
    some, other = G.column("a", "v"), G.column("b", "v")
    low = G.flag(G.column("t", "b"), 1)
    assert G.lowest(some, some) is some
    assert G.lowest(low, G.verdict(5)) is low
    assert G.lowest(G.verdict(5), low) is low
    both = G.lowest(some, other)
    assert (both.op, both.kind, both.low, both.high) == ("min", "v", 0, 5)


def test_blocks_of_any_size_give_the_same_columns() -> None:
    facts = list(histories(np.random.default_rng(7).bytes(2000)))
    found = screen(compile_rules(RB, on=date(2026, 9, 15)), YearWords.from_facts(facts), 2025)
    nodes = [
        _bits(found.bound, found.plan, which, code)
        for which in ("failing", "open")
        for code in ("ldtt", "cstd-co-so", "bk-cap-tinh")
    ]
    whole = run(found.bound, nodes)
    for block in (1, 3, len(facts)):
        parts = run(found.bound, nodes, block)
        assert all(np.array_equal(a, b) for a, b in zip(whole, parts, strict=True))


@pytest.mark.parametrize(("how", "default"), [("max", 0), ("or", 0), ("any", False), ("sum", 0)])
def test_no_rows_give_the_default_to_everybody(how: str, default: int) -> None:
    none = np.zeros(0, np.int64)
    rows = Block(0, none, none, none, lambda _: none)
    given = _gathered(how, default, none.astype(bool) if how in ("any", "sum") else none, rows,
                      3, "i")  # fmt: skip
    assert given.tolist() == [default] * 3


def test_a_predicate_judged_singly_asks_of_no_award() -> None:
    with pytest.raises(AssertionError, match="ask of no award"):
        _never("ldtt")
