"""The share of people who may be rated at the highest level in a year, as the texts give it.

Read from `rulebook/rating-caps.yaml`: NĐ 335/2025/NĐ-CP for officials and civil servants from
01/01/2026; other texts give no share that was seen, and then nothing is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from thidua.law.errors import RulebookError, Say
from thidua.law.values import CONFIDENCES
from thidua.law.yamlio import read_yaml

FILE = Path(__file__).parents[1] / "rulebook" / "rating-caps.yaml"
FORMAT = "thidua-rating-caps/1"
_KEYS = {"employment", "from", "share", "base", "within", "citation", "confidence", "unread"}


@dataclass(frozen=True, slots=True)
class RatingCap:
    """One rule: `share` of those rated `base`, None where no text that was read gives it."""

    employment: tuple[str, ...]
    start: date
    share: Fraction | None
    base: str
    within: tuple[str, ...]
    citation: str
    confidence: str
    unread: tuple[str, ...]

    def allows(self, excellent: int, base: int) -> bool | None:
        """Whether so many are within the share, exactly; None where the share is not known."""
        return None if self.share is None else excellent <= self.share * base

    def most(self, base: int) -> Fraction | None:
        """The highest number within the share, not rounded: no text says how."""
        return None if self.share is None else self.share * base


def rating_cap(employment: str, year: int, *, file: Path = FILE) -> RatingCap | None:
    """The rule for the rating of `year` of people of this kind of employment, if there is one.

    The latest text in force on 31 December of the year; None for kinds that no text names.
    """
    day = date(year, 12, 31)
    found = [cap for cap in _caps(file) if employment in cap.employment and cap.start <= day]
    return max(found, key=lambda cap: cap.start) if found else None


@cache
def _caps(file: Path) -> tuple[RatingCap, ...]:
    data = read_yaml(file, RulebookError)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _fault(file, f"format: {FORMAT}", data.get("format") if data else None)
    return tuple(_cap(file, item) for item in data["caps"])


def _cap(file: Path, item: dict[str, Any]) -> RatingCap:
    unknown, missing = set(item) - _KEYS, _KEYS - {"share", "unread"} - set(item)
    if unknown or missing:
        raise _fault(file, ", ".join(sorted(_KEYS)), sorted(unknown or missing))
    if item["confidence"] not in CONFIDENCES:
        raise _fault(file, ", ".join(CONFIDENCES), item["confidence"])
    share = Fraction(item["share"]) if "share" in item else None
    if share is not None and not 0 < share <= 1:
        raise _fault(file, "0 < share <= 1", item["share"])
    start = item["from"]
    return RatingCap(
        tuple(item["employment"]),
        start if isinstance(start, date) else date.fromisoformat(str(start)),
        share,
        item["base"],
        tuple(item["within"]),
        item["citation"],
        item["confidence"],
        tuple(item.get("unread", ())),
    )


def _fault(file: Path, expected: str, found: object) -> RulebookError:
    return RulebookError(
        Say("tệp tỷ lệ xếp loại không đúng dạng.", "the file of rating caps is malformed."),
        file=file,
        expected=Say(expected, expected),
        found=str(found),
    )
