"""Ranks inside a cluster: by total, then by the table's own tie rules, with the reason of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua.movements.numbers import number_text
from thidua.scoring.arithmetic.points import ZERO

SHOWN_LINES = 3
BRANCH, BONUS, PENALTY = "muc", "diem_thuong", "diem_tru"


@dataclass(frozen=True, slots=True)
class TieRule:
    """What decides between equal totals: more in a branch, more bonus, or less penalty."""

    by: str
    number: str = ""

    @property
    def words(self) -> str:
        if self.by == BRANCH:
            return f"điểm mục {self.number} cao hơn"
        return "điểm thưởng cao hơn" if self.by == BONUS else "bị trừ ít điểm hơn"


@dataclass(frozen=True, slots=True)
class Entry:
    """A sheet to be ranked; `branches` and `lines` map numbers of criteria to their points."""

    key: int
    name: str
    total: Decimal
    branches: Mapping[str, Decimal]
    lines: Mapping[str, Decimal]
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Place:
    """A rank (equal ones share it), the points behind the place above, and a sentence why."""

    rank: int
    entry: Entry
    behind: Decimal | None
    tied: bool
    sentence: str


def ranked(entries: Sequence[Entry], rules: Sequence[TieRule]) -> list[Place]:
    """Places from the first down; the order of the input changes nothing.

    Equal in total and in every tie rule: one shared rank, and the next number is left out.
    """
    ordered = sorted(entries, key=lambda one: (_order(one, rules), one.name, one.key))
    places: list[Place] = []
    for index, entry in enumerate(ordered):
        above = ordered[index - 1] if index else None
        same = above is not None and _order(above, rules) == _order(entry, rules)
        rank = places[-1].rank if same else index + 1
        after = ordered[index + 1] if index + 1 < len(ordered) else None
        tied = same or (after is not None and _order(after, rules) == _order(entry, rules))
        behind = above.total - entry.total if above else None
        sentence = _why(rank, entry, above, rules, same=same)
        if tied and not same:
            sentence += f" Bằng {after.name if after else ''} ở mọi tiêu chí phụ: đồng hạng."
        places.append(Place(rank, entry, behind, tied, sentence))
    return places


def _order(entry: Entry, rules: Sequence[TieRule]) -> tuple[Decimal, ...]:
    return (-entry.total, *(-_tie_value(entry, rule) for rule in rules))


def _tie_value(entry: Entry, rule: TieRule) -> Decimal:
    if rule.by == BONUS:
        return entry.bonus
    if rule.by == PENALTY:
        return entry.penalty  # zero or less: the greater lost less
    return entry.branches.get(rule.number, entry.lines.get(rule.number, ZERO))


def _why(
    rank: int, entry: Entry, above: Entry | None, rules: Sequence[TieRule], *, same: bool
) -> str:
    points = f"{number_text(entry.total)} điểm"
    if above is None:
        return f"Hạng 1 với {points}."
    if same:
        return f"Đồng hạng {rank} với {above.name}: bằng tổng điểm và mọi tiêu chí phụ ({points})."
    if above.total != entry.total:
        gap = number_text(above.total - entry.total)
        return f"{points}, sau {above.name} {gap} điểm{_where(entry, above)}."
    for rule in rules:
        mine, theirs = _tie_value(entry, rule), _tie_value(above, rule)
        if mine != theirs:
            return (
                f"{points}, bằng {above.name}; xếp sau vì {above.name} có {rule.words} "
                f"({number_text(theirs)} so với {number_text(mine)})."
            )
    return f"{points}."


def _where(entry: Entry, above: Entry) -> str:
    """The lines on which the one above has more, most first; ties by number."""
    numbers = {*entry.lines, *above.lines}
    lost = sorted(
        (
            (above.lines.get(n, ZERO) - entry.lines.get(n, ZERO), n)
            for n in numbers
            if above.lines.get(n, ZERO) > entry.lines.get(n, ZERO)
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not lost:
        return ""
    told = ", ".join(f"{number} (−{number_text(by)})" for by, number in lost[:SHOWN_LINES])
    more = len(lost) - SHOWN_LINES
    rest = f" và {more} dòng khác" if more > 0 else ""
    return f", chủ yếu ở các dòng {told}{rest}"
