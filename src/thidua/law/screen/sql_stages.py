"""Expressions as SQL in stages: what is used twice is worked out once, in a table of its own.

Each stage selects from the one before, with the columns that later stages still need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from thidua.law.screen.dialects import Dialect
from thidua.law.screen.domains import closure, inside, looked_up, stage_of
from thidua.law.screen.graph import SUBJECTS, Domain, Node

_BINARY = {
    "add": "({} + {})",
    "sub": "({} - {})",
    "mul": "({} * {})",
    "mod": "({} % {})",
    "lt": "({} < {})",
    "le": "({} <= {})",
    "eq": "({} = {})",
    "max": "GREATEST({}, {})",
    "min": "LEAST({}, {})",
}


@dataclass(slots=True)
class _Level:
    """What one stage adds: expressions, and gatherings from rows below."""

    nodes: list[Node] = field(default_factory=list)
    gathers: dict[Domain, list[Node]] = field(default_factory=dict)


class Stages:
    """The parts of one statement, in the order of a WITH clause."""

    def __init__(self, dialect: Dialect, rows: Callable[[Domain], str]) -> None:
        self.dialect, self.rows = dialect, rows
        self.parts: list[tuple[str, str]] = []

    def table(self, domain: Domain, source: str, wanted: list[Node]) -> str:
        """The name of a table with the wanted expressions as columns, made from `source`."""
        nodes = closure(domain, wanted)
        named = self._named(domain, nodes, wanted)
        levels = stage_of(nodes, named)
        made = {node.number: self._text(node, named) for node in nodes}
        stages = [_Level() for _ in range(max([levels[n] for n in named], default=0))]
        for node in nodes:
            if node.number not in named:
                continue
            stage = stages[levels[node.number] - 1]
            if node.op == "gather":
                below = node.args[0].domain
                assert below is not None  # noqa: S101 - rows have a domain below
                stage.gathers.setdefault(below, []).append(node)
            else:
                stage.nodes.append(node)
        needed = self._needed(domain, stages, made, wanted)
        for stage, kept in zip(stages, needed, strict=True):
            source = self._stage(domain, source, stage, made, kept)
        return source

    def shown(self, node: Node) -> str:
        """A wanted expression where its table is read."""
        return _literal(node) if node.constant else _column(node)

    # -- one stage -----------------------------------------------------------------------------
    def _stage(
        self,
        domain: Domain,
        source: str,
        stage: _Level,
        made: dict[int, tuple[str, set[str]]],
        kept: list[str],
    ) -> str:
        key = "subject" if domain == SUBJECTS else "rid"
        columns = [f"t.{name}" for name in kept]
        columns += [f"{made[node.number][0]} AS {_column(node)}" for node in stage.nodes]
        joins = ""
        for below, gathers in stage.gathers.items():
            table = self._gathered(domain, source, below, gathers)
            joins += f" LEFT JOIN {table} ON {table}.pkey = t.{key}"
            for node in gathers:
                default = _value(node.value[1])
                columns.append(f"COALESCE({table}.{_column(node)}, {default}) AS {_column(node)}")
        name = f"s{len(self.parts)}"
        text = f"SELECT {', '.join(columns)} FROM {source} t{joins}"
        self.parts.append((name, text))
        return name

    def _gathered(self, domain: Domain, source: str, below: Domain, gathers: list[Node]) -> str:
        inner = [node.args[0].args[0] for node in gathers]
        key = "subject" if domain == SUBJECTS else "rid"
        seen = {node.args[0] for node in closure(below, inner) if node.op == "up"}
        looked = "".join(
            f", t.{_column(node)} AS u{node.number}"
            for node in sorted(seen, key=lambda item: item.number)
        )
        base = f"r{len(self.parts)}"
        self.parts.append(
            (
                base,
                f"SELECT r.*, t.{key} AS pkey{looked} FROM ({self.rows(below)}) r "
                f"JOIN {source} t ON t.subject = r.subject",
            )
        )
        last = self.table(below, base, [node for node in inner if not node.constant])
        shown = ", ".join(
            f"{_aggregate(node, self.shown(node.args[0].args[0]))} AS {_column(node)}"
            for node in gathers
        )
        name = f"g{len(self.parts)}"
        self.parts.append((name, f"SELECT pkey, {shown} FROM {last} GROUP BY pkey"))
        return name

    def _needed(
        self,
        domain: Domain,
        stages: list[_Level],
        made: dict[int, tuple[str, set[str]]],
        wanted: list[Node],
    ) -> list[list[str]]:
        """Per stage the columns of the one before that it or a later one still reads."""
        keys = {"subject"} if domain == SUBJECTS else {"subject", "rid", "pkey"}
        after = keys | {_column(node) for node in wanted if not node.constant}
        found: list[list[str]] = []
        for stage in reversed(stages):
            own = {_column(node) for node in stage.nodes}
            own |= {_column(node) for nodes in stage.gathers.values() for node in nodes}
            kept = after - own
            found.insert(0, sorted(kept))
            after = set(kept)
            for node in stage.nodes:
                after |= made[node.number][1]
            for below, gathers in stage.gathers.items():
                inner = [node.args[0].args[0] for node in gathers]
                after |= {_column(up.args[0]) for up in looked_up(below, inner)}
        return found

    def _named(self, domain: Domain, nodes: list[Node], wanted: list[Node]) -> set[int]:
        uses = Counter(arg.number for node in nodes for arg in inside(node, domain))
        named = {node.number for node in wanted if node.op not in ("const", "column", "up")}
        for node in nodes:
            if node.op == "gather":
                named.add(node.number)
                below = node.args[0].domain
                assert below is not None  # noqa: S101 - rows have a domain below
                ups = looked_up(below, [node.args[0].args[0]])
                named |= {u.args[0].number for u in ups if u.args[0].op not in ("column", "up")}
            elif node.op not in ("const", "column", "up") and uses[node.number] > 1:
                named.add(node.number)
        return named

    # -- one expression ------------------------------------------------------------------------
    def _text(self, node: Node, named: set[int]) -> tuple[str, set[str]]:
        seen: set[str] = set()

        def text(one: Node, top: bool = False) -> str:
            if one.constant:
                return _literal(one)
            if not top and (one.number in named or one.op in ("column", "up")):
                name = _column(one)
                seen.add(name)
                return f"t.{name}"
            return self._operation(one, [text(arg) for arg in one.args])

        if node.op in ("column", "up", "const", "gather"):
            return "", seen
        return text(node, top=True), seen

    def _operation(self, node: Node, args: list[str]) -> str:
        op = node.op
        if op in _BINARY:
            return _BINARY[op].format(*args)
        if op in ("and", "or") and node.kind == "b":
            return f"({args[0]} {op.upper()} {args[1]})"
        if op in ("and", "or"):
            return f"({args[0]} {'&' if op == 'and' else '|'} {args[1]})"
        if op == "not":
            return f"(NOT {args[0]})" if node.kind == "b" else f"(~{args[0]})"
        if op == "where":
            return f"(CASE WHEN {args[0]} THEN {args[1]} ELSE {args[2]} END)"
        if op == "flag":
            return f"(CASE WHEN {args[0]} THEN {node.value} ELSE 0 END)"
        if op == "look":
            cases = " ".join(f"WHEN {code} THEN {to}" for code, to in enumerate(node.value) if to)
            return f"(CASE {args[0]} {cases} ELSE 0 END)"
        if op == "bits":
            low, high = node.value
            bits = (
                f"(CASE WHEN {arg} BETWEEN {low} AND {high} THEN {_value(1 << place)} ELSE 0 END)"
                for place, arg in enumerate(args)
            )
            return f"({' + '.join(bits)})"
        if op == "div":
            return self.dialect.divided(args[0], node.args[1].value)
        if op == "shr":
            return self.dialect.right(args[0], node.args[1].value)
        if op == "ones":
            return self.dialect.ones(args[0])
        if op == "bit":
            return self.dialect.bit(args[0], node.value)
        assert op == "before", op  # noqa: S101 - a closed list of operations
        return self.dialect.before(args[0], node.value)


def _column(node: Node) -> str:
    if node.op == "column":
        return f"{node.value}"
    if node.op == "up":
        return f"u{node.args[0].number}"
    return f"n{node.number}"


def _literal(node: Node) -> str:
    if node.kind == "b":
        return "TRUE" if node.value else "FALSE"
    return _value(node.value)


def _value(value: int) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"CAST({value} AS BIGINT)" if abs(value) > 2**31 - 1 else str(value)


def _aggregate(node: Node, text: str) -> str:
    how, _ = node.value
    if how == "any":
        return f"BOOL_OR({text})"
    if how == "sum":
        return f"SUM(CASE WHEN {text} THEN 1 ELSE 0 END)"
    assert how == "max", how  # noqa: S101 - a closed list of ways
    return f"MAX({text})"
