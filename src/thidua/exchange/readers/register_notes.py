"""Remarks of a register row: thematic cause, revocation, or a word about the person."""

from __future__ import annotations

import re

from thidua.exchange.readers.award_names import AwardName
from thidua.exchange.readers.text import fold

_REVOKED = re.compile(r"(thu hoi|huy bo|bi huy|da huy)")
_PERSONAL_NOTE = re.compile(
    r"^(da )?(nghi huu|chuyen|nghi viec|thoi viec|mat|tu tran|bo sung|trung)"
)

# Titles of a whole year's work: a remark beside them is no theme unless it says so.
TITLES = frozenset({"ldtt", "cstd-co-so", "cstd-cap-tinh", "cstd-toan-quoc", "tt-ldtt", "tt-ldxs"})


def is_revoked(note: str) -> bool:
    return bool(_REVOKED.search(fold(note)))


def read_note(note: str, award: AwardName) -> tuple[str, str, str]:
    """Merit, theme and revocation said by the remark."""
    folded = fold(note)
    if not note or re.match(r"^(thanh tich )?(nam|giai doan)\s+\d{4}", folded):
        return "cong_trang", "", ""
    if is_revoked(note):
        return "cong_trang", "", note
    if _PERSONAL_NOTE.match(folded):
        return "cong_trang", "", ""
    if award.code in TITLES and "chuyen de" not in folded:
        return "cong_trang", "", ""
    return "chuyen_de", theme_of(note), ""


def theme_of(note: str) -> str:
    """`khen chuyên đề: X` or `BK UBND tỉnh X` -> X."""
    folded = fold(note)
    found = re.match(r"^(khen )?chuyen de\s*:?\s*", folded)
    if found:
        return note[found.end() :].strip()
    name = re.match(
        r"^(bk|gk|bang khen|giay khen)"
        r"(\s+(cua\s+)?(chu tich\s+|ct\s+)?(ubnd\s+)?(tinh|gd so|giam doc so))?\s*",
        folded,
    )
    return note[name.end() :].strip() if name else note
