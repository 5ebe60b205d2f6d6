"""What people judge: the conditions of the rulebook that a finding may be about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from thidua.eligibility.queries.awards import columns
from thidua.law import load_rulebook
from thidua.law.book.model import AwardEntry, Condition


def judged_conditions(
    on: dt.date, *, award_code: str = "", collective: bool = False
) -> dict[str, str]:
    """Slug and statement of everything that people judge for one award, or for all of a kind."""
    codes = [award_code] if award_code else [c.code for c in columns(on, collective=collective)]
    found: dict[str, str] = {}
    for code in codes:
        entry = entry_of(code, on)
        if entry is None:
            continue
        for condition in _walk(entry.conditions):
            found.setdefault(*_named(condition))
        for route in entry.routes:
            for condition in _walk(route.conditions):
                found.setdefault(*_named(condition))
        for route in entry.routes:
            for slug in route.claims:
                found.setdefault(slug, f"Mở đường xét: {route.statement}")
    return found


def entry_of(code: str, on: dt.date) -> AwardEntry | None:
    """The award as the text of the day states it, or as the last known text does."""
    rb = load_rulebook()
    entry = rb.award(code, on)
    return entry if entry is not None and entry.loaded else rb.last_loaded(code, on)


def _walk(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        if condition.predicate == "judged":
            yield condition
        yield from _walk(condition.children)


def _named(condition: Condition) -> tuple[str, str]:
    return str(condition.params["slug"]), condition.statement
