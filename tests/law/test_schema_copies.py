"""`python -m thidua.law.schemas` writes the copies that editors read, and nothing else."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from thidua.law import schemas


def test_the_command_writes_exactly_the_copies_that_are_checked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = schemas.FOLDER
    monkeypatch.setattr(schemas, "FOLDER", tmp_path / "schema")
    runpy.run_module("thidua.law.schemas", run_name="__main__")
    made = sorted(tmp_path.rglob("*.json"))
    assert len(made) == len(schemas.SCHEMAS)
    for path in made:
        copy = shipped / path.relative_to(tmp_path / "schema")
        assert path.read_text(encoding="utf-8") == copy.read_text(encoding="utf-8"), path.name
