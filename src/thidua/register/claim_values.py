"""What a claim and a line of the book are to the rule that compares them, and when both speak of
one award or of one decision.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from thidua.kit.text import fold
from thidua.law import load_rulebook
from thidua.law.errors import LawError

_TITLE = "danh_hieu_thi_dua"
_MEDAL = "knc-bo-nganh-tinh"
# Committees below the province: their awards stand in books of their own.
_LOCAL = re.compile(r"\b(ubnd|uy ban nhan dan) (huyen|quan|thi xa|thi tran|thanh pho|xa|phuong)\b")
_SHORT = {"bk": "bang khen", "gk": "giay khen", "ldld": "lien doan lao dong", "cua": ""}


class Declared(NamedTuple):
    """A claim; `award` is its code, empty for an award of no law (a union's)."""

    award: str
    label: str
    year: int | None
    decision: str = ""
    decided_on: dt.date | None = None
    period: tuple[int, int] | None = None
    themed: bool = False
    authority: str = ""


class BookRow(NamedTuple):
    """One line of the book about the recipient of the claims.

    `key` is how the caller knows the line again, `place` how a reader finds it. `revoked` says why
    the award is no longer held. `doubt` says why the line itself is not believed yet. `name` is who
    the line is about, in the words of the book.
    """

    key: int
    place: str
    award: str
    label: str
    year: int | None
    decision: str = ""
    decided_on: dt.date | None = None
    period: tuple[int, int] | None = None
    themed: bool = False
    revoked: str = ""
    doubt: str = ""
    name: str = ""

    @property
    def evidence(self) -> str:
        if not self.decision:
            return self.place
        day = f" ngày {self.decided_on:%d/%m/%Y}" if self.decided_on else ""
        return f"{self.place}, QĐ số {self.decision}{day}"


class Decisions:
    """What each decision gives over all lines of the book: which awards, and for which years."""

    def __init__(self) -> None:
        self._awards: dict[tuple[str, dt.date | None], set[str]] = defaultdict(set)
        self._years: dict[tuple[str, dt.date, str], Counter[int]] = defaultdict(Counter)
        self._signs: set[str] = set()
        self._givers: dict[tuple[str, int], set[str]] = defaultdict(set)

    def add(
        self,
        decision: str,
        decided_on: dt.date | None,
        award: str,
        year: int | None,
        authority: str = "",
    ) -> None:
        if authority and year is not None:
            self._givers[award, year].add(_words(authority))
        if not decision:
            return
        number = plain(decision)
        self._signs.add(number.partition("/")[2])
        self._awards[number, decided_on].add(award)
        if decided_on is not None and year is not None and possible(year, decided_on):
            self._years[number, decided_on, award][year] += 1

    def lists(self, claim: Declared) -> bool:
        """False where the claim names a giver whose decisions the book never carries: a sign that
        no line has, or a committee of a district or commune that gave nobody this award then.
        """
        sign = plain(claim.decision).partition("/")[2]
        if sign and self._signs - {""} and sign not in self._signs:
            return False
        said = _words(claim.authority)
        if not _LOCAL.search(said) or claim.year is None:
            return True
        return any(
            said.startswith(giver) or giver.startswith(said)
            for giver in self._givers.get((claim.award, claim.year), ())
        )

    def gives(self, row: BookRow, award: str) -> bool:
        """True when the decision of this line gives `award` to somebody."""
        return award in self._awards.get((plain(row.decision), row.decided_on), ())

    def year_of(
        self, decision: str, decided_on: dt.date | None, award: str, year: int | None
    ) -> int | None:
        """The year that most lines of the decision give; None where they do not outvote `year`."""
        if not decision or decided_on is None:
            return None
        counted = self._years.get((plain(decision), decided_on, award))
        if not counted:
            return None
        (most, lines), *others = counted.most_common(2)
        return None if most == year or (others and others[0][1] == lines) else most


@dataclass(frozen=True)
class Book:
    """What is known of the book as a whole; `counted_only` are years whose LĐTT are only a sum."""

    years: frozenset[int] = frozenset()
    counted_only: frozenset[int] = frozenset()
    decisions: Decisions = field(default_factory=Decisions)
    # Complete years of single awards, where they are not those of all.
    own: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def years_of(self, award: str) -> frozenset[int]:
        """The years in which a missing line of this award is known to be missing."""
        return self.own.get(award, self.years)


@lru_cache(maxsize=1000)
def is_yearly_title(award: str) -> bool:
    """True for a title, given once for a year; a merit form may be given more often in one year."""
    try:
        return load_rulebook().info(award).kind == _TITLE
    except LawError:
        return False


def same_award(claim: Declared, row: BookRow) -> bool:
    if claim.award != row.award:
        return False
    if not claim.award:
        # Awards of unions and associations are written in many ways.
        return same_decision(claim, row) or _giver(claim.label) == _giver(row.label)
    if claim.award == _MEDAL:
        one, two = _branch(claim.label), _branch(row.label)
        return not one or not two or one == two
    return True


def same_decision(claim: Declared, row: BookRow) -> bool:
    """A bare "45" agrees with 45/QĐ-SNV; the days, where both are known, must agree."""
    ours, theirs = plain(row.decision), plain(claim.decision)
    if not ours or not theirs:
        return False
    bare = "/" not in ours or "/" not in theirs
    if ours != theirs and not (bare and ours.partition("/")[0] == theirs.partition("/")[0]):
        return False
    return not (claim.decided_on and row.decided_on) or claim.decided_on == row.decided_on


def possible(year: int, decided_on: dt.date) -> bool:
    """No decision rewards a year to come; 2202 and 1202 are slips of the pen."""
    return 0 <= decided_on.year - year <= 100


@lru_cache(maxsize=20_000)
def plain(decision: str) -> str:
    """A decision number without marks and blanks, whatever the case."""
    return fold(decision).replace(" ", "")


@lru_cache(maxsize=5_000)
def _words(label: str) -> str:
    letters = "".join(c if c.isalnum() else " " for c in fold(label))
    return " ".join(" ".join(_SHORT.get(word, word) for word in letters.split()).split())


def _giver(label: str) -> str:
    """Long and short names of one union's award are alike."""
    said = _words(label)
    if "lien doan lao dong" in said:
        return "tong lien doan" if "tong lien doan" in said else "lien doan"
    return said


def _branch(label: str) -> str:
    """Which branch a commemorative medal belongs to; empty where the name does not say."""
    said = _words(label)
    if "ldtbxh" in said or "lao dong thuong binh" in said:
        return "ldtbxh"
    if said in {"knc", "ky niem chuong"}:
        return ""
    return "to chuc nha nuoc" if "to chuc nha nuoc" in said else said
