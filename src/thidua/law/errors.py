"""Errors that name the file, the place in it, what was found, what was expected and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence in both languages of the project."""

    vi: str
    en: str

    def text(self, lang: str = "vi") -> str:
        return self.en if lang == "en" else self.vi


class LawError(Exception):
    """Input or rulebook that the engine refuses, with a sentence that says what to do next."""

    def __init__(
        self,
        problem: Say,
        *,
        expected: Say | None = None,
        todo: Say | None = None,
        found: object = None,
        file: str | Path | None = None,
        place: str = "",
        line: int | None = None,
    ) -> None:
        self.problem = problem
        self.expected = expected
        self.todo = todo
        self.found = found
        self.file = str(file) if file is not None else None
        self.place = place
        self.line = line
        super().__init__(self.text())

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "vi") -> str:
        """The whole sentence: where, what is wrong, found, expected, what to do."""
        words = _EN if lang == "en" else _VI
        parts = [self._where(words), self.problem.text(lang)]
        if self.found is not None:
            parts.append(f"{words['found']}: {_shown(self.found, lang)}.")
        if self.expected is not None:
            parts.append(f"{words['expected']}: {self.expected.text(lang)}.")
        parts.append(f"{words['todo']}: {(self.todo or _AGAIN).text(lang)}.")
        return " ".join(part for part in parts if part)

    def _where(self, words: dict[str, str]) -> str:
        where = self.file or ""
        if self.line is not None:
            where = f"{where} {words['line']} {self.line}".strip()
        if self.place:
            where = (
                f"{where}, {words['at']} {self.place}" if where else f"{words['at_']} {self.place}"
            )
        return f"{where}:" if where else ""


class RulebookError(LawError):
    """A rulebook file that does not load."""


class FactsError(LawError):
    """A facts file that does not follow `thidua-facts/1`."""


class QuestionError(LawError):
    """A question that cannot be answered (unknown award, more votes than members)."""


_VI = {
    "found": "Gặp",
    "expected": "Cần",
    "todo": "Cách sửa",
    "line": "dòng",
    "at": "tại",
    "at_": "Tại",
}
_EN = {
    "found": "Found",
    "expected": "Expected",
    "todo": "What to do",
    "line": "line",
    "at": "at",
    "at_": "At",
}


_AGAIN = Say("sửa chỗ này rồi chạy lại", "correct this place and run again")


def _shown(found: object, lang: str) -> str:
    if isinstance(found, Say):
        return found.text(lang)
    text = repr(found) if isinstance(found, str) else str(found)
    return text if len(text) <= 120 else text[:117] + "..."
