"""A plan bound to some words: what is the same for all subjects, or all rows, is folded away."""

from __future__ import annotations

from typing import Any

import numpy as np

from thidua.law.errors import QuestionError, Say
from thidua.law.screen.compiler import Plan
from thidua.law.screen.graph import SUBJECTS, Domain, Graph, Node
from thidua.law.screen.prepared import prepared
from thidua.law.screen.rebuilt import Rebuilt
from thidua.law.screen.rows import Rows
from thidua.law.screen.tables import Array
from thidua.law.screen.words import YearWords

# What was asked of some words, and what they answered.
Seen = dict[tuple[str, str, Domain | None], Any]


class Bound(Rebuilt):
    """A plan over the columns of some words: what is constant there is folded away."""

    def __init__(self, plan: Plan, words: YearWords) -> None:
        super().__init__(Graph(words.first))
        self.words, self.plan = words, plan
        self.graph.narrow, self.graph.gathers_early = self._few, True
        self.arrays: dict[str, Array] = {}
        self.seen: Seen = {}

    # -- what the words are asked ----------------------------------------------------------------
    def known(self, what: str, name: str, domain: Domain | None = None) -> Any:
        """One answer of the words on which expressions depend."""
        if what == "value":
            value = self._value(name)
            if isinstance(value, np.ndarray):
                self.arrays[name] = value
                return "array"
            return None if value is None else int(value)
        assert domain is not None  # noqa: S101 - asked of rows
        rows = rows_of(self.words, domain)
        if what == "few":
            return rows is not None and rows.size * 2 < self.words.size
        return None if rows is None else "rows" if not name else rows.bounds(name)

    def _known(self, what: str, name: str, domain: Domain | None = None) -> Any:
        """The same, noted: other words that answer alike give the same expressions."""
        key = (what, name, domain)
        if key not in self.seen:
            self.seen[key] = self.known(*key)
        return self.seen[key]

    def _few(self, domain: Domain) -> bool:
        return bool(self._known("few", "", domain))

    def gathered(self, node: Node, below: Node) -> Node:
        how, default = node.value
        domain = node.args[0].domain
        assert domain is not None  # noqa: S101 - rows have a domain
        _refuse_plain(self.words, domain.name)
        if self._known("rows", "", domain) is None:
            return self.graph.verdict(default) if node.kind == "v" else self.graph.of(default)
        return self.graph.gather(how, below, domain, default)

    def column(self, node: Node) -> Node:
        g, name, domain = self.graph, str(node.value), node.domain
        if domain is not None and domain != SUBJECTS:
            return self._of_rows(node, domain)
        value = self._known("value", name)
        if value is None:
            # Few have it: their rows say in which years.
            rows = Domain(f"awards:{name.removeprefix('held:')}", SUBJECTS)
            return g.gather("or", g.bit_of(g.column("year", "i", rows)), rows)
        if value == "array":
            return g.column(name, node.kind)
        return g.verdict(value) if node.kind == "v" else g.of(_number(value, node.kind))

    def _of_rows(self, node: Node, domain: Domain) -> Node:
        """A column of rows: a constant where all rows say the same, else with its bounds."""
        g, name = self.graph, str(node.value)
        bounds = self._known("bounds", name, domain)
        if bounds is None:
            return g.column(name, node.kind, domain)
        low, high = bounds
        if low == high:
            return g.of(_number(low, node.kind))
        return g.column(name, node.kind, domain, (low, high))

    def _value(self, name: str) -> Array | int | None:
        """One value per subject, one for all, or None where the rows themselves are read."""
        what, _, rest = name.partition(":")
        if what in ("finding", "reset", "unclear", "asked"):
            return prepared(self.plan, self.words, name)
        rows = Domain(f"awards:{rest}", SUBJECTS)
        if what == "held" and name not in self.words.columns and rows_of(self.words, rows):
            return None
        return self.words.column(name)


def _number(value: int, kind: str) -> int:
    return bool(value) if kind == "b" else value


def _refuse_plain(words: YearWords, name: str) -> None:
    """A rule that asks more of an award than its years must not read that nobody holds it."""
    code = name.partition(":")[2]
    if code in words.plain and f"held:{code}" in words.columns:
        raise QuestionError(
            Say(
                "chỉ xếp năm của danh hiệu này, quy định cần cả quyết định.",
                "only years of this title are kept, the rule asks for its decisions.",
            ),
            found=code,
            todo=Say("xếp lại, không nêu nó trong plain", "build again without it in plain"),
        )


def rows_of(words: YearWords, domain: Domain) -> Rows | None:
    """The rows of a domain; those of a pair are the rows on the right of the star."""
    name = domain.name.rpartition("*")[2]
    found = words.facts(name)
    if found is None or not found.size:
        return None
    if domain.parent not in (None, SUBJECTS):
        assert domain.parent is not None  # noqa: S101 - rows of rows have one
        return found if rows_of(words, domain.parent) is not None else None
    return found
