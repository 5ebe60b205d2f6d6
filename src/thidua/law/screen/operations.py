"""What each operation does to NumPy columns, made ready once for all blocks of subjects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from thidua.law.screen.graph import Node
from thidua.law.screen.tables import Array

MASKS = (np.int64(1) << np.arange(63, dtype=np.int64)) - 1
BITS = np.int64(1) << np.arange(63, dtype=np.int64)


def operation(node: Node) -> tuple[Callable[..., Any], list[Node]]:
    """A function of the columns that the node reads, its constants put in, and those columns."""
    read = [arg for arg in node.args if not arg.constant]
    if node.op in ("before", "bit"):
        table, shift = (MASKS if node.op == "before" else BITS), node.value - 1
        return lambda year: table[np.clip(year - shift, 0, 62)], read
    if node.op == "flag":
        code = np.uint8(node.value)
        return lambda test: test.view(np.uint8) * code, read
    if node.op == "look":
        return lambda value: _look(node, value), read
    bytes_only = (node.op, node.kind) == ("where", "v")
    function: Callable[..., Any] = _chosen if bytes_only else _OPERATIONS[node.op]
    if len(read) == len(node.args):
        return function, read
    fixed = [_fixed(node, arg) if arg.constant else None for arg in node.args]
    if len(fixed) == 2:
        one, other = fixed
        if one is None:
            return lambda value: function(value, other), read
        return lambda value: function(one, value), read
    _, yes, no = fixed
    if yes is None:
        return lambda test, value: function(test, value, no), read
    if no is None:
        return lambda test, value: function(test, yes, value), read
    return lambda test: function(test, yes, no), read


def _fixed(node: Node, arg: Node) -> Any:
    return np.uint8(arg.value) if node.kind == "v" else arg.value


def _chosen(test: Any, yes: Any, no: Any) -> Any:
    """`where` on bytes by their bits, which processors do many at a time."""
    mask = np.negative(test.view(np.uint8))
    return ((yes ^ no) & mask) ^ no


def _look(node: Node, value: Array) -> Array:
    """The table's value for each verdict that can occur."""
    low, high = node.args[0].low, node.args[0].high
    found = np.zeros(len(value), np.uint8)
    for code in range(low, high + 1):
        if node.value[code]:
            found |= (value == code).view(np.uint8) * np.uint8(node.value[code])
    return found


def _ones(word: Any) -> Any:
    # Signed, because numbers of years are taken from each other.
    return np.bitwise_count(word).view(np.int8)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.floor_divide,
    "mod": np.remainder,
    "lt": np.less,
    "le": np.less_equal,
    "eq": np.equal,
    "max": np.maximum,
    "min": np.minimum,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "shr": np.right_shift,
    "not": np.invert,
    "where": np.where,
    "ones": _ones,
}


def bits_kind(count: int) -> Any:
    """The smallest integers with a bit for each of so many conditions."""
    return next(
        kind
        for kind in (np.uint8, np.uint16, np.uint32, np.int64)
        if count < np.iinfo(kind).bits + (kind is not np.int64)
    )


def bits(args: list[Any], between: tuple[int, int], size: int) -> Array:
    low, high = between
    kind = bits_kind(len(args))
    found: Array = np.zeros(size, kind)
    for place, value in enumerate(args):
        if isinstance(value, int):
            if low <= value <= high:
                found |= kind(1 << place)
            continue
        test = value == low if low == high else (value - np.uint8(low)) <= np.uint8(high - low)
        found |= test.view(np.uint8).astype(kind) << kind(place)
    return found
