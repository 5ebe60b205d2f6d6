"""Which entries of the rulebook wait for an official text: nobody read all of what they state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thidua.law.book import model as m


def unread(entry: Any) -> bool:
    """Whether anything of an entry waits for its official text."""
    if isinstance(entry, m.AwardEntry):
        if not entry.loaded or entry.posthumous is None:
            return True
        routes = (item for route in entry.routes for item in route.conditions)
        return any(map(_unread, (*entry.conditions, *routes)))
    return "UNKNOWN" in _confidences(entry)


def _unread(condition: m.Condition) -> bool:
    if condition.children:
        return any(map(_unread, condition.children))
    return (
        condition.predicate == "unknown"
        or condition.confidence == "UNKNOWN"
        or None in condition.params.values()
    )


def _confidences(value: Any) -> set[str]:
    """Every confidence written anywhere in an entry."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            waiting += item.values()
        elif isinstance(item, (tuple, list)):
            waiting += item
        elif hasattr(item, "__dataclass_fields__") and not isinstance(item, m.Instrument):
            for name in item.__dataclass_fields__:
                inner = getattr(item, name)
                if name.endswith("confidence"):
                    found.add(inner)
                else:
                    waiting.append(inner)
    return found
