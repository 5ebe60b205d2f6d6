"""Long tables as Parquet: what was written is read, column by column, to the same words."""

from __future__ import annotations

import builtins
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.law.screen.histories import RB, histories

from thidua.law.errors import QuestionError
from thidua.law.screen import YearWords, compile_rules, screen, tables_of
from thidua.law.screen.parquet import ParquetTable, read_tables, write_tables

pa = pytest.importorskip("pyarrow", reason="asks PyArrow: uv sync --extra columns")
ON = date(2026, 9, 15)


def test_the_same_people_from_files_have_the_same_verdicts(tmp_path: Path) -> None:
    facts = list(histories(np.random.default_rng(3).bytes(6000)))
    tables = tables_of(facts)
    write_tables(tables, tmp_path / "new")
    read = read_tables(tmp_path / "new")
    assert set(read) == set(tables)
    program = compile_rules(RB, ["cstd-co-so", "bk-thu-tuong", "ldtt"], on=ON)
    wanted = screen(program, YearWords.from_tables(tables, first=1970), 2026)
    found = screen(program, YearWords.from_tables(read, first=1970), 2026)
    for code in program.awards:
        np.testing.assert_array_equal(found.verdict(code), wanted.verdict(code), code)
        np.testing.assert_array_equal(found.failing(code), wanted.failing(code), code)


def test_answers_go_out_as_arrow_columns(tmp_path: Path) -> None:
    program = compile_rules(RB, ["ldtt"], on=ON)
    words = YearWords.from_tables({"subjects": {"kind": ["individual", "collective"]}})
    answer = screen(program, words, 2026)
    write_tables({"answers": answer.columns()}, tmp_path)
    back = ParquetTable(tmp_path / "answers.parquet")
    assert back.column_names == ["ldtt", "ldtt.failing", "ldtt.open"]
    assert back.column("ldtt").to_pylist() == answer.verdict("ldtt").tolist()


def test_texts_stay_numbers_into_a_list(tmp_path: Path) -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([1, None, 0, 2], pa.int8()), ["a", "b", None])
    write_tables({"subjects": {"kind": words}}, tmp_path)
    column = read_tables(tmp_path)["subjects"].column("kind")
    assert str(column.type).startswith("dictionary")
    assert column.to_pylist() == ["b", None, "a", None]


def test_several_pieces_and_none_are_one_column(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "subjects.parquet"
    pq.write_table(pa.table({"members": [1, 2, 3, 4, 5]}), path, row_group_size=2)
    table = ParquetTable(path)
    assert len(table) == 5
    assert table.column("members").to_numpy().tolist() == [1, 2, 3, 4, 5]
    pq.write_table(pa.table({"members": pa.array([], pa.int64())}), path)
    assert ParquetTable(path).column("members").to_numpy().tolist() == []


def test_a_folder_without_subjects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"subjects\.parquet"):
        read_tables(tmp_path)


def test_without_pyarrow_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def lacking(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return usual(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(QuestionError, match="PyArrow"):
        write_tables({}, tmp_path)
