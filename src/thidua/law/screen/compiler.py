"""From the rulebook of a day to one plan of integer expressions, all awards together.

The same steps as `law.evaluator`, for all subjects at once: who an award is for, what stands before
every award, its conditions, its routes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thidua.law.answer import CLAIMED, POSTHUMOUS
from thidua.law.api import spoken_awards
from thidua.law.book.model import AwardEntry, CommonEntry, Condition, Route
from thidua.law.book.rulebook import Rulebook
from thidua.law.facts import words as w
from thidua.law.screen.codes import DECIDE, FROM_ANY, NA, NO, TEXT, TO_ANY, YES
from thidua.law.screen.families import FUNCTIONS
from thidua.law.screen.families.chains import best_of
from thidua.law.screen.families.service import settled
from thidua.law.screen.graph import Graph, Node
from thidua.law.screen.question import Question
from thidua.law.slots import known_scope
from thidua.law.values import UNKNOWN, Citation

Where = tuple[Citation, str]  # a citation and its confidence


@dataclass(frozen=True, slots=True)
class ConditionBit:
    """What one bit of `failing` and `open` means; `route` is None for what stands before all."""

    bit: int
    id: str
    route: str | None
    statement: str
    statement_en: str
    citation: Citation
    confidence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One award in a plan: its verdict, and its conditions in the order of their bits."""

    value: Node
    conditions: tuple[ConditionBit, ...]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All awards asked about for one year, as expressions over the columns of `YearWords`."""

    year: int
    received_on: date
    question: Question
    answers: dict[str, Answer]


@dataclass(slots=True)
class Program:
    """The rules of one day for one body; plans are made when a year is first asked about."""

    rb: Rulebook
    on: date
    awards: tuple[str, ...]
    scope: str | None
    provisional: bool
    _plans: dict[tuple[int, int], Plan] = field(default_factory=dict)
    # Compiled functions, where they were asked for: see `kernel`.
    kernels: dict[tuple[int, int, bool], Any] = field(default_factory=dict)

    def plan(self, year: int, first: int) -> Plan:
        """The plan for a year, over words whose first year is `first`."""
        if (year, first) not in self._plans:
            self._plans[year, first] = _Compiler(self, year, first).plan()
        return self._plans[year, first]


def compile_rules(
    rb: Rulebook,
    awards: Sequence[str] | None = None,
    *,
    on: date,
    scope: str | None = None,
    provisional: bool = False,
) -> Program:
    """The rules by which files received that day are judged; all awards unless some are named.

    `scope` is the body whose slots apply. `provisional` takes the last known text where the text of
    the day is not loaded, as the interpreter's provisional verdict does.
    """
    known_scope(rb, scope)
    codes = spoken_awards(rb) if awards is None else [rb.resolve_code(code) for code in awards]
    return Program(rb, on, tuple(dict.fromkeys(codes)), scope, provisional)


class _Compiler:
    def __init__(self, program: Program, year: int, first: int) -> None:
        self.program, self.rb = program, program.rb
        self.graph = Graph(first)
        self.nodes: dict[str, Node] = {}
        self.bits: dict[str, list[tuple[str | None, Condition, Node]]] = {}
        self.q = Question(
            self.rb, self.graph, year, program.on, program.scope, self.award, self.condition
        )

    def plan(self) -> Plan:
        answers = {}
        for code in self.program.awards:
            value = self.award(code)
            found = self.bits.get(code, [])
            answers[code] = Answer(
                value,
                tuple(
                    ConditionBit(
                        number,
                        item.id,
                        route,
                        item.statement,
                        item.statement_en,
                        item.citation,
                        item.confidence,
                    )
                    for number, (route, item, _) in enumerate(found)
                ),
                tuple(node for _, _, node in found),
            )
        return Plan(self.q.year, self.program.on, self.q, answers)

    # -- one award -----------------------------------------------------------------------------
    def award(self, code: str) -> Node:
        """The verdict on an award; kept, because chains ask again."""
        if code not in self.nodes:
            before = self.q.entry
            self.nodes[code] = self._award(code)
            self.q.entry = before
        return self.nodes[code]

    def _entry(self, code: str) -> AwardEntry | None:
        entry = self.rb.award(code, self.program.on)
        if self.program.provisional and (entry is None or not entry.loaded):
            return self.rb.last_loaded(code, self.program.on)
        return entry

    def _award(self, code: str) -> Node:
        g, info, entry = self.graph, self.rb.info(code), self._entry(code)
        loaded = entry is not None and entry.loaded
        recipients = entry.recipients if entry is not None and loaded else info.recipients
        ours = self._kind_among(recipients)
        if entry is None or not loaded:
            return g.flag(ours, TEXT)
        self.q.entry = entry
        self.bits[code] = []
        in_force = self.rb.last_common if self.program.provisional else self.rb.common
        parts = [
            self._common(code, item)
            for item in in_force(self.program.on)
            if item.concerns(info.level, w.SUBJECT_KINDS)
        ]
        parts.append(self._died(code, entry, ours))
        parts += [self._noted(code, None, item, ours) for item in entry.conditions]
        routes = self._routes(code, entry, ours)
        # No way is for this subject: what else holds must not add up to a yes.
        applies = ours & ~g.make("eq", (routes, g.verdict(NA)))
        return g.verdicts(applies, g.most((*parts, routes)), NA)

    def _kind_among(self, kinds: Sequence[str]) -> Node:
        return self._among("kind", w.SUBJECT_KINDS, kinds)

    def _among(self, column: str, known: dict[str, str], wanted: Sequence[str]) -> Node:
        places = list(known)
        return self.q.column(column).among(places.index(word) + 1 for word in wanted)

    def _common(self, code: str, item: CommonEntry) -> Node:
        whom = self._kind_among(item.kinds)
        if item.groups is not None:
            whom = whom & self._among("group", w.GROUPS, item.groups)
        return self._noted(code, None, item.condition, whom)

    def _noted(self, code: str, route: str | None, item: Condition, whom: Node) -> Node:
        """The condition for those whom it concerns, with a bit of its own."""
        node = self.graph.verdicts(whom, self.condition(item), NA)
        self.bits[code].append((route, item, node))
        return node

    def _own(self, code: str, id_: str, words: tuple[str, str], where: Where, node: Node) -> Node:
        """A bit for what stands in the way without being a condition of the text."""
        item = Condition(id_, "leaf", *words, *where)
        self.bits[code].append((None, item, node))
        return node

    def _died(self, code: str, entry: AwardEntry, ours: Node) -> Node:
        value = {True: YES, False: NO, None: TEXT}[entry.posthumous]
        where = (entry.posthumous_citation or entry.citation, entry.posthumous_confidence)
        node = self.graph.flag(ours & self.q.column("died").is_not(0), value)
        return self._own(code, "truy-tang", POSTHUMOUS, where, node)

    # -- routes --------------------------------------------------------------------------------
    def _routes(self, code: str, entry: AwardEntry, ours: Node) -> Node:
        g = self.graph
        weighed = waiting = g.of(False)
        ranked = g.verdict(NA)
        for route in entry.routes:
            fits = ours & self._fits(route)
            here = fits
            if route.opening == "on_claim":
                claimed = g.of(False)
                for slug in route.claims:
                    claimed = claimed | self.q.finding(slug).is_not(0)
                waiting = waiting | (fits & ~claimed)
                here = fits & claimed
            weighed = weighed | here
            nodes = [self._noted(code, route.id, item, here) for item in route.conditions]
            ranked = g.most((ranked, g.look(g.most(nodes), TO_ANY)))
        unclaimed = waiting & ~weighed
        where = (entry.citation, entry.confidence)
        self._own(code, f"{code}.chua-neu", CLAIMED, where, g.flag(unclaimed, NO))
        return g.verdicts(unclaimed, NO, g.look(ranked, FROM_ANY))

    def _fits(self, route: Route) -> Node:
        who = route.who
        found = self._kind_among(who.kinds)
        if who.groups is not None:
            found = found & self._among("group", w.GROUPS, who.groups)
        if who.forces is not None:
            found = found & self._among("force", w.FORCES, who.forces)
        if who.employments is not None:
            job = self._among("employment", w.EMPLOYMENTS, who.employments)
            if who.employment_may_be_unknown:
                job = job | self.q.column("employment").is_(0)
            found = found & job
        return found

    # -- conditions ----------------------------------------------------------------------------
    def condition(self, condition: Condition) -> Node:
        """One condition and what lies below it."""
        if condition.kind != "leaf":
            nodes = [self.condition(item) for item in condition.children]
            return best_of(self.q, nodes) if condition.kind == "any" else self.graph.most(nodes)
        g, found = self.graph, FUNCTIONS[condition.predicate](self.q, condition)
        value = found.value
        own = self.q.finding(f"{self.q.entry.code if self.q.entry else ''}.{condition.id}")
        open_one = g.make("eq", (value, g.verdict(DECIDE)))
        to_settle = g.of(False) if found.nested else open_one
        if condition.confirm:
            yes, no = (g.make("eq", (value, g.verdict(code))) for code in (YES, NO))
            to_settle = to_settle | yes | no
        value = g.verdicts(to_settle, settled(self.q, own, g.verdict(DECIDE)), value)
        if condition.confidence == UNKNOWN:
            value = g.verdicts(g.make("eq", (value, g.verdict(YES))), TEXT, value)
        return value
