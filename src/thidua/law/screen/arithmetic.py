"""What the operations of expressions do to Python numbers; engines do the same to columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LOGIC = ("lt", "le", "eq")
PLAIN: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a // b,
    "mod": lambda a, b: a % b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "eq": lambda a, b: a == b,
    "max": max,
    "min": min,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "not": lambda a: (not a) if isinstance(a, bool) else ~a,
    "where": lambda c, a, b: a if c else b,
    "ones": lambda a: a.bit_count(),
    "shr": lambda a, b: a >> b,
}
