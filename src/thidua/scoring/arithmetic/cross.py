"""One figure out of what several peers gave: mean or median; the head's decision stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from thidua.scoring.arithmetic.points import ZERO, rounded

MEAN, MEDIAN, HEAD = "trung_binh", "trung_vi", "cum_truong"
METHODS: dict[str, str] = {
    MEAN: "Trung bình cộng điểm các đơn vị chấm",
    MEDIAN: "Trung vị điểm các đơn vị chấm",
    HEAD: "Cụm trưởng, khối trưởng quyết định",
}


def combined(given: Sequence[Decimal], *, method: str) -> Decimal | None:
    """The figure of the peers, two digits, half up; None without any, or when the head decides."""
    if not given or method == HEAD:
        return None
    if method == MEDIAN:
        return rounded(median(given))
    return rounded(sum(given, ZERO) / len(given))
