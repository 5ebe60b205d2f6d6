"""Points on pages: 1.234,5; unknown stays empty, zero stays 0."""

from __future__ import annotations

from decimal import Decimal

from django import template

from thidua.movements.numbers import number_text

register = template.Library()


@register.filter
def diem(value: Decimal | None) -> str:
    """Points as officials write them."""
    return number_text(value)
