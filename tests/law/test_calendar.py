"""Working days: Tết and Giỗ Tổ by the moon, days in lieu, swap days of notices and of bodies."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.law import QuestionError, load_rulebook
from thidua.law.book.load import check_rulebook, read_rulebook
from thidua.law.calendar import (
    NO_SWAPS,
    Swaps,
    add_calendar_days,
    add_working_days,
    day_off,
    days_off,
    is_working_day,
    swaps_of,
    working_days,
)
from thidua.law.parsed import RULEBOOK

RB = load_rulebook()
DAYS = st.dates(date(1996, 1, 1), date(2090, 12, 31))
D = date.fromisoformat

# First days of Tết, as printed on calendars; the library is checked against them.
TET = ["2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10"]
TET += ["2025-01-29", "2026-02-17", "2027-02-06"]
GIO_TO = ["2019-04-14", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26"]


@pytest.mark.parametrize("first", TET)
def test_tet_is_free_around_its_first_day(first: str) -> None:
    day = D(first)
    for shift in range(-1, 4):
        assert not is_working_day(day + timedelta(shift))


@pytest.mark.parametrize("day", GIO_TO)
def test_gio_to_is_free_and_given_in_lieu(day: str) -> None:
    assert not is_working_day(D(day))
    if D(day).weekday() >= 5:
        free = [D(day) + timedelta(n) for n in range(1, 5) if (D(day) + timedelta(n)).weekday() < 5]
        assert any(not is_working_day(item) for item in free)


def test_names_and_sources_of_days_off() -> None:
    feast = day_off(D("2026-04-27"))
    assert feast is not None
    assert "Giỗ Tổ Hùng Vương" in feast.name
    assert "Điều 112" in feast.source
    weekend = day_off(D("2026-03-07"))
    assert weekend is not None
    assert weekend.name == "Thứ Bảy"
    assert day_off(D("2026-03-09")) is None


def test_the_swap_of_2026_works_on_a_saturday() -> None:
    assert is_working_day(D("2026-08-22"))
    assert not is_working_day(D("2026-08-31"))
    swaps = swaps_of(RB, on=D("2026-01-01"))
    assert D("2026-08-22") in swaps.works
    assert D("2026-08-31") in swaps.off
    assert working_days(D("2026-08-22"), D("2026-09-03"), swaps) == 1 + 5 + 1


@given(DAYS, st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert end == start if count == 0 else is_working_day(end)
    assert working_days(start + timedelta(1), end) == count


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_two_periods_in_a_row_are_one(start: date, one: int, other: int) -> None:
    assert add_working_days(add_working_days(start, one), other) == add_working_days(
        start, one + other
    )


@given(DAYS, st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_period_of_calendar_days_ends_on_a_working_day(start: date, count: int) -> None:
    end = add_calendar_days(start, count)
    assert end >= start + timedelta(count)
    assert is_working_day(end)
    assert working_days(start + timedelta(count), end) == 1


@given(DAYS, st.sets(st.integers(1, 20), max_size=5))
@settings(max_examples=80, deadline=None)
def test_a_day_made_free_never_shortens_a_period(start: date, shifts: set[int]) -> None:
    off = {start + timedelta(n): ("Nghỉ", "Thông báo") for n in shifts}
    swaps = Swaps(off, frozenset())
    assert add_working_days(start, 10, swaps) >= add_working_days(start, 10)
    made = Swaps({}, frozenset(off))
    assert add_working_days(start, 10, made) <= add_working_days(start, 10)


def test_days_off_leave_weekends_out() -> None:
    found = [item.day for item in days_off(D("2026-02-09"), D("2026-02-27"))]
    assert found == [D(f"2026-02-{n}") for n in (16, 17, 18, 19, 20)]
    assert days_off(D("2026-02-27"), D("2026-02-09")) == []
    assert working_days(D("2026-02-27"), D("2026-02-09")) == 0


@pytest.mark.parametrize("day", ["1994-12-31", "2099-01-01"])
def test_a_year_without_calendar_is_refused(day: str) -> None:
    with pytest.raises(QuestionError) as caught:
        is_working_day(D(day), NO_SWAPS)
    assert "không có lịch nghỉ lễ của năm này" in str(caught.value)


HEAD = """format: thidua-instrument/1
key: lich-nghi-2027
number: 1/TB
title: Thông báo thử
short: Thông báo thử
kind: lich
issuer: Cơ quan thử
in_force: 2026-12-01
state: checked
confidence: V
"""


def test_a_body_adds_the_notice_of_a_year_in_a_folder_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "national" / "lich-nghi-2027"
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "calendar.yaml").write_text(
        "format: thidua-calendar/1\nyears:\n  - year: 2027\n    days:\n"
        "      - {day: 2027-02-11, works: false, name: Nghỉ, citation: Mục 1, confidence: V}\n"
        "      - {day: 2027-02-20, works: true, name: Làm bù, citation: Mục 1, confidence: V}\n",
        encoding="utf-8",
    )
    book = read_rulebook((RULEBOOK, tmp_path))
    swaps = swaps_of(book, on=D("2027-01-01"))
    off = day_off(D("2027-02-11"), swaps)
    assert off is not None
    assert (off.name, off.source) == ("Nghỉ", "Mục 1 Thông báo thử")
    assert is_working_day(D("2027-02-11"))
    assert is_working_day(D("2027-02-20"), swaps)
    assert not is_working_day(D("2027-02-20"))


def test_a_body_sets_swap_days_by_its_slots(tmp_path: Path) -> None:
    folder = tmp_path / "so-thu" / "quy-che"
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text(
        HEAD.replace("lich-nghi-2027", "so-thu/quy-che").replace("kind: lich", "kind: quy_che"),
        encoding="utf-8",
    )
    (folder / "slots.yaml").write_text(
        "format: thidua-local-slots/1\nslots:\n"
        "  - {name: ngay_nghi_hoan_doi, value: [2027-02-11], citation: Mục 1, confidence: V}\n"
        "  - {name: ngay_lam_bu, value: [2027-02-20], citation: Mục 1, confidence: V}\n",
        encoding="utf-8",
    )
    book, problems = check_rulebook([tmp_path / "so-thu"])
    assert problems == []
    assert book is not None
    swaps = swaps_of(book, on=D("2027-01-01"), scope="so-thu")
    assert not is_working_day(D("2027-02-11"), swaps)
    assert is_working_day(D("2027-02-20"), swaps)
    assert is_working_day(D("2027-02-11"), swaps_of(book, on=D("2027-01-01")))


def test_the_library_is_not_loaded_by_other_questions() -> None:
    """A fresh process that judges and prices does not import the heavy library."""
    code = (
        "import sys; from datetime import date; from thidua import law; rb = law.load_rulebook(); "
        "law.bonus(rb, award='ldtt', recipient='individual', decided_on=date(2026, 9, 1)); "
        "law.vote_rule(rb, award='ldtt', received_on=date(2026, 9, 1)); "
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
