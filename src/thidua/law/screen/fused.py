"""A bound plan as the text of one Python function that takes subjects in turn, without columns.

Each expression is a local variable; rows of a subject are passed in an inner loop. The text is
plain Python, made fast by a compiler of numeric Python (see `kernel`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from thidua.law.screen.domains import closure, stage_of
from thidua.law.screen.graph import SUBJECTS, Domain, Node

T = TypeVar("T")
_BINARY = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "div": "{} // {}",
    "mod": "{} % {}",
    "lt": "{} < {}",
    "le": "{} <= {}",
    "eq": "{} == {}",
    "and": "{} & {}",
    "or": "{} | {}",
    "shr": "{} >> {}",
    "max": "{0} if {0} > {1} else {1}",
    "min": "{0} if {0} < {1} else {1}",
}
_LOWEST = -(2**63) + 1


class Fused:
    """The text, and which columns, rows and outputs the function is handed, in that order."""

    def __init__(self, outputs: Sequence[Node]) -> None:
        self.outputs = [node for node in outputs if not node.constant]
        self.columns: list[str] = []
        self.rows: list[str] = []
        self.row_columns: list[tuple[str, str]] = []
        self._lines: list[str] = []
        self._table(SUBJECTS, self.outputs, "i", 2)
        self.text = self._text()

    def _text(self) -> str:
        names = [f"c{n}" for n in range(len(self.columns))]
        for n in range(len(self.rows)):
            names += [f"s{n}"]
        names += [f"r{n}" for n in range(len(self.row_columns))]
        names += [f"o{n}" for n in range(len(self.outputs))]
        head = [f"def fused(subjects, {', '.join(names)}):"]
        head += [f"    p{n} = 0" for n in range(len(self.rows))]
        head += ["    for k in range(len(subjects)):", "        i = subjects[k]"]
        for n in range(len(self.rows)):
            head += [
                f"        while p{n} < len(s{n}) and s{n}[p{n}] < i:",
                f"            p{n} += 1",
                f"        a{n} = p{n}",
                f"        while p{n} < len(s{n}) and s{n}[p{n}] == i:",
                f"            p{n} += 1",
                f"        e{n} = p{n}",
            ]
        if not self.rows:
            # Nothing but columns: straight through, which compilers do several at a time.
            head[1:] = ["    for i in range(len(subjects)):"]
        tail = [f"        o{n}[i] = {name(node)}" for n, node in enumerate(self.outputs)]
        # Where all answers are the same for all nothing is left to do.
        return "\n".join([*head, *self._lines, *tail, "        pass", ""])

    # -- one domain ----------------------------------------------------------------------------
    def _table(self, domain: Domain, wanted: Sequence[Node], row: str, depth: int) -> None:
        """Lines for all that the wanted expressions need, in stages: rows below between them."""
        nodes = closure(domain, wanted)
        gathers = {node.number for node in nodes if node.op == "gather"}
        stage = stage_of(nodes, gathers)
        for number in range(max(stage.values(), default=0) + 1):
            here = [node for node in nodes if stage[node.number] == number]
            below: dict[Domain, list[Node]] = {}
            for node in here:
                if node.number in gathers:
                    inner = node.args[0].domain
                    assert inner is not None  # noqa: S101 - rows have a domain
                    below.setdefault(inner, []).append(node)
            for inner, found in below.items():
                self._loop(inner, found, depth)
            for node in here:
                if node.number not in gathers and node.op != "row":
                    self._line(depth, f"{name(node)} = {self._value(node, row)}")

    def _loop(self, domain: Domain, gathers: Sequence[Node], depth: int) -> None:
        """The rows of one subject, and what is gathered from them."""
        place = _place(self.rows, domain.name.rpartition("*")[2])
        row = f"x{depth}"
        for node in gathers:
            self._line(depth, f"{name(node)} = {literal(node, node.value[1])}")
        self._line(depth, f"for {row} in range(a{place}, e{place}):")
        inner = [node.args[0].args[0] for node in gathers]
        self._table(domain, [node for node in inner if not node.constant], row, depth + 1)
        for node, value in zip(gathers, inner, strict=True):
            mine, shown = name(node), name(value)
            how, _ = node.value
            if how == "any":
                self._line(depth + 1, f"{mine} = {mine} | {shown}")
            elif how == "sum":
                self._line(depth + 1, f"{mine} += 1 if {shown} else 0")
            elif how == "or":
                self._line(depth + 1, f"{mine} = {mine} | {shown}")
            else:
                # The default stands for no rows at all: it is not compared with them.
                self._line(depth + 1, f"if {row} == a{place} or {shown} > {mine}:")
                self._line(depth + 2, f"{mine} = {shown}")

    def _line(self, depth: int, text: str) -> None:
        self._lines.append("    " * depth + text)

    # -- one expression ------------------------------------------------------------------------
    def _value(self, node: Node, row: str) -> str:
        args, op = [name(arg) for arg in node.args], node.op
        if op == "column":
            return self._column(node, row)
        if op == "up":
            return args[0]
        if op in _BINARY:
            return _BINARY[op].format(*args)
        if op == "not":
            return f"not {args[0]}" if node.kind == "b" else f"~{args[0]}"
        if op == "where":
            return f"{args[1]} if {args[0]} else {args[2]}"
        if op == "flag":
            return f"{node.value} if {args[0]} else 0"
        if op == "ones":
            return f"ones({args[0]})"
        if op in ("bit", "before"):
            # The least bit is everything before the first year, the last everything after.
            bit = f"1 << min(max({args[0]} - {node.value - 1}, 0), 62)"
            return bit if op == "bit" else f"({bit}) - 1"
        if op == "look":
            # Six small numbers in one: the place of a verdict is four bits.
            packed = sum(to << 4 * code for code, to in enumerate(node.value))
            return f"({packed} >> ({args[0]} << 2)) & 15"
        assert op == "bits", op  # noqa: S101 - a closed list of operations
        return self._bits(node)

    def _column(self, node: Node, row: str) -> str:
        domain = node.domain
        if domain is None or domain == SUBJECTS:
            text = f"c{_place(self.columns, str(node.value))}[{row}]"
        else:
            table = domain.name.rpartition("*")[2]
            text = f"r{_place(self.row_columns, (table, str(node.value)))}[{row}]"
        return text if node.kind == "b" else f"int64({text})"

    def _bits(self, node: Node) -> str:
        low, high = node.value
        parts = []
        for place, arg in enumerate(node.args):
            if arg.constant:
                if low <= arg.value <= high:
                    parts.append(str(1 << place))
                continue
            test = f"{name(arg)} == {low}" if low == high else f"{low} <= {name(arg)} <= {high}"
            parts.append(f"({1 << place} if {test} else 0)")
        return " | ".join(parts)


def name(node: Node) -> str:
    """How an expression is called in the text: a constant stands for itself."""
    return literal(node, node.value) if node.constant else f"n{node.number}"


def literal(node: Node, value: int) -> str:
    return str(bool(value)) if node.kind == "b" else str(int(value))


def _place(known: list[T], wanted: T) -> int:
    if wanted not in known:
        known.append(wanted)
    return known.index(wanted)
