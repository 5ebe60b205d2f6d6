"""Periods of a year as reports name them: a year, halves, quarters, months."""

from __future__ import annotations

import calendar
import datetime as dt

# How often a target is reported: number of periods in a year.
COUNTS = {"nam": 1, "nua_nam": 2, "quy": 4, "thang": 12}
_ROMAN = ("I", "II", "III", "IV")


def first_day(rhythm: str, year: int, period: int) -> dt.date:
    months = 12 // COUNTS[rhythm]
    return dt.date(year, (period - 1) * months + 1, 1)


def last_day(rhythm: str, year: int, period: int) -> dt.date:
    month = period * (12 // COUNTS[rhythm])
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def begun(rhythm: str, year: int, on: dt.date) -> int:
    """How many periods of the year have begun by that day."""
    count = COUNTS[rhythm]
    return sum(first_day(rhythm, year, one) <= on for one in range(1, count + 1))


def over(rhythm: str, year: int, on: dt.date) -> int:
    """How many periods of the year had ended before that day."""
    count = COUNTS[rhythm]
    return sum(last_day(rhythm, year, one) < on for one in range(1, count + 1))


def period_of(rhythm: str, day: dt.date) -> int:
    """The period of its own year in which a day lies."""
    return (day.month - 1) // (12 // COUNTS[rhythm]) + 1


def name(rhythm: str, year: int, period: int) -> str:
    """Quý II/2026, Tháng 5/2026, 6 tháng đầu năm 2026, Năm 2026."""
    if rhythm == "nam":
        return f"Năm {year}"
    if rhythm == "nua_nam":
        return f"6 tháng {'đầu' if period == 1 else 'cuối'} năm {year}"
    if rhythm == "quy":
        return f"Quý {_ROMAN[period - 1]}/{year}"
    return f"Tháng {period}/{year}"


def short_name(rhythm: str, period: int) -> str:
    """The same for the head of a column: Quý II, Tháng 5, 6 tháng đầu, Cả năm."""
    if rhythm == "nam":
        return "Cả năm"
    if rhythm == "nua_nam":
        return "6 tháng đầu" if period == 1 else "6 tháng cuối"
    return f"Quý {_ROMAN[period - 1]}" if rhythm == "quy" else f"Tháng {period}"


def axis_name(rhythm: str, period: int) -> str:
    """The same under a bar, where twelve stand side by side: T5."""
    return f"T{period}" if rhythm == "thang" else short_name(rhythm, period)
