"""One broken file per error: the exact sentence, with file, line, place, what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from thidua.law.book.load import check_rulebook, load_rulebook
from thidua.law.errors import LawError
from thidua.law.facts import load_facts
from thidua.law.vocabulary import PREDICATES

BAD = sorted(Path(__file__).parent.joinpath("bad").glob("*.yaml"))


def sentence(document: dict[str, object], folder: Path, lang: str) -> str:
    """Writes the files of a case, reads them, and gives the sentence without the folder's name."""
    files = document["files"]
    assert isinstance(files, dict)
    for name, text in files.items():
        path = folder / str(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(text), encoding="utf-8")
    if document["reads"] == "facts":
        with pytest.raises(LawError) as caught:
            load_facts(folder / "facts.yaml")
        said = caught.value.text(lang)
    else:
        _, errors = check_rulebook([folder / str(document["reads"])])
        assert len(errors) == 1, [error.text(lang) for error in errors]
        said = errors[0].text(lang)
    return short_of_lists(said.replace(f"{folder}/", ""))


def short_of_lists(said: str) -> str:
    """Lists that grow with the rulebook, each as one word; a list that is not whole stays."""
    book = load_rulebook()
    slot = book.declaration("nguong_phieu", date(2026, 9, 15))
    assert slot is not None
    lists = {
        "<mọi predicate>": PREDICATES,
        "<mọi văn bản>": sorted([*book.instruments, "nd-thu"]),
        "<mọi ngưỡng phiếu>": [f"nguong_phieu.{code}" for code in slot.awards],
    }
    for word, items in lists.items():
        said = said.replace(", ".join(items), word)
    return said


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_says_exactly_what_is_wrong(path: Path, tmp_path: Path) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert sentence(document, tmp_path, "vi") == document["says"]
    if "says_en" in document:
        assert sentence(document, tmp_path, "en") == document["says_en"]


def test_there_are_enough() -> None:
    assert len(BAD) >= 25
