"""An award and the years since it: see `law.predicates.periods`.

Asked of each such award on record, and, where the record begins late, of awards that may lie
before it; the best answer counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.law.book.model import Condition
from thidua.law.context import NO_GROUND
from thidua.law.screen.codes import DECIDE, FACTS, FROM_ANY, NO, TEXT, TO_ANY, YES
from thidua.law.screen.families.yearly import fitting
from thidua.law.screen.graph import SUBJECTS, Domain, Node
from thidua.law.screen.question import (
    Found,
    Question,
    day_after,
    first_full_year,
    years_before,
)

_EXCELLENT = "hoan_thanh_xuat_sac"


def held_then_period(q: Question, condition: Condition) -> Found:
    params, g = condition.params, q.graph
    tried = g.of(0)
    for code in params["awards"]:
        tried = g.make("max", (tried, _best_of_rows(q, params, code)))
    none = tried <= g.look(g.verdict(NO), TO_ANY)
    best = g.look(tried, FROM_ANY)
    return Found(
        g.verdicts(
            q.listed("awards"), g.verdicts(none, _unrecorded(q, params), best), g.verdict(FACTS)
        )
    )


def _best_of_rows(q: Question, params: Mapping[str, Any], code: str) -> Node:
    """Per subject the best answer, ranked for OR, that an award of this code on record gives."""
    g, rows = q.graph, q.award_rows(code)
    early, late = q.starts(rows)
    no_merit = q.no_merit(rows)
    year = q.of_row(rows, "year")
    found = _since(q, params, Start(rows, early, year, no_merit))
    if late is not early:
        other = _since(q, params, Start(rows, late, year, no_merit))
        found = g.verdicts(g.make("eq", (found, other)), found, TEXT)
    refused = params.get("no_ground", NO_GROUND)
    weighed = [merit for merit in NO_GROUND if merit not in refused]
    doubt = q.merit_among(rows, weighed) & g.make("eq", (found, g.verdict(YES)))
    found = g.verdicts(doubt, DECIDE, found)
    found = g.verdicts(q.merit_among(rows, refused), NO, found)
    ranked = g.verdicts(year <= q.year, g.look(found, TO_ANY), 0)
    return g.gather("max", ranked, rows)


@dataclass(frozen=True, slots=True)
class Start:
    """An award to count from: its day where one is recorded (0), its year, whether unclear."""

    domain: Domain
    day: Node
    year: Node
    unclear: Node


def _since(q: Question, params: Mapping[str, Any], award: Start) -> Node:
    g, need = q.graph, params["years"]
    start = g.where(award.day.is_(0), award.year * 10000 + 101, award.day)
    again, unclear = q.reset(tuple(params.get("reset_by", ())))
    gaps = award.day.is_(0) | award.unclear | (start < unclear)
    start = g.highest(g.highest(start, again), q.column("served"))
    parts = [g.verdict(YES), g.flag(gaps, FACTS)]
    parts += _demands(q, params, start, award.domain)
    found = g.most(parts)
    if need is None:
        return found
    end = max(date(q.year, 12, 31), q.received_on)
    return g.verdicts(start > years_before(day_after(end), need), NO, found)


def _demands(q: Question, params: Mapping[str, Any], start: Node, domain: Domain) -> list[Node]:
    """What the text asks of the years since; a key that is absent is not asked."""
    g, need = q.graph, params["years"]
    titled = q.any_held(params.get("or_held", ()))
    first = first_full_year(start)
    years = g.between(first, q.year)
    parts = []
    if need is None:
        parts.append(g.verdict(TEXT))
    if "each_year_at_least" in params:
        last = max(q.year, q.received_on.year - 1)
        whole = g.between(start // 10000, last)
        short = g.of(False) if need is None else g.of(q.year + 1) < first + need
        if need == 0:
            short = g.of(False)
        rated = _rated(q, g.where(short, whole, years), params["each_year_at_least"], titled)
        parts.append(_late_run(q, params, rated, titled))
    if "excellent_years" in params:
        parts.append(_excellent(q, years, params["excellent_years"], titled))
    if "excellent_in_a_row" in params:
        run = g.between(q.year - params["excellent_in_a_row"] + 1, q.year)
        parts.append(_rated(q, run, _EXCELLENT, titled))
    if "with" in params and params["with"] is None:
        parts.append(g.verdict(TEXT))
    for code, times in params.get("with") or ():
        parts.append(_counted(q, years, code, times))
    if "initiatives" in params:
        parts.append(_initiatives(q, params["initiatives"], start, domain))
    return parts


def _rated(q: Question, years: Node, floor: str | None, titled: Node) -> Node:
    """All the years so rated; a collective title of the year stands for a rating."""
    g = q.graph
    rated, known = q.rated, q.known("ratings")
    open_years = ~(rated | titled)
    low = open_years & known
    if floor is not None:
        low = low | (rated & ~q.graded(floor))
    no = g.flag((low & years).is_not(0), NO)
    if floor is None:
        return g.most((g.verdict(TEXT), no))
    unknown = g.flag((open_years & ~known & years).is_not(0), FACTS)
    return g.most((g.verdict(YES), unknown, no))


def _late_run(q: Question, params: Mapping[str, Any], rated: Node, titled: Node) -> Node:
    g, need = q.graph, params["years"]
    if not params.get("late_run") or not need:
        return rated
    run = _rated(q, g.between(q.year - need + 1, q.year), params["each_year_at_least"], titled)
    no = g.verdict(NO)
    weighed = g.make("eq", (rated, no)) & ~g.make("eq", (run, no))
    return g.verdicts(weighed, DECIDE, rated)


def _excellent(q: Question, years: Node, times: int | None, titled: Node) -> Node:
    g = q.graph
    if times is None:
        return g.verdict(TEXT)
    rated = q.rated
    have = q.graded(_EXCELLENT) | (titled & ~rated)
    could = have | ~(rated | q.known("ratings"))
    enough, perhaps = (have & years).ones() >= times, (could & years).ones() >= times
    return g.verdicts(enough, YES, g.verdicts(perhaps, FACTS, NO))


def _counted(q: Question, years: Node, code: str, times: int) -> Node:
    """The award in so many of the years, a title of this round among them as expected."""
    g = q.graph
    held = q.held(code)
    have = (held & years).ones()
    unknown = years & ~held & ~q.known("awards", code)
    if not (q.is_title(code) and q.same_round):
        open_years = unknown.ones()
        return g.verdicts(have >= times, YES, g.verdicts(have + open_years >= times, FACTS, NO))
    now = g.bit(q.year)
    expected = (years & ~held & now).is_not(0)
    open_years = (unknown & ~now).ones()
    short = g.of(times) - have
    asked = expected & (short <= open_years + 1)
    answer = q.judge_award(code)
    yes = asked & g.make("eq", (answer, g.verdict(YES)))
    left = g.where(yes, short - 1, short)
    undecided = asked & ~answer_is(g, answer, YES) & ~answer_is(g, answer, NO)
    found = g.verdicts(undecided, g.verdicts(short.is_(1), answer, FACTS), NO)
    found = g.verdicts(left <= open_years, FACTS, found)
    return g.verdicts(left <= 0, YES, found)


def answer_is(g: Any, answer: Node, code: int) -> Node:
    found: Node = g.make("eq", (answer, g.verdict(code)))
    return found


def _initiatives(q: Question, wanted: Mapping[str, Any], start: Node, domain: Domain) -> Node:
    """So many in those years, or recognised later in the year of the start."""
    g, times = q.graph, wanted["times"]
    pairs = Domain(f"{domain.name}*initiatives", domain)
    year, day = g.column("year", "i", pairs), g.column("day", "i", pairs)
    mine = fitting(q, wanted["level"], wanted["kinds"], pairs)
    first, since = g.up(first_full_year(start), pairs), g.up(start, pairs)
    inside = (year >= first) & (year <= q.year)
    later = year.is_(since // 10000) & (day >= since)
    mine = mine & (inside | later)
    sure = g.gather("sum", mine & g.column("sure", "b", pairs), pairs)
    every = g.gather("sum", mine, pairs)
    years = g.between(first_full_year(start), q.year)
    unknown = (years & ~q.known("initiatives")).is_not(0)
    value = g.verdicts(unknown | (every >= times), FACTS, NO)
    return g.verdicts(sure >= times, YES, value)


def _unrecorded(q: Question, params: Mapping[str, Any]) -> Node:
    """No such award on record that serves; one from before the record could still exist."""
    g, need = q.graph, params["years"]
    first, none = g.of(0), g.of(False)
    for code in params["awards"]:
        start, end = q.span("awards", code)
        first = g.highest(first, start)
        none = none | (start.is_(1) & end.is_(1))
    if "cong_trang" in params.get("no_ground", NO_GROUND):
        return g.verdicts(none, FACTS, NO)
    last = first - 1
    back = q.year - (need or 0)
    # Either the one year before the record, or all from the earliest that gives time enough.
    could = (last < back) & _serves(q, params, last)
    latest = q.year if need is None else _latest(q, need)
    for year in range(back, latest + 1):
        could = could | ((last >= year) & _serves(q, params, g.of(year)))
    return g.verdicts(first.is_not(0) & (none | could), FACTS, NO)


def _latest(q: Question, need: int) -> int:
    """The last year for which an award at its end leaves time enough."""
    end = max(date(q.year, 12, 31), q.received_on)
    limit = years_before(day_after(end), need)
    return max(limit // 10000 - (limit % 10000 < 1231), limit // 10000 - 1)


def _serves(q: Question, params: Mapping[str, Any], year: Node) -> Node:
    """Whether an award for merit on the last day of that year could still serve."""
    g = q.graph
    by_period, decided = (year + 1) * 10000 + 101, year * 10000 + 1231
    days = {"period": (by_period,), "decision": (decided,)}.get(q.basis or "", (decided, by_period))
    found = [_since(q, params, Start(SUBJECTS, day, year, g.of(False))) for day in days]
    fails = g.of(True)
    for one in found:
        fails = fails & answer_is(g, one, NO)
    return ~fails


FAMILY = (held_then_period,)
