"""Fifteen years of the practice province: ratings, initiatives, awards, year after year.

Quotas are kept per unit or body and year, so that what the tests count is known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thidua.cli.practice.province import shape
from thidua.cli.practice.province.bodies import make_bodies
from thidua.cli.practice.province.people import between, day, draw, make_people
from thidua.cli.practice.province.tables import (
    Awards,
    Days,
    Disciplines,
    Initiatives,
    Ints,
    Leaves,
    Pending,
    People,
    Province,
    Ratings,
)
from thidua.cli.practice.province.units import make_units

FEWEST, MOST = 60, 5_000_000
Bools = NDArray[np.bool_]
NOT_DONE, DONE, GOOD, EXCELLENT = range(4)
NEVER = -1
_CODE = {code: place for place, code in enumerate(shape.AWARDS)}


@dataclass
class Years:
    """Person by year (rows, columns of shape.YEARS): what happened in each."""

    rated: Bools
    grade: Ints  # NEVER where not rated
    score: NDArray[np.float64]
    level: Ints  # of the initiative of the year, NEVER where none
    disciplined: Bools


def make_province(people: int, seed: int) -> Province:
    """The province for `seed` with so many people; the same numbers give the same columns.

    Raises ValueError for fewer than 60 people or more than 5 million.
    """
    if not FEWEST <= people <= MOST:
        raise ValueError(
            f"Số người của tỉnh thực hành phải từ {FEWEST} đến {MOST:,}, gặp {people}.".replace(
                ",", "."
            )
        )
    dice = np.random.Generator(np.random.PCG64(seed))
    bodies = make_bodies(people)
    folk = make_people(bodies, dice)
    years = _years(folk, dice)
    awards = _awards(folk, years, dice)
    unit_years, unit_awards = make_units(bodies, dice)
    return Province(
        seed=seed,
        bodies=bodies,
        people=folk,
        ratings=_ratings(years),
        awards=awards,
        initiatives=_initiatives(years),
        disciplines=_disciplines(years, dice),
        leaves=_leaves(folk, dice),
        pending=_pending(len(folk.body), dice),
        unit_years=unit_years,
        unit_awards=unit_awards,
    )


def _years(folk: People, dice: np.random.Generator) -> Years:
    many, length = len(folk.body), len(shape.YEARS)
    recruited = folk.recruited.astype("datetime64[Y]").astype(int) + 1970
    first_half = folk.recruited < day(recruited, np.full(many, 181))
    calendar = np.array(shape.YEARS)
    rated = calendar > recruited[:, None]
    rated |= (calendar == recruited[:, None]) & first_half[:, None]
    own = _normal(dice, (many, 1))
    score = shape.STEADY * own + np.sqrt(1 - shape.STEADY**2) * _normal(dice, (many, length))
    disciplined = rated & (dice.random((many, length)) < shape.DISCIPLINED)
    luck = dice.random((many, length))
    grade = np.full((many, length), NEVER)
    for column in range(length):
        some = np.flatnonzero(rated[:, column])
        grade[some, column] = _grades(
            folk.unit[some], score[some, column], luck[some, column], disciplined[some, column]
        )
    level = _levels(grade, dice)
    return Years(rated, grade, score, level, disciplined)


def _normal(dice: np.random.Generator, size: tuple[int, int]) -> NDArray[np.float64]:
    """Bell-shaped with mean 0 and deviation 1: the sum of twelve even draws, less six."""
    total = np.zeros(size)
    for _ in range(12):
        total += dice.random(size)
    made: NDArray[np.float64] = total - 6
    return made


def _grades(unit: Ints, score: NDArray[np.float64], luck: Any, disciplined: Bools) -> Ints:
    """Of one year: few by chance not done or done only, the rest good, the best excellent."""
    grade = np.full(len(unit), GOOD)
    grade[luck < shape.NOT_DONE + shape.DONE] = DONE
    grade[(luck < shape.NOT_DONE) | disciplined] = NOT_DONE
    good = np.flatnonzero(grade == GOOD)
    best = best_of(unit[good], score[good], percent=shape.EXCELLENT_PERCENT)
    grade[good[best]] = EXCELLENT
    return grade


def best_of(
    group: Ints, score: NDArray[np.float64], *, percent: int, among: Ints | None = None
) -> Ints:
    """Places of the highest scores of each group: `percent` of its size at most, rounded down.

    `among`: the size of each group by its number, where it is not the rows given.
    """
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    size = np.bincount(group) if among is None else among
    order = np.lexsort((-score, group))
    ordered = group[order]
    begins = np.searchsorted(ordered, ordered, side="left")
    rank = np.arange(len(order)) - begins
    chosen: Ints = order[rank < size[ordered] * percent // 100]
    return chosen


def _levels(grade: Ints, dice: np.random.Generator) -> Ints:
    chance = np.where(grade == EXCELLENT, shape.INITIATIVE_OF_EXCELLENT, shape.INITIATIVE_OF_OTHERS)
    made = (dice.random(grade.shape) < chance) & (grade > NOT_DONE)
    height = dice.random(grade.shape)
    level = np.where(height < shape.INITIATIVE_AT_PROVINCE + shape.INITIATIVE_NATIONAL, 1, 0)
    level = np.where(height < shape.INITIATIVE_NATIONAL, 2, level)
    found: Ints = np.where(made, level, NEVER)
    return found


def _awards(folk: People, years: Years, dice: np.random.Generator) -> Awards:
    """Year after year, since the higher awards stand on the lower ones of the years before."""
    many = len(folk.body)
    length = shape.LAST_AWARDED - shape.FIRST_YEAR + 1
    full = folk.recruited.astype("datetime64[Y]").astype(int) + 1970
    held: dict[str, Bools] = {code: np.zeros((many, length), bool) for code in shape.AWARDS[:7]}
    last: dict[str, Ints] = {code: np.full(many, -99) for code in shape.AWARDS[:7]}
    found: list[tuple[Ints, int, Ints, int]] = []
    for column in range(length):
        year = shape.FIRST_YEAR + column
        good = (years.grade[:, column] >= GOOD) & (full < year) & ~years.disciplined[:, column]
        for code, fit, span in _given(folk, years, held, last, good, column, dice):
            some = np.flatnonzero(fit)
            held[code][some, column] = True
            last[code][some] = column
            found.append((some, _CODE[code], np.full(len(some), year - span + 1), year))
    person = np.concatenate([some for some, *_ in found])
    lengths = [len(some) for some, *_ in found]
    year_of = np.repeat([year for *_, year in found], lengths)
    award = np.repeat([code for _, code, *_ in found], lengths)
    decided = _decided(folk.body[person], award, year_of)
    first = np.concatenate([first for _, _, first, _ in found])
    order = np.lexsort((award, person, year_of))
    return Awards(person[order], award[order], first[order], year_of[order], decided[order])


def _given(
    folk: People,
    years: Years,
    held: dict[str, Bools],
    last: dict[str, Ints],
    good: Bools,
    column: int,
    dice: np.random.Generator,
) -> Iterator[tuple[str, Bools, int]]:
    """(award, who gets it this year, years it counts), the lowest first."""
    many = len(good)

    def lucky(share: float) -> Bools:
        return dice.random(many) < share

    ldtt = good & lucky(shape.LDTT)
    yield "ldtt", ldtt, 1
    able = np.flatnonzero(ldtt & (years.level[:, column] >= 0))
    among = np.bincount(folk.body[ldtt], minlength=int(folk.body.max()) + 1)
    chosen = best_of(
        folk.body[able], years.score[able, column], percent=shape.CSTD_PERCENT, among=among
    )
    cstd = np.zeros(many, bool)
    cstd[able[chosen]] = True
    yield "cstd-co-so", cstd, 1
    row = _in_a_row(held["cstd-co-so"], column, 3)
    high = (years.level[:, max(0, column - 2) : column + 1] >= 1).any(axis=1)
    yield (
        "cstd-cap-tinh",
        row & high & (last["cstd-cap-tinh"] < column - 2) & lucky(shape.CSTD_PROVINCE),
        3,
    )
    yield "giay-khen", ldtt & ~cstd & lucky(shape.GIAY_KHEN), 1
    two = (years.grade[:, max(0, column - 1) : column + 1] == EXCELLENT).all(axis=1)
    able_bk = two & ldtt & (column >= 1) & (last["bk-cap-tinh"] < column - 4)
    yield "bk-cap-tinh", able_bk & lucky(shape.BK_PROVINCE), 2
    five = _in_a_row(held["ldtt"], column, 5)
    since = column - last["bk-cap-tinh"]
    able_tt = five & (since >= 5) & (since < 90) & (last["bk-thu-tuong"] < 0)
    yield "bk-thu-tuong", able_tt & lucky(shape.BK_PRIME_MINISTER), 5
    since = column - last["bk-thu-tuong"]
    able_hc = five & (since >= 5) & (since < 90) & (last["hc-lao-dong-hang-ba"] < 0)
    yield "hc-lao-dong-hang-ba", able_hc & lucky(shape.HCLD), 5


def _in_a_row(held: Bools, column: int, length: int) -> Bools:
    if column + 1 < length:
        return np.zeros(len(held), bool)
    run: Bools = np.logical_and.reduce(held[:, column - length + 1 : column + 1], axis=1)
    return run


def _decided(body: Ints, award: Ints, year: Ints) -> Days:
    """One decision per body, award and year, in December."""
    made: Days = day(year, 335 + (body * 7 + award * 3) % 25)
    return made


def _ratings(years: Years) -> Ratings:
    person, column = np.nonzero(years.rated)
    return Ratings(person, shape.FIRST_YEAR + column, years.grade[person, column])


def _initiatives(years: Years) -> Initiatives:
    person, column = np.nonzero(years.level >= 0)
    year = shape.FIRST_YEAR + column
    recognised = day(year, 120 + (person * 31 + column) % 100)
    return Initiatives(person, year, years.level[person, column], recognised)


def _disciplines(years: Years, dice: np.random.Generator) -> Disciplines:
    person, column = np.nonzero(years.disciplined)
    measure = draw(dice, dict(shape.MEASURES), len(person))
    since = day(shape.FIRST_YEAR + column, between(dice, 0, 230, len(person)))
    return Disciplines(person, measure, since, since + np.timedelta64(365, "D"))


def _leaves(folk: People, dice: np.random.Generator) -> Leaves:
    calendar = np.array(shape.YEARS)
    born = folk.born.astype("datetime64[Y]").astype(int) + 1970
    age = calendar - born[:, None]
    began = folk.recruited.astype("datetime64[Y]").astype(int) + 1970
    able = folk.female[:, None] & (age >= 24) & (age <= 40) & (calendar > began[:, None])
    person, column = np.nonzero(able & (dice.random(able.shape) < shape.MATERNITY))
    # A year apart at least: the leave of six months never meets the next one.
    keep = np.ones(len(person), bool)
    keep[1:] = np.logical_or(person[1:] != person[:-1], column[1:] > column[:-1] + 1)
    person, column = person[keep], column[keep]
    since = day(shape.FIRST_YEAR + column, between(dice, 0, 180, len(person)))
    return Leaves(person, since, since + np.timedelta64(181, "D"))


def _pending(many: int, dice: np.random.Generator) -> Pending:
    person = np.flatnonzero(dice.random(many) < shape.PENDING)
    since = day(np.full(len(person), shape.LAST_YEAR), between(dice, 0, 230, len(person)))
    return Pending(person, since)
