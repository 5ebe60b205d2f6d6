"""From a question to the names of a shelf, the best first, reading no more than is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from thidua.kit.names import reading
from thidua.kit.names.asking import COUNTED, held_of, look_up_of, pairs_of
from thidua.kit.names.helpings import Keys, starting
from thidua.kit.names.opening import Opening
from thidua.kit.names.ranking import (
    BEGINS,
    BEGUN,
    BEGUN_IN_ORDER,
    EXACT,
    GOES_ON,
    IN_ORDER,
    INSIDE,
    LEAST_INSIDE,
    STARTS,
    WHOLE,
    Question,
)

# More pairs of words than this, and one word is walked instead, the names tried one by one.
MOST_PAIRS = 120


def ranked(
    shelf: int, question: Question, *, step: int, opening: Opening | None = None
) -> Iterator[list[str]]:
    """Names that fit, in batches of about `step`, each name once, best rank first.

    The first batch is there after one statement; a caller that has enough stops asking. `opening`:
    what was asked already, for `wanted` and the same step.
    """
    several = len(question.words) > 1
    pages = starting(shelf, question, step, opening)
    aside: list[str] = []
    for page in pages:
        yield [text for text, rank in page if rank in (EXACT, STARTS, GOES_ON)]
        aside += [text for text, rank in page if rank == BEGINS]
        if aside and not several:
            break
    walk = _Walk(shelf, question, step, opening)
    yield from walk.whole()
    yield aside
    for page in pages:
        yield [text for text, rank in page if rank == BEGINS]
    yield from walk.begun_and_inside()


@dataclass(frozen=True)
class _Level:
    """Keys that lead to every name of a level: in the typed order, and the other way round."""

    forward: list[str]
    backward: list[str]

    @property
    def keys(self) -> list[str]:
        return list(dict.fromkeys([*self.forward, *self.backward]))


class _Walk:
    """One walk along the keys of a shelf.

    Each level looks only at names that the level before could not have met: those with a word
    that a typed word merely begins, then those with one that merely holds it.
    """

    def __init__(
        self, shelf: int, question: Question, step: int, opening: Opening | None = None
    ) -> None:
        self.shelf, self.question, self.step = shelf, question, step
        self.words = question.words
        self.plain = not shelf & 1
        self.ranks: dict[str, int | None] = {}
        self.vocabulary: list[str] | None = None
        self.weights: dict[str, int] = {}
        self.keys = Keys(shelf, held_of(question), step)
        if opening is not None:
            self.keys.take(opening.under)
            if not opening.under:
                self.vocabulary, self.weights = opening.words, opening.weights

    def whole(self) -> Iterator[list[str]]:
        """Names that have every typed word."""
        exact = [[word] for word in self.words]
        level = _Level([], [])
        if len(self.words) > 2 or not self.plain:
            vocabulary = set(self._look_up())
            if all(word in vocabulary or word not in self._known for word in self.words):
                level = self._level(exact, exact, whole=True)
            if self.plain and sum(self.weights.get(key, 0) for key in level.keys) < COUNTED:
                # Few or none: the other levels will be wanted too, so all are read at once.
                starts, inside = self._further
                self.keys.read_first([*level.keys, *starts.keys, *inside.keys])
        else:
            level = self._level(exact, exact, whole=True)
        self.keys.read_first(level.keys)
        yield from self._select(level, IN_ORDER, WHOLE)

    def begun_and_inside(self) -> Iterator[list[str]]:
        """Names that have, for a typed word, only one that it begins; then only one that holds it.

        The latter for words of three letters and more.
        """
        starts, inside = self._further
        self.keys.read_first([*starts.keys, *inside.keys])
        yield from self._select(starts, BEGUN_IN_ORDER, BEGUN)
        yield from self._select(inside, INSIDE)

    @cached_property
    def _further(self) -> tuple[_Level, _Level]:
        vocabulary = self._look_up()
        begun = [
            [w for w in vocabulary if w.startswith(word)] if word in self._known else [""]
            for word in self.words
        ]
        new = [
            [w for w in words if w != word] for word, words in zip(self.words, begun, strict=True)
        ]
        held = [
            [w for w in vocabulary if word in w]
            if len(word) >= LEAST_INSIDE and word in self._known
            else words
            for word, words in zip(self.words, begun, strict=True)
        ]
        newer = [sorted(set(h) - set(b)) for h, b in zip(held, begun, strict=True)]
        unknown = any(len(word) >= LEAST_INSIDE for word in set(self.words) - self._known)
        starts = self._level(new, begun)
        inside = self._level(newer, held) if unknown or any(newer) else _Level([], [])
        return starts, inside

    @cached_property
    def _known(self) -> frozenset[str]:
        """Typed words that the shelf knows; on a marked one those typed with marks."""
        return self.question.exact_words

    def _look_up(self) -> list[str]:
        if self.vocabulary is None:
            ask = look_up_of(self.shelf, self.question)
            self.vocabulary, self.weights = reading.look_up(
                self.shelf, ask.beginnings, ask.parts, ask.weighed, COUNTED
            )
        return self.vocabulary

    def _level(
        self, new: list[list[str]], choices: list[list[str]], *, whole: bool = False
    ) -> _Level:
        """Keys to all names with one of `choices` for each typed word, of `new` for one at least.

        On a marked shelf only words typed with marks are known there; the names tell the rest.
        """
        if not all(choices):
            return _Level([], [])
        if not self.plain:
            known = [c for word, c in zip(self.words, choices, strict=True) if word in self._known]
            return _Level(min(known, key=self._weight), [])
        if len(choices) == 1:
            return _Level(new[0], [])
        if whole:  # any two of the typed words lead to every name that has them all
            forward, backward = min(
                pairs_of(self.words), key=lambda pair: sum(self.weights.get(k, 0) for k in pair)
            )
            return _Level([forward], [backward])
        if rare := self._rare_pair(choices):
            return rare
        ahead: list[str] = []
        back: list[str] = []
        for i, words in self._leading(new, choices):
            others = [j for j in range(len(choices)) if j != i]
            j = min(others, key=lambda j: (len(choices[j]), self._commonness(self.words[j])))
            if len(words) * len(choices[j]) > MOST_PAIRS:
                shorter = min([words, *(choices[j] for j in others)], key=len)
                ahead, back = [*ahead, *shorter], [*back, *shorter]
                continue
            straight = [f"{a} {b}" for a in words for b in choices[j]]
            crossed = [f"{b} {a}" for a in words for b in choices[j]]
            ahead += straight if i < j else crossed
            back += crossed if i < j else straight
        return _Level(list(dict.fromkeys(ahead)), list(dict.fromkeys(back)))

    def _rare_pair(self, choices: list[list[str]]) -> _Level | None:
        """Two typed words that stand for nothing but themselves and are seldom found together."""
        alone = {word for word, words in zip(self.words, choices, strict=True) if words == [word]}
        counted = [
            (self.weights[ahead] + self.weights[back], ahead, back)
            for ahead, back in pairs_of(self.words)
            if ahead in self.weights and alone.issuperset(ahead.split(" "))
        ]
        number, ahead, back = min(counted, default=(COUNTED, "", ""))
        return _Level([ahead], [back]) if number < COUNTED else None

    def _leading(
        self, new: list[list[str]], choices: list[list[str]]
    ) -> list[tuple[int, list[str]]]:
        """The typed words whose new words lead to the whole level: one of them where one will do.

        One will do that is no word itself: then every name of the level has a new word for it.
        """
        alone = [i for i, words in enumerate(new) if words == choices[i]]
        if alone:
            best = min(
                alone,
                key=lambda i: len(new[i]) * min(len(c) for j, c in enumerate(choices) if j != i),
            )
            return [(best, new[best])]
        return list(enumerate(new))

    def _commonness(self, word: str) -> int:
        """How many names have a typed word beside another."""
        return sum(number for key, number in self.weights.items() if word in key.split(" "))

    def _weight(self, words: list[str]) -> int:
        return sum(self.weights.get(word, 0) for word in words) + len(words)

    def _select(self, level: _Level, *ranks: int) -> Iterator[list[str]]:
        if not level.forward:
            return
        for rank in ranks:
            # Two words in their order lead to all that stand in order; the rest needs both.
            chosen = level.forward if rank in (IN_ORDER, BEGUN_IN_ORDER) else level.keys
            given = ""
            while True:
                texts, frontier = self.keys.sure(chosen, given)
                new = [text for text in texts if self._rank(text) == rank]
                if new:
                    yield new
                if frontier is None:
                    break
                given = frontier
                self.keys.more(chosen)

    def _rank(self, text: str) -> int | None:
        if text not in self.ranks:
            self.ranks[text] = self.question.rank(text)
        return self.ranks[text]
