"""Ratings and titles of the units of the practice province, year after year."""

from __future__ import annotations

import numpy as np

from thidua.cli.practice.province import shape
from thidua.cli.practice.province.bodies import Bodies
from thidua.cli.practice.province.people import day
from thidua.cli.practice.province.tables import UnitAwards, UnitYears

TT_LDTT, TT_LDXS = shape.AWARDS.index("tt-ldtt"), shape.AWARDS.index("tt-ldxs")
GOOD, EXCELLENT = 2, 3


def make_units(bodies: Bodies, dice: np.random.Generator) -> tuple[UnitYears, UnitAwards]:
    """Every unit is rated every year; TT LĐXS go to at most so many percent of the TT LĐTT."""
    unit = np.flatnonzero([one.kind != "lanh_dao" for one in bodies.units])
    body = np.array([one.body for one in bodies.units])[unit]
    length = len(shape.YEARS)
    score = dice.random((len(unit), length))
    grade = np.where(score < shape.UNIT_EXCELLENT, EXCELLENT, GOOD)
    given = score < shape.TT_LDTT
    best = np.zeros_like(given)
    for column in range(length):
        for one in np.unique(body):
            mine = np.flatnonzero((body == one) & given[:, column])
            places = len(mine) * shape.TT_LDXS_PERCENT // 100
            ranked = mine[np.argsort(score[mine, column], kind="stable")]
            best[ranked[:places], column] = True
    years = UnitYears(
        np.repeat(unit, length), np.tile(np.array(shape.YEARS), len(unit)), grade.reshape(-1)
    )
    awarded = shape.LAST_AWARDED - shape.FIRST_YEAR + 1
    parts = []
    for code, held in ((TT_LDTT, given & ~best), (TT_LDXS, best)):
        row, place = np.nonzero(held[:, :awarded])
        parts.append((unit[row], np.full(len(row), code), shape.FIRST_YEAR + place, body[row]))
    who, award, year, home = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((award, who, year))
    decided = day(year, 335 + (home * 7 + award * 3) % 25)
    return years, UnitAwards(who[order], award[order], year[order], decided[order])
