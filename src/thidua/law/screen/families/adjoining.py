"""Titles in a row whose achievement periods adjoin: see `law.predicates.adjoining`."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.law.book.model import Condition
from thidua.law.screen.codes import DECIDE, FACTS, NO, YES
from thidua.law.screen.graph import Node
from thidua.law.screen.question import Found, Question


@dataclass(frozen=True, slots=True)
class Term:
    """One title, the latest first: its period from `start` to before `after`."""

    exists: Node
    year: Node
    start: Node
    after: Node
    recorded: Node
    decided: Node
    expected: bool = False


def held_adjoining(q: Question, condition: Condition) -> Found:
    params, g = condition.params, q.graph
    code, times = params["award"], params["times"]
    terms = _terms(q, code, times, params["span_years"])
    known = _chain(q, condition, terms)
    value = known
    if q.same_round:
        this = q.year
        start = g.of((this - params["span_years"] + 1) * 10000 + 101)
        expected = Term(
            g.of(True),
            g.of(this),
            start,
            g.of((this + 1) * 10000 + 101),
            g.of(True),
            g.of(0),
            expected=True,
        )
        longer = _chain(q, condition, [expected, *terms[: times - 1]])
        answer = q.judge_award(code)
        yes, facts = _is(longer, YES), _is(longer, FACTS)
        open_answer = g.verdicts(yes, answer, FACTS)
        if_asked = g.verdicts(_is(answer, NO), known, open_answer)
        if_asked = g.verdicts(_is(answer, YES), longer, if_asked)
        settled = _is(known, YES) | terms[0].year.is_(this) | ~(yes | facts)
        value = g.verdicts(settled, known, if_asked)
    return Found(g.verdicts(q.listed("awards"), value, FACTS))


def _is(node: Node, code: int) -> Node:
    return node.graph.make("eq", (node, node.graph.verdict(code)))


def _terms(q: Question, code: str, times: int, span: int) -> list[Term]:
    """The latest `times` titles up to the year asked, one for each year."""
    g, rows = q.graph, q.award_rows(code)
    year, telling = q.of_row(rows, "year"), q.of_row(rows, "telling", "b")
    start, after = q.of_row(rows, "start"), q.of_row(rows, "after")
    first = (year - (span - 1)) * 10000 + 101
    start = g.where(after.is_(0), first, start)
    after_or = g.where(after.is_(0), (year + 1) * 10000 + 101, after)
    terms: list[Term] = []
    last: Node = g.of(q.year + 1)
    for _ in range(times):
        earlier = telling & (year < g.up(last, rows))
        last = g.gather("max", g.where(earlier, year, -1), rows, -1)
        mine = telling & year.is_(g.up(last, rows))

        def of(column: Node, mine: Node = mine) -> Node:
            return g.gather("max", g.where(mine, column, 0), rows)

        recorded = g.gather("any", mine & after.is_not(0), rows, False)
        decided = of(q.of_row(rows, "decided"))
        terms.append(Term(last >= 0, last, of(start), of(after_or), recorded, decided))
    return terms


def _chain(q: Question, condition: Condition, terms: list[Term]) -> Node:
    """Follows the titles back until one does not adjoin, was counted before, or is not there."""
    params, g = condition.params, q.graph
    code = params["award"]
    sure, maybe = q.spent(params.get("after_previous", ()))
    alive, gaps = g.of(True), g.of(False)
    value = g.verdict(NO)
    before: Term | None = None
    for term in terms:
        missing = alive & ~term.exists
        value = g.verdicts(missing & _unknown(q, code, before), FACTS, value)
        alive = alive & term.exists
        if before is not None:
            adjoins = before.start.is_(term.after)
            overlaps = before.start < term.after
            unclear = ~(term.recorded & before.recorded)
            value = g.verdicts(alive & overlaps, g.verdicts(unclear, FACTS, DECIDE), value)
            alive = alive & adjoins
        if not term.expected:
            alive = alive & (sure <= term.year)
            gaps = gaps | (alive & (maybe > term.year))
        before = term
    done = g.verdicts(gaps, FACTS, _in_time(q, condition, terms[0]))
    return g.verdicts(alive, done, value)


def _unknown(q: Question, code: str, oldest: Term | None) -> Node:
    """Whether a further title of the chain could stand in years that are not recorded."""
    g = q.graph
    start, end = q.span("awards", code)
    if oldest is None:
        first, last = g.of(q.year - 3), g.of(q.year)
    else:
        # The day before 1 January is in the year before; of any other day the year is the same.
        ends = oldest.after // 10000 - g.where((oldest.after % 10000).is_(101), 1, 0)
        first, last = oldest.start // 10000 - 1, ends - 1
    covered = (start <= first) & (end >= last)
    return start.is_not(0) & ~covered & (first <= last)


def _in_time(q: Question, condition: Condition, last: Term) -> Node:
    g, within = q.graph, condition.params.get("propose_within_years")
    if within is None or last.expected:
        return g.verdict(YES)
    decided = last.decided // 10000
    until = g.where(decided.is_(0), last.year + 1, decided) + within
    return g.verdicts(until >= q.received_on.year, YES, DECIDE)


FAMILY = (held_adjoining,)
