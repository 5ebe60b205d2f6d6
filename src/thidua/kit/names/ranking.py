"""What fits a question, and how well: one definition for every way of searching.

| rank | the name |
| --- | --- |
| 0 | is what was typed |
| 1 | begins with it, word by word |
| 2 | begins with it, the last of several words only begun |
| 3 | has all its words, in that order |
| 4 | has all its words |
| 5 | begins with it, a single word and only begun |
| 6 | has words that begin with its words, in that order |
| 7 | has words that begin with its words |
| 8 | has a word of three letters or more inside a word |

A single word is often a given name, which stands last: "hoa" means Hoa and Hòa before Hoàng.

Each typed word takes a word of the name for itself. Names of one rank stand in the order of their
bytes; records of one name the newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from thidua.kit.names.shelves import with_marks, words_of
from thidua.kit.text import fold

EXACT, STARTS, GOES_ON, IN_ORDER, WHOLE, BEGINS, BEGUN_IN_ORDER, BEGUN, INSIDE = range(9)
# Shorter parts would be found inside nearly every name.
LEAST_INSIDE = 3
LONGEST = 100

Fits = Callable[[str, str], bool]


@dataclass(frozen=True)
class Question:
    """What was typed, as it stands on a plain shelf, or with its marks on a marked one."""

    phrase: str
    marked: bool = False

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.phrase)

    @cached_property
    def _lengthy_first(self) -> list[str]:
        return sorted(self.words, key=len, reverse=True)

    @cached_property
    def exact_words(self) -> frozenset[str]:
        """On a marked shelf only these must keep their marks; a word typed without has any."""
        if not self.marked:
            return frozenset(self.words)
        return frozenset(word for word in self.words if fold(word) != word)

    def rank(self, text: str) -> int | None:
        """How well a name of the same kind of shelf fits; None when it does not."""
        if self._simple:
            return self._rank_of_apart(text)
        if text == self.phrase:
            return EXACT
        words = words_of(text)
        if self._all(words, _same):
            if text.startswith(self.phrase + " "):
                return STARTS
            return IN_ORDER if self._ordered(words, _same) else WHOLE
        if self._all(words, _begins):
            if text.startswith(self.phrase):
                return GOES_ON if len(self.words) > 1 else BEGINS
            return BEGUN_IN_ORDER if self._ordered(words, _begins) else BEGUN
        if self._apart(self.words, words):
            return INSIDE
        return None

    def _rank_of_apart(self, text: str) -> int | None:
        """The same where no typed word begins another, so that none can take another's place.

        Then a name is looked through as it stands, between blanks. This is tried on every name
        that is read, hence the plain loops.
        """
        if text == self.phrase:
            return EXACT
        plain = text.replace(" ", "").isalnum()
        spread = f" {text} " if plain else f" {' '.join(words_of(text))} "
        for asked in self._begun:
            if asked not in spread:
                if all(word in spread for word in self.words):
                    return INSIDE if self._apart(self.words, words_of(text)) else None
                return None
        for asked in self._between:
            if asked not in spread:
                break
        else:
            if text.startswith(self.phrase + " "):
                return STARTS
            return IN_ORDER if _follow(self._between, spread) else WHOLE
        if text.startswith(self.phrase):
            return GOES_ON if len(self.words) > 1 else BEGINS
        return BEGUN_IN_ORDER if _follow(self._begun, spread) else BEGUN

    @cached_property
    def _begun(self) -> list[str]:
        return [f" {word}" for word in self.words]

    @cached_property
    def _between(self) -> list[str]:
        return [f" {word} " for word in self.words]

    @cached_property
    def _simple(self) -> bool:
        return not self.marked and not any(
            a.startswith(b)
            for i, a in enumerate(self.words)
            for j, b in enumerate(self.words)
            if i != j
        )

    def _apart(self, asked: Sequence[str], words: Sequence[str]) -> bool:
        """Whether each typed word can take a word of its own that begins with it or holds it."""
        if not asked:
            return True
        return any(
            self._fits(word, asked[0], _holds)
            and self._apart(asked[1:], [*words[:n], *words[n + 1 :]])
            for n, word in enumerate(words)
        )

    def _all(self, words: Sequence[str], fits: Fits) -> bool:
        # The longest first: a word that a longer one fits also fits what the longer begins with.
        left = list(words)
        for asked in self._lengthy_first:
            for place, word in enumerate(left):
                if self._fits(word, asked, fits):
                    del left[place]
                    break
            else:
                return False
        return True

    def _ordered(self, words: Sequence[str], fits: Fits) -> bool:
        rest = iter(words)
        return all(any(self._fits(w, asked, fits) for w in rest) for asked in self.words)

    def _fits(self, word: str, asked: str, fits: Fits) -> bool:
        if asked in self.exact_words:
            return fits(word, asked)
        return fits(fold(word), asked)


def questions(typed: str) -> list[Question]:
    """The question as typed, the marked one before the plain one where marks were typed."""
    plain, marked = fold(typed)[:LONGEST], with_marks(typed)[:LONGEST]
    if not words_of(plain):
        return []
    asked = [Question(plain)]
    if marked != plain:
        asked.insert(0, Question(marked, marked=True))
    return asked


def _follow(asked: list[str], spread: str) -> bool:
    """Whether these stand in `spread` one after the other; the blank between two serves both."""
    place = 0
    for part in asked:
        place = spread.find(part, place)
        if place < 0:
            return False
        place += len(part) - 1 if part.endswith(" ") else len(part)
    return True


def _same(word: str, asked: str) -> bool:
    return word == asked


def _begins(word: str, asked: str) -> bool:
    return word.startswith(asked)


def _holds(word: str, asked: str) -> bool:
    return word.startswith(asked) or (len(asked) >= LEAST_INSIDE and asked in word)
