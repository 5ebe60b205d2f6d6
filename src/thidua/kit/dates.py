"""Dates and money as officials write them: 23/11/2026, ngày 12 tháng 8 năm 2022, 2.340.000 đ."""

from __future__ import annotations

import datetime as dt


def short_date(value: dt.date | None) -> str:
    """23/11/2026, or an empty text."""
    return value.strftime("%d/%m/%Y") if value else ""


def long_date(value: dt.date) -> str:
    """ngày 12 tháng 8 năm 2022; days under ten and months one, two take a zero (NĐ 30/2020)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def grouped(value: int) -> str:
    """1.204 (thousands parted by dots), with a real minus sign."""
    text = f"{abs(value):,}".replace(",", ".")
    return f"\u2212{text}" if value < 0 else text


def dong(value: int | None) -> str:
    """2.340.000 đ, or an empty text when unknown."""
    return "" if value is None else f"{grouped(value)} đ"
