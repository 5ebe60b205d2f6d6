"""Files stay small: a hard stop, a goal for nine in ten, and a list of exceptions that shrinks."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.architecture.conftest import Source

HARD_STOP = 400
HARD_STOP_OF_TESTS = 600
# Files above the stop and the lines they may have: take names out, never add or raise one.
EXCEPTIONS: dict[str, int] = {}


def lines(source: Source) -> int:
    return source.text.count("\n")


def test_no_file_passes_the_hard_stop(all_sources: list[Source]) -> None:
    too_long = {
        source.name: lines(source)
        for source in all_sources
        if lines(source)
        > EXCEPTIONS.get(
            source.name, HARD_STOP_OF_TESTS if source.name.startswith("tests/") else HARD_STOP
        )
    }
    assert too_long == {}, "split each into a folder of the same name, by subject"


def test_an_exception_that_is_no_longer_needed_leaves_the_list(all_sources: list[Source]) -> None:
    sizes = {source.name: lines(source) for source in all_sources}
    assert {name: sizes.get(name, 0) for name in EXCEPTIONS} == EXCEPTIONS


def test_nine_files_in_ten_are_below_250_lines(sources: list[Source]) -> None:
    sizes = [lines(source) for source in sources if lines(source) > 1]
    below = sum(size < 250 for size in sizes) / len(sizes)
    assert below >= 0.9
    assert statistics.median(sizes) <= 120
