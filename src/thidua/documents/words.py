"""Numbers, money and dates as an official paper writes them (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

import unicodedata
from collections.abc import Iterable
from datetime import date

from thidua.kit.dates import long_date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")


def _three_digits(value: int, *, full: bool) -> str:
    """Read 0..999; `full` says the hundreds even when they are nought (inside a longer number)."""
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    parts: list[str] = []
    if hundreds or full:
        parts.append(f"{_DIGITS[hundreds]} trăm")
    if tens == 0:
        if units:
            parts.append(f"linh {_DIGITS[units]}" if parts else _DIGITS[units])
        return " ".join(parts)
    parts.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if units == 1 and tens > 1:
        parts.append("mốt")
    elif units == 5:
        parts.append("lăm")
    elif units:
        parts.append(_DIGITS[units])
    return " ".join(parts)


def _below_billion(value: int, *, full: bool) -> str:
    groups = (value // 1_000_000, value // 1000 % 1000, value % 1000)
    parts: list[str] = []
    for scale, group in zip((2, 1, 0), groups, strict=True):
        if group:
            parts.append(_three_digits(group, full=full or bool(parts)) + _SCALES[scale])
    return " ".join(parts)


def number_in_words(value: int) -> str:
    """Read a whole number: 2340000 -> "hai triệu ba trăm bốn mươi nghìn"."""
    if value < 0:
        return "âm " + number_in_words(-value)
    if value == 0:
        return _DIGITS[0]
    billions, rest = divmod(value, 1_000_000_000)
    parts: list[str] = []
    if billions:
        parts.append(number_in_words(billions) + " tỷ")
    if rest:
        parts.append(_below_billion(rest, full=bool(parts)))
    return " ".join(parts)


def amount_in_words(value: int) -> str:
    """Read money the way a paper ends a sum: "Hai triệu ba trăm bốn mươi nghìn đồng"."""
    words = number_in_words(value)
    return f"{words[0].upper()}{words[1:]} đồng"


def paper_date(day: date | None, *, year: int | None = None) -> str:
    """Say the date in a sentence, or leave room for it while the paper is unsigned."""
    if day is None:
        return f"ngày       tháng       năm {year if year is not None else '          '}"
    return long_date(day)


def paper_number(number: str) -> str:
    """Write the running number of a paper: nought before numbers under 10."""
    number = number.strip()
    return number.zfill(2) if number.isdecimal() else number


def percent(numerator: int, denominator: int) -> str:
    """Write a share with at most two decimals and a comma: 8 of 9 -> "88,89%"."""
    if denominator <= 0:
        return "chưa xác định"
    text = f"{100 * numerator / denominator:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") + "%"


def clean(text: str) -> str:
    """Drop characters that a Word or PDF file cannot hold and compose the marks (NFC)."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():  # holds none of the classes below
        return composed
    return "".join(
        ch
        for ch in composed
        if ch in "\n\t" or unicodedata.category(ch) not in {"Cc", "Cs", "Co", "Cn"}
    )


def join_words(parts: Iterable[str]) -> str:
    """Join with commas, leaving out what is empty."""
    return ", ".join(part.strip() for part in parts if part and part.strip())
