"""Runs a bound plan with NumPy: blocks of subjects go through all expressions in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from thidua.law.screen.bound import Bound, rows_of
from thidua.law.screen.graph import SUBJECTS, Domain, Node
from thidua.law.screen.operations import bits, operation
from thidua.law.screen.tables import Array

# Large enough that calling NumPy costs little beside its work.
BLOCK = 1 << 17
_HERE = -1


@dataclass(slots=True)
class Block:
    """Rows of one domain for a block of subjects: where each belongs in the parent's rows."""

    size: int
    parent: Array
    heads: Array
    owners: Array
    columns: Callable[[str], Array]


@dataclass(slots=True)
class Here:
    """The block at hand: its subjects, and the rows of each domain that belong to them."""

    bound: Bound
    low: int
    high: int
    blocks: dict[str, Block] = field(default_factory=dict)

    def size(self, domain: Domain) -> int:
        return self.high - self.low if domain == SUBJECTS else self.rows(domain).size

    def column(self, node: Node) -> Array:
        if node.domain == SUBJECTS:
            return self.bound.arrays[node.value][self.low : self.high]
        return self.rows(node.domain).columns(node.value)

    def up(self, node: Node, value: Any) -> Any:
        return value[self.rows(node.domain).parent]

    def gather(self, node: Node, value: Any) -> Array:
        domain = node.args[0].domain
        assert domain is not None  # noqa: S101 - only constants have no domain
        assert domain.parent is not None  # noqa: S101 - rows of rows have one
        how, default = node.value
        size = self.size(domain.parent)
        return _gathered(how, default, value, self.rows(domain), size, node.kind)

    def rows(self, domain: Domain | None) -> Block:
        assert domain is not None  # noqa: S101 - only constants have no domain
        if domain.name not in self.blocks:
            rows = rows_of(self.bound.words, domain)
            assert rows is not None  # noqa: S101 - empty domains are folded away
            start, end = np.searchsorted(rows.subject, (self.low, self.high))
            subject = rows.subject[start:end] - np.int32(self.low)
            if domain.parent == SUBJECTS:
                part = slice(start, end)
                self.blocks[domain.name] = _block_of(subject, lambda name: rows.columns[name][part])
            else:
                above = self.rows(domain.parent)
                parent, at = _pairs(above.parent, subject)
                at += start
                self.blocks[domain.name] = _block_of(parent, lambda name: rows.columns[name][at])
        return self.blocks[domain.name]


class Runner:
    """Expressions in the order in which they are worked out, with what each may forget."""

    def __init__(self, bound: Bound, outputs: list[Node]) -> None:
        self.bound, self.outputs = bound, outputs
        needed: set[int] = set()
        waiting = [node for node in outputs if not node.constant]
        while waiting:
            node = waiting.pop()
            if node.number not in needed:
                needed.add(node.number)
                waiting += [arg for arg in node.args if not arg.constant]
        self.steps = [node for node in bound.graph.nodes if node.number in needed]
        last: dict[int, int] = {}
        for place, node in enumerate(self.steps):
            for arg in node.args:
                last[arg.number] = place
        kept = {node.number for node in outputs}
        free: list[list[int]] = [[] for _ in self.steps]
        for number, place in last.items():
            if number in needed and number not in kept:
                free[place].append(number)
        self.calls = [
            (node.number, *_call(node), forget)
            for node, forget in zip(self.steps, free, strict=True)
        ]

    def run(self, take: Callable[[int, int, list[Any]], None], block: int = BLOCK) -> None:
        """Hands over the outputs of each block of subjects, as arrays or single numbers."""
        size = self.bound.words.size
        for low in range(0, size, block):
            high = min(low + block, size)
            take(low, high, self._block(low, high))

    def _block(self, low: int, high: int) -> list[Any]:
        values: dict[int, Any] = {_HERE: Here(self.bound, low, high)}
        for number, function, read, forget in self.calls:
            values[number] = function(*[values[arg] for arg in read])
            for other in forget:
                del values[other]
        return [node.value if node.constant else values[node.number] for node in self.outputs]


def _call(node: Node) -> tuple[Callable[..., Any], list[int]]:
    """The function of a step and the numbers of the values it reads."""
    args = [arg.number for arg in node.args if not arg.constant]
    if node.op == "column":
        return lambda here: here.column(node), [_HERE]
    if node.op == "up":
        return lambda here, value: here.up(node, value), [_HERE, *args]
    if node.op == "row":
        fixed = node.args[0]
        return (lambda value: value, args) if args else (lambda _: fixed.value, [_HERE])
    if node.op == "gather":
        return lambda here, value: here.gather(node, value), [_HERE, *args]
    if node.op == "bits":
        return lambda here, *values: _bits(node, values, here.size(SUBJECTS)), [_HERE, *args]
    function, read = operation(node)
    return function, [arg.number for arg in read]


def _bits(node: Node, values: tuple[Any, ...], size: int) -> Array:
    given = iter(values)
    args = [arg.value if arg.constant else next(given) for arg in node.args]
    return bits(args, node.value, size)


def _block_of(parent: Array, columns: Callable[[str], Array]) -> Block:
    head = np.ones(len(parent), bool)
    head[1:] = parent[1:] != parent[:-1]
    heads = np.nonzero(head)[0]
    return Block(len(parent), parent, heads, parent[heads], columns)


def _pairs(above: Array, subject: Array) -> tuple[Array, Array]:
    """Each row above with each row of the same subject: the two row numbers."""
    low = np.searchsorted(subject, above, "left")
    count = np.searchsorted(subject, above, "right") - low
    parent = np.repeat(np.arange(len(above)), count)
    shift = np.repeat(np.cumsum(count) - count, count)
    at: Array = np.arange(len(parent)) - shift + np.repeat(low, count)
    return parent, at


def _gathered(how: str, default: Any, value: Any, rows: Block, size: int, kind: str) -> Array:
    """Per row of the parent what the rows below give; those that give nothing are passed over."""
    if how in ("any", "sum"):
        chosen = rows.parent[value] if isinstance(value, np.ndarray) else rows.parent
        if how == "sum":
            return np.bincount(chosen, minlength=size)
        found = np.zeros(size, np.bool_)
        found[chosen] = True
        return found
    whole = np.broadcast_to(np.asarray(value), rows.size)
    reduce = np.maximum if how == "max" else np.bitwise_or
    dtype = np.uint8 if kind == "v" else whole.dtype if how == "max" else np.int64
    found = np.full(size, default, dtype)
    if rows.size:
        found[rows.owners] = reduce.reduceat(whole, rows.heads)
    return found
