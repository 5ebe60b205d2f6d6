"""Service, discipline, holds, judgement, and the figures of collectives."""

from __future__ import annotations

from datetime import date

from thidua.law.book.model import Condition
from thidua.law.facts import words as w
from thidua.law.screen.building import NONE
from thidua.law.screen.codes import DECIDE, FACTS, NA, NO, TEXT, YES
from thidua.law.screen.graph import Node
from thidua.law.screen.question import (
    Found,
    Question,
    day_after,
    months_before,
    number,
    years_before,
)


# -- one year of work --------------------------------------------------------------------------
def registered(q: Question, _: Condition) -> Found:
    g = q.graph
    yes = g.verdicts(q.in_year(q.column("registered")), YES, NO)
    return Found(g.verdicts(q.listed("registrations"), yes, FACTS))


def recruited_months(q: Question, condition: Condition) -> Found:
    g, need = q.graph, condition.params["at_least"]
    recruited, last = q.column("recruited_on"), date(q.year, 12, 31)
    soon, late = (date_after(day) for day in (min(q.received_on, last), last))
    value = g.verdicts(recruited > months_before(soon, need), DECIDE, YES)
    value = g.verdicts(recruited > months_before(late, need), NO, value)
    return Found(g.verdicts(recruited.is_(0), FACTS, value))


def date_after(value: date) -> date:
    return date.fromordinal(value.toordinal() + 1)


def service_years(q: Question, condition: Condition) -> Found:
    params, g = condition.params, q.graph
    forces = list(w.FORCES)
    serves = q.column("force").among(forces.index(force) + 1 for force in params["forces"])
    until: Node = g.of(day_after(q.received_on))
    for name in ("discharged_on", "died"):
        end = q.column(f"after:{name}")
        until = g.where(end.is_(0), until, g.lowest(until, end))
    enlisted = q.column("enlisted_on")
    long = until - params["at_least"] * 10000 >= enlisted
    value = g.verdicts(enlisted.is_(0), FACTS, g.verdicts(long, YES, NO))
    return Found(g.verdicts(serves, value, NO))


def asked_one_by_one(q: Question, condition: Condition) -> Found:
    """Leave, studies and posts: what few have beyond the usual is asked of the interpreter."""
    return Found(q.by_rows(condition))


# -- holds and discipline ----------------------------------------------------------------------
def no_pending(q: Question, _: Condition) -> Found:
    g, on = q.graph, q.received
    rows = q.rows("pending")
    start, end = q.of_row(rows, "start"), q.of_row(rows, "until")
    runs = (start <= on) & (end.is_(0) | (end >= on))
    first, last = q.span("pending")
    year = q.received_on.year
    covered = first.is_(0) | ((first <= year) & (last >= year))
    value = g.verdicts(covered, YES, FACTS)
    value = g.verdicts(g.gather("any", runs, rows, False), NO, value)
    return Found(g.verdicts(q.listed("pending"), value, FACTS))


def discipline_served(q: Question, _: Condition) -> Found:
    g, last = q.graph, q.year * 10000 + 1231
    runs = _disciplined(q, last, last)
    known = g.verdicts(q.known_in("disciplines", q.year), YES, FACTS)
    person = q.code("kind", w.SUBJECT_KINDS, "individual")
    unlisted = g.verdicts(person, FACTS, NA)
    return Found(g.verdicts(q.listed("disciplines"), g.verdicts(runs, NO, known), unlisted))


def discipline_in_year(q: Question, condition: Condition) -> Found:
    g, rule = q.graph, q.slot(condition.params["slot"]).value
    inside = _disciplined(q, q.year * 10000 + 101, q.year * 10000 + 1231)
    known = g.verdicts(q.known_in("disciplines", q.year), YES, FACTS)
    effect = {"khong_xet": NO, "khong_anh_huong": YES}.get(rule, DECIDE)
    value = g.verdicts(inside, effect, known)
    return Found(g.verdicts(q.listed("disciplines"), value, FACTS))


def no_discipline_in_year(q: Question, condition: Condition) -> Found:
    g, rows = q.graph, q.rows("disciplines")
    first, last = q.year * 10000 + 101, q.year * 10000 + 1231
    measure = list(w.MEASURES).index(condition.params["measure"]) + 1
    heavy = q.of_row(rows, "measure") >= measure
    start, end = q.of_row(rows, "start"), q.of_row(rows, "until")
    taken = heavy & (start >= first) & (start <= last)
    running = heavy & (start < first) & (end.is_(0) | (end >= first))
    value = g.verdicts(g.gather("any", running, rows, False), DECIDE, YES)
    value = g.verdicts(q.known_in("disciplines", q.year), value, FACTS)
    value = g.verdicts(g.gather("any", taken, rows, False), NO, value)
    return Found(g.verdicts(q.listed("disciplines"), value, FACTS))


def _disciplined(q: Question, first: int, last: int) -> Node:
    """Whether a measure runs on some day between the two; one without an end runs on."""
    rows = q.rows("disciplines")
    start, end = q.of_row(rows, "start"), q.of_row(rows, "until")
    runs = (start <= last) & (end.is_(0) | (end >= first))
    return q.graph.gather("any", runs, rows, False)


# -- collectives -------------------------------------------------------------------------------
def members_completing_share(q: Question, condition: Condition) -> Found:
    have, undecided = q.column("members_completing"), q.column("completing_undecided")
    return _share(q, have, undecided, condition.params["at_least_percent"])


def members_award_share(q: Question, condition: Condition) -> Found:
    return _share(q, *_holding(q, condition), condition.params["at_least_percent"])


def members_award_above(q: Question, condition: Condition) -> Found:
    return _share(q, *_holding(q, condition), condition.params["more_than_percent"], strict=True)


def members_award_count(q: Question, condition: Condition) -> Found:
    g, least = q.graph, condition.params["at_least"]
    have, undecided = _holding(q, condition)
    value = g.verdicts(have + undecided >= least, FACTS, NO)
    value = g.verdicts(have >= least, YES, value)
    return Found(g.verdicts(have.is_(NONE), FACTS, value))


def _holding(q: Question, condition: Condition) -> tuple[Node, Node]:
    code = condition.params["award"]
    return q.column(f"with:{code}"), q.column(f"undecided:{code}")


def _share(
    q: Question, have: Node, undecided: Node, percent: int, *, strict: bool = False
) -> Found:
    g, members = q.graph, q.column("members")
    need = members * percent

    def reached(number: Node) -> Node:
        return number * 100 > need if strict else number * 100 >= need

    value = g.verdicts(reached(have + undecided), FACTS, NO)
    value = g.verdicts(members.is_(0), NO, g.verdicts(reached(have), YES, value))
    return Found(g.verdicts(members.is_(NONE) | have.is_(NONE), FACTS, value))


def members_discipline_below(q: Question, condition: Condition) -> Found:
    g, worst = q.graph, q.column("worst_discipline")
    limit = list(w.MEASURES).index(condition.params["measure"]) + 2
    value = g.verdicts(worst >= limit, NO, YES)
    return Found(g.verdicts(worst.is_(0), FACTS, value))


def cluster_rank(q: Question, condition: Condition) -> Found:
    g, rank, level = q.graph, q.column("rank"), q.column("rank_level")
    wanted = list(w.CLUSTER_LEVELS).index(condition.params["level"]) + 1
    value = g.verdicts(level.is_(0), FACTS, g.verdicts(level.is_(wanted), YES, NO))
    outside = (rank > condition.params["at_most"]) | (rank < 1)
    value = g.verdicts(outside, NO, value)
    return Found(g.verdicts(rank.is_(NONE), FACTS, value))


def organisation_age(q: Question, condition: Condition) -> Found:
    g, founded = q.graph, q.column("founded_on")
    limit = years_before(number(q.received_on), condition.params["years"])
    return Found(g.verdicts(founded.is_(0), FACTS, g.verdicts(founded <= limit, YES, NO)))


# -- judgement, local rules, unread text -------------------------------------------------------
def judged(q: Question, condition: Condition) -> Found:
    g, found = q.graph, q.finding(condition.params["slug"])
    # What is decided already, or asked of people under its own name, is not asked again.
    waiting = YES if condition.params["by"] == "attested" else DECIDE
    return Found(settled(q, found, g.verdict(waiting)), nested=True)


def settled(q: Question, found: Node, otherwise: Node) -> Node:
    g = q.graph
    return g.verdicts(found.is_(1), YES, g.verdicts(found.is_(2), NO, otherwise))


def slot_criteria(q: Question, condition: Condition) -> Found:
    rule = q.slot(condition.params["slot"])
    if rule.value is None:
        return Found(q.graph.verdict(DECIDE))
    return Found(q.graph.most(q.judge(item) for item in rule.value), nested=bool(rule.value))


def unknown(q: Question, _: Condition) -> Found:
    return Found(q.graph.verdict(TEXT))


ONE_BY_ONE = ("months_in_year", "absence_days", "study_result", "years_in_position")
FAMILY = (
    registered,
    recruited_months,
    service_years,
    no_pending,
    discipline_served,
    discipline_in_year,
    no_discipline_in_year,
    members_completing_share,
    members_award_share,
    members_award_above,
    members_award_count,
    members_discipline_below,
    cluster_rank,
    organisation_age,
    judged,
    slot_criteria,
    unknown,
)
