"""Where names are kept apart: by owner, by kind of record, with and without marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.kit.text import fold, squeeze

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text in their order; punctuation parts words and is none."""
    return _WORD.findall(text)


def with_marks(text: str) -> str:
    """Lower case with its marks: how a name stands on a marked shelf."""
    return squeeze(text).lower()


@dataclass(frozen=True)
class Shelf:
    """The names of one kind of record (1 to 127, fixed for ever) of one owner (0: of all)."""

    kind: int
    owner: int = 0

    @property
    def plain(self) -> int:
        """Number of the shelf of folded names."""
        return (self.owner << 8) | (self.kind << 1)

    @property
    def marked(self) -> int:
        """Number of the shelf of names that have marks, kept with them."""
        return self.plain | 1


def keys_of(shelf: int, text: str) -> set[str]:
    """Every word of a name; on a plain shelf also every two words in their order."""
    words = words_of(text)
    keys = set(words)
    if not shelf & 1:
        keys |= {f"{a} {b}" for i, a in enumerate(words) for b in words[i + 1 :]}
    return keys


def texts_of(shelf: Shelf, written: str, folded: str = "") -> list[tuple[int, str]]:
    """What a name as written puts on the shelves; `folded` as the record keeps it."""
    plain, marked = folded or fold(written), with_marks(written)
    if not plain:
        return []
    texts = [(shelf.plain, plain)]
    if marked != plain:
        texts.append((shelf.marked, marked))
    return texts
