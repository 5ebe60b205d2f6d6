"""Numbers of targets on pages: 1.234,5 and changes with their sign."""

from __future__ import annotations

from decimal import Decimal

from django import template

from thidua.movements.numbers import number_text

register = template.Library()


@register.filter
def so(value: Decimal | None) -> str:
    """1.234,5; nothing for None."""
    return number_text(value)


@register.filter
def thay_doi(value: Decimal | None) -> str:
    """+12,5 or −3: a change always shows its sign; 0 stays 0."""
    if value is None:
        return ""
    text = number_text(abs(value))
    if value == 0:
        return text
    return f"+{text}" if value > 0 else f"\u2212{text}"
