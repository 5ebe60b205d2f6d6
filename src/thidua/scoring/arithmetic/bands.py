"""Grades: bands of the total without gaps or overlaps, and conditions on every section."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua.movements.numbers import number_text
from thidua.scoring.arithmetic.points import HUNDRED, ZERO, Kind
from thidua.scoring.arithmetic.tree import Node


@dataclass(frozen=True, slots=True)
class Band:
    """From `at_least` (included) to `below` (not included); None is without bound.

    `section_percent`: no section may have less than this share of its maximum.
    """

    key: int
    name: str
    at_least: Decimal | None
    below: Decimal | None
    section_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Grading:
    """The band that a sheet gets, and why not the one that its total alone would give."""

    band: Band | None
    by_total: Band | None
    reasons: tuple[str, ...] = ()


def band_findings(bands: Sequence[Band]) -> list[str]:
    """Gaps, overlaps and turned-round bounds, each a sentence; no bands at all is allowed."""
    found: list[str] = []
    for band in bands:
        if band.at_least is not None and band.below is not None and band.below <= band.at_least:
            found.append(f"Xếp loại “{band.name}”: mức trên phải lớn hơn mức dưới.")
        share = band.section_percent
        if share is not None and not ZERO < share <= HUNDRED:
            found.append(f"Xếp loại “{band.name}”: tỷ lệ từng mục phải trên 0 và không quá 100%.")
    if found or not bands:
        return found
    ordered = sorted(bands, key=_start)
    names = [band.name for band in ordered]
    found += [
        f"Xếp loại “{name}” có hai lần."
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if ordered[0].at_least is not None and ordered[0].at_least > ZERO:
        found.append(f"Chưa có xếp loại cho điểm dưới {number_text(ordered[0].at_least)}.")
    for low, high in itertools.pairwise(ordered):
        start = high.at_least
        if start is None or low.below is None or low.below > start:
            found.append(f"Xếp loại “{low.name}” và “{high.name}” chồng lên nhau.")
        elif low.below < start:
            found.append(
                f"Điểm từ {number_text(low.below)} đến dưới {number_text(start)} chưa có xếp loại."
            )
    if ordered[-1].below is not None:
        found.append(
            f"Điểm từ {number_text(ordered[-1].below)} trở lên chưa có xếp loại: để trống mức trên "
            f"của “{ordered[-1].name}”."
        )
    if ordered[0].section_percent is not None:
        found.append(
            f"Xếp loại thấp nhất “{ordered[0].name}” không đặt điều kiện từng mục: "
            "đơn vị không đạt điều kiện sẽ không có xếp loại."
        )
    return found


def grade_of(
    total: Decimal, sections: Sequence[Node], of: Mapping[int, Decimal], bands: Sequence[Band]
) -> Grading:
    """The highest band at or below the one of the total whose condition on sections is met."""
    ordered = sorted(bands, key=_start)
    reached = [band for band in ordered if band.at_least is None or total >= band.at_least]
    if not reached:  # the lowest band takes totals that penalties pushed below its start
        reached = ordered[:1]
    if not reached:
        return Grading(None, None)
    reasons: list[str] = []
    for band in reversed(reached):
        weak = _weak(sections, of, band.section_percent)
        if not weak:
            return Grading(band, reached[-1], tuple(reasons))
        reasons += [f"Không xếp “{band.name}”: {one}" for one in weak]
    return Grading(None, reached[-1], tuple(reasons))


def _weak(
    sections: Sequence[Node], of: Mapping[int, Decimal], percent: Decimal | None
) -> list[str]:
    if percent is None:
        return []
    weak = []
    for node in sections:
        if node.kind in {Kind.BONUS, Kind.PENALTY} or not node.maximum:
            continue
        least = node.maximum * percent / HUNDRED
        if of.get(node.key, ZERO) < least:
            weak.append(
                f"mục {node.number} được {number_text(of.get(node.key, ZERO))}, dưới "
                f"{number_text(percent)}% của {number_text(node.maximum)} điểm."
            )
    return weak


def _start(band: Band) -> Decimal:
    return Decimal("-Infinity") if band.at_least is None else band.at_least
