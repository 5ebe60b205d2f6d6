"""The fused function gives the same verdicts and bits as columns through NumPy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.law.screen.histories import RB, RECEIVED, histories

from thidua.law.errors import QuestionError
from thidua.law.screen import Program, Result, YearWords, compile_rules, kernel, screen

SCOPE = "so-noi-vu-lam-giang"


def plain_python(text: str) -> Callable[..., None]:
    """The text as it stands: the compiler of numbers left out."""
    names: dict[str, Any] = {"ones": int.bit_count, "int64": int}
    exec(compile(text, "<fused>", "exec"), names)  # noqa: S102 - the text under test
    found: Callable[..., None] = names["fused"]
    return found


def population(received: date, size: int = 2000) -> YearWords:
    """Random histories, and as many people of whom only the usual is known."""
    facts = list(histories(np.random.default_rng(received.toordinal()).bytes(size)))
    usual = [
        replace(one, awards=(), disciplines=(), pending=(), findings=(), initiatives=())
        for one in facts
    ]
    return YearWords.from_facts([*facts, *usual], first=1970)


def same(program: Program, words: YearWords, year: int) -> Result:
    wanted = screen(program, words, year, bits=True)
    found = screen(program, words, year, bits=True, compiled=True)
    for code in program.awards:
        np.testing.assert_array_equal(found.verdict(code), wanted.verdict(code), code)
        np.testing.assert_array_equal(found.failing(code), wanted.failing(code), code)
        np.testing.assert_array_equal(found.open(code), wanted.open(code), code)
    return found


@pytest.mark.parametrize("received", RECEIVED, ids=str)
@pytest.mark.parametrize("most", [0.0, 1.0], ids=["together", "apart"])
def test_the_text_says_what_the_columns_say(
    monkeypatch: pytest.MonkeyPatch, received: date, most: float
) -> None:
    """All awards under each text, those without rows apart or not."""
    monkeypatch.setattr(kernel, "_compiled", plain_python)
    monkeypatch.setattr(kernel, "MOST", most)
    same(compile_rules(RB, on=received, scope=SCOPE), population(received), received.year)


def test_other_words_that_answer_otherwise_get_a_function_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    def noted(text: str) -> Callable[..., None]:
        made.append(text)
        return plain_python(text)

    monkeypatch.setattr(kernel, "_compiled", noted)
    program = compile_rules(RB, ["cstd-co-so", "bk-cap-tinh"], on=date(2026, 9, 15), scope=SCOPE)
    words, nobody = (
        population(date(2026, 9, 15)),
        YearWords.from_tables({"subjects": {"kind": ["individual"] * 5}}),
    )
    same(program, words, 2026)
    first = len(made)
    assert first > 0
    same(program, words, 2026)
    assert len(made) == first
    same(program, nobody, 2026)
    assert len(made) > first


def test_an_award_for_nobody_here_leaves_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_compiled", plain_python)
    words = YearWords.from_tables({"subjects": {"kind": ["individual"] * 5}})
    program = compile_rules(RB, ["tt-ldxs"], on=date(2026, 9, 15))
    found = same(program, words, 2026)
    assert found.names("tt-ldxs") == ["not_applicable"] * 5


def test_the_compiler_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two awards that read rows and are short: compiling a long one takes many seconds."""
    pytest.importorskip("numba", reason="asks Numba: uv sync --extra fast")
    monkeypatch.setattr(kernel, "MOST", 0.0)
    received = date(2026, 9, 15)
    codes = ["giay-khen", "hchuong-chien-si-ve-vang-hang-nhi"]
    program = compile_rules(RB, codes, on=received, scope=SCOPE)
    found = same(program, population(received), 2025)
    assert len(np.unique(found.verdict("giay-khen"))) > 2


def test_the_bits_set_are_one_instruction() -> None:
    numba = pytest.importorskip("numba", reason="asks Numba: uv sync --extra fast")
    ones = kernel._ones(numba)
    counted = numba.njit(lambda word: ones(word))
    for word in (0, 1, 0b1011, 2**62, 2**63 - 1):
        assert counted(np.int64(word)) == word.bit_count()


def test_without_the_compiler_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    program = compile_rules(RB, ["ldtt"], on=date(2026, 9, 15))
    with pytest.raises(QuestionError, match="chưa cài Numba"):
        screen(program, population(date(2026, 9, 15)), 2026, compiled=True)
