"""Facts back into the public form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thidua.law.facts import model as m
from thidua.law.facts.spec import FACTS, FORMAT, Shape


def facts_to_dict(facts: m.Facts) -> dict[str, Any]:
    """The public form; reading it back gives equal facts."""
    return {"format": FORMAT, **_write(FACTS, facts)}


def _ranges(complete: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    own = m.awards_of("")
    out: dict[str, Any] = {
        name: list(years) for name, years in complete.items() if not name.startswith(own)
    }
    if exceptions := {
        name.removeprefix(own): None if years == m.NO_YEAR else list(years)
        for name, years in complete.items()
        if name.startswith(own)
    }:
        out["awards_except"] = exceptions
    return out


# Left out when empty: their absence says the same.
_EMPTY = ("used_for", "projected", "completing_undecided", "members_undecided", "complete")


def _write(shape: Shape, made: Any) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, field in shape.fields.items():
        value = getattr(made, "from_" if key == "from" else key)
        if field.null_word and value == field.null_word:
            out[key] = None
        elif value is None or (key in _EMPTY and not value):
            continue
        elif field.type == "object":
            out[key] = (
                [_write(field.of, item) for item in value]
                if field.many
                else _write(field.of, value)
            )
        elif field.type == "ranges":
            out[key] = _ranges(value)
        elif field.type == "counts":
            out[key] = dict(value)
        elif field.type == "date":
            out[key] = value.isoformat()
        else:
            out[key] = list(value) if field.many else value
    return out
