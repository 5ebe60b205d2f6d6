"""What a walk asks first, known from the question alone."""

from __future__ import annotations

from itertools import combinations

from thidua.kit.names.opening import Wanted
from thidua.kit.names.ranking import LEAST_INSIDE, Question

# So many pairs of typed words are weighed to walk the rarest.
MOST_WEIGHED = 10
# Names under a key are counted so far, to walk the rarest.
COUNTED = 300


def wanted(shelf: int, question: Question) -> Wanted:
    """What the walk will ask first whatever the answers."""
    words = question.words
    if shelf & 1 or len(words) > 2:
        return look_up_of(shelf, question)
    keys = words if len(words) == 1 else [" ".join(words), " ".join(reversed(words))]
    return Wanted(read=list(dict.fromkeys(keys)), held=held_of(question))


def look_up_of(shelf: int, question: Question) -> Wanted:
    """Words begun or held by typed ones, and how common the keys are that may be walked.

    Two words lead to their names at once; of more the rarest pair is walked.
    """
    words, plain = question.words, not shelf & 1
    known = [word for word in words if word in question.exact_words]
    pairs = pairs_of(words) if len(words) > 2 else []
    return Wanted(
        beginnings=[word for word in known if len(word) < LEAST_INSIDE],
        parts=[word for word in known if len(word) >= LEAST_INSIDE],
        weighed=list(dict.fromkeys(key for pair in pairs for key in pair) if plain else known),
        counted=COUNTED,
    )


def held_of(question: Question) -> list[str]:
    """Typed words that every fitting name of the same kind of shelf holds somewhere."""
    return sorted(set(question.words) & question.exact_words, key=len, reverse=True)


def pairs_of(words: list[str]) -> list[tuple[str, str]]:
    """Keys of two typed words each, in their order and the other way round."""
    listed = [(f"{a} {b}", f"{b} {a}") for a, b in combinations(words, 2)]
    return listed[:MOST_WEIGHED]
