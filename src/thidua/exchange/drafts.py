"""Rows of the staging area before they are stored: plain values, so that a hundred thousand of them
are written in a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from thidua.exchange.models import ImportRow
from thidua.exchange.readers.records import Problem
from thidua.exchange.readers.text import hidden_numbers
from thidua.people.models import Person

Standing = ImportRow.Standing


class RowDraft(NamedTuple):
    """The columns of ImportRow in the order in which they are written."""

    order: int
    sheet: str
    row_numbers: list[int]
    label: str
    folded_label: str
    unit_name: str
    data: dict[str, Any]
    problems: list[dict[str, Any]]
    problem_count: int
    effect: str
    standing: str = Standing.GOOD
    alike: str = ""
    person_id: int | None = None
    choice: str = ""


def problem_line(problem: Problem) -> dict[str, Any]:
    """A doubtful cell as it is kept: what was read must not tell an identity number."""
    return {**problem.to_dict(), "weight": problem.weight, "read": hidden_numbers(problem.read)}


def by_row(problems: Iterable[Problem]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """Problems by sheet and row."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for problem in problems:
        found.setdefault((problem.sheet, problem.row), []).append(problem_line(problem))
    return found


def doubts_of(problems: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in problems if line["weight"] == "doubt"]


_VARIABLE = re.compile(r"“[^”]*”|\([^)]*\)|\d[\d/.\-]*(?:/[^\s,:]+)?")


def alike_words(doubt: str) -> str:
    """The reason without what differs from row to row: dates, numbers, quoted names."""
    return re.sub(r"\s+", " ", _VARIABLE.sub("…", doubt)).strip()[:160]


def candidate_label(person: Person) -> str:
    """Enough to tell one namesake from another."""
    born = f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or "không rõ")
    return f"{person.code}, sinh {born}, {person.unit or 'chưa rõ đơn vị'}"
