"""The fused functions of a program, compiled by Numba where it is installed (`thidua[fast]`).

It pays where millions are asked the same again and again: compiling takes seconds, each question
then a fraction of what NumPy takes. Most subjects hold nothing that rules look at row by row; they
go through a function of columns alone, in which no row is looked for, and the others through one
that reads rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from thidua.law.errors import QuestionError, Say
from thidua.law.screen.bound import Bound, Seen
from thidua.law.screen.compiler import Plan
from thidua.law.screen.domains import closure
from thidua.law.screen.fused import Fused
from thidua.law.screen.graph import SUBJECTS, Node
from thidua.law.screen.operations import bits_kind
from thidua.law.screen.tables import Array
from thidua.law.screen.words import YearWords

Outputs = Callable[[Bound], Sequence[Node]]
# Where more than so many of all hold something, all go through the function that reads rows.
MOST = 0.7


@dataclass(slots=True)
class Half:
    """One compiled function and what it takes for granted of the words."""

    seen: Seen
    outputs: Sequence[Node]
    fused: Fused
    function: Callable[..., None]
    tables: frozenset[str]

    @classmethod
    def of(cls, bound: Bound, outputs: Sequence[Node]) -> Half:
        fused = Fused(outputs)
        return cls(bound.seen, outputs, fused, _compiled(fused.text), _tables(bound, outputs))

    def fits(self, bound: Bound) -> bool:
        """Whether other words answer as those it was made for did."""
        return all(bound.known(*key) == answer for key, answer in self.seen.items())

    def run(self, bound: Bound, subjects: Array, found: Sequence[Array]) -> None:
        given = [bound.arrays[name] for name in self.fused.columns]
        given += [self._rows(bound, name).subject for name in self.fused.rows]
        given += [self._rows(bound, table).columns[name] for table, name in self.fused.row_columns]
        given += [
            array for node, array in zip(self.outputs, found, strict=True) if not node.constant
        ]
        self.function(subjects, *given)

    def _rows(self, bound: Bound, name: str) -> Any:
        rows = bound.words.facts(name)
        assert rows is not None  # noqa: S101 - what is absent was folded away
        return rows


@dataclass(slots=True)
class Kernels:
    """The compiled functions of one plan, kept while words answer alike."""

    plan: Plan
    outputs: Outputs
    kinds: Sequence[Any]
    _halves: dict[str, list[Half]] = field(default_factory=dict)

    def run(self, words: YearWords) -> list[Array]:
        """Whole columns of the outputs."""
        found = [np.empty(words.size, kind) for kind in self.kinds]
        bound, half = self._half("rows", words)
        holders = _holders(words, half.tables)
        if len(holders) > MOST * words.size:
            _fill(found, half.outputs, slice(None))
            half.run(bound, np.arange(words.size), found)
            return found
        bare, plain = self._half("columns", _bare(words, half.tables))
        _fill(found, plain.outputs, slice(None))
        plain.run(bare, np.arange(words.size), found)
        if len(holders):
            _fill(found, half.outputs, holders, plain.outputs)
            half.run(bound, holders, found)
        return found

    def _half(self, which: str, words: YearWords) -> tuple[Bound, Half]:
        bound = Bound(self.plan, words)
        for half in self._halves.setdefault(which, []):
            if half.fits(bound):
                return bound, half
        half = Half.of(bound, self.outputs(bound))
        self._halves[which].append(half)
        return bound, half


def _fill(
    found: Sequence[Array],
    outputs: Sequence[Node],
    subjects: Array | slice,
    before: Sequence[Node] = (),
) -> None:
    """What is the same for all of them, unless it stands there already."""
    for place, node in enumerate(outputs):
        if node.constant and not (before and before[place].constant_of(node.value)):
            found[place][subjects] = node.value


def kinds_of(plan: Plan, codes: Iterable[str], *, bits: bool) -> list[Any]:
    """What the verdicts of these awards, then their failing and open conditions are kept as."""
    kinds = [np.uint8 for _ in plan.answers]
    return kinds + [bits_kind(len(plan.answers[code].parts)) for code in codes] * (2 * bits)


def _tables(bound: Bound, outputs: Sequence[Node]) -> frozenset[str]:
    """The rows that are looked at subject by subject: for all others they stand empty."""
    found = set()
    for node in closure(SUBJECTS, outputs):
        if node.op == "gather":
            domain = node.args[0].domain
            assert domain is not None  # noqa: S101 - rows have a domain
            found.add(domain.name)
        name = str(node.value).partition(":") if node.op == "column" else ("", "", "")
        if name[0] in ("reset", "unclear"):
            found |= {f"awards:{code}" for code in bound.plan.question.resets[name[2]]}
        if name[0] == "finding":
            found.add("findings")
        if name[0] == "held" and f"awards:{name[2]}" in bound.words.rows:
            found.add(f"awards:{name[2]}")
    return frozenset(found)


def _holders(words: YearWords, tables: Iterable[str]) -> Array:
    """Subjects with a row in one of the tables, in order."""
    mark = np.zeros(words.size, bool)
    for name in tables:
        rows = words.rows.get(name)
        if rows is not None:
            mark[rows.subject] = True
    return np.nonzero(mark)[0]


def _bare(words: YearWords, tables: frozenset[str]) -> YearWords:
    """The words of those who have no row in these tables."""
    gone = {f"held:{name.removeprefix('awards:')}" for name in tables}
    columns: Mapping[str, Array | int] = {
        name: value for name, value in words.columns.items() if name not in gone
    }
    rows = {name: rows for name, rows in words.rows.items() if name not in tables}
    return YearWords(words.size, words.first, columns, rows, words.plain)


def _compiled(text: str) -> Callable[..., None]:
    try:
        numba, compiling = (import_module(name) for name in ("numba", "numba.core.compiler"))
    except ImportError as fault:
        raise QuestionError(
            Say("chưa cài Numba.", "Numba is not installed."),
            found="compiled=True",
            todo=Say("cài thidua[fast], hoặc bỏ compiled", "install thidua[fast], or leave it out"),
        ) from fault

    def pipelines(compiler: Any) -> list[Any]:
        # Outputs overlap no input, which Numba cannot know and vectors need.
        compiler.state.flags.noalias = True
        return [compiling.DefaultPassBuilder.define_nopython_pipeline(compiler.state)]

    apart = type("Apart", (compiling.CompilerBase,), {"define_pipelines": pipelines})
    names: dict[str, Any] = {"ones": _ones(numba), "int64": np.int64}
    exec(compile(text, "<fused>", "exec"), names)  # noqa: S102 - our own text, from the rulebook
    found: Callable[..., None] = numba.njit(
        names["fused"], error_model="numpy", pipeline_class=apart
    )
    return found


def _ones(numba: Any) -> Any:
    """The number of bits set, as one instruction."""

    def ones(_context: Any, _word: Any) -> Any:
        def made(_target: Any, builder: Any, _signature: Any, args: Any) -> Any:
            return builder.ctpop(args[0])

        return numba.int64(numba.int64), made

    return numba.extending.intrinsic(ones)
