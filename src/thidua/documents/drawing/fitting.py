"""Text shrunk and broken until it fits its box: one line if it may stay readable, else several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thidua.documents.drawing.fonts import UNITS, Face, Word, word

LEADING = 1.28
ASCENT, DESCENT = 0.96, 0.27
# On one line a text may shrink to this share of its size before it is broken.
ONE_LINE = 0.72
# Nothing is set smaller; what does not fit even so is reported.
FLOOR = 5.0
_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line; the width is thousandths of the size, blanks counted."""

    words: tuple[Word, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a text lies in its box. `tight`: below the smallest size asked for; `spills`: too long
    even at the floor."""

    size: float
    lines: tuple[Line, ...]
    tight: bool = False
    spills: bool = False

    @property
    def height(self) -> float:
        return self.size * (ASCENT + DESCENT + LEADING * (len(self.lines) - 1))


def fit(
    text: str, face: Face, *, width: float, height: float, size: float, smallest: float, lines: int
) -> Fitted:
    """Fit `text` into a box of points; `lines` is how many lines it may take at most."""
    paragraphs = [[word(face, one) for one in part.split()] for part in text.split("\n")]
    blank = word(face, " ").width
    whole = [_line(words, blank) for words in paragraphs if words]
    if not whole:
        return Fitted(size, ())
    widest = max(line.width for line in whole)
    room = height / (ASCENT + DESCENT + LEADING * (len(whole) - 1))
    single = min(size, room, width * UNITS / widest)
    if single >= max(smallest, size * ONE_LINE):
        return Fitted(_down(single, size), tuple(whole))
    several = _broken(paragraphs, blank, width, height, size, smallest, lines, whole)
    if several is not None and several.size > single:
        return several
    if single >= smallest:
        return Fitted(_down(single, size), tuple(whole))
    forced = _broken(paragraphs, blank, width, height, smallest, FLOOR, max(lines, 9), whole)
    if forced is not None:
        return Fitted(forced.size, forced.lines, tight=True)
    return Fitted(FLOOR, tuple(whole), tight=True, spills=True)


def _down(value: float, size: float) -> float:
    return size if value >= size else max(int(value * 4) / 4, 1.0)


def _broken(
    paragraphs: Sequence[Sequence[Word]],
    blank: float,
    width: float,
    height: float,
    size: float,
    smallest: float,
    most: int,
    whole: Sequence[Line],
) -> Fitted | None:
    """The largest size between the two at which at most `most` lines fill the box."""
    if most <= len(whole):
        return None
    tried = size
    while tried >= smallest:
        limit = width * UNITS / tried
        lines = [line for words in paragraphs for line in _wrapped(words, blank, limit)]
        tall = tried * (ASCENT + DESCENT + LEADING * (len(lines) - 1))
        if len(lines) <= most and tall <= height and max(one.width for one in lines) <= limit:
            even = [line for words in paragraphs for line in _even(words, blank, limit)]
            return Fitted(tried, tuple(even))
        tried -= _STEP
    return None


def _wrapped(words: Sequence[Word], blank: float, limit: float) -> list[Line]:
    lines: list[list[Word]] = []
    used = 0.0
    for one in words:
        if lines and used + blank + one.width <= limit:
            lines[-1].append(one)
            used += blank + one.width
        else:
            lines.append([one])
            used = one.width
    return [_line(line, blank) for line in lines]


def _even(words: Sequence[Word], blank: float, limit: float) -> list[Line]:
    """As many lines, but of about equal length: no single word is left over."""
    best = _wrapped(words, blank, limit)
    low, high = limit / 2, limit
    for _ in range(7):
        middle = (low + high) / 2
        tried = _wrapped(words, blank, middle)
        if len(tried) == len(best) and max(line.width for line in tried) <= middle:
            best, high = tried, middle
        else:
            low = middle
    return best


def _line(words: Sequence[Word], blank: float) -> Line:
    gaps = blank * max(len(words) - 1, 0)
    return Line(tuple(words), sum(one.width for one in words) + gaps)
