"""Text typed in VNI for Windows (fonts VNI-Times and their like): a base letter followed by one
sign for its mark, turned into Unicode.
"""

from __future__ import annotations

import re
import unicodedata

# Second byte of a letter in the fonts; the capitals' marks stand 0x20 below.
_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
# Letters with a code of their own.
_ALONE = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_TAKES = {  # which base letters a mark can follow
    **dict.fromkeys("ùøûõï", "aeouyôö"),
    **dict.fromkeys("âáàåãä", "aeo"),
    **dict.fromkeys("êéèúüë", "a"),
}

TO_UNICODE: dict[str, str] = {}
for _mark, _bases in _TAKES.items():
    for _base in _bases:
        _plain = _ALONE.get(_base, _base)
        _letter = unicodedata.normalize("NFC", _plain + _MARKS[_mark])
        TO_UNICODE[_base + _mark] = _letter
        for _sign in (_mark, _mark.upper()):
            TO_UNICODE[_base.upper() + _sign] = _letter.upper()
for _code, _letter in _ALONE.items():
    TO_UNICODE[_code], TO_UNICODE[_code.upper()] = _letter, _letter.upper()

PAIR = re.compile("|".join(map(re.escape, sorted(TO_UNICODE, key=len, reverse=True))))
# A vowel with a mark of its own behind it: Latin languages hardly write such pairs.
TELLING = re.compile("|".join(re.escape(pair) for pair in TO_UNICODE if len(pair) == 2))


def decode(text: str) -> str:
    """Turn the code into Unicode, the longest sign first; everything else stays."""
    return PAIR.sub(lambda found: TO_UNICODE[found[0]], text)
