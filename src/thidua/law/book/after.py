"""Reading powers, what comes after a decision (cancellation, re-issue) and yearly swap days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from thidua.law.book import around as a
from thidua.law.book.council import stated
from thidua.law.book.model import Instrument
from thidua.law.book.reader import Reader
from thidua.law.book.routes import DAY_KINDS, LEVELS, days_of, paper
from thidua.law.errors import Say

Keyed = tuple[str, Any]
# Who decides or proposes; the first four also name who gives a certificate (giấy khen).
HOLDERS = (
    "thu_truong",
    "ubnd_huyen",
    "ubnd_xa",
    "doanh_nghiep",
    "luc_luong_vu_trang",
    "quan_khu_dhqg",
    "bo_nganh",
    "ubnd_tinh",
    "ubtvqh",
    "thu_tuong",
    "chinh_phu",
    "chu_tich_nuoc",
)
# Awards of the State (from the Prime Minister up), or of a ministry, a province, a unit.
AFTER_LEVELS = ("state", "local")


def read_powers(reader: Reader, instrument: Instrument) -> Iterator[Keyed]:
    for item in reader.maps("powers"):
        item.only("awards", "decide", "propose")
        decide = tuple(_holder(row) for row in item.maps("decide"))
        propose = tuple(_holder(row) for row in item.maps("propose")) if item.has("propose") else ()
        for award in item.awards():
            yield f"powers:{award}", a.PowersEntry(award, instrument, decide, propose)


def _holder(reader: Reader) -> a.Holder:
    reader.only("who", "text", "text_en", "level", "citation", "confidence", "note")
    return a.Holder(
        reader.word("who", HOLDERS),
        reader.text("text"),
        reader.text("text_en"),
        reader.word("level", LEVELS),
        reader.citation(),
        reader.confidence(),
        reader.text("note", ""),
    )


def read_afterwards(reader: Reader, instrument: Instrument) -> Iterator[Keyed]:
    for top in ("cancellation", "reissue"):
        for item in reader.maps(top) if reader.has(top) else ():
            entry = _after(item, instrument)
            yield f"{top}:{entry.level}", entry


def _after(reader: Reader, instrument: Instrument) -> a.AfterEntry:
    reader.only(
        "level",
        "left_to_body",
        "grounds",
        "papers",
        "steps",
        "effects",
        "citation",
        "confidence",
        "note",
    )
    return a.AfterEntry(
        level=reader.word("level", AFTER_LEVELS),
        instrument=instrument,
        left_to_body=reader.flag("left_to_body", False),
        grounds=stated(reader, "grounds"),
        papers=tuple(paper(item) for item in reader.maps("papers")) if reader.has("papers") else (),
        steps=tuple(_step(item) for item in reader.maps("steps")) if reader.has("steps") else (),
        effects=stated(reader, "effects"),
        citation=reader.citation(),
        confidence=reader.confidence(),
        note=reader.text("note", ""),
    )


def _step(reader: Reader) -> a.AfterStep:
    reader.only("actor", "actor_en", "action", "action_en", *DAY_KINDS, "slot", "citation",
                "confidence", "note")  # fmt: skip
    timed = any(reader.has(key) for key in (*DAY_KINDS, "slot"))
    days, kind, slot = days_of(reader) if timed else (None, "", None)
    return a.AfterStep(
        actor=reader.text("actor"),
        actor_en=reader.text("actor_en"),
        action=reader.text("action"),
        action_en=reader.text("action_en"),
        days=days,
        kind=kind,
        slot=slot,
        citation=reader.citation(),
        confidence=reader.confidence(),
        note=reader.text("note", ""),
    )


def read_calendar(reader: Reader, instrument: Instrument) -> Iterator[Keyed]:
    for item in reader.maps("years"):
        item.only("year", "days")
        year = item.whole("year")
        days: dict[date, a.SwapDay] = {}
        for row in item.maps("days"):
            swap = _swap(row, year)
            if swap.day in days:
                raise row.fail(
                    "day",
                    Say("ngày này bị lặp.", "this day stands twice."),
                    found=swap.day,
                    todo=Say("bỏ một trong hai", "drop one of the two"),
                )
            days[swap.day] = swap
        yield f"calendar:{year}", a.CalendarEntry(year, instrument, days)


def _swap(reader: Reader, year: int) -> a.SwapDay:
    reader.only("day", "works", "name", "citation", "confidence")
    day = reader.due_day("day")
    if day.year != year:
        raise reader.fail(
            "day",
            Say("ngày này không thuộc năm của lịch.", "the day is not of the calendar's year."),
            expected=Say(f"một ngày năm {year}", f"a day of {year}"),
            found=day,
        )
    return a.SwapDay(
        day,
        reader.flag("works", False),
        reader.text("name"),
        reader.citation(),
        reader.confidence(),
    )
