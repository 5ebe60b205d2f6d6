"""Score sheets: the mean of the members' points, as an exact fraction and as papers write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from thidua.councils.models import Motion


def highest_points(motion: Motion) -> int:
    """The most that one sheet can give."""
    return sum(int(line["max"]) for line in motion.criteria)


def mean_points(motion: Motion) -> Fraction | None:
    """Points per counted sheet; None before counting or without any sheet."""
    if motion.points is None or not motion.point_sheets:
        return None
    return Fraction(motion.points, motion.point_sheets)


def score_text(motion: Motion) -> str:
    """`24,33/30`, two digits half up; empty for a motion without score sheets or sheets."""
    mean = mean_points(motion)
    if motion.options != Motion.Options.SCORE or mean is None:
        return ""
    hundredths = (mean * 100 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(hundredths, 100)
    digits = f"{rest:02d}".rstrip("0")
    return f"{whole}{',' + digits if digits else ''}/{highest_points(motion)}"


def points_allowed(criteria: Sequence[Mapping[str, Any]], points: list[int]) -> bool:
    """One whole number for every criterion, from 0 to its highest."""
    return len(points) == len(criteria) and all(
        0 <= given <= int(line["max"]) for given, line in zip(points, criteria, strict=True)
    )
