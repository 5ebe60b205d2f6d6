"""What screening found: per award one small integer for each subject, and conditions as bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from thidua.law.screen.bound import Bound
from thidua.law.screen.codes import VERDICT_OF
from thidua.law.screen.compiler import ConditionBit, Plan, Program
from thidua.law.screen.graph import Node
from thidua.law.screen.kernel import Kernels, kinds_of
from thidua.law.screen.run import BLOCK, Runner
from thidua.law.screen.tables import Array
from thidua.law.screen.words import YearWords


@dataclass(slots=True)
class Result:
    """Verdicts of all subjects, in the order of the `subjects` table; bits when first asked for."""

    words: YearWords
    plan: Plan
    bound: Bound
    verdicts: Mapping[str, Array]
    _bits: dict[tuple[str, str], Array] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.plan.year

    def verdict(self, code: str) -> Array:
        """Codes of `VERDICT_OF`, one for each subject."""
        return self.verdicts[code]

    def names(self, code: str) -> list[str]:
        """The same in words."""
        return [VERDICT_OF[number] for number in self.verdicts[code].tolist()]

    def conditions(self, code: str) -> tuple[ConditionBit, ...]:
        """What the bits of `failing` and `open` stand for; empty where no text is loaded."""
        return self.plan.answers[code].conditions

    def failing(self, code: str) -> Array:
        """Bit b is set where condition b is known not to be met."""
        return self._bit_words("failing", (code,))[code]

    def open(self, code: str) -> Array:
        """Bit b is set where condition b lacks facts, a decision or the official text."""
        return self._bit_words("open", (code,))[code]

    def _bit_words(self, which: str, codes: Sequence[str]) -> dict[str, Array]:
        lacking = [code for code in codes if (which, code) not in self._bits]
        if lacking:
            nodes = [_bits(self.bound, self.plan, which, code) for code in lacking]
            for code, array in zip(lacking, run(self.bound, nodes), strict=True):
                self._bits[which, code] = array
        return {code: self._bits[which, code] for code in codes}

    def reasons(self, code: str, row: int) -> list[str]:
        """Statements of the conditions of one subject that fail, then of those that are open."""
        if VERDICT_OF[int(self.verdicts[code][row])] in ("eligible", "not_applicable"):
            return []
        words = (int(self.failing(code)[row]), int(self.open(code)[row]))
        found = [
            item.statement
            for word in words
            for item in self.conditions(code)
            if word >> item.bit & 1
        ]
        return list(dict.fromkeys(found))

    def counts(self) -> dict[str, dict[str, int]]:
        """How many subjects have each verdict, by award."""
        found = {}
        for code, array in self.verdicts.items():
            numbers = np.bincount(array, minlength=len(VERDICT_OF)).tolist()
            found[code] = dict(zip(VERDICT_OF, numbers, strict=True))
        return found

    def columns(self, *, bits: bool = True) -> dict[str, Any]:
        """NumPy columns for Arrow or Polars: `CODE`, `CODE.failing`, `CODE.open`."""
        found: dict[str, Any] = dict(self.verdicts)
        for which in ("failing", "open") if bits else ():
            for code, array in self._bit_words(which, list(self.verdicts)).items():
                found[f"{code}.{which}"] = array
        return found


def _bits(bound: Bound, plan: Plan, which: str, code: str) -> Node:
    parts = [bound.node(node) for node in plan.answers[code].parts]
    return bound.graph.bits(which, parts)


def run(bound: Bound, nodes: list[Node], block: int = BLOCK) -> list[Array]:
    """Whole columns of these expressions, worked out `block` subjects at a time."""
    size = bound.words.size
    found: list[Any] = [None] * len(nodes)

    def take(low: int, high: int, parts: list[Any]) -> None:
        for place, part in enumerate(parts):
            if found[place] is None:
                kind = part.dtype if isinstance(part, np.ndarray) else _kind(nodes[place])
                found[place] = np.empty(size, kind)
            found[place][low:high] = part

    Runner(bound, nodes).run(take, block)
    return [array if array is not None else np.zeros(0, np.uint8) for array in found]


def _kind(node: Node) -> Any:
    return np.uint8 if node.kind == "v" or node.value == 0 else np.int64


def screen(
    program: Program, words: YearWords, year: int, *, bits: bool = False, compiled: bool = False
) -> Result:
    """The verdict of every subject on every award of the program, for one year.

    With `bits` the failing and open conditions are worked out in the same pass; else when first
    asked for. `compiled` makes one machine function of all rules, once for each program, year and
    shape of the words: seconds at first, then some ten times faster; it needs Numba
    (`thidua[fast]`).
    Errors: QuestionError for a year outside the words, or where Numba is not installed.
    """
    words.check_year(year)
    plan = program.plan(year, words.first)
    bound = Bound(plan, words)
    codes = list(plan.answers)
    labels = [(which, code) for which in _PARTS[: 3 if bits else 1] for code in codes]
    if compiled:
        arrays = _kernels(program, plan, words.first, bits).run(words)
    else:
        arrays = run(bound, _outputs(bound, bits))
    found = dict(zip(labels, arrays, strict=True))
    verdicts = {code: found.pop(("verdict", code)) for code in codes}
    return Result(words, plan, bound, verdicts, found)


_PARTS = ("verdict", "failing", "open")


def _outputs(bound: Bound, bits: bool) -> list[Node]:
    """Verdicts, then with `bits` what fails and what is open."""
    answers = bound.plan.answers
    nodes = [bound.node(answer.value) for answer in answers.values()]
    for which in _PARTS[1:] if bits else ():
        nodes += [_bits(bound, bound.plan, which, code) for code in answers]
    return nodes


def _kernels(program: Program, plan: Plan, first: int, bits: bool) -> Kernels:
    key = (plan.year, first, bits)
    if key not in program.kernels:
        kinds = kinds_of(plan, plan.answers, bits=bits)
        program.kernels[key] = Kernels(plan, lambda bound: _outputs(bound, bits), kinds)
    found: Kernels = program.kernels[key]
    return found
