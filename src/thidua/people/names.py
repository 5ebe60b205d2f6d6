"""Vietnamese names made comparable: case, tone position, i/y, missing marks, short family names.

Where two names differ, the difference is one of few known slips or a likeness within one letter;
everything else is another name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from thidua.kit.text import fold, squeeze

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_FINAL_Y = re.compile(r"(^|[bcdđghklmnpqrstvx]|qu)y$")
_WORDS = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """A person's name with marks, whatever the case, tone position (hoà/hòa) and i/y (Mỹ/Mĩ)."""
    return " ".join(_syllable(part) for part in squeeze(name).lower().split())


@lru_cache(maxsize=20_000)
def _syllable(syllable: str) -> str:
    letters, tone = [], ""
    for letter in unicodedata.normalize("NFD", syllable):
        if letter in _TONES:
            tone = letter
        else:
            letters.append(letter)
    body = unicodedata.normalize("NFC", "".join(letters))
    return _FINAL_Y.sub(r"\1i", body) + tone


@lru_cache(maxsize=100_000)
def bare_key(name: str) -> str:
    """The name without any mark, i/y made alike: for lists typed without marks."""
    return " ".join([bare for part in name.split() if (bare := _bare(part))])


@lru_cache(maxsize=20_000)
def _bare(part: str) -> str:
    """One written word; syllables are few where names are many."""
    return " ".join(_FINAL_Y.sub(r"\1i", word) for word in _WORDS.findall(fold(part)))


def has_marks(text: str) -> bool:
    return any(ord(letter) > 127 for letter in text)


@lru_cache(maxsize=100_000)
def short_family(name: str) -> tuple[str, str]:
    """`Ng. Đức Minh` -> ("ng", key of "Đức Minh"); ("", "") where no family name is cut short."""
    first, _, rest = squeeze(name).partition(" ")
    if not rest or not first.endswith(".") or len(first) > 4:
        return "", ""
    return bare_key(first), name_key(rest)


def given_part(name: str) -> str:
    """Key of the name without its family name."""
    return name_key(name).partition(" ")[2]


def _slips(bare: str) -> Iterator[str]:
    """What is left of a name when one letter, or one of four or more words, is taken out.

    Two names that share one of these differ by one letter written wrongly, left out, added or
    exchanged with its neighbour, or by one word.
    """
    yield bare
    for place in range(len(bare)):
        yield bare[:place] + bare[place + 1 :]
    words = bare.split(" ")
    if len(words) >= 4:
        for place in range(1, len(words) - 1):
            yield " ".join(words[:place] + words[place + 1 :])


class Nearby:
    """Names that differ by a slip of writing, found without comparing with every name."""

    def __init__(self, bares: Iterable[str]) -> None:
        self._shelf: dict[str, set[str]] = defaultdict(set)
        for bare in set(bares):
            for slip in _slips(bare):
                self._shelf[slip].add(bare)

    def of(self, bare: str) -> list[str]:
        """Other names within one slip of `bare`, in a stable order; none for a single word."""
        if " " not in bare:
            return []
        found: set[str] = set()
        for slip in _slips(bare):
            found |= self._shelf.get(slip, set())
        return sorted(found - {bare})
