"""Names of a shelf read in helpings: those that begin with a phrase, those under keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from thidua.kit.names import reading
from thidua.kit.names.opening import Opening
from thidua.kit.names.ranking import Question

GROWTH = 4


def starting(
    shelf: int, question: Question, step: int, opening: Opening | None
) -> Iterator[list[tuple[str, int | None]]]:
    """Names that begin with what was typed, page by page, with their ranks."""
    after = ""
    if opening is not None:
        yield [(text, question.rank(text)) for text in opening.names]
        if not opening.more:
            return
        after = opening.names[-1]
    while True:
        page = reading.starting(shelf, question.phrase, after=after, limit=step)
        yield [(text, question.rank(text)) for text in page]
        if len(page) < step:
            return
        after = page[-1]


class Keys:
    """What was read of the names under some keys, and where each goes on."""

    def __init__(self, shelf: int, parts: list[str], step: int) -> None:
        self.shelf, self.parts, self.step = shelf, parts, step
        self.open: dict[str, str] = {}
        self.read: dict[str, list[str]] = {}

    def take(self, read: dict[str, list[str]]) -> None:
        """First helpings that were read before."""
        for key, texts in read.items():
            self.read[key] = texts
            if len(texts) >= self.step:
                self.open[key] = texts[-1]

    def read_first(self, keys: Iterable[str]) -> None:
        """The first helping of each of these keys, unless it was read before."""
        fresh = [key for key in dict.fromkeys(keys) if key not in self.read]
        if fresh:
            self.open |= dict.fromkeys(fresh, "")
            self.read |= {key: [] for key in fresh}
            self._fetch(fresh)

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
