"""Text typed in the legacy code TCVN 5712:1993 (fonts .VnTime, .VnTimeH), stored as Latin
characters, turned into Unicode.
"""

from __future__ import annotations

from collections.abc import Iterable

_TABLE = {
    "à": 0xB5, "ả": 0xB6, "ã": 0xB7, "á": 0xB8, "ạ": 0xB9,
    "ă": 0xA8, "ằ": 0xBB, "ẳ": 0xBC, "ẵ": 0xBD, "ắ": 0xBE, "ặ": 0xC6,
    "â": 0xA9, "ầ": 0xC7, "ẩ": 0xC8, "ẫ": 0xC9, "ấ": 0xCA, "ậ": 0xCB,
    "đ": 0xAE,
    "è": 0xCC, "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1,
    "ê": 0xAA, "ề": 0xD2, "ể": 0xD3, "ễ": 0xD4, "ế": 0xD5, "ệ": 0xD6,
    "ì": 0xD7, "ỉ": 0xD8, "ĩ": 0xDC, "í": 0xDD, "ị": 0xDE,
    "ò": 0xDF, "ỏ": 0xE1, "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4,
    "ô": 0xAB, "ồ": 0xE5, "ổ": 0xE6, "ỗ": 0xE7, "ố": 0xE8, "ộ": 0xE9,
    "ơ": 0xAC, "ờ": 0xEA, "ở": 0xEB, "ỡ": 0xEC, "ớ": 0xED, "ợ": 0xEE,
    "ù": 0xEF, "ủ": 0xF1, "ũ": 0xF2, "ú": 0xF3, "ụ": 0xF4,
    "ư": 0xAD, "ừ": 0xF5, "ử": 0xF6, "ữ": 0xF7, "ứ": 0xF8, "ự": 0xF9,
    "ỳ": 0xFA, "ỷ": 0xFB, "ỹ": 0xFC, "ý": 0xFD, "ỵ": 0xFE,
    # Capital letters with a tone have no code of their own: the font .VnTimeH shows small ones as
    # capitals.
    "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7,
}  # fmt: skip

TO_UNICODE = {code: letter for letter, code in _TABLE.items()}

# Latin-1 signs that never stand inside a Vietnamese word typed in Unicode.
_SIGNATURE = frozenset(
    chr(code)
    for code in (*range(0xA1, 0xB0), *range(0xB5, 0xBF), 0xC6, 0xC7, 0xD6, 0xD7, 0xD8, 0xDE, 0xDF)
) - {"\xb7"}


def decode(text: str) -> str:
    """Turn legacy code into Unicode; signs outside the table stay."""
    return text.translate(TO_UNICODE)


def looks_legacy(texts: Iterable[str]) -> bool:
    """True where the signs of the legacy code outweigh Vietnamese letters of Unicode."""
    legacy = unicode_letters = 0
    for text in texts:
        for letter in text:
            if letter in _SIGNATURE:
                legacy += 1
            elif "\u0100" <= letter <= "\u1eff":
                unicode_letters += 1
    return legacy > 3 and legacy > 3 * unicode_letters


def decode_cell(text: str, *, legacy_sheet: bool) -> str:
    """Decode one cell; a cell that already holds Unicode Vietnamese is left as it is."""
    if any("\u0100" <= letter <= "\u1eff" for letter in text):
        return text
    if legacy_sheet or looks_legacy([text]):
        return decode(text)
    return text
