"""The province as long columns: what the screener and the benchmarks read, with no database.

Each table is a set of NumPy arrays of one length; a row is one fact. Years and codes are small
integers, days are `datetime64[D]` (NaT where none). Saved as one `.npz` file.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thidua.cli.practice.province import shape
from thidua.cli.practice.province.bodies import Bodies, make_bodies

Ints = NDArray[np.integer[Any]]
Days = NDArray[np.datetime64]
FORMAT = "thidua-practice-province/1"
NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class People:
    """One row a person, in the order of the keys 0..n-1."""

    body: Ints
    unit: Ints
    group: Ints  # place in shape.GROUPS
    female: NDArray[np.bool_]
    party: NDArray[np.bool_]
    born: Days
    recruited: Days
    promoted: Days  # took up the present post; NaT: from the beginning
    name: NDArray[np.str_]


@dataclass(frozen=True)
class Ratings:
    person: Ints
    year: Ints
    grade: Ints  # place in shape.GRADES


@dataclass(frozen=True)
class Awards:
    """Lines of the registers about people; `award` is the place in shape.AWARDS.

    The achievement period that the decision names goes from `first` to `year`.
    """

    person: Ints
    award: Ints
    first: Ints
    year: Ints
    decided: Days


@dataclass(frozen=True)
class Initiatives:
    person: Ints
    year: Ints
    level: Ints  # place in shape.LEVELS
    recognised: Days


@dataclass(frozen=True)
class Disciplines:
    person: Ints
    measure: Ints  # place in tuple(shape.MEASURES)
    since: Days
    until: Days


@dataclass(frozen=True)
class Leaves:
    person: Ints
    since: Days
    until: Days


@dataclass(frozen=True)
class Pending:
    person: Ints
    since: Days


@dataclass(frozen=True)
class UnitYears:
    """Ratings of units; the leadership of a body is no collective."""

    unit: Ints
    year: Ints
    grade: Ints


@dataclass(frozen=True)
class UnitAwards:
    unit: Ints
    award: Ints
    year: Ints
    decided: Days


@dataclass(frozen=True)
class Province:
    """Everything drawn for one seed and number of people."""

    seed: int
    bodies: Bodies
    people: People
    ratings: Ratings
    awards: Awards
    initiatives: Initiatives
    disciplines: Disciplines
    leaves: Leaves
    pending: Pending
    unit_years: UnitYears
    unit_awards: UnitAwards

    @property
    def size(self) -> int:
        return len(self.people.body)


TABLES: dict[str, type[Any]] = {
    "people": People,
    "ratings": Ratings,
    "awards": Awards,
    "initiatives": Initiatives,
    "disciplines": Disciplines,
    "leaves": Leaves,
    "pending": Pending,
    "unit_years": UnitYears,
    "unit_awards": UnitAwards,
}


def save(province: Province, path: Path) -> None:
    """Write `path` (.npz), in one move, so that a run cut off leaves no half file."""
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "seed": np.array(province.seed),
        "awards_listed": np.array(shape.AWARDS),
    }
    for name, kind in TABLES.items():
        table = getattr(province, name)
        arrays |= {f"{name}.{field.name}": getattr(table, field.name) for field in fields(kind)}
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as handle:
            np.savez_compressed(handle, **arrays)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path) -> Province:
    """What `save` wrote; raises ValueError with a sentence for any other file."""
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            if str(kept["format"]) != FORMAT:
                raise ValueError
            tables = {
                name: kind(**{field.name: kept[f"{name}.{field.name}"] for field in fields(kind)})
                for name, kind in TABLES.items()
            }
            seed = int(kept["seed"])
    except (KeyError, TypeError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"“{path}” không phải tệp cột của tỉnh thực hành.") from error
    return Province(seed=seed, bodies=make_bodies(len(tables["people"].body)), **tables)
