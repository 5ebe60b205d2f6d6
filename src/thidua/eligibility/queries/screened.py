"""Verdicts of everybody at once, by the compiled rules, over columns of facts.

The interpreter gives the same verdicts one by one (a test compares them); it explains, this counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from thidua.eligibility.columns import Array, FactColumns
from thidua.eligibility.spans import considered, tables_for
from thidua.law import load_rulebook
from thidua.law.book.rulebook import Rulebook
from thidua.law.screen import (
    CODE_OF,
    VERDICT_OF,
    ConditionBit,
    Program,
    Result,
    YearWords,
    compile_rules,
    screen,
)

ELIGIBLE, NEEDS_FACTS = CODE_OF["eligible"], CODE_OF["needs_facts"]
NEEDS_TEXT = CODE_OF["needs_official_text"]


@dataclass(frozen=True)
class Part:
    """The people of bodies with one regulation: their rows in the columns and their result, by
    the text of the day and, where one is not loaded, by the last known one."""

    rows: Array
    result: Result
    last: Result | None


@dataclass(frozen=True)
class Screened:
    """One verdict per person (a row of `columns`) and award.

    `shown` is the verdict by the text of the day; `weighed` the one by the last known text where
    that text is not loaded, else the same.
    """

    columns: FactColumns
    year: int
    awards: tuple[str, ...]
    shown: dict[str, Array]
    weighed: dict[str, Array]
    parts: tuple[Part, ...]

    def eligible(self, code: str) -> Array:
        """Who may be proposed, by the last known text where one is awaited."""
        found: Array = self.weighed[code] == ELIGIBLE
        return found

    def counts(self, code: str) -> dict[str, int]:
        """How many people have each verdict, by the last known text where one is awaited; only
        those that occur."""
        numbers = np.bincount(self.weighed[code], minlength=len(VERDICT_OF)).tolist()
        return {word: n for word, n in zip(VERDICT_OF, numbers, strict=True) if n}

    @property
    def awaited(self) -> tuple[str, ...]:
        """Awards whose text of the day is not loaded for somebody."""
        return tuple(code for code in self.awards if (self.shown[code] == NEEDS_TEXT).any())

    @cached_property
    def _found_at(self) -> tuple[Array, Array]:
        """For each person the part and the place in it."""
        part = np.zeros(self.columns.size, np.int64)
        place = np.zeros(self.columns.size, np.int64)
        for number, one in enumerate(self.parts):
            part[one.rows] = number
            place[one.rows] = np.arange(len(one.rows))
        return part, place

    def lacking(self, code: str, row: int) -> list[ConditionBit]:
        """The conditions that fail, then those that are open, of one person."""
        part_of, place_in = self._found_at
        part, place = self.parts[int(part_of[row])], int(place_in[row])
        result = part.result
        if part.last is not None and self.shown[code][row] == NEEDS_TEXT:
            result = part.last
        words = (int(result.failing(code)[place]), int(result.open(code)[place]))
        bits = result.conditions(code)
        found = [bit for word in words for bit in bits if word >> bit.bit & 1]
        return list({bit.statement: bit for bit in found}.values())


def screened(
    columns: FactColumns,
    *,
    year: int,
    received_on: dt.date,
    awards: Sequence[str],
    rulebook: Rulebook | None = None,
) -> Screened:
    """Ask about everybody in `columns` who worked there in `year`; nobody else has a verdict.

    30,000 people and eight awards take a fifth of a second. Each body is asked under its own
    regulation, none where the rulebook does not know it. Findings of rounds are not looked at.
    """
    rules = rulebook or load_rulebook()
    codes = tuple(dict.fromkeys(rules.resolve_code(code) for code in awards))
    here = columns.only(considered(columns, year))
    shown = {code: np.full(here.size, CODE_OF["not_applicable"], np.uint8) for code in codes}
    weighed = {code: values.copy() for code, values in shown.items()}
    parts = []
    scopes = np.array([*(_scope(rules, book.scope) or "" for book in here.books), ""])
    of = scopes[here["people"]["book"]]
    for scope in dict.fromkeys(of.tolist()):
        rows = np.flatnonzero(of == scope)
        some = here if len(rows) == here.size else here.only(rows)
        asked = _Asked(rules, codes, received_on, scope or None, year)
        parts.append(asked.fill(some, rows, shown, weighed))
    return Screened(here, year, codes, shown, weighed, tuple(parts))


def _scope(rules: Rulebook, scope: str) -> str | None:
    return scope if scope and scope in rules.scopes() else None


@dataclass(frozen=True)
class _Asked:
    rules: Rulebook
    codes: tuple[str, ...]
    on: dt.date
    scope: str | None
    year: int

    def fill(
        self, some: FactColumns, rows: Array, shown: dict[str, Array], weighed: dict[str, Array]
    ) -> Part:
        words = YearWords.from_tables(tables_for(some, self.year))
        result = self._screen(words, provisional=False)
        last = self._last(words, result)
        for code in self.codes:
            shown[code][rows] = result.verdict(code)
            weighed[code][rows] = _weighed(result, last, code)
        self._claims(some, rows, shown, weighed)
        return Part(rows, result, last)

    def _screen(self, words: YearWords, *, provisional: bool) -> Result:
        program = _program(self.rules, self.codes, self.on, self.scope, provisional)
        return screen(program, words, self.year)

    def _last(self, words: YearWords, result: Result) -> Result | None:
        """By the last known texts, where one of the day is not loaded."""
        if any(_awaited(result, code) for code in self.codes):
            return self._screen(words, provisional=True)
        return None

    def _claims(
        self, some: FactColumns, rows: Array, shown: dict[str, Array], weighed: dict[str, Array]
    ) -> None:
        """Where declared awards would change a verdict, it waits for the register."""
        awards = some["awards"]
        who = np.unique(awards["person"][awards["claimed"]])
        if not len(who):
            return
        few = some.only(who)
        words = YearWords.from_tables(tables_for(few, self.year, with_claims=True))
        result = self._screen(words, provisional=False)
        last = self._last(words, result)
        place = rows[who]
        for code in self.codes:
            more, by_last = result.verdict(code), _weighed(result, last, code)
            same = shown[code][place] == more
            differs = ~same | (weighed[code][place] != by_last)
            weighed[code][place] = np.where(differs, NEEDS_FACTS, weighed[code][place])
            # Of one text awaited either way the doubt lies in the provisional answer alone.
            awaited = same & (more == NEEDS_TEXT)
            shown[code][place] = np.where(differs & ~awaited, NEEDS_FACTS, shown[code][place])


def _awaited(result: Result, code: str) -> bool:
    return bool((result.verdict(code) == NEEDS_TEXT).any())


def _weighed(result: Result, last: Result | None, code: str) -> Array:
    values = result.verdict(code)
    if last is None:
        return values
    found: Array = np.where(values == NEEDS_TEXT, last.verdict(code), values)
    return found


def _program(
    rules: Rulebook, codes: tuple[str, ...], on: dt.date, scope: str | None, provisional: bool
) -> Program:
    """Compiled once for each question while the rulebook stays the same."""
    return _compiled(_Same(rules), codes, on, scope, provisional)


class _Same:
    """A rulebook as a key: the same object, whatever it holds."""

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules


@lru_cache(maxsize=32)
def _compiled(
    rules: _Same, codes: tuple[str, ...], on: dt.date, scope: str | None, provisional: bool
) -> Program:
    return compile_rules(rules.rules, codes, on=on, scope=scope, provisional=provisional)
