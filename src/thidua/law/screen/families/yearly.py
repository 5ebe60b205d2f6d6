"""Ratings, runs of ratings, initiatives: see `law.predicates.ratings` and `initiatives`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thidua.law.book.model import Condition
from thidua.law.facts import words as w
from thidua.law.index import award_index
from thidua.law.screen.codes import DECIDE, FACTS, NO, YES
from thidua.law.screen.graph import Domain, Node
from thidua.law.screen.question import Found, Question


def rating(q: Question, condition: Condition) -> Found:
    g = q.graph
    good = q.in_year(q.graded(condition.params["at_least"]))
    settled = q.in_year(q.rated) | q.known_in("ratings", q.year)
    return Found(g.verdicts(good, YES, g.verdicts(settled, NO, FACTS)))


@dataclass(frozen=True, slots=True)
class Years:
    """Words of years whose rating counts for sure (`good`), or may (`open`)."""

    good: Node
    open: Node


def counted(q: Question, floor: str, previous: tuple[str, ...]) -> Years:
    """Years so rated, not counted for an earlier award, wholly after any discipline."""
    g = q.graph
    sure, maybe = q.spent(previous)
    past = g.before(q.year + 1)
    spent = g.before(sure)
    free = ~spent & ~q.column("barred")
    # Where nothing is unclear the two words are one, and all of this is folded away.
    unclear = (g.before(maybe) & ~spent) | g.before(q.unrecorded(previous))
    reached = q.graded(floor) & free
    unrated = ~q.rated & free & (past & ~q.known("ratings"))
    return Years(reached & ~unclear, (reached & unclear) | unrated)


def ratings_in_a_row(q: Question, condition: Condition) -> Found:
    """All years of the window good; else what stands in the latest year that is not."""
    params, g = condition.params, q.graph
    years = counted(q, params["at_least"], params.get("after_previous", ()))
    # The run that one subject is asked about is never longer than forty years.
    if params["years"] > RUN:
        first = q.year - RUN + 1
        row = g.of(False)
    else:
        first = q.year - params["years"] + 1
        row = (~years.good & g.between(first, q.year)).is_(0)
    window = g.between(first, q.year)
    bad = ~(years.good | years.open) & window
    # The greater word has the higher bit: the latest year that breaks the run.
    return Found(g.verdicts(row, YES, g.verdicts((years.open & window) > bad, FACTS, NO)))


RUN = 40


def run_to(q: Question, good: Node) -> Node:
    """The years of the unbroken run up to the year asked."""
    g = q.graph
    window = g.before(q.year + 1)
    bad = ~good & window
    for shift in (1, 2, 4, 8, 16, 32):
        bad = bad | g.make("shr", (bad, g.of(shift)))
    return window & ~bad


def initiatives(q: Question, what: str, level: str, kinds: tuple[str, ...], plane: int = 1) -> Node:
    """Years with an initiative of the level or above, `recognised` or still `waiting`; the words
    are kept apart so that several of one year can be counted."""
    found = q.graph.of(0)
    for word in _words(q, what, level, kinds, plane):
        found = found | word
    return found


def _words(q: Question, what: str, level: str, kinds: tuple[str, ...], plane: int) -> list[Node]:
    return [q.column(f"{what}:{level}:{kind}:{plane}") for kind in dict.fromkeys(kinds)]


def number_of(
    q: Question, what: str, level: str, kinds: tuple[str, ...], years: Node, times: int
) -> Node:
    """How many initiatives lie in the years; more than `times` of one kind and year count as so
    many, which settles whether there are as many as that."""
    found = q.graph.of(0)
    for plane in range(1, times + 1):
        for word in _words(q, what, level, kinds, plane):
            found = found + (word & years).ones()
    return found


def fitting(q: Question, level: str, kinds: tuple[str, ...], domain: Domain) -> Node:
    """Which rows of initiatives are of the level or above and of these kinds."""
    known = list(w.INITIATIVE_KINDS)
    high = q.of_row(domain, "level") >= list(w.LEVELS).index(level) + 1
    return high & q.of_row(domain, "kind").among(known.index(kind) + 1 for kind in kinds)


def initiative(q: Question, condition: Condition) -> Found:
    params, g = condition.params, q.graph
    within, times = params["within"], params.get("times", 1)
    chain = params.get("chain_years", 1)
    first = {"year": q.year, "chain": q.year - chain + 1, "any": 0}[within]
    level, kinds = params["level"], params["kinds"]
    window = g.between(first, q.year)
    recognised = initiatives(q, "recognised", level, kinds)
    if times == 1:
        enough = (recognised & window).is_not(0)
        waiting = (initiatives(q, "waiting", level, kinds) & window).is_not(0)
    else:
        sure = number_of(q, "recognised", level, kinds, window, times)
        enough = sure >= times
        waiting = sure + number_of(q, "waiting", level, kinds, window, times) >= times
    recent = g.between(max(first, q.year - 4), q.year)
    value = g.verdicts((recent & ~q.known("initiatives")).is_not(0), FACTS, NO)
    if within == "chain":
        earlier = (recognised & g.before(first)).is_not(0)
        value = g.verdicts(earlier, DECIDE, value)
    value = g.verdicts(waiting, FACTS, value)
    return Found(g.verdicts(enough, YES, value))


def initiatives_in_run(q: Question, condition: Condition) -> Found:
    params, g = condition.params, q.graph
    times, level = params["times"], params["level"]
    years = counted(q, params["run_at_least"], params.get("after_previous", ()))
    run = run_to(q, years.good & g.between(q.year - RUN + 1, q.year))
    every = tuple(kind for group in params["kind_groups"] for kind in group)

    def number(what: str, kinds: tuple[str, ...], within: Node) -> Node:
        return number_of(q, what, level, kinds, within, times)

    enough = fresh = g.of(False)
    for group in params["kind_groups"]:
        sure = number("recognised", group, run)
        enough = enough | (sure >= times)
        fresh = fresh | (_unused(q, params, group, run, sure) >= times)
    recognised = number("recognised", every, run)
    inside = recognised + number("waiting", every, run)
    # The longest run that unknown ratings allow: what is unknown of it could make up the number.
    longest, past = run_to(q, years.good | years.open), g.before(q.year + 1)
    reached, before = (
        number("recognised", every, within) + number("waiting", every, within)
        for within in (longest, past)
    )
    unknown = past & ~q.known("initiatives")
    last_five = longest & g.between(q.year - 4, q.year) & unknown
    could = (reached >= times) | ((before < times) & last_five.is_not(0))
    value = g.verdicts(could, FACTS, NO)
    value = g.verdicts((run & unknown).is_not(0), FACTS, value)
    value = g.verdicts(inside >= times, FACTS, value)
    value = g.verdicts(enough | (recognised >= times), DECIDE, value)
    return Found(g.verdicts(fresh, YES, value))


def _unused(
    q: Question, params: Mapping[str, Any], kinds: tuple[str, ...], run: Node, sure: Node
) -> Node:
    """Of those, how many served no award, or this one of this year alone."""
    if params.get("used_before"):
        return sure
    g, rows = q.graph, q.rows("used")
    own = list(award_index()).index(q.entry.code) + 1 if q.entry else -1
    here = q.of_row(rows, "used").is_(own) & q.of_row(rows, "used_year").is_(q.year)
    place = g.bit_of(q.of_row(rows, "year"))
    within = (place & g.up(run, rows)).is_not(0)
    spent = within & ~here & fitting(q, params["level"], kinds, rows)
    return sure - g.gather("sum", spent, rows)


FAMILY = (rating, ratings_in_a_row, initiative, initiatives_in_run)
