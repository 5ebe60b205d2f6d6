"""Working days of state bodies: Monday to Friday without public holidays, days in lieu and swaps.

Holidays (Tết and Giỗ Tổ by the lunar calendar) come from the library `holidays`, which follows Bộ
luật Lao động 2019 Điều 112; yearly swap days are added by files `calendar.yaml` and by the slots
`ngay_nghi_hoan_doi` and `ngay_lam_bu`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import QuestionError, Say
from thidua.law.slots import slot

if TYPE_CHECKING:
    from thidua.law.book.around import CalendarEntry

FIRST_YEAR, LAST_YEAR = 1995, 2098
SOURCE = "Bộ luật Lao động 2019 Điều 112 (theo thư viện holidays)"
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A weekday on which bodies do not work, and where that is written."""

    day: date
    name: str
    source: str

    def to_dict(self) -> dict[str, str]:
        return {"day": self.day.isoformat(), "name": self.name, "source": self.source}


@dataclass(frozen=True, slots=True)
class Swaps:
    """Days that a notice makes free or working; they come before the library."""

    off: Mapping[date, tuple[str, str]]
    works: frozenset[date]


NO_SWAPS = Swaps({}, frozenset())


@cache
def _library(year: int) -> Any:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise QuestionError(
            Say("không có lịch nghỉ lễ của năm này.", "no calendar of holidays for this year."),
            found=year,
            expected=Say(
                f"năm từ {FIRST_YEAR} đến {LAST_YEAR}", f"a year {FIRST_YEAR} to {LAST_YEAR}"
            ),
        )
    from holidays.countries.vietnam import VN  # heavy: loaded by questions about days only

    return VN(years=year, language="vi")  # type: ignore[no-untyped-call]  # holidays has no types


def swaps_of(rb: Rulebook, *, on: date, scope: str | None = None) -> Swaps:
    """Swap days of all yearly notices loaded, and those the body itself has set by `on`."""
    off: dict[date, tuple[str, str]] = {}
    works: set[date] = set()
    for key in rb.all_keys("calendar:"):
        for spoken in rb.speakers(key):
            entry: CalendarEntry | None = spoken.entry
            for row in entry.days.values() if entry else ():
                if row.works:
                    works.add(row.day)
                else:
                    off[row.day] = (row.name, row.citation.text)
    for name, target in (("ngay_nghi_hoan_doi", off), ("ngay_lam_bu", None)):
        value = slot(rb, name, scope=scope, on=on)
        for day in value.value or ():
            if target is None:
                works.add(day)
            else:
                target[day] = (value.statement, value.citation.text if value.citation else "")
    return Swaps(off, frozenset(works))


def day_off(day: date, swaps: Swaps = NO_SWAPS) -> DayOff | None:
    """Why bodies do not work on the day; None on a working day."""
    library = _library(day.year)
    if day in swaps.works:
        return None
    if day in swaps.off:
        return DayOff(day, *swaps.off[day])
    if day in library:
        return DayOff(day, library[day], SOURCE)
    if day.weekday() >= 5 and day not in library.weekend_workdays:
        name = "Thứ Bảy" if day.weekday() == 5 else "Chủ nhật"
        return DayOff(day, name, "Tuần làm việc 40 giờ")
    return None


def is_working_day(day: date, swaps: Swaps = NO_SWAPS) -> bool:
    return day_off(day, swaps) is None


def add_working_days(start: date, days: int, swaps: Swaps = NO_SWAPS) -> date:
    """The day on which `days` working days have passed; `start` itself is not counted."""
    day, left = start, days
    while left:
        day += ONE
        left -= is_working_day(day, swaps)
    return day


def add_calendar_days(start: date, days: int, swaps: Swaps = NO_SWAPS) -> date:
    """`days` days after `start`; a last day off moves to the next working day."""
    day = start + timedelta(days=days)
    while not is_working_day(day, swaps):
        day += ONE
    return day


def working_days(first: date, last: date, swaps: Swaps = NO_SWAPS) -> int:
    """How many working days lie between two days, both counted; 0 if `last` is before."""
    return sum(is_working_day(day, swaps) for day in _days(first, last))


def days_off(first: date, last: date, swaps: Swaps = NO_SWAPS) -> list[DayOff]:
    """Weekdays off between two days, both looked at: what an officer would otherwise count."""
    found = (day_off(day, swaps) for day in _days(first, last) if day.weekday() < 5)
    return [item for item in found if item is not None]


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
