"""Points of one criterion: by hand, or from a measure (days late, times, per cent of plan).

A measure never changes by rounding; points are rounded once, at the end, to two digits, half up.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from thidua.movements.numbers import number_text

CENT = Decimal("0.01")
ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Kind(StrEnum):
    """How a criterion is scored; the words are those of the Excel file."""

    GROUP = "muc"
    MANUAL = "cham_tay"
    TARGET = "chi_tieu"
    DEADLINE = "thoi_han"
    REGISTER = "so_khen_thuong"
    BONUS = "diem_thuong"
    PENALTY = "diem_tru"


KINDS: dict[str, str] = {
    Kind.GROUP: "Mục, phần",
    Kind.MANUAL: "Chấm theo đánh giá",
    Kind.TARGET: "Theo kết quả chỉ tiêu",
    Kind.DEADLINE: "Theo thời hạn",
    Kind.REGISTER: "Theo sổ khen thưởng",
    Kind.BONUS: "Điểm thưởng",
    Kind.PENALTY: "Điểm trừ",
}
# Kinds that stand outside the sum a table must add up to.
BEYOND = frozenset({Kind.BONUS, Kind.PENALTY})


@dataclass(frozen=True, slots=True)
class Step:
    """From this measure on, these points; the highest step reached counts."""

    at_least: Decimal
    points: Decimal


def rounded(value: Decimal) -> Decimal:
    """Two digits after the comma, half up, never a negative zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP) + ZERO


def points_for(
    kind: str,
    *,
    maximum: Decimal | None,
    measure: Decimal,
    per: Decimal | None = None,
    steps: Sequence[Step] = (),
) -> Decimal:
    """Points of a measure.

    TARGET: per cent of the plan; by steps where there are any, else `per` points off for each per
    cent short, else in proportion; never above the maximum. DEADLINE: `per` points off for each
    day or time late. REGISTER, BONUS: `per` points for each, up to the maximum. PENALTY: minus
    `per` for each, down to minus the maximum. Refuses (ValueError) a measure below zero and a rule
    that needs `per` without it.
    """
    if measure < ZERO:
        raise ValueError("measure below zero")
    if kind == Kind.TARGET:
        return rounded(_target(maximum, measure, per, steps))
    if per is None:
        raise ValueError("rule without `per`")
    if kind == Kind.DEADLINE:
        return rounded(max(ZERO, (maximum or ZERO) - per * measure))
    gained = per * measure
    if maximum is not None:
        gained = min(gained, maximum)
    return rounded(-gained if kind == Kind.PENALTY else gained)


def _target(
    maximum: Decimal | None, measure: Decimal, per: Decimal | None, steps: Sequence[Step]
) -> Decimal:
    most = maximum or ZERO
    if steps:
        reached = [step for step in steps if measure >= step.at_least]
        best = max(reached, key=lambda step: step.at_least).points if reached else ZERO
        return min(best, most)
    if per is not None:
        return max(ZERO, most - per * max(ZERO, HUNDRED - measure))
    return most * min(measure, HUNDRED) / HUNDRED


def points_refused(kind: str, *, maximum: Decimal | None, points: Decimal) -> str:
    """Why these points cannot stand for a criterion, as the end of a sentence; empty when they can.

    A penalty is zero or less, down to minus its maximum; everything else zero up to its maximum.
    """
    if points != points.quantize(CENT):
        return "chỉ ghi đến hai chữ số sau dấu phẩy"
    if kind == Kind.PENALTY:
        if points > ZERO:
            return "là điểm trừ, ghi số âm hoặc 0"
        if maximum is not None and -points > maximum:
            return f"trừ không quá {number_text(maximum)} điểm"
        return ""
    if points < ZERO:
        return "không ghi điểm âm"
    if maximum is not None and points > maximum:
        return f"có điểm tối đa {number_text(maximum)}"
    return ""


def step_findings(steps: Sequence[Step], maximum: Decimal | None) -> list[str]:
    """What is wrong with steps: two at one measure, more points for less, above the maximum."""
    found = []
    ordered = sorted(steps, key=lambda step: step.at_least)
    for below, above in itertools.pairwise(ordered):
        if below.at_least == above.at_least:
            found.append(f"hai bậc cùng mức {number_text(above.at_least)}")
        elif above.points < below.points:
            found.append(f"bậc từ {number_text(above.at_least)} ít điểm hơn bậc dưới")
    for step in ordered:
        if maximum is not None and step.points > maximum:
            found.append(f"bậc từ {number_text(step.at_least)} vượt điểm tối đa")
        if step.points < ZERO:
            found.append(f"bậc từ {number_text(step.at_least)} có điểm âm")
    return found
