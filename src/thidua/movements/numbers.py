"""Numbers of targets as Vietnamese documents write them: 1.234,5."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from thidua.kit.dates import grouped

_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")


def number_text(value: Decimal | None) -> str:
    """A number as Vietnamese documents write it: 1.234,5."""
    if value is None:
        return ""
    whole, _, rest = f"{value:f}".partition(".")
    rest = rest.rstrip("0")
    sign = "-" if whole.startswith("-") else ""
    text = sign + grouped(int(whole.lstrip("-") or 0))
    return f"{text},{rest}" if rest else text


def decimal_of(text: str) -> Decimal | None:
    """A number written the Vietnamese way, 1.234,5; None for nothing; ValueError for no number."""
    said, text = text, re.sub(r"[\s%]", "", text)
    if not text:
        return None
    if "," in text or _THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise ValueError(said) from None
    if not found.is_finite() or abs(found) >= 10**13 or "e" in text.lower():
        raise ValueError(said)
    return found.quantize(Decimal("0.0001"))
