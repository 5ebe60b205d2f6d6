"""Past years asked under a rulebook: who may have which award, and who gets it within the quota.

Each year stands for itself on the real record as it was then: the awards of the year are not yet
given, those of the years before are the ones of the registers. Where a quota binds, places go to
those who really got the award that year, then by rating, level of initiative and how often the
award was held; a council may choose others, so groups near the border are an estimate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from thidua.eligibility.columns import PLACES, Array, FactColumns
from thidua.eligibility.queries.quotas import LIMITED
from thidua.eligibility.queries.screened import screened
from thidua.eligibility.whatif.change import Change
from thidua.law import slot
from thidua.law.book.rulebook import Rulebook

# Who may be proposed for each award, and who waits for facts or a decision: masks over people.
Judged = Mapping[str, tuple[Array, Array]]
# (columns as they stood, rulebook, year, day of the law, awards) -> Judged
Judge = Callable[[FactColumns, Rulebook, int, date, Sequence[str]], Judged]
_OPEN = ("needs_facts", "needs_decision", "needs_official_text")


@dataclass(frozen=True)
class Year:
    """One year under one rulebook, by award: masks over the people of `columns`.

    `places` per body where a quota holds, -1 elsewhere.
    """

    columns: FactColumns
    fit: Mapping[str, Array]
    waiting: Mapping[str, Array]
    given: Mapping[str, Array]
    places: Mapping[str, Array]


def judge_at_once(
    columns: FactColumns, rulebook: Rulebook, year: int, on: date, awards: Sequence[str]
) -> Judged:
    """By the screener."""
    found = screened(columns, year=year, received_on=on, awards=awards, rulebook=rulebook)
    numbers = _codes()
    return {
        code: (found.eligible(code), np.isin(found.weighed[code], numbers)) for code in found.awards
    }


def _codes() -> list[int]:
    from thidua.law.screen import CODE_OF

    return [CODE_OF[word] for word in _OPEN]


def replay(
    columns: FactColumns,
    rulebook: Rulebook,
    *,
    year: int,
    on: date,
    awards: Sequence[str],
    change: Change | None = None,
    judge: Judge = judge_at_once,
) -> Year:
    """One year; `columns` hold only people who worked there then (see `spans.considered`)."""
    asked = list(dict.fromkeys((*awards, *(of for _, of in LIMITED.values()), *_based(change))))
    then = columns.until(year)
    judged = judge(then, rulebook, year, on, asked)
    fit = {code: judged[code][0] for code in asked}
    given: dict[str, Array] = {}
    places: dict[str, Array] = {}
    for code in _bases_first(asked, change):
        limit = [_limit(rulebook, code, book.scope, on, change) for book in columns.books]
        places[code] = _places(columns, limit, given)
        given[code] = _chosen(columns, fit[code], places[code], code, year)
    return Year(
        columns,
        {code: fit[code] for code in awards},
        {code: judged[code][1] for code in awards},
        {code: given[code] for code in awards},
        {code: places[code] for code in awards},
    )


def _based(change: Change | None) -> list[str]:
    return [one.of for one in change.quotas] if change else []


def _bases_first(awards: Sequence[str], change: Change | None) -> list[str]:
    """Awards whose holders are counted come before those whose places follow from them."""
    on = {code: of for code, (_, of) in LIMITED.items()}
    on |= {one.award: one.of for one in change.quotas} if change else {}
    done: list[str] = []

    def take(code: str, seen: tuple[str, ...] = ()) -> None:
        if code in on and on[code] not in seen:
            take(on[code], (*seen, code))
        if code not in done:
            done.append(code)

    for code in awards:
        take(code)
    return done


def _limit(
    rulebook: Rulebook, code: str, scope: str, on: date, change: Change | None
) -> tuple[Fraction, str] | None:
    """(percent, award whose holders count) that limits an award in a body, or None."""
    for one in change.quotas if change else ():
        if one.award == code:
            return None if one.percent is None else (one.percent, one.of)
    if code not in LIMITED:
        return None
    name, of = LIMITED[code]
    known = scope if scope and scope in rulebook.scopes() else None
    value = slot(rulebook, name, scope=known, on=on).value
    return None if value is None else (Fraction(value), of)


def _places(
    columns: FactColumns,
    limits: Sequence[tuple[Fraction, str] | None],
    given: Mapping[str, Array],
) -> Array:
    """Places of each body, rounded down; -1 where nothing limits them."""
    book = columns["people"]["book"]
    counted = {
        of: np.bincount(book[given[of]], minlength=len(limits))
        for of in {limit[1] for limit in limits if limit}
    }
    return np.array(
        [
            -1 if limit is None else math.floor(limit[0] * int(counted[limit[1]][number]) / 100)
            for number, limit in enumerate(limits)
        ],
        dtype=np.int64,
    )


def _chosen(columns: FactColumns, fit: Array, places: Array, code: str, year: int) -> Array:
    """Who gets the award: all who may, or the first of each body in the order of the module."""
    book = columns["people"]["book"]
    if not len(places) or (places < 0).all():
        return fit
    rows = np.flatnonzero(fit)
    keys = standing(columns, code, year)
    order = rows[np.lexsort((columns["people"]["pk"][rows], *(-k[rows] for k in keys), book[rows]))]
    begins = np.searchsorted(book[order], book[order], side="left")
    rank = np.arange(len(order)) - begins
    limit = places[book[order]]
    found = np.zeros(columns.size, bool)
    found[order[(limit < 0) | (rank < limit)]] = True
    return found


def standing(columns: FactColumns, code: str, year: int) -> tuple[Array, Array, Array, Array]:
    """What places go by, least first: times held before, level of initiative, rating, and whether
    the register has the award for the very year."""
    size = columns.size
    awards = columns["awards"]
    mine = (awards["code"] == PLACES["code"][code]) & ~awards["claimed"]
    before = mine & (awards["year"] < year)
    times = np.bincount(awards["person"][before], minlength=size)
    really = np.zeros(size, np.int64)
    really[awards["person"][mine & (awards["year"] == year)]] = 1
    made = columns["initiatives"]
    level = np.zeros(size, np.int64)
    now = (made["year"] == year) & made["recognised"]
    np.maximum.at(level, made["person"][now], made["level"][now])
    rated = columns["ratings"]
    grade = np.zeros(size, np.int64)
    some = rated["year"] == year
    grade[rated["person"][some]] = rated["grade"][some]
    return times, level, grade, really
