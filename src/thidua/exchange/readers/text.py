"""Vietnamese text made comparable: Unicode form, tone position, i/y, missing marks (nothing is
changed for display except form C).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from thidua.people.names import bare_key as bare_key
from thidua.people.names import has_marks as has_marks
from thidua.people.names import name_key as name_key

# Nine digits or more, also with blanks, dots or dashes between: identity and telephone numbers.
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,}")


@lru_cache(maxsize=100_000, typed=True)
def clean(text: object) -> str:
    """Form C, one blank between words, no blank at the ends; line breaks become blanks."""
    return " ".join(unicodedata.normalize("NFC", str(text)).split())


def hidden_numbers(text: str) -> str:
    """The text with long numbers hidden up to their last three digits: what is kept of a cell
    must not tell an identity number."""
    return _LONG_NUMBER.sub(lambda found: "•" * 9 + found[0][-3:], text)


class _Bases(dict[int, str]):
    """Code point to base letter, filled as letters occur: a table for str.translate."""

    def __missing__(self, code: int) -> str:
        self[code] = base = _base(chr(code))
        return base


def _base(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


_BASES = _Bases()


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case without marks, one character for one character of form C, so positions agree."""
    return unicodedata.normalize("NFC", text).translate(_BASES)


@lru_cache(maxsize=100_000)
def words(text: str) -> str:
    """Folded letters and digits separated by single blanks: for headers, units, award names."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def has_vietnamese(text: str) -> int:
    """How many letters only Vietnamese writes: the better of two readings has more of them."""
    return len(_VIETNAMESE.findall(text))


def title_case(name: str) -> str:
    """NGUYỄN THỊ HOA -> Nguyễn Thị Hoa, ánh -> Ánh; other names are left as they are."""
    if name.istitle():
        return name
    parts = name.split()
    if any(letter.isupper() for part in parts for letter in part[1:]):
        parts = [part.lower() for part in parts]
    return " ".join(part[:1].upper() + part[1:] for part in parts)


def shorten(text: str, limit: int = 120) -> str:
    text = clean(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
