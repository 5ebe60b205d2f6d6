"""Facts kept one by one, sorted by subject, with the words of their closed or open lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from thidua.law.screen.tables import Array


@dataclass(frozen=True, slots=True)
class Rows:
    """`subject` ascends where `ordered`; `words` lists the texts that numbers point into."""

    subject: Array
    columns: Mapping[str, Array]
    words: Mapping[str, list[str | None]] = field(default_factory=dict)
    ordered: bool = True
    _bounds: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        return len(self.subject)

    def bounds(self, name: str) -> tuple[int, int]:
        """The least and the greatest value of a column; looked for once."""
        if name not in self._bounds:
            array = self.columns[name]
            self._bounds[name] = int(array.min()), int(array.max())
        return self._bounds[name]

    def nbytes(self) -> int:
        return int(self.subject.nbytes + sum(item.nbytes for item in self.columns.values()))

    def arrays(self, prefix: str) -> dict[str, Array]:
        """For a file."""
        return {
            prefix + "subject": self.subject,
            **{prefix + name: array for name, array in self.columns.items()},
        }

    @classmethod
    def sorted(
        cls,
        subject: Array,
        columns: Mapping[str, Array],
        words: Mapping[str, list[str | None]] | None = None,
        *,
        then: tuple[Array, ...] = (),
    ) -> Rows:
        """In the order of subjects, then of `then` (the first of them last), then as given."""
        if not then and bool(np.all(subject[1:] >= subject[:-1])):
            return cls(subject, dict(columns), words or {})
        order = np.lexsort((*then, subject)) if then else np.argsort(subject, kind="stable")
        found = {name: array[order] for name, array in columns.items()}
        return cls(subject[order], found, words or {})

    @classmethod
    def spliced(cls, old: Rows | None, new: Rows | None, places: Array) -> Rows:
        """The old rows, those of the subjects at `places` replaced by the new ones."""
        kept = np.zeros(0, bool) if old is None else ~np.isin(old.subject, places)
        if old is None:
            assert new is not None  # noqa: S101 - one of the two has the name
            return cls.sorted(places[new.subject].astype(np.int32), new.columns, new.words)
        if new is None:
            columns = {name: array[kept] for name, array in old.columns.items()}
            return cls(old.subject[kept], columns, old.words)
        subject = np.concatenate([old.subject[kept], places[new.subject].astype(np.int32)])
        columns, words = {}, {}
        for name, array in old.columns.items():
            added = new.columns[name]
            if name in old.words:
                words[name], added = _joined(old.words[name], new.words[name], added)
            columns[name] = np.concatenate([array[kept], added])
        return cls.sorted(subject, columns, words)


def _joined(
    old: list[str | None], new: list[str | None], numbers: Array
) -> tuple[list[str | None], Array]:
    words = list(old)
    place = {word: number for number, word in enumerate(words)}
    moved = []
    for word in new:
        if word not in place:
            place[word] = len(words)
            words.append(word)
        moved.append(place[word])
    return words, np.array(moved, numbers.dtype)[numbers] if moved else numbers
