"""Names of the ribbon drawings in components.css by the code they stand for."""

from __future__ import annotations

from django import template

register = template.Library()

# Only drawings: which codes exist, and their names, is said by the rulebook.
_RIBBONS = {
    "ldtt": "ldtt",
    "cstd-co-so": "cstdcs",
    "cstd-cap-tinh": "cstdt",
    "cstd-toan-quoc": "cstdtq",
    "tt-ldtt": "ldtt",
    "tt-ldxs": "tldxs",
    "giay-khen": "gk",
    "bk-cap-tinh": "bkt",
    "bk-thu-tuong": "bkttg",
}


@register.filter
def ribbon(code: str) -> str:
    """`data-ribbon="{{ code|ribbon }}"`; an unknown code draws no ribbon."""
    return _RIBBONS.get(code, "")
