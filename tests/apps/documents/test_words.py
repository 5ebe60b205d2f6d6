"""Numbers read aloud, dates and shares: the places where Vietnamese reading is irregular."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.documents.words import (
    amount_in_words,
    clean,
    number_in_words,
    paper_date,
    paper_number,
    percent,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (11, "mười một"),
        (25, "hai mươi lăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"),
        (1_000_000, "một triệu"),
        (1_000_001, "một triệu không trăm linh một"),
        (2_340_000, "hai triệu ba trăm bốn mươi nghìn"),
        (10_530_000, "mười triệu năm trăm ba mươi nghìn"),
        (1_000_000_000, "một tỷ"),
        (1_000_020_000, "một tỷ không trăm hai mươi nghìn"),
        (2_005_000_000_000, "hai nghìn không trăm linh năm tỷ"),
        (-15, "âm mười lăm"),
    ],
)
def test_a_number_is_read_the_vietnamese_way(value: int, words: str) -> None:
    assert number_in_words(value) == words


def test_money_starts_with_a_capital_and_ends_with_dong() -> None:
    assert amount_in_words(710_000) == "Bảy trăm mười nghìn đồng"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
        (None, "ngày       tháng       năm 2026"),
    ],
)
def test_a_date_takes_noughts_only_where_the_decree_asks(day: date | None, text: str) -> None:
    assert paper_date(day, year=2026) == text


@pytest.mark.parametrize(("raw", "shown"), [("7", "07"), ("12", "12"), (" 3 ", "03"), ("7a", "7a")])
def test_numbers_under_ten_take_a_nought(raw: str, shown: str) -> None:
    assert paper_number(raw) == shown


def test_shares_are_written_with_a_comma_and_never_divide_by_nought() -> None:
    assert percent(8, 9) == "88,89%"
    assert percent(9, 9) == "100%"
    assert percent(1, 2) == "50%"
    assert percent(0, 0) == "chưa xác định"


def test_what_word_cannot_hold_is_dropped_and_marks_are_composed() -> None:
    assert clean("A\x0bB\x00C\ud800") == "ABC"
    assert clean("Hoa\u0300") == "Hoà"
