"""The next steps of one person: the earliest year of each next award, and what it takes.

`thidua law plan` with the records of the database: asked anew each time, nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from thidua.eligibility.queries.awards import Column, column
from thidua.eligibility.queries.records import facts_for
from thidua.eligibility.queries.tree import Node, conditions_on_the_way, kept
from thidua.law import Verdict, load_rulebook
from thidua.law.api import usual_awards
from thidua.law.book.rulebook import Rulebook
from thidua.law.plan import Step, plan
from thidua.people.models import Person

AHEAD = 10  # years looked ahead, this one counted
# What comes after the awards weighed every year.
NEXT = ("cstd-toan-quoc", "hc-lao-dong-hang-ba", "hc-lao-dong-hang-nhi", "hc-lao-dong-hang-nhat")


@dataclass(frozen=True)
class Ground:
    """One condition that decides, with the text that says it."""

    statement: str
    note: str
    citation: str
    met: bool


@dataclass(frozen=True)
class NextStep:
    """One award: the year, what it takes in the order of years, and why."""

    award: Column
    year: int | None
    this_year: bool
    provisional: bool
    to_decide: bool
    needs: tuple[tuple[int, str], ...]
    to_confirm: tuple[str, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class NextSteps:
    """`near` have a year, the nearest first; `far` are out of reach until `until`."""

    person: Person
    start: int
    until: int
    near: tuple[NextStep, ...]
    far: tuple[NextStep, ...]


def next_steps(person: Person, *, start: int | None = None) -> NextSteps:
    """Ask the law what comes next for a person, from `start` (this year) on.

    About a dozen queries and half a second of simulated years. A scope that the rulebook does not
    know is left out: the plan is then that of the national text.
    """
    rulebook = load_rulebook()
    first = start or timezone.localdate().year
    until = first + AHEAD - 1
    gathered = facts_for(person.department, year=first, people=[person], units=[])
    scope = person.department.rulebook_scope
    steps = plan(
        rulebook,
        gathered.people[0].facts,
        start=first,
        until=until,
        scope=scope if scope in rulebook.scopes() else None,
        awards=_awards(rulebook),
    )
    shown = [_shown(rulebook, step, first) for step in steps]
    return NextSteps(
        person,
        first,
        until,
        tuple(one for one in shown if one.year is not None),
        tuple(one for one in shown if one.year is None),
    )


def _awards(rulebook: Rulebook) -> list[str]:
    usual = [
        code for code in usual_awards(rulebook) if "individual" in rulebook.info(code).recipients
    ]
    return list(dict.fromkeys((*usual, *NEXT)))


def _shown(rulebook: Rulebook, step: Step, first: int) -> NextStep:
    verdict = step.verdict.provisional if step.provisional else step.verdict
    assert verdict is not None  # noqa: S101 - `provisional` says that there is one
    day = timezone.localdate().replace(month=12, day=1, year=step.year or first)
    return NextStep(
        award=column(step.award, day),
        year=step.year,
        this_year=step.year == first and not step.needs,
        provisional=step.provisional,
        to_decide=step.value == "needs_decision",
        needs=tuple(_by_year(rulebook, step)),
        to_confirm=tuple(one.statement for one in verdict.to_confirm),
        grounds=tuple(_grounds(verdict, reached=step.year is not None)),
    )


def _by_year(rulebook: Rulebook, step: Step) -> Iterator[tuple[int, str]]:
    """What each year takes, in one line: (year, things)."""
    needs = sorted(step.needs, key=lambda need: need.year)
    for year, some in groupby(needs, key=lambda need: need.year):
        texts = (need.text(rulebook).removesuffix(f" năm {year}") for need in some)
        yield year, "; ".join(texts)


def _grounds(verdict: Verdict, *, reached: bool) -> Iterator[Ground]:
    """The conditions on the way; of an award out of reach those that fail or are not known."""
    for node in conditions_on_the_way(kept(verdict)["reasons"]):
        met = node["value"] == "eligible"
        if reached or not met:
            yield Ground(node["statement"], "" if met else _why(node), _cited(node), met)


def _why(node: Node) -> str:
    return node.get("note") or "; ".join(node["missing"])


def _cited(node: Node) -> str:
    return node["citation"]["text"] if node["citation"] else ""
