"""Dates as officers type them: cells, d/m/y with many separators, two-digit years, month and year,
year only.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from thidua.exchange.readers.workbook import Value


@dataclass(frozen=True)
class DateRead:
    """What a cell says: `value` only where day, month and year are beyond doubt.

    `raw` is the text shown to the officer; `either` holds both readings of a cell whose day and
    month may be exchanged; `doubt` is a sentence, empty where there is none.
    """

    raw: str
    value: dt.date | None = None
    year: int | None = None
    month: int | None = None
    either: tuple[dt.date, ...] = ()
    doubt: str = ""
    note: str = ""

    def agrees_with(self, other: DateRead) -> bool | None:
        """True, False, or None where one of the two says nothing comparable."""
        mine = (self.value,) if self.value else self.either
        theirs = (other.value,) if other.value else other.either
        if mine and theirs:
            return bool(set(mine) & set(theirs))
        if self.year and other.year:
            return self.year == other.year
        return None


NOTHING = DateRead("")

_FULL = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?$")
_MONTH = re.compile(r"^(?:tháng\s*)?(\d{1,2})\s*[/.\-]\s*(\d{4})$", re.IGNORECASE)
_YEAR = re.compile(r"^(?:năm\s*)?(\d{4})(?:\.0)?$", re.IGNORECASE)
EARLIEST = 1900


def read_date(
    value: Value,
    *,
    today: dt.date,
    two_digit_years: tuple[int, int] | None = None,
    swappable: bool = True,
) -> DateRead:
    """Read one cell.

    `two_digit_years` is the range of years that make sense (a person's age, for instance): a year
    of two digits is accepted only where exactly one century falls inside it. `swappable` cells are
    real date cells whose day could be a month: Excel exchanges them silently when text is typed
    under another regional setting.
    """
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return _cell(value, today, swappable)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raw = str(int(value)) if float(value).is_integer() else str(value)
    else:
        raw = re.sub(r"\s+", " ", str(value)).strip()
    if not raw:
        return NOTHING
    compact = raw.replace(" ", "")
    if found := _FULL.match(compact):
        return _full(raw, found, today, two_digit_years)
    if found := _ISO.match(compact) or _ISO.match(raw):
        return _built(raw, int(found[1]), int(found[2]), int(found[3]), today)
    if found := _MONTH.match(compact):
        return _partial(raw, int(found[2]), int(found[1]), today)
    if found := _YEAR.match(compact):
        return _partial(raw, int(found[1]), None, today)
    return DateRead(raw, doubt="không đọc được ngày, tháng, năm")


def _cell(value: dt.date, today: dt.date, swappable: bool) -> DateRead:
    raw = _shown(value)
    if value > today:
        return DateRead(raw, doubt="ngày ở tương lai", year=value.year)
    if value.year < EARLIEST:
        return DateRead(raw, doubt="năm không hợp lý")
    if swappable and value.day <= 12 and value.day != value.month:
        swapped = dt.date(value.year, value.day, value.month)
        return DateRead(
            raw,
            year=value.year,
            either=(value, swapped),
            doubt=f"ô ngày có thể bị đảo ngày và tháng ({raw} hay {_shown(swapped)})",
        )
    return DateRead(raw, value=value, year=value.year, month=value.month)


def _shown(day: dt.date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _full(
    raw: str, found: re.Match[str], today: dt.date, window: tuple[int, int] | None
) -> DateRead:
    day, month, year = int(found[1]), int(found[2]), int(found[3])
    if len(found[3]) == 4:
        return _built(raw, year, month, day, today)
    low, high = window or (today.year - 99, today.year)
    years = [century + year for century in (1900, 2000) if low <= century + year <= high]
    if len(years) != 1:
        return DateRead(raw, doubt="năm chỉ ghi hai chữ số, không rõ thế kỷ")
    read = _built(raw, years[0], month, day, today)
    if read.doubt:
        return read
    return DateRead(
        raw, read.value, read.year, read.month, note=f"năm chỉ ghi hai chữ số, hiểu là {years[0]}"
    )


def _built(raw: str, year: int, month: int, day: int, today: dt.date) -> DateRead:
    try:
        value = dt.date(year, month, day)
    except ValueError:
        if month > 12 and day <= 12:
            return DateRead(raw, year=year, doubt="ngày và tháng có thể bị đảo (tháng lớn hơn 12)")
        return DateRead(raw, doubt="ngày không có trong lịch")
    if value > today:
        return DateRead(raw, year=year, doubt="ngày ở tương lai")
    if year < EARLIEST:
        return DateRead(raw, doubt="năm không hợp lý")
    return DateRead(raw, value=value, year=year, month=month)


def _partial(raw: str, year: int, month: int | None, today: dt.date) -> DateRead:
    if not EARLIEST <= year <= today.year or (month is not None and not 1 <= month <= 12):
        doubt = "năm ở tương lai" if year > today.year else "tháng hoặc năm không hợp lý"
        return DateRead(raw, doubt=doubt)
    if month is not None and (year, month) > (today.year, today.month):
        return DateRead(raw, year=year, doubt="tháng ở tương lai")
    return DateRead(raw, year=year, month=month)
