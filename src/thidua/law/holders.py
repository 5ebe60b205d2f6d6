"""Who decides an award and who may propose it on a day, before and after the district level ended.

Articles: Luật 06/2022/QH15 Điều 77-80, 83; NĐ 129/2025; NĐ 152/2025 Điều 36-38.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.law.book.around import Holder, PowersEntry
from thidua.law.book.rulebook import Rulebook
from thidua.law.values import ELIGIBLE, NEEDS_TEXT


@dataclass(frozen=True, slots=True)
class Powers:
    """`decide` is empty and `verdict` needs_official_text where no text of that day is loaded."""

    award: str
    on: date
    decide: tuple[Holder, ...]
    propose: tuple[Holder, ...]
    verdict: str

    def may_decide(self, who: str) -> bool:
        """Whether a holder of the closed list (thu_truong, ubnd_xa, ...) decides the award."""
        return any(holder.who == who for holder in self.decide)

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "award": self.award,
            "on": self.on.isoformat(),
            "decide": _rows(self.decide, lang),
            "propose": _rows(self.propose, lang),
            "verdict": self.verdict,
        }


def powers(rb: Rulebook, *, award: str, on: date) -> Powers:
    """Powers over one award on a day; who proposes may be unread while who decides is known."""
    code = rb.resolve_code(award)
    entry: PowersEntry | None = rb.entry(f"powers:{code}", on)
    if entry is None:
        return Powers(code, on, (), (), NEEDS_TEXT)
    return Powers(code, on, entry.decide, entry.propose, ELIGIBLE)


def _rows(holders: Iterable[Holder], lang: str) -> list[dict[str, Any]]:
    return [
        {
            "who": holder.who,
            "text": holder.text_en if lang == "en" else holder.text,
            "level": holder.level,
            "confidence": holder.confidence,
            "citation": holder.citation.to_dict(),
            "note": holder.note,
        }
        for holder in holders
    ]
