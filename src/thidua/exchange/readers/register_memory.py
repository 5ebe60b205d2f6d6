"""What cells of the same content said: a register repeats names, units, days and decisions by the
thousand, and each is read once per file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Generic, TypeVar

from thidua.exchange.readers.award_names import AwardName
from thidua.exchange.readers.cells import read_gender, split_address
from thidua.exchange.readers.dates import NOTHING, DateRead, read_date
from thidua.exchange.readers.text import clean, title_case, words
from thidua.exchange.readers.units import expand, split_position, starts_as_unit
from thidua.exchange.readers.workbook import Value

HEADS = frozenset({"ho va ten", "ho ten", "ten ca nhan tap the"})
# Words of letters with one blank between them, as names are written: nothing to be cleaned.
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")
# How a header over names may end: only such a cell is compared with the headers.
_HEAD_ENDS = frozenset({"tên", "ten", "thể", "the"})

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V], Generic[K, V]):
    """Asked for a content it has not seen, it reads it and keeps the answer."""

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: K) -> V:
        self[key] = answer = self._read(key)
        return answer


class CellMemory:
    """The memory of one file, over all its sheets; births are read as of `as_of`.

    `listed_*` are what a plain line takes from the bare cell, None where that line has to be read
    on its own.
    """

    def __init__(self, as_of: dt.date) -> None:
        self.as_of = as_of
        window = (1930, as_of.year - 15)
        self.texts: Memo[str, str] = Memo(clean)
        # None of the readers holds the memory itself: it goes with the last who needs it.
        named: Memo[str, tuple[str, str | None]] = Memo(_named)
        placed: Memo[str, tuple[str, str]] = Memo(_placed)
        born: Memo[Value, DateRead] = Memo(
            lambda value: read_date(value, today=as_of, two_digit_years=window)
        )
        self.named, self.placed, self.born = named, placed, born
        self.decisions: dict[tuple[str, Value], tuple[str, dt.date | None, str]] = {}
        self.notes: dict[tuple[str, str | None, str], tuple[str, str, str]] = {}
        self.awards: dict[str, AwardName | None] = {}
        self.listed_names: Memo[Value, tuple[str, str | None] | None] = Memo(
            lambda value: _listed_name(value, named)
        )
        self.listed_births: Memo[Value, DateRead | None] = Memo(
            lambda value: _listed_birth(value, born)
        )
        self.listed_numbers: Memo[Value, str | None] = Memo(_listed_number)
        self.listed_units: Memo[Value, tuple[str, str] | None] = Memo(
            lambda value: placed[clean(value)] if type(value) is str else None
        )
        self.genders: Memo[Value, str | None] = Memo(_gender)


def _listed_name(
    value: Value, named: Memo[str, tuple[str, str | None]]
) -> tuple[str, str | None] | None:
    """None for what may be a heading or the header repeated."""
    if type(value) is not str or ":" in value:
        return None
    if _NAME.fullmatch(value) and value.rpartition(" ")[2].lower() not in _HEAD_ENDS:
        return named[value]
    said = words(clean(value))
    return named[clean(value)] if said and said not in HEADS else None


def _listed_birth(value: Value, born: Memo[Value, DateRead]) -> DateRead | None:
    """None for a cell whose reading is told as a doubt, line by line."""
    if value == "":
        return NOTHING
    read = born[value]
    return read if not read.doubt or read.either else None


def _named(raw: str) -> tuple[str, str | None]:
    """The name in usual case without the form of address, and the sex that this told."""
    name, gender = split_address(raw)
    return title_case(name), gender


def _placed(said: str) -> tuple[str, str]:
    """Position and unit of one cell."""
    if "," in said and not starts_as_unit(said):
        return split_position(said, ())
    return "", expand(said)


def _listed_number(value: Value) -> str | None:
    if value == "":
        return ""
    plain = type(value) is str and len(value) == 12 and value.isdigit() and value.isascii()
    return str(value) if plain else None


def _gender(value: Value) -> str | None:
    return None if value == "" else read_gender(value)
