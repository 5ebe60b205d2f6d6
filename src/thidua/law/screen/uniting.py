"""Years put together to words, one pass over the rows.

A sum of distinct powers of two is their union: words are added up, which NumPy does fast, and only
where the same fact stands twice in a table (the count of bits tells) are they put together anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thidua.law.screen.tables import Array

# So many rows at a time stay near the processor.
_PART = 1 << 17


def places(years: Array, first: int) -> Array:
    """The bit of each year: 0 before `first`, 62 from `first + 61` on."""
    found: Array = np.clip(years - (first - 1), 0, 62)
    return found


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows as cells of words: which word (`lut` of `cell`, `groups` for none), subject, year."""

    cell: Array
    lut: Array
    groups: int
    subject: Array
    year: Array

    def at(self, rows: Array | slice) -> Cells:
        """Some of the rows."""
        return Cells(self.cell[rows], self.lut, self.groups, self.subject[rows], self.year[rows])


def united(size: int, first: int, cells: Cells) -> tuple[Array, bool]:
    """Per word and subject the union of the years, and whether each stood there once."""
    some_left = bool((cells.lut >= cells.groups).any())
    flat = np.zeros((cells.groups + some_left) * size, np.int64)
    counted = cells.lut < cells.groups
    low = int(cells.year.min())
    years = places(np.arange(low, int(cells.year.max()) + 1), first)
    bits = np.int64(1) << years.astype(np.int64)
    offset = cells.lut.astype(np.int64) * size

    def put(how: np.ufunc) -> int:
        wanted = 0
        for start in range(0, len(cells.subject), _PART):
            part = slice(start, start + _PART)
            where = offset[cells.cell[part]] + cells.subject[part]
            wanted += int(np.count_nonzero(counted[cells.cell[part]]))
            how.at(flat, where, bits[cells.year[part].astype(np.intp) - low])
        return wanted

    wanted = put(np.add)
    words = flat[: cells.groups * size].reshape(cells.groups, size)
    once = int(np.bitwise_count(words).sum(dtype=np.int64)) == wanted
    if not once:
        flat[:] = 0
        put(np.bitwise_or)
    return words, once
