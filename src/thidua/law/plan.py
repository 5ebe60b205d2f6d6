"""The earliest year of each next award, and the shortest list of what it takes.

For every year the best that one subject can do is assumed (rated excellent, a national initiative);
the first year in which an award is then within reach is its year. After that every assumption is
lowered as far as the award stays within reach: what is left is what it takes. Awards on the way
are granted when the law of that year lets them be; those that the answer can do without are left
out again. Nothing is assumed of what only people judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from thidua.law.book.model import AwardEntry, Condition
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import QuestionError, Say
from thidua.law.evaluator import Evaluator
from thidua.law.facts.model import AwardHeld, Facts, Initiative, Rating
from thidua.law.facts.words import GRADES, LEVELS
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_TEXT, NOT_APPLICABLE
from thidua.law.verdict import Verdict

LONGEST = 30  # years looked ahead: more is no plan
RECEIVED = (12, 1)  # month and day on which files of a year are taken to be received
_GRADES = ("", "hoan_thanh", "hoan_thanh_tot", "hoan_thanh_xuat_sac")
_LEVELS = ("", "co_so", "bo_nganh_tinh", "toan_quoc")


@dataclass(frozen=True, slots=True)
class Year:
    """What is assumed of one year to come; an empty word assumes nothing."""

    grade: str = ""
    initiative: str = ""


Assumed = Mapping[int, Year]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing it takes: `kind` is rating, initiative or award; `word` the grade, level, code."""

    kind: str
    year: int
    word: str

    def to_dict(self, rb: Rulebook, lang: str = "vi") -> dict[str, Any]:
        return {
            "kind": self.kind,
            "year": self.year,
            "word": self.word,
            "statement": self.text(rb, lang),
        }

    def text(self, rb: Rulebook, lang: str = "vi") -> str:
        if self.kind == "award":
            name = rb.info(self.word).name_en if lang == "en" else rb.info(self.word).short_name
            return f"{name} {'of' if lang == 'en' else 'năm'} {self.year}"
        if lang == "en":
            return f"{self.kind} {self.word} in {self.year}"
        if self.kind == "rating":
            return f"Xếp loại từ {GRADES[self.word]} năm {self.year}"
        return f"Sáng kiến được công nhận {LEVELS[self.word]} năm {self.year}"


@dataclass(frozen=True, slots=True)
class Step:
    """One award: the earliest year within reach, or None with the reasons why not.

    `needs` is empty where the record is enough. `provisional`: by the last known text.
    """

    award: str
    year: int | None
    verdict: Verdict
    value: str
    provisional: bool
    needs: tuple[Need, ...] = ()

    def to_dict(self, rb: Rulebook, lang: str = "vi") -> dict[str, Any]:
        shown = self.verdict.provisional if self.provisional else self.verdict
        assert shown is not None  # noqa: S101 - `provisional` says that there is one
        name = rb.info(self.award).name_en if lang == "en" else rb.award_name(self.award)
        return {
            "award": self.award,
            "name": name,
            "year": self.year,
            "verdict": self.value,
            "provisional": self.provisional,
            "route": shown.route,
            "needs": [need.to_dict(rb, lang) for need in self.needs],
            "to_confirm": [item.to_dict(lang) for item in shown.to_confirm],
            "to_decide": [item.to_dict(lang) for item in shown.to_decide],
            "reasons": [] if self.year is not None else shown.short_reasons(),
            "missing": [str(text) for text in shown.missing] if self.year is None else [],
        }


@dataclass(slots=True)
class _Run:
    """One simulated course of years: the verdict at its end, and what was granted on the way."""

    verdict: Verdict
    value: str
    granted: list[tuple[str, int]] = field(default_factory=list)

    @property
    def within_reach(self) -> bool:
        return self.value in (ELIGIBLE, NEEDS_DECISION)


def plan(
    rb: Rulebook,
    facts: Facts,
    *,
    start: int,
    until: int,
    scope: str | None = None,
    awards: Iterable[str] | None = None,
) -> list[Step]:
    """Steps for each award that the subject may receive, nearest first, then those out of reach.

    Years before `start` are taken as recorded. Raises QuestionError where the years make no plan.
    """
    if not start <= until < start + LONGEST:
        raise QuestionError(
            Say("khoảng năm không lập được kế hoạch.", "these years make no plan."),
            expected=Say(
                f"--until từ --from đến không quá {LONGEST} năm sau",
                f"--until from --from to less than {LONGEST} years later",
            ),
            found=f"{start}-{until}",
        )
    course = _Course(rb, facts, start, scope)
    codes = [rb.resolve_code(code) for code in awards] if awards is not None else course.codes()
    steps = [step for code in codes if (step := course.step(code, until)) is not None]
    order = {code: number for number, code in enumerate(codes)}
    return sorted(steps, key=lambda s: (s.year is None, s.year or 0, order[s.award]))


class _Course:
    """Simulates years for one subject; runs are kept, since minimising asks the same again."""

    def __init__(self, rb: Rulebook, facts: Facts, start: int, scope: str | None) -> None:
        self.rb, self.facts, self.start, self.scope = rb, facts, start, scope
        self.rated = {rating.year for rating in facts.ratings or ()}
        self._below: dict[tuple[str, int], tuple[str, ...]] = {}

    def codes(self) -> list[str]:
        kind = self.facts.subject.kind
        spoken = (
            self.rb.award(info.code, self._day(self.start))
            for info in self.rb.awards(self._day(self.start))
        )
        return [
            entry.code
            for entry in spoken
            if entry is not None and kind in self.rb.info(entry.code).recipients
        ]

    def step(self, code: str, until: int) -> Step | None:
        """The step to one award; None where no route of it is for this subject."""
        last: _Run | None = None
        for year in range(self.start, until + 1):
            best = {y: Year(_GRADES[-1], _LEVELS[-1]) for y in range(self.start, year + 1)}
            run = last = self._run(code, year, best, frozenset())
            if run.value == NOT_APPLICABLE:
                return None
            if run.within_reach:
                return self._least(code, year, best)
        assert last is not None  # noqa: S101 - there is at least one year
        return _step(code, None, last, ())

    # -- minimising ------------------------------------------------------------------------------
    def _least(self, code: str, year: int, best: Assumed) -> Step:
        """Lower each assumption as far as the award stays within reach: dearest first."""
        value = self._run(code, year, best, frozenset()).value
        assumed = dict(best)

        def holds(trial: Assumed) -> bool:
            return self._run(code, year, trial, frozenset()).value == value

        for y in sorted(best, reverse=True):
            for level in _LEVELS[:-1]:
                if holds({**assumed, y: replace(assumed[y], initiative=level)}):
                    assumed[y] = replace(assumed[y], initiative=level)
                    break
        for y in sorted(best, reverse=True):
            for grade in _GRADES[:-1]:
                if holds({**assumed, y: replace(assumed[y], grade=grade)}):
                    assumed[y] = replace(assumed[y], grade=grade)
                    break
        run = self._run(code, year, assumed, frozenset())
        denied: frozenset[tuple[str, int]] = frozenset()
        for granted in run.granted:
            trial = denied | {granted}
            if self._run(code, year, assumed, trial).value == value:
                denied = trial
        final = self._run(code, year, assumed, denied)
        return _step(code, year, final, tuple(self._needs(assumed, final.granted)))

    def _needs(self, assumed: Assumed, granted: list[tuple[str, int]]) -> Iterator[Need]:
        for year, what in sorted(assumed.items()):
            if what.grade and year not in self.rated:
                yield Need("rating", year, what.grade)
            if what.initiative:
                yield Need("initiative", year, what.initiative)
        for code, year in sorted(granted, key=lambda item: item[1]):
            yield Need("award", year, code)

    # -- simulating ------------------------------------------------------------------------------
    def _run(
        self, code: str, last: int, assumed: Assumed, denied: frozenset[tuple[str, int]]
    ) -> _Run:
        """Year by year: awards on the way are granted at the end of each year that allows them."""
        facts = self.facts
        granted: list[tuple[str, int]] = []
        for year in range(self.start, last):
            facts = self._with_year(facts, year, assumed.get(year, Year()))
            judge = self._judge(facts, year)
            fresh = []
            for below in self._on_the_way(code, year):
                if (below, year) in denied or self._held(facts, below, year):
                    continue
                if _value(judge.verdict(below)) == ELIGIBLE:
                    fresh.append(below)
                    granted.append((below, year))
            facts = self._with_awards(facts, fresh, year)
        facts = self._with_year(facts, last, assumed.get(last, Year()))
        verdict = self._judge(facts, last).verdict(code)
        return _Run(verdict, _value(verdict), granted)

    def _judge(self, facts: Facts, year: int) -> Evaluator:
        on = self._day(year)
        return Evaluator(self.rb, facts, year=year, received_on=on, scope=self.scope)

    def _with_year(self, facts: Facts, year: int, what: Year) -> Facts:
        """The record as it would stand at the end of `year`."""
        ratings, initiatives = facts.ratings or (), facts.initiatives or ()
        if what.grade and all(rating.year != year for rating in ratings):
            ratings = (*ratings, Rating(year, what.grade))
        if what.initiative:
            made = Initiative(
                year, what.initiative, recognised_on=date(year, 11, 1), decision="(dự kiến)"
            )
            initiatives = (*initiatives, made)
        known = {
            name: (span[0], year) if span[1] >= year - 1 else span
            for name, span in facts.complete.items()
        }
        return replace(
            facts,
            ratings=ratings if facts.ratings is not None or ratings else None,
            initiatives=initiatives if facts.initiatives is not None or initiatives else None,
            complete=known,
        )

    def _with_awards(self, facts: Facts, codes: list[str], year: int) -> Facts:
        if not codes:
            return facts
        # No achievement period: each award counts the span that the law gives it.
        made = [
            AwardHeld(code, year, decided_on=date(year, 12, 20), merit="cong_trang")
            for code in codes
        ]
        return replace(facts, awards=(*(facts.awards or ()), *made))

    def _held(self, facts: Facts, code: str, year: int) -> bool:
        return any(award.code == code and award.year == year for award in facts.awards or ())

    def _on_the_way(self, code: str, year: int) -> tuple[str, ...]:
        """Awards that conditions of `code` name, and those that theirs name, lowest first."""
        key = (code, year)
        if key not in self._below:
            found: dict[str, None] = {}
            waiting = [code]
            while waiting:
                for named in self._named(waiting.pop(), year):
                    if named != code and named not in found:
                        found[named] = None
                        waiting.append(named)
            infos = {name: self.rb.info(name) for name in found}
            kind = self.facts.subject.kind
            fitting = [name for name in found if kind in infos[name].recipients]
            self._below[key] = tuple(sorted(fitting, key=lambda name: infos[name].rank))
        return self._below[key]

    def _named(self, code: str, year: int) -> list[str]:
        entry = self._entry(code, year)
        if entry is None:
            return []
        conditions = (*entry.conditions, *(c for route in entry.routes for c in route.conditions))
        return [name for condition in conditions for name in _awards_in(condition)]

    def _entry(self, code: str, year: int) -> AwardEntry | None:
        entry = self.rb.award(code, self._day(year))
        if entry is None or not entry.loaded:
            return self.rb.last_loaded(code, self._day(year))
        return entry

    def _day(self, year: int) -> date:
        return date(year, *RECEIVED)


def _value(verdict: Verdict) -> str:
    if verdict.value == NEEDS_TEXT and verdict.provisional is not None:
        return verdict.provisional.value
    return verdict.value


def _by_last_text(verdict: Verdict) -> bool:
    return verdict.value == NEEDS_TEXT and verdict.provisional is not None


def _step(code: str, year: int | None, run: _Run, needs: tuple[Need, ...]) -> Step:
    return Step(code, year, run.verdict, run.value, _by_last_text(run.verdict), needs)


def _awards_in(condition: Condition) -> Iterator[str]:
    """Codes of awards among the parameters of a condition and those below it."""
    for child in condition.children:
        yield from _awards_in(child)
    for name, value in condition.params.items():
        if value is None or name in ("after_previous", "reset_by"):
            continue
        if name == "award":
            yield value
        elif name in ("awards", "or_held"):
            yield from value
        elif name == "with":
            yield from (code for code, _ in value)


def plan_to_dict(
    rb: Rulebook,
    facts: Facts,
    *,
    start: int,
    until: int,
    scope: str | None = None,
    lang: str = "vi",
) -> dict[str, Any]:
    """`thidua-plan/1`: what `thidua law plan --json` prints."""
    steps = plan(rb, facts, start=start, until=until, scope=scope)
    return {
        "format": "thidua-plan/1",
        "subject": facts.subject.name,
        "from": start,
        "until": until,
        "assumed": [
            "No discipline and nothing pending in the years to come"
            if lang == "en"
            else "Các năm tới không bị kỷ luật, không có vụ việc đang xem xét",
            "Files of a year are received on 1 December"
            if lang == "en"
            else "Hồ sơ của mỗi năm được nhận ngày 01/12",
        ],
        "awards": [step.to_dict(rb, lang) for step in steps],
    }
