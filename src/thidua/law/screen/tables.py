"""Columns in: dicts of NumPy arrays or lists, Arrow tables, Polars frames, to plain NumPy.

Nothing is imported for it: Arrow and Polars columns are known by what they can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thidua.law.errors import QuestionError, Say

Array = NDArray[Any]


class Table:
    """One table of facts: rows of subjects; a column that is absent reads as its default."""

    def __init__(self, name: str, data: Any) -> None:
        self.name = name
        self._data = data
        self._names = _names(data)
        self.size = _length(data, self._names)

    def __contains__(self, column: str) -> bool:
        return column in self._names

    def raw(self, column: str) -> Any:
        found = self._data[column] if isinstance(self._data, Mapping) else _get(self._data, column)
        return found.to_arrow() if hasattr(found, "to_arrow") else found

    def numbers(self, column: str, default: int = 0, dtype: Any = np.int32) -> Array:
        """Integers; null is `default`. With `dtype` None as they come."""
        if column not in self:
            return np.full(self.size, default, dtype or np.int64)
        values = _numpy(self.raw(column))
        if values.dtype == object:
            values = np.array([default if value is None else value for value in values])
        elif values.dtype.kind == "f":
            values = np.where(np.isnan(values), default, values)
        return (
            values
            if dtype is None and values.dtype.kind in "iu"
            else values.astype(dtype or np.int64, copy=False)
        )

    def flags(self, column: str, *, default: bool) -> Array:
        """Yes or no; null is `default`."""
        return self.numbers(column, int(default), np.int8).astype(bool)

    def days(self, column: str, *, later: int = 0, at: Array | None = None) -> Array:
        """Dates as yyyymmdd, null as 0, of all rows or of some; `later` adds days first."""
        if column not in self:
            return np.zeros(self.size if at is None else len(at), np.int32)
        return numbered(days(self._some(column, at)), later)

    def _some(self, column: str, at: Array | None) -> Any:
        """The column, or some rows of it before anything is converted."""
        values = self.raw(column)
        if at is None:
            return values
        return values.take(at) if hasattr(values, "take") else [values[row] for row in at.tolist()]

    def coded(
        self,
        column: str,
        words: Iterable[str],
        default: str | None = None,
        at: Array | None = None,
    ) -> Array:
        """Words of a closed list as 1, 2, ...; null as 0, or as `default`."""
        place = {word: number for number, word in enumerate(words, 1)}
        other = place[default] if default else 0
        if column not in self:
            return np.full(self.size if at is None else len(at), other, np.uint8)
        numbers, found = dictionary(self._some(column, at))
        codes = np.zeros(len(found) + 1, np.uint8)
        codes[-1] = other
        for number, word in enumerate(found):
            if word not in place and word is not None:
                raise QuestionError(
                    Say(
                        f"bảng {self.name}, cột {column}: từ này không có trong danh mục.",
                        f"table {self.name}, column {column}: this word is not in the list.",
                    ),
                    found=str(word),
                    expected=Say(", ".join(place), ", ".join(place)),
                )
            codes[number] = place.get(word, other)
        return codes[numbers]

    def texts(self, column: str) -> list[str | None]:
        """Free words, one by one: for small tables only."""
        if column not in self:
            return [None] * self.size
        numbers, found = dictionary(self.raw(column))
        words = [*(None if word is None else str(word) for word in found), None]
        return [words[number] for number in numbers]

    def subjects(self, size: int) -> Array:
        """The row of the subject that each line is about."""
        rows = self.numbers("subject", -1)
        if self.size and (rows.min() < 0 or rows.max() >= size):
            raise QuestionError(
                Say(
                    f"bảng {self.name}: cột subject chỉ dòng không có trong bảng subjects.",
                    f"table {self.name}: subject points to no row of subjects.",
                ),
                expected=Say(f"0 đến {size - 1}", f"0 to {size - 1}"),
            )
        return rows


# Days from 1900 to 2099 are looked up; others are worked out.
_FIRST, _LAST = np.datetime64("1900-01-01", "D"), np.datetime64("2099-12-31", "D")


def numbered(values: Array, later: int = 0) -> Array:
    """datetime64[D] as yyyymmdd (order is kept), NaT as 0."""
    known = ~np.isnat(values)
    place = np.where(known, values.astype(np.int64), 0) - (int(_FIRST.astype(np.int64)) - later)
    usual = known & (place >= 0) & (place < len(_numbers()) - 1)
    found: Array = _numbers()[np.where(usual, place, -1)]
    if not usual.all():
        other = known & ~usual
        found[other] = _worked_out(values[other] + np.timedelta64(later, "D"))
    return found


def _worked_out(values: Array) -> Array:
    months = values.astype("datetime64[M]")
    month = months.astype(np.int64)
    day = (values - months).astype(np.int64) + 1
    found: Array = (1970 + month // 12) * 10000 + (month % 12 + 1) * 100 + day
    return found


@cache
def _numbers() -> Array:
    """yyyymmdd of each day from the first, and 0 at the end."""
    every = np.arange(_FIRST, _LAST + 1)
    return np.append(_worked_out(every), 0).astype(np.int32)


def days(values: Any) -> Array:
    """Any column of dates as datetime64[D]."""
    array = _numpy(values)
    if array.dtype.kind == "M":
        return array.astype("datetime64[D]")
    return np.array(array.tolist(), "datetime64[D]")


def _names(data: Any) -> list[str]:
    if isinstance(data, Mapping):
        return list(data)
    return list(data.column_names if hasattr(data, "column_names") else data.columns)


def _get(data: Any, column: str) -> Any:
    return data.column(column) if hasattr(data, "column_names") else data[column]


def _length(data: Any, names: Sequence[str]) -> int:
    if not isinstance(data, Mapping) and hasattr(data, "column_names"):
        return len(data)
    return len(data[names[0]]) if names else 0


def _numpy(values: Any) -> Array:
    if isinstance(values, np.ndarray):
        return values
    if hasattr(values, "to_numpy"):
        found: Array = np.asarray(
            values.to_numpy(zero_copy_only=False)
            if not hasattr(values, "chunks")
            else values.to_numpy()
        )
        return found
    listed = list(values)
    return np.array(listed, object if any(value is None for value in listed) else None)


def dictionary(values: Any) -> tuple[Array, list[Any]]:
    """Numbers into a list of distinct words; null points behind the end of the list."""
    if hasattr(values, "dictionary_encode"):
        encoded = values.dictionary_encode() if not is_dictionary(values) else values
        if hasattr(encoded, "combine_chunks"):
            encoded = encoded.combine_chunks()
        indices = encoded.indices
        words = encoded.dictionary.to_pylist()
        if indices.null_count:
            indices = indices.fill_null(len(words))
        return indices.to_numpy(zero_copy_only=False), words
    place: dict[Any, int] = {}
    listed = values.tolist() if isinstance(values, np.ndarray) else list(values)
    numbers = np.fromiter((place.setdefault(word, len(place)) for word in listed), np.int32)
    return numbers, list(place)


def is_dictionary(values: Any) -> bool:
    return str(values.type).startswith("dictionary")
