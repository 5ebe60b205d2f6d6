"""What the documentation promises and what the code has stay the same list."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps

if TYPE_CHECKING:
    from tests.architecture.conftest import Source

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SETTING = re.compile(r"THIDUA_[A-Z]+(?:_[A-Z]+)*")
COMMAND = re.compile(r"^    ([a-z][a-z-]+)\s", re.MULTILINE)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def entries(text: str) -> set[str]:
    """The words in backticks that open a line of a table."""
    return set(re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE))


def test_every_app_and_model_has_an_entry_in_the_glossary(
    root: Path, sources: list[Source]
) -> None:
    known = entries(read(root / "docs/glossary.md"))
    models = {m.__name__ for m in apps.get_models() if m.__module__.startswith("thidua.")}
    assert (models | {s.app for s in sources if s.app}) - known == set()


def test_the_glossary_names_no_model_that_is_gone(root: Path, sources: list[Source]) -> None:
    known = entries(read(root / "docs/glossary.md"))
    written = {
        name for s in sources for name in re.findall(r"^class (\w+)\(", s.text, re.MULTILINE)
    }
    assert {word for word in known if word[0].isupper()} - written == set()


def test_every_setting_has_a_heading(root: Path, sources: list[Source]) -> None:
    page = read(root / "docs/operations/settings.md")
    headings = set(re.findall(r"^## (THIDUA_\w+)$", page, re.MULTILINE))
    texts = [s.text for s in sources]
    texts += [read(root / "thidua.sh"), read(root / "tests/run_everything.py")]
    used = {name for text in texts for name in SETTING.findall(text)} - {"THIDUA_"}
    assert headings == used


def commands_of(*words: str) -> list[str]:
    done = subprocess.run(
        [Path(sys.executable).parent / "thidua", *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    return COMMAND.findall(done.stdout)


@pytest.mark.parametrize("words", [(), ("law",)])
def test_every_command_has_a_heading(root: Path, words: tuple[str, ...]) -> None:
    page = read(root / "docs/reference/commands.md")
    headings = re.findall(r"^#+ `thidua ([a-z -]+)`", page, re.MULTILINE)
    found = {" ".join([*words, command]) for command in commands_of(*words)}
    assert found
    wanted = {h for h in headings if len(h.split()) == len(words) + 1}
    assert {h for h in wanted if h.split()[:-1] == list(words)} == found


def test_every_link_between_pages_leads_somewhere(root: Path) -> None:
    folders = (root.glob("*.md"), (root / "docs").rglob("*.md"), (root / "benchmarks").glob("*.md"))
    pages = [page for folder in folders for page in folder]
    assert len(pages) > 20
    lost = [
        (page.relative_to(root).as_posix(), link)
        for page in pages
        for link in LINK.findall(read(page))
        if not re.match(r"[a-z]+:", link) and not (page.parent / link).exists()
    ]
    assert lost == []


def test_every_decision_about_the_build_is_listed(root: Path) -> None:
    folder = root / "docs/adr"
    pages = {p.name for p in folder.glob("[0-9]*.md")}
    assert pages == set(LINK.findall(read(folder / "README.md")))


def test_every_benchmark_is_listed(root: Path) -> None:
    scripts = {p.name for p in (root / "benchmarks").glob("*.py") if p.name != "__init__.py"}
    assert scripts == set(LINK.findall(read(root / "benchmarks/README.md")))
