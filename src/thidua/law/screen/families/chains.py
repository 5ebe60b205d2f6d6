"""Awards in a row, awards counted, awards that must not be: see `law.predicates.awards`, `holdings`
and `limits`, which say the same of one subject.
"""

from __future__ import annotations

from thidua.law.book.model import Condition
from thidua.law.context import NO_GROUND
from thidua.law.index import FORM_KINDS, award_index
from thidua.law.predicates.limits import OUTSIDE_THE_LIMIT, STATE_LEVELS
from thidua.law.screen.codes import DECIDE, FACTS, FROM_ANY, NO, TO_ANY, YES
from thidua.law.screen.graph import Node
from thidua.law.screen.question import Found, Question


def held_in_a_row(q: Question, condition: Condition) -> Found:
    """A word against a mask of years; the year asked may be the title expected in this round."""
    params, g = condition.params, q.graph
    code, times = params["award"], params["times"]
    last = _row(q, condition, q.year)
    if q.same_round:
        return Found(last, nested=True)
    earlier = _row(q, condition, q.year - 1)
    return Found(g.verdicts(q.in_year(q.held(code)), last, earlier), nested=times > 0)


def _row(q: Question, condition: Condition, last: int) -> Node:
    params, g = condition.params, q.graph
    code, first = params["award"], last - params["times"] + 1
    held, known = q.held(code), q.known("awards", code)
    sure, maybe = q.spent(params.get("after_previous", ()))
    expected = q.same_round and last == q.year
    window = g.between(first, last - 1 if expected else last)
    lacking = ~held & window
    parts = [
        g.verdict(YES),
        g.flag((lacking & known).is_not(0) | (sure > first), NO),
        g.flag((lacking & ~known).is_not(0), FACTS),
        g.flag((held & window & (g.before(maybe) & ~g.before(sure))).is_not(0), FACTS),
    ]
    if expected:
        # A year that does not apply is left out, so there is no YES to begin with.
        mine, doubt = q.in_year(held), maybe > q.year
        node = g.verdicts(mine, YES, q.judge_award(code))
        weighed = g.verdicts(doubt & g.make("eq", (node, g.verdict(YES))), FACTS, node)
        if first == last:
            return g.verdicts(sure > q.year, NO, weighed)
        parts.append(weighed)
    return g.most(parts)


def meets_standard_of(q: Question, condition: Condition) -> Found:
    """Held, or the best answer among the awards whose standard serves."""
    params, g = condition.params, q.graph
    held = q.in_year(q.any_held((params["award"], *params.get("or_held", ()))))
    codes = (params["award"], *params.get("or_standard_of", ()))
    best = best_of(q, [q.judge_award(code) for code in codes])
    return Found(g.verdicts(held, YES, best), nested=True)


def best_of(q: Question, nodes: list[Node]) -> Node:
    """OR of verdicts."""
    if len(nodes) == 1:
        return nodes[0]
    ranked = q.graph.most(q.graph.look(node, TO_ANY) for node in nodes)
    return q.graph.look(ranked, FROM_ANY)


def no_other_form(q: Question, _: Condition) -> Found:
    g, own = q.graph, q.entry.code if q.entry else None
    found = g.of(False)
    for code, info in award_index().items():
        if info.kind in FORM_KINDS and code != own:
            rows = q.award_rows(code)
            mine = q.of_row(rows, "year").is_(q.year) & q.of_row(rows, "once", "b")
            serves = q.no_merit(rows) | q.merit_among(rows, ("cong_trang",))
            found = found | g.gather("any", mine & serves, rows, False)
    known = q.known_in("awards", q.year)
    return Found(g.verdicts(found, NO, g.verdicts(known, YES, FACTS)))


def one_state_award(q: Question, _: Condition) -> Found:
    g = q.graph
    own = q.entry.code if q.entry else ""
    same = near = doubtful = g.of(False)
    for code, info in award_index().items():
        if info.level not in STATE_LEVELS or code == own:
            continue
        rows = q.award_rows(code)
        counted = ~q.merit_among(rows, OUTSIDE_THE_LIMIT)
        now = q.of_row(rows, "year").is_(q.year)
        unclear = g.of(False) if q.is_title(code) else q.no_merit(rows)
        decided = (q.of_row(rows, "decided") // 10000).is_(q.received_on.year)
        same = same | g.gather("any", counted & now & ~unclear, rows, False)
        doubtful = doubtful | g.gather("any", counted & now & unclear, rows, False)
        near = near | g.gather("any", counted & ~now & decided, rows, False)
    claims = [slug for route in q.entry.routes for slug in route.claims] if q.entry else []
    outside = g.of(False)
    for slug in claims:
        outside = outside | q.finding(slug).is_not(0)
    known = q.known_in("awards", q.year)
    value = g.verdicts(known, YES, FACTS)
    value = g.verdicts(same | near, DECIDE, value)
    value = g.verdicts(doubtful, FACTS, value)
    value = g.verdicts(same & ~outside, NO, value)
    return Found(g.verdicts(q.listed("awards"), value, FACTS))


def not_in_year(q: Question, condition: Condition) -> Found:
    code, g = condition.params["award"], q.graph
    known = q.known_in("awards", q.year, code)
    open_year = g.verdicts(known, YES, FACTS)
    return Found(g.verdicts(q.in_year(q.held(code)), NO, open_year))


def held_count(q: Question, condition: Condition) -> Found:
    params, g = condition.params, q.graph
    code, times, within = params["award"], params["times"], params.get("within_years")
    first = q.year - within + 1 if within else 0
    rows = q.award_rows(code)
    year = q.of_row(rows, "year")
    sure, maybe = (g.up(node, rows) for node in q.spent(params.get("after_previous", ())))
    counted = (year >= first) & (year <= q.year) & ~q.merit_among(rows, NO_GROUND) & (sure <= year)
    form = q.rb.info(code).kind in FORM_KINDS
    unclear = (maybe > year) | (q.no_merit(rows) if form else g.of(False))
    clear = g.gather("sum", counted & ~unclear, rows)
    every = g.gather("sum", counted, rows)
    lacking = g.verdicts(_unrecorded(q, code, first), FACTS, NO)
    value = g.verdicts(every >= times, FACTS, lacking)
    return Found(g.verdicts(clear >= times, YES, value))


def never_held(q: Question, condition: Condition) -> Found:
    params, g = condition.params, q.graph
    merits = params.get("merits")
    found = doubtful = unrecorded = g.of(False)
    for code in params["awards"]:
        unrecorded = unrecorded | _unrecorded(q, code, 0)
        if merits is None:
            found = found | q.held(code).is_not(0)
            continue
        rows = q.award_rows(code)
        found = found | g.gather("any", q.merit_among(rows, merits), rows, False)
        doubtful = doubtful | g.gather("any", q.no_merit(rows), rows, False)
    value = g.verdicts(doubtful | unrecorded, FACTS, YES)
    return Found(g.verdicts(found, NO, value))


def _unrecorded(q: Question, code: str, first: int) -> Node:
    """Whether an award of which nothing is recorded may still exist in the years asked about."""
    start, end = q.span("awards", code)
    outside = start.is_not(0)
    if first:
        none = start.is_(1) & end.is_(1)
        outside = outside & (none | ~((start <= first) & (end >= q.year)))
    return ~q.listed("awards") | outside


def proposed_in_time(q: Question, condition: Condition) -> Found:
    """Received in time after the last such award, or after the one expected in this round."""
    params, g = condition.params, q.graph
    code, within, received = params["award"], params["within_years"], q.received_on.year
    rows = q.award_rows(code)
    year, first = q.of_row(rows, "year"), q.of_row(rows, "once", "b")
    last = g.gather("max", g.where(year <= q.year, year, -1), rows, -1)
    mine = first & year.is_(g.up(last, rows))
    decided = g.gather("max", g.where(mine, q.of_row(rows, "decided"), 0), rows) // 10000
    by_day = g.verdicts(decided + within >= received, YES, NO)
    late = g.verdicts(last + within + 1 < received, NO, FACTS)
    by_year = g.verdicts(last + within >= received, YES, late)
    value = g.verdicts(decided.is_(0), by_year, by_day)
    if q.same_round:
        again = g.make("eq", (value, g.verdict(NO))) & last.is_not(q.year)
        value = g.verdicts(again, q.judge_award(code), value)
    known = q.listed("awards") & q.known_in("awards", q.year, code)
    return Found(g.verdicts(last < 0, g.verdicts(known, NO, FACTS), value))


FAMILY = (
    held_in_a_row,
    meets_standard_of,
    no_other_form,
    one_state_award,
    not_in_year,
    held_count,
    never_held,
    proposed_in_time,
)
