"""Single values of a facts file: text, dates, years, numbers, and what is said of a wrong one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from thidua.law.errors import Say
from thidua.law.facts.spec import Field

YEARS = range(1945, 2101)
NOT_A_MAPPING = Say("phải là các cặp khóa: giá trị.", "must be key: value pairs.")


def scalar(kind: str, data: object) -> Any:
    """The value in its type, or None when it is not of that type."""
    if kind in ("str", "award"):
        return str(data) if isinstance(data, str | int) and not isinstance(data, bool) else None
    if kind == "bool":
        return data if isinstance(data, bool) else None
    if kind == "date":
        if isinstance(data, datetime):
            return data.date()
        if isinstance(data, date):
            return data
        try:
            return date.fromisoformat(data) if isinstance(data, str) else None
        except ValueError:
            return None
    if isinstance(data, bool) or not isinstance(data, int):
        return None
    if kind == "year":
        return data if data in YEARS else None
    return data if data >= 0 else None


def expected_of(field: Field) -> Say:
    """What a field may hold, in words."""
    if field.words is not None:
        listed = ", ".join(field.words)
        return Say(f"một trong: {listed}", f"one of: {listed}")
    if field.many:
        return Say("danh sách, có thể là []", "a list, [] if empty")
    return _TYPES[field.type]


_PAIRS = Say("các cặp khóa: giá trị", "key: value pairs")
_TYPES = {
    "str": Say("chữ", "text"),
    "award": Say("mã khen thưởng", "an award code"),
    "bool": Say("true hoặc false", "true or false"),
    "date": Say(
        "ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-09-15", "a date as YEAR-MONTH-DAY, e.g. 2026-09-15"
    ),
    "year": Say("năm có bốn chữ số, từ 1945 đến 2100", "a year of four digits, 1945 to 2100"),
    "int": Say("số nguyên không âm", "a whole number, not negative"),
    "object": _PAIRS,
    "counts": _PAIRS,
    "ranges": _PAIRS,
}
