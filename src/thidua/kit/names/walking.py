"""From a question to the names of a shelf, the best first, reading no more than is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
MOST_PAIRS = 40
# Names under a key are counted so far, to walk the rarest.
COUNTED = 300
GROWTH = 4

LookUp = Callable[[int, Sequence[str]], list[list[str]]]


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
    yield from walk.level([[word] for word in question.words], IN_ORDER, WHOLE)

    yield begun
    while after:
        page = reading.starting(shelf, question.phrase, after=after, limit=step)
        yield [text for text in page if question.rank(text) == STARTS_BEGUN]
        after = page[-1] if len(page) == step else ""

    starts = walk.beginnings()
    yield from walk.level(starts, BEGUN_IN_ORDER, BEGUN)

    if any(len(word) >= LEAST_INSIDE for word in question.words):
        yield from walk.level(walk.insides(starts), INSIDE)


class _Walk:
    """One walk along the keys of a shelf."""

    def __init__(self, shelf: int, question: Question, step: int) -> None:
        self.shelf, self.question, self.step = shelf, question, step
        self.ranks: dict[str, int | None] = {}

    def beginnings(self) -> list[list[str]]:
        """For each typed word the words of the shelf that it begins."""
        return self._expanded(reading.words_begun)

    def insides(self, starts: list[list[str]]) -> list[list[str]]:
        """For each typed word the words that hold it; short ones only where they begin."""
        held = self._expanded(reading.words_holding)
        return [
            holding if len(word) >= LEAST_INSIDE else begun
            for word, holding, begun in zip(self.question.words, held, starts, strict=True)
        ]

    def level(self, choices: list[list[str]], *ranks: int) -> Iterator[list[str]]:
        """Names of the given ranks that hold, for each typed word, one of its `choices`."""
        if not all(choices):
            return
        forward, backward = self._drivers(choices, paired=INSIDE not in ranks)
        keys = _Keys(self.shelf, [*forward, *backward], self.step)
        for rank in ranks:
            # Two words in their order lead to all that stand in order; the rest needs both.
            in_order = rank in (IN_ORDER, BEGUN_IN_ORDER)
            yield from self._select(
                keys, forward if in_order and backward else [*forward, *backward], rank
            )

    def _select(self, keys: _Keys, chosen: list[str], rank: int) -> Iterator[list[str]]:
        given = ""
        while True:
            texts, frontier = keys.sure(chosen)
            new = [t for t in texts if t > given and self._rank(t) == rank]
            if new:
                yield new
                given = new[-1]
            if frontier is None:
                return
            keys.more(chosen)

    def _drivers(self, choices: list[list[str]], *, paired: bool) -> tuple[list[str], list[str]]:
        """The keys to walk, in the typed order and the other way round."""
        places = range(len(choices))
        if len(choices) == 1:
            return choices[0], []
        if self.shelf & 1:
            return self._rarest(
                [
                    choice
                    for asked, choice in zip(self.question.words, choices, strict=True)
                    if asked in self.question.exact_words
                ]
            ), []
        if not paired:
            return self._rarest(choices), []
        best: list[tuple[int, int, int]] = sorted(
            (len(choices[i]) * len(choices[j]), i, j) for i in places for j in places if i < j
        )
        if best[0][0] > MOST_PAIRS:
            single = min(places, key=lambda i: (len(choices[i]), -len(self.question.words[i])))
            return choices[single], []
        alike = [(i, j) for size, i, j in best if size == best[0][0]][:6]
        pairs = [
            (
                [f"{a} {b}" for a in choices[i] for b in choices[j]],
                [f"{b} {a}" for a in choices[i] for b in choices[j]],
            )
            for i, j in alike
        ]
        if len(pairs) == 1:
            return pairs[0]
        rarest = self._rarest([[*forward, *backward] for forward, backward in pairs])
        return next(p for p in pairs if [*p[0], *p[1]] == rarest)

    def _rarest(self, groups: list[list[str]]) -> list[str]:
        keys = sorted({key for group in groups for key in group})
        weight = dict(zip(keys, reading.weights(self.shelf, keys, COUNTED), strict=True))
        return min(groups, key=lambda group: (sum(weight[k] for k in group), len(group)))

    def _expanded(self, look_up: LookUp) -> list[list[str]]:
        found = look_up(self.shelf, self.question.words)
        if not self.shelf & 1:
            return found
        # On a marked shelf a word typed without marks stands for all its marked forms; the walk
        # goes along the words typed with marks and tries the names for the others.
        exact = self.question.exact_words
        return [
            words if asked in exact else [""]
            for asked, words in zip(self.question.words, found, strict=True)
        ]

    def _rank(self, text: str) -> int | None:
        if text not in self.ranks:
            self.ranks[text] = self.question.rank(text)
        return self.ranks[text]


class _Keys:
    """The names under some keys, read in growing helpings."""

    def __init__(self, shelf: int, keys: Sequence[str], step: int) -> None:
        self.shelf, self.step = shelf, step
        self.read: dict[str, list[str]] = {key: [] for key in keys}
        self.open: dict[str, str] = dict.fromkeys(keys, "")
        self._fetch(list(self.open))

    def sure(self, chosen: list[str]) -> tuple[list[str], str | None]:
        """The names read so far that nothing unread can come before, and where that ends."""
        last = [self.open[key] for key in chosen if key in self.open]
        frontier = min(last) if last else None
        texts = {t for key in chosen for t in self.read[key] if frontier is None or t <= frontier}
        return sorted(texts), frontier

    def more(self, chosen: list[str]) -> None:
        self.step *= GROWTH
        self._fetch([key for key in chosen if key in self.open])

    def _fetch(self, keys: list[str]) -> None:
        asked = [(key, self.open[key]) for key in keys]
        for key, texts in zip(keys, reading.under(self.shelf, asked, self.step), strict=True):
            self.read[key] += texts
            if len(texts) < self.step:
                del self.open[key]
            else:
                self.open[key] = texts[-1]
