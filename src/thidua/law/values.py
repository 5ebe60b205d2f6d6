"""The five verdicts (and *not applicable*), how they combine, and printable citations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

ELIGIBLE = "eligible"
NOT_ELIGIBLE = "not_eligible"
NEEDS_FACTS = "needs_facts"
NEEDS_DECISION = "needs_decision"
NEEDS_TEXT = "needs_official_text"
NOT_APPLICABLE = "not_applicable"

VERDICTS = (ELIGIBLE, NOT_ELIGIBLE, NEEDS_FACTS, NEEDS_DECISION, NEEDS_TEXT, NOT_APPLICABLE)
VERDICT_VI = {
    ELIGIBLE: "Đủ điều kiện",
    NOT_ELIGIBLE: "Chưa đủ điều kiện",
    NEEDS_FACTS: "Thiếu dữ liệu",
    NEEDS_DECISION: "Cần xem xét",
    NEEDS_TEXT: "Chờ văn bản",
    NOT_APPLICABLE: "Không áp dụng",
}
VERDICT_EN = {
    ELIGIBLE: "Eligible",
    NOT_ELIGIBLE: "Not eligible",
    NEEDS_FACTS: "Facts missing",
    NEEDS_DECISION: "To be considered",
    NEEDS_TEXT: "Awaiting the official text",
    NOT_APPLICABLE: "Not applicable",
}

# V: seen in a retrieved source; V2: in a secondary record; K: general knowledge; UNKNOWN: unread.
CONFIDENCES = ("V", "V2", "K", "UNKNOWN")
UNKNOWN = "UNKNOWN"

_ALL_ORDER = (NOT_ELIGIBLE, NEEDS_TEXT, NEEDS_FACTS, NEEDS_DECISION, ELIGIBLE)
_ANY_ORDER = (ELIGIBLE, NEEDS_FACTS, NEEDS_DECISION, NEEDS_TEXT, NOT_ELIGIBLE)
ANY_RANK = {value: rank for rank, value in enumerate((*_ANY_ORDER, NOT_APPLICABLE))}


def combine_all(values: Iterable[str]) -> str:
    """AND: the first of the precedence that occurs; what does not apply is left out."""
    return _first(_ALL_ORDER, values)


def combine_any(values: Iterable[str]) -> str:
    """OR over routes: the first of the precedence that occurs; what does not apply is left out."""
    return _first(_ANY_ORDER, values)


def _first(order: tuple[str, ...], values: Iterable[str]) -> str:
    present = set(values)
    for value in order:
        if value in present:
            return value
    return NOT_APPLICABLE


_PLACE = re.compile(
    r"^Điều (?P<article>\d+[a-z]?)(?: khoản (?P<clause>\d+[a-z]?))?(?: điểm (?P<point>[a-zđ]+))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value is written: instrument key, article, clause, point and the printable form."""

    instrument: str
    article: str | None
    clause: str | None
    point: str | None
    text: str

    @classmethod
    def at(cls, instrument: str, short: str, place: str) -> Citation:
        """`place` as lawyers write it ("Điều 23 khoản 1 điểm a"); `short` names the instrument."""
        found = _PLACE.match(place)
        article, clause, point = found.group("article", "clause", "point") if found else (None,) * 3
        return cls(instrument, article, clause, point, f"{place} {short}".strip())

    def joined(self, others: Iterable[Citation]) -> Citation:
        """The same citation with further places in its printable form."""
        text = "; ".join([self.text, *(other.text for other in others)])
        return Citation(self.instrument, self.article, self.clause, self.point, text)

    def to_dict(self) -> dict[str, str | None]:
        return {
            "instrument": self.instrument,
            "article": self.article,
            "clause": self.clause,
            "point": self.point,
            "text": self.text,
        }
