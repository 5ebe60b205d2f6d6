"""Columns that need several rows of a subject together: findings, and where later awards move the
start of counting.
"""

from __future__ import annotations

import numpy as np

from thidua.law.context import NO_GROUND
from thidua.law.screen.compiler import Plan
from thidua.law.screen.question import MERIT
from thidua.law.screen.rows import Rows
from thidua.law.screen.singly import one_by_one
from thidua.law.screen.tables import Array
from thidua.law.screen.words import YearWords


def prepared(plan: Plan, words: YearWords, name: str) -> Array | int:
    """The column that a plan asks for under this name, worked out from the rows."""
    what, _, rest = name.partition(":")
    if what == "finding":
        return _finding(plan, words, name)
    if what == "asked":
        return one_by_one(plan, words, plan.question.asked[name])
    moved, unclear = _resets(plan, words, plan.question.resets[rest])
    return moved if what == "reset" else unclear


def _finding(plan: Plan, words: YearWords, name: str) -> Array | int:
    """The last finding of each subject about a slug, for this award and year: 1 holds, 2 not."""
    slug, award = plan.question.findings[name]
    rows = words.rows.get("findings")
    if rows is None or slug not in rows.words["about"]:
        return 0
    named = [rows.words["award"].index(one) for one in (None, award) if one in rows.words["award"]]
    columns = rows.columns
    fits = columns["about"] == rows.words["about"].index(slug)
    fits &= np.isin(columns["award"], named) & np.isin(columns["year"], (0, plan.year))
    at = np.nonzero(fits)[0]
    if not len(at):
        return 0
    # The latest day wins, and of one day the finding told first.
    order = at[np.lexsort((-at, columns["day"][at], rows.subject[at]))]
    found = np.zeros(words.size, np.int8)
    found[rows.subject[order]] = np.where(columns["holds"][order], 1, 2)
    return found


def _resets(
    plan: Plan, words: YearWords, codes: tuple[str, ...]
) -> tuple[Array | int, Array | int]:
    """See `Question.reset`: awards by year and decision, each against those before it."""
    parts = [
        (number, words.rows[f"awards:{code}"])
        for number, code in enumerate(codes)
        if f"awards:{code}" in words.rows
    ]
    if not parts:
        return 0, 0

    def joined(name: str) -> Array:
        return np.concatenate([rows.columns[name] for _, rows in parts])

    subject = np.concatenate([rows.subject for _, rows in parts])
    place = np.concatenate([np.full(rows.size, number) for number, rows in parts])
    year, merit = joined("year"), joined("merit")
    decided, after = joined("decided"), joined("after")
    outside = np.isin(merit, [MERIT[word] for word in NO_GROUND])
    at = np.nonzero((year <= plan.year) & ~outside)[0]
    if not len(at):
        return 0, 0
    at = at[np.lexsort((place[at], decided[at], year[at], subject[at]))]
    rows = Rows(subject[at], {"year": year[at], "decided": decided[at], "after": after[at]})
    return _moved(words.size, rows, _latest(plan, rows), merit[at] > 0)


def _latest(plan: Plan, rows: Rows) -> Array:
    """The latest day from which counting may start after each award; 0 where none is recorded."""
    decided, after = rows.columns["decided"], rows.columns["after"]
    basis = plan.question.basis
    if basis == "period":
        return np.where(after == 0, decided, after)
    if basis == "decision":
        return decided
    return np.where(decided > 0, np.maximum(decided, after), decided)


def _moved(size: int, rows: Rows, again: Array, clear: Array) -> tuple[Array, Array]:
    subject = rows.subject.astype(np.int64)
    sure = np.where(again > 0, again, (rows.columns["year"] + 1) * 10000 + 101).astype(np.int64)
    # Greatest so far among the clear ones of the same subject: subjects ascend, so one pass does.
    base = subject * 10**9
    so_far = np.maximum.accumulate(base + np.where(clear, sure, 0)) - base
    so_far = np.maximum(so_far, 0)
    before = np.zeros_like(so_far)
    before[1:] = np.where(subject[1:] == subject[:-1], so_far[:-1], 0)
    open_until = np.where(~clear & (sure > before), sure, 0)
    open_until = np.maximum(open_until, np.where((again == 0) & (sure >= so_far), sure + 1, 0))
    moved, unclear = np.zeros(size, np.int32), np.zeros(size, np.int32)
    np.maximum.at(moved, rows.subject, so_far.astype(np.int32))
    np.maximum.at(unclear, rows.subject, open_until.astype(np.int32))
    return moved, unclear
