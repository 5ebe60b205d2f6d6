"""A file caught between two texts: both are asked, the more favourable one applies.

Luật 06/2026/QH16 Điều 4 khoản 4, as stated in `rulebook/regimes.yaml`: files received before
01/10/2026 follow the former text, unless the new one is more favourable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.law.api import evaluate_all
from thidua.law.book.model import Transition
from thidua.law.book.rulebook import Rulebook
from thidua.law.facts.model import AwardHeld, Facts
from thidua.law.values import ANY_RANK, combine_any
from thidua.law.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Beside:
    """The answer of the later text, and whether it is the one that applies.

    An unread later text never applies, but it may be more favourable: then `open` is true and
    nobody can yet be told *not eligible*.
    """

    transition: Transition
    verdict: Verdict
    applies: bool
    open: bool

    def to_dict(self, lang: str = "vi", *, paths: bool = False) -> dict[str, Any]:
        rule = self.transition
        return {
            "key": rule.key,
            "statement": rule.statement_en if lang == "en" else rule.statement,
            "citation": rule.citation.to_dict(),
            "confidence": rule.confidence,
            "from": rule.from_.isoformat() if rule.from_ else None,
            "applies": self.applies,
            "open": self.open,
            "verdict": self.verdict.to_dict(lang, paths=paths),
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """The answer of the text of the day of receipt, with what a transition puts beside it."""

    received: Verdict
    beside: tuple[Beside, ...] = ()

    def to_dict(self, lang: str = "vi", *, paths: bool = False) -> dict[str, Any]:
        """The verdict of the day of receipt; with a transition also `beside` and `conclusion`."""
        answer = self.received.to_dict(lang, paths=paths)
        if self.beside:
            answer["conclusion"] = self.value
            answer["beside"] = [item.to_dict(lang, paths=paths) for item in self.beside]
        return answer

    @property
    def verdict(self) -> Verdict:
        """The answer of the text that applies."""
        return next((item.verdict for item in self.beside if item.applies), self.received)

    @property
    def value(self) -> str:
        """The conclusion: while a later text that may be better is unread, no *not eligible*."""
        if any(item.open for item in self.beside):
            return combine_any([self.received.value, *(b.verdict.value for b in self.beside)])
        return self.verdict.value


def rules_between(rb: Rulebook, *, received_on: date, decided_on: date) -> list[Transition]:
    """The rules of the more favourable text for a file received and decided on these days."""
    return [
        rule
        for rule in rb.transitions
        if rule.more_favourable
        and rule.from_ is not None
        and received_on < rule.from_ <= decided_on
    ]


def evaluate_passage(
    rb: Rulebook,
    facts: Facts,
    *,
    year: int,
    received_on: date,
    decided_on: date,
    scope: str | None = None,
    claims: Sequence[AwardHeld] = (),
    awards: Iterable[str] | None = None,
) -> dict[str, Passage]:
    """Answers by award code for a file received one day and decided another.

    Where no transition lies between the two days, only the text of the day of receipt is asked.
    """
    question: dict[str, Any] = {"year": year, "scope": scope, "claims": claims}
    codes = list(awards) if awards is not None else None
    received = evaluate_all(rb, facts, received_on=received_on, awards=codes, **question)
    beside: dict[str, list[Beside]] = {code: [] for code in received}
    for rule in rules_between(rb, received_on=received_on, decided_on=decided_on):
        assert rule.from_ is not None  # noqa: S101 - rules_between gives dated rules only
        later = evaluate_all(rb, facts, received_on=rule.from_, awards=received, **question)
        for code, verdict in later.items():
            beside[code].append(_beside(rb, rule, received[code], verdict))
    return {code: Passage(verdict, tuple(beside[code])) for code, verdict in received.items()}


def _beside(rb: Rulebook, rule: Transition, old: Verdict, new: Verdict) -> Beside:
    assert rule.from_ is not None  # noqa: S101 - rules of a transition are dated
    entry = rb.award(new.award, rule.from_)
    loaded = entry is not None and entry.loaded
    better = ANY_RANK[new.value] < ANY_RANK[old.value]
    return Beside(rule, new, applies=loaded and better, open=better and not loaded)
