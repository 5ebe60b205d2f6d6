"""Year words: for each subject and kind of fact one integer whose bit y says "in year y".

Built once from long tables, kept beside the data, changed where facts change. What a word cannot
say (days of decisions, achievement periods, posts) stays as rows sorted by subject.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from thidua.law.errors import QuestionError, Say
from thidua.law.facts.model import Facts
from thidua.law.screen.building import NONE, build
from thidua.law.screen.from_facts import tables_of
from thidua.law.screen.rows import Rows
from thidua.law.screen.tables import Array, Table
from thidua.law.screen.uniting import places

FORMAT = "thidua-year-words/1"
YEARS = 61


@dataclass(frozen=True, slots=True)
class YearWords:
    """`columns`: one value per subject, or one for all; `rows`: facts kept one by one.

    `first` is the year of bit 1; bit 0 stands for everything before it, so questions reach back
    to `first` exactly, and up to `first + 60`.
    """

    size: int
    first: int
    columns: Mapping[str, Array | int]
    rows: dict[str, Rows]
    plain: frozenset[str]

    # -- made ----------------------------------------------------------------------------------
    @classmethod
    def from_tables(
        cls, tables: Mapping[str, Any], *, first: int | None = None, plain: Sequence[str] = ()
    ) -> YearWords:
        """From long tables (see the package). `plain` names further awards of which only the years
        are kept, to save memory; a rule that asks more of them is then refused."""
        return cls(*build({name: Table(name, data) for name, data in tables.items()}, first, plain))

    @classmethod
    def from_facts(cls, facts: Sequence[Facts], *, first: int | None = None) -> YearWords:
        """From whole histories: for a small body, or a test."""
        return cls.from_tables(tables_of(facts), first=first)

    # -- asked ---------------------------------------------------------------------------------
    def column(self, name: str) -> Array | int:
        """One value per subject, or one for all, also for facts that nobody has."""
        if name in self.columns:
            return self.columns[name]
        what, _, rest = name.partition(":")
        rows = self.rows.get(f"awards:{rest}") if what == "held" else None
        if rows is not None and rows.size:
            word = np.zeros(self.size, np.int64)
            years = places(rows.columns["year"], self.first).astype(np.int64)
            np.bitwise_or.at(word, rows.subject, np.int64(1) << years)
            return word
        if what in ("from", "to") and ":" in rest:
            return self.columns[f"{what}:awards"]
        return NONE if what == "with" else 0

    def check_year(self, year: int) -> None:
        """Refuses a year whose run of years would leave the words."""
        if not self.first + 10 <= year < self.first + YEARS:
            raise QuestionError(
                Say("năm hỏi nằm ngoài các năm đã xếp.", "the year is outside the words."),
                found=str(year),
                expected=Say(
                    f"{self.first + 10} đến {self.first + YEARS - 1}",
                    f"{self.first + 10} to {self.first + YEARS - 1}",
                ),
            )

    def nbytes(self) -> int:
        """Bytes held, without what belongs to the tables they came from."""
        words = sum(item.nbytes for item in self.columns.values() if isinstance(item, np.ndarray))
        return words + sum(rows.nbytes() for rows in self.rows.values())

    def facts(self, name: str) -> Rows | None:
        """Facts of one kind one by one, by subject; put in that order when first asked for."""
        found = self.rows.get(name)
        if found is not None and not found.ordered:
            found = self.rows[name] = Rows.sorted(found.subject, found.columns, found.words)
        return found

    # -- changed and kept ----------------------------------------------------------------------
    def replace(self, subjects: Sequence[int] | Array, tables: Mapping[str, Any]) -> YearWords:
        """The same words where the facts of these subjects are told anew, wholly; row i of the new
        `subjects` table takes the place of `subjects[i]`."""
        places = np.asarray(subjects, np.int64)
        fresh = YearWords.from_tables(tables, first=self.first, plain=sorted(self.plain))
        if fresh.size != len(places) or len(np.unique(places)) != len(places):
            raise QuestionError(
                Say(
                    "mỗi dòng mới phải thay đúng một dòng cũ.",
                    "each new row must take the place of one old row.",
                ),
                found=f"{fresh.size}",
                expected=Say(str(len(places)), str(len(places))),
            )
        columns: dict[str, Array | int] = {}
        for name in {*self.columns, *fresh.columns}:
            columns[name] = _spliced(
                self.column(name), fresh.column(name), places, self.size, fresh.size
            )
        rows = {
            name: Rows.spliced(self.facts(name), fresh.facts(name), places)
            for name in {*self.rows, *fresh.rows}
        }
        return YearWords(self.size, self.first, columns, rows, self.plain)

    def save(self, path: Path | str) -> None:
        """Everything in one file of NumPy arrays (`.npz`)."""
        arrays: dict[str, Any] = {}
        single: dict[str, int] = {}
        for name, value in self.columns.items():
            if isinstance(value, np.ndarray):
                arrays[f"column/{name}"] = value
            else:
                single[name] = int(value)
        for name in list(self.rows):
            rows = self.facts(name)
            arrays.update(rows.arrays(f"rows/{name}/") if rows else {})
        head = {
            "format": FORMAT,
            "size": self.size,
            "first": self.first,
            "plain": sorted(self.plain),
            "single": single,
            "words": {name: rows.words for name, rows in self.rows.items()},
        }
        with Path(path).open("wb") as file:
            np.savez(file, head=np.array(json.dumps(head)), **arrays)

    @classmethod
    def load(cls, path: Path | str) -> YearWords:
        """What `save` wrote; a file of another kind is refused."""
        try:
            with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as stored:
                head = json.loads(str(stored["head"]))
                if head["format"] != FORMAT:
                    raise KeyError(FORMAT)
                arrays = {name: stored[name] for name in stored.files if name != "head"}
        except (KeyError, ValueError, EOFError, BadZipFile) as fault:
            raise QuestionError(
                Say("không phải tệp các năm đã xếp.", "not a file of year words."),
                found=str(path),
                todo=Say("xếp lại từ sổ khen thưởng", "build them anew from the register"),
            ) from fault
        columns: dict[str, Array | int] = dict(head["single"])
        parts: dict[str, dict[str, Array]] = {name: {} for name in head["words"]}
        for name, array in arrays.items():
            what, _, rest = name.partition("/")
            if what == "column":
                columns[rest] = array
            else:
                kind, _, column = rest.rpartition("/")
                parts[kind][column] = array
        rows = {
            name: Rows(found.pop("subject"), found, head["words"][name])
            for name, found in parts.items()
        }
        return cls(head["size"], head["first"], columns, rows, frozenset(head["plain"]))


def _spliced(
    old: Array | int, new: Array | int, places: Array, size: int, count: int
) -> Array | int:
    if not isinstance(old, np.ndarray) and not isinstance(new, np.ndarray) and old == new:
        return old
    if count == size and not isinstance(new, np.ndarray):
        return new
    kinds = [item.dtype for item in (old, new) if isinstance(item, np.ndarray)]
    kind = np.result_type(*kinds) if kinds else np.dtype(np.int64)
    whole = old.astype(kind) if isinstance(old, np.ndarray) else np.full(size, old, kind)
    whole[places] = new
    return whole
