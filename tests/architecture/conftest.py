"""The sources, read once: what every test of the house looks at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "thidua"


@dataclass(frozen=True)
class Source:
    """One Python file: its address in the house, its text, its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def app(self) -> str:
        """`people` for src/thidua/people/models.py; empty outside the street."""
        parts = self.path.relative_to(ROOT).parts
        return parts[2] if parts[:2] == ("src", "thidua") and len(parts) > 3 else ""

    def imports(self) -> Iterator[tuple[str, str, int]]:
        """(module, name taken from it or "", line), wherever in the file it is imported."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, "", node.lineno
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    yield node.module, alias.name, node.lineno


def _read(folder: Path) -> list[Source]:
    found = []
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            found.append(Source(path, text, ast.parse(text)))
    return found


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    """Every Python file of the product, migrations left out."""
    return _read(PACKAGE)


@pytest.fixture(scope="session")
def all_sources(sources: list[Source]) -> list[Source]:
    """The same with tests and benchmarks."""
    return [*sources, *_read(ROOT / "tests"), *_read(ROOT / "benchmarks")]


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """Every page template by its address in the house."""
    found = sorted(PACKAGE.rglob("templates/**/*.html"))
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in found}
