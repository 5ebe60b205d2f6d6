"""Vietnamese text: folding for search, sorting by given name, initials.

Folding is the one used everywhere (search box, matching, distinct names): lower case, đ to d,
NFD, marks stripped. NFD alone leaves đ.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# Vietnamese alphabet with the five tone marks after each vowel, the order of dictionaries.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index for index, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng


def squeeze(text: str) -> str:
    """NFC, outer blanks cut, inner runs of white space made one blank."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Lower case without any mark and without đ: what people type into a search box."""
    lowered = squeeze(text).lower().replace("đ", "d")
    stripped = "".join(
        c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c)
    )
    return unicodedata.normalize("NFC", stripped)


def _syllable_key(syllable: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", syllable.lower()):
        tone = 0
        base = ""
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            else:
                base += part
        base = unicodedata.normalize("NFC", base)
        letters.append(_RANK.get(base, 100 + ord(base[0]) if base else 0))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def name_order(full_name: str) -> str:
    """A sort key (plain ASCII text) by given name, then family name, in Vietnamese order.

    Stored in the database so that SQLite and PostgreSQL sort alike.
    """
    words = squeeze(full_name).split(" ")
    ordered = [words[-1], *words[:-1]]
    parts: list[str] = []
    for word in ordered:
        letters, tones = _syllable_key(word)
        parts.append(
            "".join(f"{min(n, 255):02x}" for n in letters) + "!" + "".join(str(t) for t in tones)
        )
    return " ".join(parts)


def initials(full_name: str) -> str:
    """Two letters for an avatar: the last two words, or two letters of a single word."""
    words = [w for w in squeeze(full_name).split(" ") if w and w[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[-2][0] + words[-1][0]).upper()


def find_words(text: str, query: str) -> list[tuple[int, int]]:
    """Places in `text` (squeezed, NFC) where words of `query` occur, marks ignored; merged.

    A word is sought at the beginnings of words, and inside words only when it begins none.
    """
    folded = "".join(fold(c) or " " for c in squeeze(text))
    places: list[tuple[int, int]] = []
    for word in fold(query).split():
        starts = [m.start() for m in re.finditer(re.escape(word), folded)]
        begins = [s for s in starts if s == 0 or not folded[s - 1].isalnum()]
        places += [(s, s + len(word)) for s in begins or starts]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
