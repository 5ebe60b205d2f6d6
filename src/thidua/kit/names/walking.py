"""From a question to the names of a shelf, the best first, reading no more than is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from thidua.kit.names import reading
from thidua.kit.names.ranking import (
    BEGUN,
    BEGUN_IN_ORDER,
    EXACT,
    IN_ORDER,
    INSIDE,
    LEAST_INSIDE,
    STARTS,
    STARTS_BEGUN,
    WHOLE,
    Question,
)

# More pairs of words than this, and one word is walked instead, the names tried one by one.
MOST_PAIRS = 120
# So many pairs of typed words are weighed to walk the rarest.
MOST_WEIGHED = 10
# Names under a key are counted so far, to walk the rarest.
COUNTED = 300
GROWTH = 4


def ranked(shelf: int, question: Question, *, step: int) -> Iterator[list[str]]:
    """Names that fit, in batches of about `step`, each name once, best rank first.

    The first batch is there after one statement; a caller that has enough stops asking.
    """
    begun: list[str] = []
    after = ""
    while True:
        page = reading.starting(shelf, question.phrase, after=after, limit=step)
        ranks = [question.rank(text) for text in page]
        yield [t for t, rank in zip(page, ranks, strict=True) if rank in (EXACT, STARTS)]
        begun += [t for t, rank in zip(page, ranks, strict=True) if rank == STARTS_BEGUN]
        whole = [t for t, rank in zip(page, ranks, strict=True) if rank not in (EXACT, STARTS)]
        if len(page) < step or whole:
            break
        after = page[-1]
    after = page[-1] if len(page) == step else ""

    walk = _Walk(shelf, question, step)
    yield from walk.whole()

    yield begun
    while after:
        page = reading.starting(shelf, question.phrase, after=after, limit=step)
        yield [text for text in page if question.rank(text) == STARTS_BEGUN]
        after = page[-1] if len(page) == step else ""

    yield from walk.begun()
    yield from walk.inside()


class _Walk:
    """One walk along the keys of a shelf.

    Each level looks only at names that the level before could not have met: those with a word
    that a typed word merely begins, then those with one that merely holds it.
    """

    def __init__(self, shelf: int, question: Question, step: int) -> None:
        self.shelf, self.question, self.step = shelf, question, step
        self.words = question.words
        self.ranks: dict[str, int | None] = {}
        self.beginnings: list[list[str]] = []

    def whole(self) -> Iterator[list[str]]:
        """Names that have every typed word."""
        exact = [[word] for word in self.words]
        yield from self._level(exact, exact, IN_ORDER, WHOLE)

    def begun(self) -> Iterator[list[str]]:
        """Names that have, for a typed word, only one that it begins."""
        self.beginnings = reading.words_begun(self.shelf, self.words)
        new = [
            [found for found in choice if found != word]
            for word, choice in zip(self.words, self.beginnings, strict=True)
        ]
        yield from self._level(new, self.beginnings, BEGUN_IN_ORDER, BEGUN)

    def inside(self) -> Iterator[list[str]]:
        """Names that have, for a typed word of three letters or more, only one that holds it."""
        long = [word for word in self.words if len(word) >= LEAST_INSIDE]
        if not long:
            return
        held = dict(zip(long, reading.words_holding(self.shelf, long), strict=True))
        everything = [
            held.get(word, begun) for word, begun in zip(self.words, self.beginnings, strict=True)
        ]
        new = [
            sorted(set(choice) - set(begun))
            for choice, begun in zip(everything, self.beginnings, strict=True)
        ]
        yield from self._level(new, everything, INSIDE)

    def _level(
        self, new: list[list[str]], choices: list[list[str]], *ranks: int
    ) -> Iterator[list[str]]:
        """Names of the given ranks with one of `new` for a typed word, one of `choices` for each.

        On a marked shelf only words typed with marks are known there; the names tell the rest.
        """
        forward, backward = self._marked(choices) if self.shelf & 1 else self._plain(new, choices)
        if not forward:
            return
        exact = self.question.exact_words
        parts = sorted({word for word in self.words if word in exact}, key=len, reverse=True)
        keys = _Keys(self.shelf, dict.fromkeys([*forward, *backward]), parts, self.step)
        for rank in ranks:
            # Two words in their order lead to all that stand in order; the rest needs both.
            ordered = rank in (IN_ORDER, BEGUN_IN_ORDER)
            chosen = forward if ordered else list(dict.fromkeys([*forward, *backward]))
            yield from self._select(keys, chosen, rank)

    def _select(self, keys: _Keys, chosen: list[str], rank: int) -> Iterator[list[str]]:
        given = ""
        while True:
            texts, frontier = keys.sure(chosen, given)
            new = [text for text in texts if self._rank(text) == rank]
            if new:
                yield new
            if frontier is None:
                return
            given = frontier
            keys.more(chosen)

    def _marked(self, choices: list[list[str]]) -> tuple[list[str], list[str]]:
        exact = self.question.exact_words
        known = [choice for word, choice in zip(self.words, choices, strict=True) if word in exact]
        return ([], []) if not all(known) else (self._rarest(known), [])

    def _plain(self, new: list[list[str]], choices: list[list[str]]) -> tuple[list[str], list[str]]:
        """Keys that lead to every name of the level: in the typed order, and the other way."""
        if not all(choices):
            return [], []
        if len(choices) == 1:
            return new[0], []
        forward: list[str] = []
        backward: list[str] = []
        places = [place for place, words in enumerate(new) if words]
        if new == choices:  # all words are sought whole: any two of them lead to every name
            places = []
            pairs = [(i, j) for j in range(len(new)) for i in range(j)][:MOST_WEIGHED]
            forward, backward = self._rarest_pair(
                [_pairs(new[i], choices[j], turned=False) for i, j in pairs]
            )
        for i in places:
            partners = [j for j in range(len(choices)) if j != i]
            least = min(len(choices[j]) for j in partners)
            if len(new[i]) * least > MOST_PAIRS:
                shorter = min([new[i], *(choices[j] for j in partners)], key=len)
                forward, backward = [*forward, *shorter], [*backward, *shorter]
                continue
            alike = [j for j in partners if len(choices[j]) == least]
            there, back = self._rarest_pair(
                [_pairs(new[i], choices[j], turned=j < i) for j in alike]
            )
            forward, backward = [*forward, *there], [*backward, *back]
        return list(dict.fromkeys(forward)), list(dict.fromkeys(backward))

    def _rarest_pair(self, pairs: list[tuple[list[str], list[str]]]) -> tuple[list[str], list[str]]:
        if len(pairs) == 1:
            return pairs[0]
        groups = [[*forward, *backward] for forward, backward in pairs]
        return pairs[groups.index(self._rarest(groups))]

    def _rarest(self, groups: list[list[str]]) -> list[str]:
        if len(groups) == 1:
            return groups[0]
        keys = sorted({key for group in groups for key in group})
        weight = dict(zip(keys, reading.weights(self.shelf, keys, COUNTED), strict=True))
        return min(groups, key=lambda group: (sum(weight[k] for k in group), len(group)))

    def _rank(self, text: str) -> int | None:
        if text not in self.ranks:
            self.ranks[text] = self.question.rank(text)
        return self.ranks[text]


def _pairs(ones: list[str], others: list[str], *, turned: bool) -> tuple[list[str], list[str]]:
    """Keys of one word and another, in this order and the other; `turned` swaps the two."""
    straight = [f"{a} {b}" for a in ones for b in others]
    crossed = [f"{b} {a}" for a in ones for b in others]
    return (crossed, straight) if turned else (straight, crossed)


class _Keys:
    """The names under some keys, read in growing helpings."""

    def __init__(self, shelf: int, keys: Iterable[str], parts: list[str], step: int) -> None:
        self.shelf, self.parts, self.step = shelf, parts, step
        self.open: dict[str, str] = dict.fromkeys(keys, "")
        self.read: dict[str, list[str]] = {key: [] for key in self.open}
        self._fetch(list(self.open))

    def sure(self, chosen: list[str], after: str) -> tuple[list[str], str | None]:
        """Names read so far beyond `after` that nothing unread precedes, and where they end."""
        last = [self.open[key] for key in chosen if key in self.open]
        frontier = min(last) if last else None
        texts = {
            text
            for key in chosen
            for text in self.read[key]
            if text > after and (frontier is None or text <= frontier)
        }
        return sorted(texts), frontier

    def more(self, chosen: list[str]) -> None:
        self.step *= GROWTH
        if lagging := [key for key in chosen if key in self.open]:
            self._fetch(lagging)

    def _fetch(self, keys: list[str]) -> None:
        asked = [(key, self.open[key]) for key in keys]
        found = reading.under(self.shelf, asked, self.parts, self.step)
        for key, texts in zip(keys, found, strict=True):
            self.read[key] += texts
            if len(texts) < self.step:
                del self.open[key]
            else:
                self.open[key] = texts[-1]
