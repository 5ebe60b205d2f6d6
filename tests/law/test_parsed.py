"""The parsed copy of the rulebook: equal to the files, never stale, never needed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from thidua.law import parsed
from thidua.law.yamlio import read_yaml

FILES = sorted(parsed.RULEBOOK.rglob("*.yaml"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "kept"
    place.mkdir(mode=0o700)
    monkeypatch.setenv(parsed.VARIABLE, str(place))
    monkeypatch.setattr(parsed, "_copies", parsed._copies.__wrapped__)
    return place


def test_a_copy_says_what_the_files_say(folder: Path) -> None:
    first = parsed._copies()
    [kept] = folder.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    again = parsed._copies()  # now from the copy
    for path in FILES:
        name = path.relative_to(parsed.RULEBOOK).as_posix()
        assert again[name] == first[name] == read_yaml(path), name


def test_a_broken_copy_is_made_anew(folder: Path) -> None:
    parsed._copies()
    [kept] = folder.iterdir()
    kept.write_text('{"half', encoding="utf-8")
    assert parsed._copies()["awards-index.yaml"]["format"] == "thidua-awards-index/1"
    assert kept.stat().st_size > 1000


def test_an_older_copy_is_not_read_and_goes(folder: Path) -> None:
    old = folder / "rulebook-00000000000000000000000000000000.json"
    old.write_text("{}", encoding="utf-8")
    assert len(parsed._copies()) == len(FILES)
    assert not old.exists()


def test_a_folder_that_others_may_write_to_is_not_trusted(folder: Path) -> None:
    folder.chmod(0o777)
    assert parsed._copies() == {}
    assert list(folder.iterdir()) == []
    assert parsed.read_file(FILES[0]) == read_yaml(FILES[0])


def test_no_folder_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(parsed.VARIABLE, str(tmp_path / "file" / "below"))
    monkeypatch.setattr(parsed, "_copies", parsed._copies.__wrapped__)
    assert parsed._copies() == {}
    assert parsed.read_file(FILES[0]) == read_yaml(FILES[0])


def test_a_disk_that_takes_nothing_is_no_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    assert len(parsed._copies()) == len(FILES)
