"""One question in columns: the year and day asked, what is recorded, where counting starts anew.

The same notions as `law.context.Case`, said as expressions over all subjects at once. Days are
integers yyyymmdd, 0 where none is recorded: they compare as days do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from thidua.law.book.model import AwardEntry, Condition
from thidua.law.book.rulebook import Rulebook
from thidua.law.context import NO_GROUND
from thidua.law.facts import words as w
from thidua.law.screen.graph import SUBJECTS, Domain, Graph, Node
from thidua.law.slots import SlotValue, slot

MERIT = {word: number for number, word in enumerate(w.MERITS, 1)}
LATEST = 99999999


@dataclass(frozen=True, slots=True)
class Found:
    """What a predicate gives: a verdict, and whether a tree of other answers stands below it."""

    value: Node
    nested: bool = False


@dataclass(slots=True)
class Question:
    """What conditions are compiled against; `judge_award` and `judge` lead back to the compiler."""

    rb: Rulebook
    graph: Graph
    year: int
    received_on: date
    scope: str | None
    judge_award: Callable[[str], Node]
    judge: Callable[[Condition], Node]
    entry: AwardEntry | None = None
    # Columns that are worked out from rows when words are at hand: name to what it stands for.
    findings: dict[str, tuple[str, str]] = field(default_factory=dict)
    resets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: dict[str, Condition] = field(default_factory=dict)
    _slots: dict[str, SlotValue] = field(default_factory=dict)

    # -- what stands in columns ----------------------------------------------------------------
    def column(self, name: str, kind: str = "i") -> Node:
        return self.graph.column(name, kind)

    def code(self, name: str, words: Iterable[str], word: str) -> Node:
        """Whether a column of a closed list holds this word."""
        return self.column(name).is_(list(words).index(word) + 1)

    def held(self, code: str) -> Node:
        """The years for which the award is held."""
        return self.column(f"held:{code}")

    def any_held(self, codes: Iterable[str]) -> Node:
        found = self.graph.of(0)
        for code in codes:
            found = found | self.held(code)
        return found

    def in_year(self, word: Node, year: int | None = None) -> Node:
        return (word & self.graph.bit(self.year if year is None else year)).is_not(0)

    def graded(self, floor: str) -> Node:
        """The years rated at `floor` or above."""
        return self.column(f"graded:{floor}")

    @property
    def rated(self) -> Node:
        return self.graded("khong_hoan_thanh")

    def listed(self, name: str) -> Node:
        """Whether the list is known at all."""
        return self.column(f"listed:{name}", "b")

    def span(self, name: str, code: str | None = None) -> tuple[Node, Node]:
        """The years that the list covers, or one award's own; 0 where it is the whole history."""
        own = f"{name}:{code}" if code else name
        return self.column(f"from:{own}"), self.column(f"to:{own}")

    def known_in(self, name: str, year: int, code: str | None = None) -> Node:
        """Whether the list says everything about that year."""
        start, end = self.span(name, code)
        inside = (start <= year) & (end >= year)
        whole = self.graph.of(year <= self.year)
        return self.listed(name) & self.graph.where(start.is_(0), whole, inside)

    def known(self, name: str, code: str | None = None) -> Node:
        """The years about which the list says everything."""
        start, end = self.span(name, code)
        whole = self.graph.before(self.year + 1)
        years = self.graph.where(start.is_(0), whole, self.graph.between(start, end))
        return self.graph.where(self.listed(name), years, 0)

    # -- rows ----------------------------------------------------------------------------------
    def rows(self, name: str) -> Domain:
        return Domain(name, SUBJECTS)

    def of_row(self, domain: Domain, name: str, kind: str = "i") -> Node:
        return self.graph.column(name, kind, domain)

    def award_rows(self, code: str) -> Domain:
        return self.rows(f"awards:{code}")

    # -- slots, findings -----------------------------------------------------------------------
    def slot(self, name: str) -> SlotValue:
        if name not in self._slots:
            self._slots[name] = slot(self.rb, name, scope=self.scope, on=self.received_on)
        return self._slots[name]

    @property
    def same_round(self) -> bool:
        return bool(self.slot("chain_counts_same_round").value)

    def finding(self, slug: str) -> Node:
        """0 no finding, 1 it holds, 2 it does not: about the slug, for this award and year."""
        code = self.entry.code if self.entry else ""
        name = f"finding:{slug}:{code}"
        self.findings[name] = (slug, code)
        return self.column(name)

    def by_rows(self, condition: Condition) -> Node:
        """The verdict of a predicate over facts of a few, asked of the interpreter one by one."""
        name = f"asked:{condition.predicate}:{dict(condition.params)}"
        self.asked[name] = condition
        return self.column(name, "v")

    # -- where counting starts anew ------------------------------------------------------------
    @property
    def basis(self) -> str | None:
        rule = self.rb.entry("counting", self.received_on)
        found: str | None = rule.basis if rule is not None else "period"
        return found

    @property
    def received(self) -> int:
        return number(self.received_on)

    def is_title(self, code: str) -> bool:
        return self.rb.info(code).kind == "danh_hieu_thi_dua"

    def starts(self, domain: Domain) -> tuple[Node, Node]:
        """Where counting starts after each award: the earliest and the latest day it may be."""
        after, decided = self.of_row(domain, "after"), self.of_row(domain, "decided")
        by_period = self.graph.where(after.is_(0), decided, after)
        if self.basis == "period":
            return by_period, by_period
        if self.basis == "decision":
            return decided, decided
        # No period: the decision, if any. A period without a decision counts for nothing either.
        both = after.is_not(0) & decided.is_not(0)
        early = self.graph.where(both, self.graph.lowest(after, decided), decided)
        late = self.graph.where(both, self.graph.highest(after, decided), decided)
        return early, late

    def merit_among(self, domain: Domain, merits: Iterable[str]) -> Node:
        return self.of_row(domain, "merit").among(MERIT[merit] for merit in merits)

    def no_merit(self, domain: Domain) -> Node:
        return self.of_row(domain, "merit").is_(0)

    def counts(self, domain: Domain) -> Node:
        """Awards up to the year asked that counted results, or may have."""
        return (self.of_row(domain, "year") <= self.year) & ~self.merit_among(domain, NO_GROUND)

    def spent(self, previous: Iterable[str]) -> tuple[Node, Node]:
        """The first year not counted for an earlier award, for sure and perhaps: 0 where none."""
        sure: list[Node] = []
        maybe: list[Node] = []
        for code in previous:
            domain = self.award_rows(code)
            year = self.of_row(domain, "year")
            start, late = self.starts(domain)
            clear = ~self.no_merit(domain)
            if self.is_title(code):
                after = self.of_row(domain, "after")
                start = self.graph.where(after.is_(0), (year + 1) * 10000 + 101, after)
                late, clear = start, self.graph.of(True)
            unclear = start.is_(0)
            free = self.graph.where(unclear, year + 1, first_full_year(start))
            perhaps = self.graph.where(unclear, free + 1, self.graph.highest(free, _full(late)))
            counted = self.counts(domain)
            sure.append(self._last(counted & clear, free, domain))
            maybe.append(self._last(counted, perhaps, domain))
        return self._greatest(sure), self._greatest(maybe)

    def _greatest(self, nodes: list[Node]) -> Node:
        found = nodes[0] if nodes else self.graph.of(0)
        for node in nodes[1:]:
            found = self.graph.highest(found, node)
        return found

    def _last(self, which: Node, year: Node, domain: Domain) -> Node:
        return self.graph.gather("max", self.graph.where(which, year, 0), domain)

    def unrecorded(self, previous: Iterable[str]) -> Node:
        """The first year of which it is known whether an earlier award counted it already."""
        found = self.graph.of(0)
        for code in previous:
            start, end = self.span("awards", code)
            none = start.is_(1) & end.is_(1)
            first = self.graph.where(none, 9999, start)
            found = self.graph.highest(found, first)
            found = self.graph.where(self.listed("awards"), found, 9999)
        return found

    def reset(self, codes: tuple[str, ...]) -> tuple[Node, Node]:
        """The day to which later awards move the start, and the day before which a start is moved
        nobody knows whither."""
        if not codes:
            return self.graph.of(0), self.graph.of(0)
        name = ",".join(codes)
        self.resets[name] = codes
        return self.column(f"reset:{name}"), self.column(f"unclear:{name}")


def _full(start: Node) -> Node:
    return start.graph.where(start.is_(0), 0, first_full_year(start))


def first_full_year(start: Node) -> Node:
    """The first calendar year that lies wholly on or after the day."""
    return start // 10000 + start.graph.where((start % 10000).is_(101), 0, 1)


def number(value: date) -> int:
    """A day as yyyymmdd."""
    return value.year * 10000 + value.month * 100 + value.day


def day_after(value: date) -> int:
    return number(value + timedelta(days=1))


def years_before(limit: int, years: int) -> int:
    """The last day from which so many years are over by `limit`, for a comparison with it."""
    return limit - years * 10000


def months_before(limit: date, months: int) -> int:
    """The same in months."""
    years, month = divmod(limit.year * 12 + limit.month - 1 - months, 12)
    return years * 10000 + (month + 1) * 100 + limit.day
