"""Everything around one award on a day, for explain and the pages for lawyers: powers, route,
papers, votes, rewards, cancellation and re-issue."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.law.afterwards import cancellation, reissue
from thidua.law.bonus import RECIPIENTS, Bonus, bonus
from thidua.law.book.model import BonusEntry, Counting
from thidua.law.book.rulebook import Rulebook
from thidua.law.deadlines import deadline
from thidua.law.holders import powers
from thidua.law.votes import VoteRule, vote_rule

# Without a date of receipt by each body nothing has a last day: explain tells lengths.
_TIMED = ("last_day",)


def surroundings(rb: Rulebook, *, award: str, on: date, lang: str = "vi") -> dict[str, Any]:
    """`on` is both the day of receipt and of the decision, as explain asks about one day."""
    code = rb.resolve_code(award)
    route = deadline(rb, award=code, received_on=on).to_dict(lang)
    for step in route["steps"]:
        for key in _TIMED:
            step.pop(key)
    for key in ("format", "award", "received_on", "days_off", "counting"):
        route.pop(key)
    return {
        "counting": counting_on(rb, on, lang),
        "powers": powers(rb, award=code, on=on).to_dict(lang),
        "procedure": route,
        "vote": votes_of(rb, code, on, lang),
        "bonus": [item.to_dict(lang) for item in _bonuses(rb, code, on)],
        "cancellation": cancellation(rb, award=code, on=on).to_dict(lang),
        "reissue": reissue(rb, award=code, on=on).to_dict(lang),
    }


def counting_on(rb: Rulebook, on: date, lang: str = "vi") -> dict[str, Any] | None:
    """From which day the next award counts, by the text of the day; None: no text is loaded."""
    entry: Counting | None = rb.entry("counting", on)
    if entry is None:
        return None
    return {
        "from": entry.basis,
        "statement": entry.statement_en if lang == "en" else entry.statement,
        "confidence": entry.confidence,
        "citation": entry.citation.to_dict(),
    }


def votes_of(rb: Rulebook, code: str, on: date, lang: str = "vi") -> list[dict[str, Any]]:
    """The vote of the body's council, and that of the Central Council where one is asked for."""
    found = [vote_rule(rb, award=code, received_on=on)]
    if rb.entry(f"vote-central:{code}", on) is not None:
        found.append(vote_rule(rb, award=code, received_on=on, central=True))
    return [_vote(rule, lang) for rule in found]


def _vote(rule: VoteRule, lang: str) -> dict[str, Any]:
    return {
        "council": (rule.council_en if lang == "en" else rule.council) or None,
        "threshold": float(rule.threshold) if rule.threshold is not None else None,
        "strict": rule.strict,
        "base": rule.base,
        "secret": rule.secret,
        "quorum": float(rule.quorum) if rule.quorum is not None else None,
        "written_counts": rule.written,
        "verdict": rule.verdict,
        "confidence": rule.confidence,
        "citation": rule.citation.to_dict() if rule.citation else None,
        "note": rule.note,
    }


def _bonuses(rb: Rulebook, code: str, on: date) -> list[Bonus]:
    entry: BonusEntry | None = rb.entry(f"bonus:{code}", on)
    if entry is None:
        return []
    asked: list[tuple[str | None, str]] = [
        (who, kind) for who, rates in entry.by_authority.items() for kind in rates
    ]
    asked += [(None, kind) for kind in RECIPIENTS if kind in entry.rates]
    return [
        bonus(rb, award=code, recipient=kind, decided_on=on, authority=who) for who, kind in asked
    ]
