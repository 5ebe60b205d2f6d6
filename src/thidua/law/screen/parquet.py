"""Long tables in Parquet, in and out: each column is read when it is asked for, and none is kept.

So a country of a million people is put into words with little more memory than the words take.
Needs PyArrow (`thidua[columns]`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from thidua.law.errors import QuestionError, Say
from thidua.law.screen.tables import dictionary


class ParquetTable:
    """One file as a table for `YearWords.from_tables`; texts come as numbers into their list."""

    def __init__(self, path: Path | str) -> None:
        pq = _pyarrow().parquet
        self._path = Path(path)
        with pq.ParquetFile(self._path) as file:
            schema = file.schema_arrow
            self._size: int = file.metadata.num_rows
        self.column_names: list[str] = list(schema.names)
        self._texts = [field.name for field in schema if "string" in str(field.type)]

    def __len__(self) -> int:
        return self._size

    def column(self, name: str) -> Any:
        """The column, in one piece."""
        pq = _pyarrow().parquet
        with pq.ParquetFile(self._path, read_dictionary=self._texts, pre_buffer=False) as file:
            found = file.read([name], use_threads=False).column(0)
        return found.combine_chunks() if found.num_chunks != 1 else found.chunk(0)


def read_tables(folder: Path | str) -> dict[str, ParquetTable]:
    """The tables of a folder by the names of the files: `subjects.parquet`, `awards.parquet`, ...

    A table that is absent is a list that nobody knows; an empty one is known to be empty.
    Errors: QuestionError where there are no subjects, or PyArrow is not installed.
    """
    found = {path.stem: ParquetTable(path) for path in sorted(Path(folder).glob("*.parquet"))}
    if "subjects" not in found:
        raise QuestionError(
            Say("thư mục không có tệp subjects.parquet.", "the folder has no subjects.parquet."),
            found=str(folder),
            todo=Say("chỉ đúng thư mục các bảng", "name the folder of the tables"),
        )
    return found


def write_tables(tables: Mapping[str, Any], folder: Path | str) -> None:
    """The same tables as files, one each; columns as `YearWords.from_tables` takes them."""
    arrow = _pyarrow()
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, columns in tables.items():
        made = {column: _written(arrow, values) for column, values in columns.items()}
        arrow.parquet.write_table(arrow.table(made), place / f"{name}.parquet")


def _written(arrow: Any, values: Any) -> Any:
    if hasattr(values, "dictionary_encode"):
        numbers, found = dictionary(values)
        words = [*found, None]
        empty = np.array([word is None for word in words], bool)[numbers]
        return arrow.DictionaryArray.from_arrays(
            arrow.array(numbers.astype(np.int32), mask=empty),
            arrow.array([word or "" for word in words]),
        )
    return arrow.array(values)


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as fault:
        raise QuestionError(
            Say("chưa cài PyArrow.", "PyArrow is not installed."),
            found="parquet",
            todo=Say("cài thidua[columns]", "install thidua[columns]"),
        ) from fault
    return pyarrow
