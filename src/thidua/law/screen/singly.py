"""Leave, studies and posts: asked of the interpreter's own predicates, once for each different
set of such facts. Most subjects have none beyond the usual and share one answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from thidua.law.book.model import Condition
from thidua.law.context import Case
from thidua.law.facts import Facts, Leave, Post, Service, Study, Subject
from thidua.law.facts.words import GENDERS, POSITIONS
from thidua.law.predicates import FUNCTIONS
from thidua.law.predicates.offices import EQUIVALENTS
from thidua.law.screen.codes import CODE_OF
from thidua.law.screen.compiler import Plan
from thidua.law.screen.rows import Rows
from thidua.law.screen.tables import Array
from thidua.law.screen.words import YearWords
from thidua.law.verdict import ReasonNode

LONG_AGO = 19000101
Key = tuple[int, ...]


def one_by_one(plan: Plan, words: YearWords, condition: Condition) -> Array | int:
    """The verdicts of one condition, as codes."""
    asker = _Asker(plan, words, condition)
    shared = asker.shared()
    numbers, keys = _distinct(shared, words.size)
    answers = np.array([asker.answer(key, ()) for key in keys], np.uint8)
    rows = asker.rows()
    if not rows:
        return int(answers[0]) if len(keys) == 1 else answers[numbers]
    found: Array = answers[np.broadcast_to(numbers, words.size)]
    known: dict[tuple[int, tuple[Any, ...]], int] = {}
    for subject, facts in rows.items():
        number = int(numbers[subject]) if isinstance(numbers, np.ndarray) else numbers
        key = (number, tuple(facts))
        if key not in known:
            known[key] = asker.answer(keys[number], key[1])
        found[subject] = known[key]
    return found


def _distinct(columns: list[Array | int], size: int) -> tuple[Array | int, list[Key]]:
    """For each subject the number of its combination of values, and the combinations."""
    numbers: Array | int = 0
    keys: list[Key] = [()]
    for column in columns:
        if not isinstance(column, np.ndarray):
            keys = [(*key, column) for key in keys]
            continue
        values, inverse = np.unique(column, return_inverse=True)
        mixed = np.asarray(numbers) * len(values) + inverse.astype(np.int64)
        present, numbers = np.unique(np.broadcast_to(mixed, size), return_inverse=True)
        keys = [
            (*keys[number // len(values)], int(values[number % len(values)]))
            for number in present.tolist()
        ]
    return numbers, keys


class _Asker:
    """One condition: which facts it looks at, and its answer for one set of them."""

    def __init__(self, plan: Plan, words: YearWords, condition: Condition) -> None:
        self.plan, self.words, self.condition = plan, words, condition
        self.slots: dict[str, Any] = {}
        self.what = condition.predicate
        self.first, self.last = plan.year * 10000 + 101, plan.year * 10000 + 1231

    # -- facts that all subjects have ----------------------------------------------------------
    def shared(self) -> list[Array | int]:
        """Columns that the answer depends on, with values that cannot matter made the same."""
        column = self.words.column
        if self.what == "years_in_position":
            span = column("from:posts")
            return [
                column("listed:posts"),
                (span > 0) * 1 if isinstance(span, int) else (span > 0).astype(np.int32),
                column("gender"),
                _clipped(column("died"), 0, self.plan.question.received - 1, 0),
            ]
        shared = [column("listed:leave"), column("from:leave"), column("to:leave")]
        if self.what == "study_result":
            return [*shared, column("listed:study")]
        if self.what == "absence_days":
            return shared
        died = _clipped(column("died"), 0, self.last, 0)
        # Of those who died before the year the day of recruitment may still be compared with it.
        gone = np.asarray((np.asarray(died) > 0) & (np.asarray(died) < self.first)).any()
        since = 0 if gone else self.first
        return [*shared, _clipped(column("recruited_on"), since, 99999999, LONG_AGO), died]

    # -- facts of a few ------------------------------------------------------------------------
    def rows(self) -> dict[int, list[tuple[Any, ...]]]:
        """Per subject the rows that can matter."""
        found: dict[int, list[tuple[Any, ...]]] = {}
        kinds = ("posts",) if self.what == "years_in_position" else ("leave", "study")
        for kind in kinds:
            rows = self.words.rows.get(kind)
            if rows is not None and not (kind == "study" and self.what != "study_result"):
                self._gather(kind, rows, found)
        return found

    def _gather(self, kind: str, rows: Rows, found: dict[int, list[tuple[Any, ...]]]) -> None:
        start, end = rows.columns["start"], rows.columns["until"]
        label = {"posts": "level", "leave": "kind", "study": "result"}[kind]
        texts = rows.words[label]
        if kind == "posts":
            relevant = self._offices()
            wanted = [
                n for n, text in enumerate(texts) if text in relevant or text not in POSITIONS
            ]
            here = np.isin(rows.columns[label], wanted) & (start <= self.plan.question.received)
        else:
            here = (start <= self.last) & ((end == 0) | (end >= self.first))
        at = np.nonzero(here)[0]
        lists = (rows.subject[at], rows.columns[label][at], start[at], end[at])
        for subject, number, begin, until in zip(*(one.tolist() for one in lists), strict=True):
            found.setdefault(subject, []).append((kind, texts[number], begin, until))

    def _offices(self) -> set[str]:
        """Offices that the table names, and those that it may mean by "and the like"."""
        named = {level for row in self.condition.params["any_of"] for level in row["levels"]}
        return named | {level for level, like in EQUIVALENTS.items() if like & named}

    # -- the question --------------------------------------------------------------------------
    def answer(self, key: Key, rows: tuple[Any, ...]) -> int:
        """The code of the verdict for these facts."""
        q = self.plan.question
        case = Case(
            q.rb,
            self._facts(key, rows),
            q.year,
            q.received_on,
            q.scope,
            provisional=False,
            judge_award=_never,
            judge=_never,
            _slots=self.slots,
        )
        return CODE_OF[FUNCTIONS[self.what](case, self.condition).value]

    def _facts(self, key: Key, rows: tuple[Any, ...]) -> Facts:
        leave = tuple(Leave(t, _day(s), _day(e)) for kind, t, s, e in rows if kind == "leave")
        study = tuple(Study(_day(s), _day(e), t) for kind, t, s, e in rows if kind == "study")
        posts = tuple(
            Post(t or "", _day(s), t, _day(e)) for kind, t, s, e in rows if kind == "posts"
        )
        if self.what == "years_in_position":
            listed, bounded, gender, died = key
            complete = {"posts": (1, 9999)} if bounded else {}
            who = Subject(gender=(None, *GENDERS)[gender], died=_day(died))
            return Facts(who, Service(posts=posts if listed else None), complete=complete)
        leaves = leave if key[0] else None
        complete = {"leave": (key[1], key[2])} if key[1] else {}
        if self.what == "study_result":
            listed_study = study if key[3] else None
            return Facts(Subject(), Service(leave=leaves, study=listed_study), complete=complete)
        recruited, died = key[3:] if len(key) > 3 else (0, 0)
        service = Service(recruited_on=_day(recruited), leave=leaves)
        return Facts(Subject(died=_day(died)), service, complete=complete)


def _never(_: Any) -> ReasonNode:
    raise AssertionError("these predicates ask of no award")


def _day(value: int) -> Any:
    return date(value // 10000, value // 100 % 100, value % 100) if value else None


def _clipped(column: Array | int, low: int, high: int, other: int) -> Array | int:
    """Days within the bounds as they are, other recorded ones as `other`, unrecorded as 0."""
    values = np.asarray(column)
    found = np.where(values == 0, 0, np.where((values >= low) & (values <= high), values, other))
    return found if isinstance(column, np.ndarray) else int(found)


def asked_columns(plan: Plan, words: YearWords) -> dict[str, Array]:
    """The columns of a plan that only the interpreter can answer, for engines that are given them:
    by the name that `sql.Source.asked` numbers."""
    found = {}
    for name, condition in plan.question.asked.items():
        value = one_by_one(plan, words, condition)
        found[name] = np.array(np.broadcast_to(value, words.size), np.uint8)
    return found
