"""Interpreter and screener side by side: every subject, award and condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from thidua.law import Facts, Rulebook
from thidua.law.evaluator import Evaluator
from thidua.law.screen import VERDICT_OF, Program, Result
from thidua.law.screen.result import run
from thidua.law.verdict import ReasonNode


@dataclass
class Compared:
    """How many answers were compared, how often each was given, and where the two differ."""

    subjects: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


def compare(
    rb: Rulebook, program: Program, result: Result, facts: Sequence[Facts], seen: Compared
) -> None:
    """Asks the interpreter about every subject and notes where the screener says otherwise."""
    parts = parts_of(result)
    for row, one in enumerate(facts):
        seen.subjects += 1
        evaluator = Evaluator(
            rb,
            one,
            year=result.year,
            received_on=program.on,
            scope=program.scope,
            provisional=program.provisional,
        )
        for code in program.awards:
            node = evaluator.node(code)
            got = VERDICT_OF[int(result.verdict(code)[row])]
            seen.answers[node.value] = seen.answers.get(node.value, 0) + 1
            where = f"{code} {program.on} {result.year} {program.scope}"
            if got != node.value:
                seen.differences.append(f"{where}: {node.value}, screened {got}: {one}")
            for place, condition, value in conditions_of(node):
                mine = parts[code].get((place, condition))
                if mine is not None and VERDICT_OF[int(mine[row])] != value:
                    said = VERDICT_OF[int(mine[row])]
                    seen.differences.append(
                        f"{where} {place} {condition}: {value}, screened {said}: {one}"
                    )


def parts_of(result: Result) -> dict[str, dict[tuple[str | None, str], list[int]]]:
    """The verdict on every condition, by award, route and condition."""
    found: dict[str, dict[tuple[str | None, str], list[int]]] = {}
    for code, answer in result.plan.answers.items():
        nodes = [result.bound.node(part) for part in answer.parts]
        arrays = [array.tolist() for array in run(result.bound, nodes)]
        found[code] = {
            (item.route, item.id): array
            for item, array in zip(answer.conditions, arrays, strict=True)
        }
    return found


def conditions_of(node: ReasonNode) -> Iterator[tuple[str | None, str, str]]:
    """Route, condition and value of what the interpreter weighed for one award."""
    for child in node.children:
        if not child.id.endswith(".duong-xet"):
            yield None, child.id, child.value
            continue
        for route in child.children:
            for condition in route.children:
                yield route.id, condition.id, condition.value


def received_years(received: date) -> list[int]:
    """Years that files of that day may be about."""
    return [received.year - 2, received.year - 1, received.year]
