"""After the decision: cancellation with return of objects and money, exchange and re-issue.

Articles: Luật 06/2022/QH15 Điều 93; NĐ 152/2025 Điều 6, 56-58; NĐ 85/2014 Điều 41, 42.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.law.book.around import AfterEntry, AfterStep
from thidua.law.book.rulebook import Rulebook
from thidua.law.deadlines import document, statement
from thidua.law.slots import slot
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_TEXT, combine_all

STATE_LEVELS = ("prime_minister", "government", "state", "state_president")


@dataclass(frozen=True, slots=True)
class AfterDays:
    """A step with its days: of the text, else of the body's slot; None is open or unread."""

    step: AfterStep
    days: int | None
    status: str

    def to_dict(self, lang: str) -> dict[str, Any]:
        step, english = self.step, lang == "en"
        return {
            "actor": step.actor_en if english else step.actor,
            "action": step.action_en if english else step.action,
            "working_days": self.days if step.kind == "working" else None,
            "calendar_days": self.days if step.kind == "calendar" else None,
            "slot": step.slot,
            "status": self.status,
            "confidence": step.confidence,
            "citation": step.citation.to_dict(),
            "note": step.note,
        }


@dataclass(frozen=True, slots=True)
class After:
    """How an award is cancelled, or its object re-issued; `entry` None: no text is loaded."""

    award: str
    on: date
    kind: str
    entry: AfterEntry | None
    steps: tuple[AfterDays, ...]

    @property
    def verdict(self) -> str:
        if self.entry is None:
            return NEEDS_TEXT
        return combine_all([ELIGIBLE, *(item.status for item in self.steps)])

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        entry = self.entry
        return {
            "award": self.award,
            "on": self.on.isoformat(),
            "kind": self.kind,
            "level": entry.level if entry else None,
            "left_to_body": entry.left_to_body if entry else None,
            "grounds": [statement(item, lang) for item in entry.grounds] if entry else [],
            "documents": [document(item, lang) for item in entry.papers] if entry else [],
            "steps": [item.to_dict(lang) for item in self.steps],
            "effects": [statement(item, lang) for item in entry.effects] if entry else [],
            "verdict": self.verdict,
            "confidence": entry.confidence if entry else None,
            "citation": entry.citation.to_dict() if entry else None,
            "note": entry.note if entry else "",
        }


def cancellation(rb: Rulebook, *, award: str, on: date, scope: str | None = None) -> After:
    """Grounds, papers, steps and effects of cancelling a decision on that award."""
    return _after(rb, "cancellation", award, on, scope)


def reissue(rb: Rulebook, *, award: str, on: date, scope: str | None = None) -> After:
    """Cases, papers and steps of exchanging or re-issuing the object of that award."""
    return _after(rb, "reissue", award, on, scope)


def _after(rb: Rulebook, kind: str, award: str, on: date, scope: str | None) -> After:
    code = rb.resolve_code(award)
    level = "state" if rb.info(code).level in STATE_LEVELS else "local"
    entry: AfterEntry | None = rb.entry(f"{kind}:{level}", on)
    steps = tuple(_days(rb, step, on, scope) for step in entry.steps) if entry else ()
    return After(code, on, kind, entry, steps)


def _days(rb: Rulebook, step: AfterStep, on: date, scope: str | None) -> AfterDays:
    if step.slot is not None:
        value = slot(rb, step.slot, scope=scope, on=on)
        return AfterDays(step, value.value, ELIGIBLE if value.known else NEEDS_DECISION)
    unread = bool(step.kind) and step.days is None
    return AfterDays(step, step.days, NEEDS_TEXT if unread else ELIGIBLE)
