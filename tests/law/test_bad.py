"""One broken file per error: the exact sentence, with file, line, place, what to do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from thidua.law.book import load
from thidua.law.book.load import check_rulebook, load_rulebook
from thidua.law.errors import LawError
from thidua.law.facts import load_facts
from thidua.law.index import award_index
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
    elif document["reads"] == "index":
        with pytest.raises(LawError) as caught:
            award_index.__wrapped__(folder / "awards-index.yaml")
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


DOCUMENTS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in BAD}
RULEBOOK_KINDS = [name for name, document in DOCUMENTS.items() if document["reads"] != "facts"]
AGAIN = {"vi": "Cách sửa: sửa chỗ này rồi chạy lại.", "en": "correct this place and run again."}
WORDS = {"vi": ("Cách sửa: ", "Cần: "), "en": ("What to do: ", "Expected: ")}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_says_exactly_what_is_wrong(name: str, tmp_path: Path) -> None:
    document = DOCUMENTS[name]
    assert sentence(document, tmp_path, "vi") == document["says"]
    assert sentence(document, tmp_path, "en") == document["says_en"]


def test_sixty_kinds_of_broken_rulebook_file_are_refused() -> None:
    """Each file breaks one thing; two that are told apart by nothing but a name count once."""
    assert len(RULEBOOK_KINDS) >= 60
    told = {remainder(DOCUMENTS[name]) for name in RULEBOOK_KINDS}
    assert len(told) >= 60


def remainder(document: dict[str, str]) -> str:
    """The sentence without file, line and numbers of places: what is wrong, and where by key."""
    where, _, rest = document["says"].partition(": ")
    place = re.sub(r"\[\d+\]", "[]", where.partition("tại ")[2])
    return f"{place}|{rest.partition(' Gặp: ')[0]}"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_names_the_file_and_the_remedy(name: str, lang: str) -> None:
    document = DOCUMENTS[name]
    said = document["says" if lang == "vi" else "says_en"]
    todo, expected = WORDS[lang]
    files = {*document["files"], document["reads"], "bo/national/nd-khac"}
    assert any(said.startswith(f"{file}") for file in files)
    assert todo in said
    # "Correct this place" is a remedy only beside what is expected there.
    assert not said.endswith(AGAIN[lang]) or expected in said


def test_every_kind_of_file_has_a_broken_one() -> None:
    """Each format the loader reads, and each reader of a whole folder."""
    texts = [text for document in DOCUMENTS.values() for text in document["files"].values()]
    formats = {text.partition("format: ")[2].partition("\n")[0] for text in texts}
    kinds = {*load._KINDS, load.LOCAL_FORMAT, "thidua-regimes/1", "thidua-instrument/1"}
    assert kinds <= formats
    assert {"thidua-awards-index/1", "thidua-confirmed/1", "thidua-facts/1"} <= formats
    assert any(name.startswith("bo/texts/") for doc in DOCUMENTS.values() for name in doc["files"])


def test_a_circle_of_standards_is_refused_before_any_answer(tmp_path: Path) -> None:
    """An added folder is checked when it is loaded too: such a question would never end."""
    for name, text in DOCUMENTS["award-standard-in-a-circle"]["files"].items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(LawError, match="vòng quanh"):
        load_rulebook([tmp_path / "bo"])


def test_the_shipped_rulebook_is_sound() -> None:
    book, problems = check_rulebook(())
    assert problems == []
    assert book is not None
