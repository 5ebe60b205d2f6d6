"""The folder of the practice department: one user at a time, never half loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from thidua.cli.practice.place import Place, Unusable


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "practice")
    place.claim(address="http://127.0.0.1:8123")
    yield place
    place.release()


def test_a_folder_without_a_note_is_not_ready(place: Place) -> None:
    assert not place.is_ready()
    place.database.write_bytes(b"half a database")
    assert not place.is_ready()
    place.write_note(seconds=12)
    assert place.is_ready()
    assert place.read_note() == {"seconds": 12}


def test_a_broken_note_counts_as_none(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.database.touch()
    place.note.write_text('{"seconds": ', encoding="utf-8")
    assert not place.is_ready()


def test_clearing_takes_everything_but_the_lock(place: Place) -> None:
    place.database.touch()
    place.write_note(seconds=1)
    (place.folder / "files" / "nhap").mkdir(parents=True)
    place.clear()
    assert [p.name for p in place.folder.iterdir()] == ["in-use"]


def test_a_second_instance_is_told_where_the_first_one_runs(place: Place) -> None:
    second = Place(place.folder)
    with pytest.raises(Unusable) as refusal:
        second.claim(address="http://127.0.0.1:8124")
    assert "http://127.0.0.1:8123" in refusal.value.sentence
    assert "Ctrl-C" in refusal.value.sentence
    place.release()
    second.claim(address="http://127.0.0.1:8124")
    assert (place.folder / "in-use").read_text("utf-8").startswith("http://127.0.0.1:8124 ")
    second.release()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "practice").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(Unusable, match="Không ghi được"):
        Place(tmp_path / "practice").claim(address="http://127.0.0.1:8000")
