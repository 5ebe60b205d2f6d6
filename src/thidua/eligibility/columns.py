"""The facts of many people as columns: what the screener reads, kept beside the data.

One row of `people` per person; the other tables point to it by `person`. Codes are places in the
closed lists of the facts format, 0 for none. Nothing here depends on the year asked:
`eligibility.spans` says which years are known for a year.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thidua.law.facts import words as w
from thidua.law.index import award_index

Array = NDArray[Any]
Tables = dict[str, dict[str, Array]]
FORMAT = "thidua-fact-columns/1"
NO_DAY = np.datetime64("NaT", "D")
SEVERAL = "*"  # an initiative used for titles that differ

_INT, _DAY, _FLAG, _LONG = "i4", "M8[D]", "?", "i8"
# Tables with their columns; `person` is the row in `people`.
SHAPE: dict[str, dict[str, str]] = {
    "people": {
        "pk": _LONG,
        "book": _INT,
        "unit": _LONG,
        "group": _INT,
        "gender": _INT,
        "employment": _INT,
        "recruited": _DAY,
        "elsewhere": _FLAG,
        "joined": _INT,
        "left": _INT,
        "gone": _FLAG,
        "posts_listed": _FLAG,
        "leave_listed": _FLAG,
        "disciplines_listed": _FLAG,
        "changed": _LONG,
    },
    "ratings": {"person": _INT, "year": _INT, "grade": _INT},
    "awards": {
        "person": _INT,
        "code": _INT,
        "year": _INT,
        "decided": _DAY,
        "start": _DAY,
        "end": _DAY,
        "merit": _INT,
        "decision": _INT,
        "claimed": _FLAG,
    },
    "initiatives": {
        "person": _INT,
        "year": _INT,
        "level": _INT,
        "kind": _INT,
        "recognised_on": _DAY,
        "recognised": _FLAG,
        "used": _INT,
        "used_year": _INT,
    },
    "disciplines": {"person": _INT, "measure": _INT, "start": _DAY, "end": _DAY},
    "leave": {"person": _INT, "kind": _INT, "start": _DAY, "end": _DAY},
    "pending": {"person": _INT, "kind": _INT, "start": _DAY, "end": _DAY},
    "posts": {"person": _INT, "start": _DAY, "end": _DAY},
    "registrations": {"person": _INT, "year": _INT},
}
WORDS: dict[str, tuple[str | None, ...]] = {
    "group": (None, *w.GROUPS),
    "gender": (None, *w.GENDERS),
    "employment": (None, *w.EMPLOYMENTS),
    "grade": (None, *w.GRADES),
    "code": (None, *award_index()),
    "merit": (None, *w.MERITS),
    "level": (None, *w.LEVELS),
    "kind": (None, *w.INITIATIVE_KINDS),
    "used": (None, SEVERAL, *award_index()),
    "measure": (None, *w.MEASURES),
    "leave": (None, *w.LEAVE_KINDS),
    "pending": (None, *w.PENDING_KINDS),
}
PLACES: dict[str, dict[str | None, int]] = {
    name: {word: place for place, word in enumerate(words)} for name, words in WORDS.items()
}


@dataclass(frozen=True)
class Book:
    """What is known of one body as a whole: the years its register covers, and what begins when."""

    department: int
    scope: str = ""
    years: frozenset[int] = frozenset()
    own: Mapping[str, frozenset[int]] | None = None
    ledger: int | None = None
    registered: frozenset[int] = frozenset()

    def to_dict(self) -> dict[str, Any]:
        return {
            "department": self.department,
            "scope": self.scope,
            "years": sorted(self.years),
            "own": {code: sorted(years) for code, years in (self.own or {}).items()},
            "ledger": self.ledger,
            "registered": sorted(self.registered),
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Book:
        return cls(
            kept["department"],
            kept["scope"],
            frozenset(kept["years"]),
            {code: frozenset(years) for code, years in kept["own"].items()},
            kept["ledger"],
            frozenset(kept["registered"]),
        )


@dataclass(frozen=True)
class FactColumns:
    """People of some bodies with their facts; `decisions` are the numbers that awards point to."""

    books: tuple[Book, ...]
    tables: Tables
    decisions: tuple[str | None, ...] = (None,)

    @property
    def size(self) -> int:
        return len(self.tables["people"]["pk"])

    def __getitem__(self, name: str) -> dict[str, Array]:
        return self.tables[name]

    def nbytes(self) -> int:
        return sum(column.nbytes for table in self.tables.values() for column in table.values())

    def only(self, keep: Array) -> FactColumns:
        """The people of a mask or of a list of rows, in that order, with their facts."""
        rows = np.flatnonzero(keep) if keep.dtype == bool else np.asarray(keep)
        place = np.full(self.size, -1)
        place[rows] = np.arange(len(rows))
        tables: Tables = {"people": {n: c[rows] for n, c in self["people"].items()}}
        for name, table in self.tables.items():
            if name == "people":
                continue
            some = place[table["person"]] >= 0
            picked = {n: c[some] for n, c in table.items()}
            picked["person"] = place[picked["person"]].astype(_INT)
            tables[name] = picked
        return FactColumns(self.books, tables, self.decisions)

    def until(self, year: int) -> FactColumns:
        """The record as it stood when the awards of `year` were considered: those not yet given,
        everything else up to the end of the year."""
        end = np.datetime64(f"{year}-12-31")
        keep = {
            "ratings": self["ratings"]["year"] <= year,
            "awards": self["awards"]["year"] < year,
            "initiatives": self["initiatives"]["year"] <= year,
            "registrations": self["registrations"]["year"] <= year,
        }
        for name in ("disciplines", "leave", "pending", "posts"):
            begun = self[name]["start"]
            keep[name] = (begun <= end) | np.isnat(begun)
        tables = {
            name: {n: c[keep[name]] for n, c in table.items()} if name in keep else table
            for name, table in self.tables.items()
        }
        return FactColumns(self.books, tables, self.decisions)

    def to_bytes(self) -> bytes:
        """For keeping: a head of JSON and the arrays one after the other, compressed as one."""
        head = {
            "format": FORMAT,
            "books": [book.to_dict() for book in self.books],
            "decisions": list(self.decisions),
            "sizes": {name: len(next(iter(t.values()))) for name, t in self.tables.items()},
        }
        first = json.dumps(head).encode()
        arrays = [
            np.ascontiguousarray(self[name][column], dtype=kind).tobytes()
            for name, columns in SHAPE.items()
            for column, kind in columns.items()
        ]
        return zlib.compress(b"".join([len(first).to_bytes(8, "big"), first, *arrays]), 1)

    @classmethod
    def from_bytes(cls, kept: bytes) -> FactColumns:
        """What `to_bytes` wrote; ValueError for anything else, so that it is read anew."""
        try:
            whole = zlib.decompress(kept)
            start = 8 + int.from_bytes(whole[:8], "big")
            head = json.loads(whole[8:start])
            if head["format"] != FORMAT:
                raise ValueError(head["format"])
            tables: Tables = {}
            for name, columns in SHAPE.items():
                size = head["sizes"][name]
                tables[name] = {}
                for column, kind in columns.items():
                    tables[name][column] = np.frombuffer(whole, kind, size, start)
                    start += tables[name][column].nbytes
        except (KeyError, TypeError, zlib.error) as error:
            raise ValueError("not columns of facts") from error
        books = tuple(Book.from_dict(book) for book in head["books"])
        return cls(books, tables, tuple(head["decisions"]))


def empty() -> Tables:
    return {
        name: {column: np.zeros(0, kind) for column, kind in columns.items()}
        for name, columns in SHAPE.items()
    }


def table(name: str, rows: Sequence[tuple[Any, ...]]) -> dict[str, Array]:
    """Lines in the order of the columns of SHAPE as arrays; None is no day, or 0."""
    shape = SHAPE[name]
    if not rows:
        return {column: np.zeros(0, kind) for column, kind in shape.items()}
    return {
        column: _array(values, kind)
        for (column, kind), values in zip(shape.items(), zip(*rows, strict=True), strict=True)
    }


def _array(values: tuple[Any, ...], kind: str) -> Array:
    if kind == _DAY:
        return np.array(values, dtype=_DAY)
    try:
        return np.array(values, dtype=kind)
    except TypeError:
        return np.array([0 if value is None else value for value in values], dtype=kind)


def joined(parts: Sequence[FactColumns]) -> FactColumns:
    """Several bodies as one, in the order given."""
    if len(parts) == 1:
        return parts[0]
    books: list[Book] = []
    decisions: list[str | None] = [None]
    pieces: dict[str, list[dict[str, Array]]] = {name: [] for name in SHAPE}
    people = 0
    for part in parts:
        for name, one in part.tables.items():
            piece = dict(one)
            if name == "people":
                piece["book"] = piece["book"] + len(books)
            else:
                piece["person"] = piece["person"] + people
            if name == "awards":
                shift = len(decisions) - 1
                piece["decision"] = np.where(piece["decision"], piece["decision"] + shift, 0)
            pieces[name].append(piece)
        books += part.books
        decisions += part.decisions[1:]
        people += part.size
    if not parts:
        return FactColumns((), empty())
    tables = {
        name: {
            column: np.concatenate([piece[column] for piece in some]).astype(kind, copy=False)
            for column, kind in SHAPE[name].items()
        }
        for name, some in pieces.items()
    }
    return FactColumns(tuple(books), tables, tuple(decisions))


def without(columns: FactColumns, people: Collection[int]) -> FactColumns:
    """All but the people with these primary keys."""
    return columns.only(~np.isin(columns["people"]["pk"], np.array(sorted(people), dtype=_LONG)))


class Coded:
    """A column of codes that the screener reads as words: it speaks as an Arrow column does."""

    type = "dictionary"

    def __init__(self, codes: Array, words: Sequence[str | None]) -> None:
        self.indices = _Indices(codes)
        self.dictionary = _Words(words)

    def __len__(self) -> int:
        return len(self.indices.codes)

    def dictionary_encode(self) -> Coded:
        return self

    def take(self, rows: Array) -> Coded:
        return Coded(self.indices.codes[rows], self.dictionary.to_pylist())


class _Indices:
    null_count = 0

    def __init__(self, codes: Array) -> None:
        self.codes = codes

    def to_numpy(self, *, zero_copy_only: bool = False) -> Array:  # noqa: ARG002 - as Arrow has it
        return self.codes


class _Words:
    def __init__(self, words: Sequence[str | None]) -> None:
        self.words = list(words)

    def to_pylist(self) -> list[str | None]:
        return self.words
