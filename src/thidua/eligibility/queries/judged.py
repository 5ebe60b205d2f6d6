"""What people judge: the conditions of the rulebook that a finding may be about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from thidua.eligibility.models import Round
from thidua.eligibility.queries.awards import columns
from thidua.law import load_rulebook
from thidua.law.book.model import AwardEntry, Condition


def judged_conditions(
    round_: Round, *, award_code: str = "", collective: bool = False
) -> dict[str, str]:
    """Slug and statement of everything that people judge for one award, or for all of a round."""
    on = round_.received_on
    codes = [award_code] if award_code else [c.code for c in columns(round_, collective=collective)]
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


def may_be_settled(slug: str, round_: Round, *, collective: bool = False) -> bool:
    """Whether a finding about `slug` can mean anything: what people judge, or one condition of an
    award (`award.condition`) that its own facts left undecided."""
    if slug in judged_conditions(round_, collective=collective):
        return True
    code, _, condition = slug.partition(".")
    if code not in {c.code for c in columns(round_, collective=collective)}:
        return False
    entry = entry_of(code, round_.received_on)
    found = [*entry.conditions, *(c for r in entry.routes for c in r.conditions)] if entry else []
    return any(leaf.id == condition for leaf in _leaves(found))


def entry_of(code: str, on: dt.date) -> AwardEntry | None:
    """The award as the text of the day states it, or as the last known text does."""
    rb = load_rulebook()
    entry = rb.award(code, on)
    return entry if entry is not None and entry.loaded else rb.last_loaded(code, on)


def _walk(conditions: Iterable[Condition]) -> Iterator[Condition]:
    return (leaf for leaf in _leaves(conditions) if leaf.predicate == "judged")


def _leaves(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        if condition.kind == "leaf":
            yield condition
        yield from _leaves(condition.children)


def _named(condition: Condition) -> tuple[str, str]:
    return str(condition.params["slug"]), condition.statement
