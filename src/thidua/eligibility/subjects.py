"""What is recorded about a person or a collective, turned into the facts the law is asked with.

Plain values in and out, no database: the screening of a file and the grid of a round both come
through here, so that the same records give the same verdict. Nothing unknown is made known:
a gap in the yearly ratings, a register that begins in 2011 or a discipline without a day is
handed on as unknown, and the answer is then *needs facts*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from thidua.law import RoundSubject
from thidua.law.facts import (
    AwardHeld,
    Collective,
    Discipline,
    Facts,
    Finding,
    Initiative,
    Leave,
    Pending,
    Post,
    Rank,
    Rating,
    Registration,
    Service,
    Study,
    Subject,
    awards_of,
    facts_to_dict,
)
from thidua.register.claim_values import is_yearly_title

# Where "nothing before that" is known, the range of known years begins here.
LONG_AGO = 1945


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """Records of one person; None is unknown, an empty tuple is "none, and we know it".

    `initiatives` are recognised beyond doubt; `unsure_initiatives` wait for a decision or are of
    doubtful level. `claims` are past awards declared that the register does not confirm.
    `register_years` are the years whose book lists every award by name; `award_years` those of
    single awards where they differ (a book may give only the number of LĐTT).
    """

    key: str
    name: str
    unit_key: str | None = None
    body_key: str | None = None
    gender: str | None = None
    born: date | None = None
    group: str | None = None
    employment: str | None = None
    recruited_on: date | None = None
    posts: tuple[Post, ...] | None = None
    leave: tuple[Leave, ...] | None = None
    study: tuple[Study, ...] | None = None
    registrations: tuple[Registration, ...] | None = None
    ratings: tuple[Rating, ...] | None = None
    initiatives: tuple[Initiative, ...] | None = None
    unsure_initiatives: tuple[Initiative, ...] = ()
    initiatives_since: int | None = None
    disciplines: tuple[Discipline, ...] | None = None
    awards: tuple[AwardHeld, ...] | None = None
    register_years: frozenset[int] = frozenset()
    award_years: Mapping[str, frozenset[int]] = field(default_factory=dict)
    claims: tuple[AwardHeld, ...] = ()
    pending: tuple[Pending, ...] | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """Records of one collective; figures that are None are filled from its members' answers."""

    key: str
    name: str
    ratings: tuple[Rating, ...] | None = None
    registrations: tuple[Registration, ...] | None = None
    members: int | None = None
    members_completing: int | None = None
    worst_discipline: str | None = None
    rank_in_cluster: Rank | None = None
    awards: tuple[AwardHeld, ...] | None = None
    register_years: frozenset[int] = frozenset()
    award_years: Mapping[str, frozenset[int]] = field(default_factory=dict)
    claims: tuple[AwardHeld, ...] = ()
    pending: tuple[Pending, ...] | None = ()
    findings: tuple[Finding, ...] = ()


def person_subject(history: PersonHistory, *, year: int) -> RoundSubject:
    """The subject of a round for one person: facts, what is known of which years, and claims."""
    complete: dict[str, tuple[int, int]] = {}
    _known_awards(complete, history, history.recruited_on, year)
    if history.ratings is not None:
        known = last_run({r.year for r in history.ratings})
        if known is not None:
            complete["ratings"] = _since_recruitment(known, history.recruited_on)
    if history.initiatives is not None and history.initiatives_since is not None:
        known = (history.initiatives_since, year)
        complete["initiatives"] = _since_recruitment(known, history.recruited_on)
    # A person with ratings of no year at all has unknown ratings, not a bad record.
    ratings = history.ratings or None
    facts = Facts(
        subject=Subject(
            kind="individual",
            name=history.name,
            gender=history.gender or None,
            born=history.born,
            group=history.group or None,
        ),
        service=Service(
            recruited_on=history.recruited_on,
            employment=history.employment or None,
            posts=history.posts,
            leave=history.leave,
            study=history.study,
        ),
        registrations=history.registrations,
        ratings=ratings,
        initiatives=_initiatives(history),
        disciplines=history.disciplines,
        awards=history.awards,
        pending=history.pending,
        findings=history.findings or None,
        complete=complete,
    )
    return RoundSubject(
        history.key,
        facts,
        claims=history.claims,
        unit_key=history.unit_key,
        also_in=(history.body_key,) if history.body_key else (),
    )


def unit_subject(history: UnitHistory, *, year: int) -> RoundSubject:
    """The subject of a round for one collective."""
    complete: dict[str, tuple[int, int]] = {}
    _known_awards(complete, history, None, year)
    if history.ratings:
        known = last_run({r.year for r in history.ratings})
        if known is not None:
            complete["ratings"] = known
    facts = Facts(
        subject=Subject(kind="collective", name=history.name),
        registrations=history.registrations,
        ratings=history.ratings or None,
        awards=history.awards,
        collective=Collective(
            members=history.members,
            members_completing=history.members_completing,
            worst_discipline=history.worst_discipline or None,
            rank_in_cluster=history.rank_in_cluster,
        ),
        pending=history.pending,
        findings=history.findings or None,
        complete=complete,
    )
    return RoundSubject(history.key, facts, claims=history.claims, unit_key=None)


def posts_until(left_on: date | None, *, title: str, since: date | None) -> tuple[Post, ...] | None:
    """The one post of somebody who left, where no posts are recorded: it tells when service ended.

    Of somebody who stays nothing is said: which posts were held, and since when, is unknown.
    """
    if left_on is None or since is None or since > left_on:
        return None
    return (Post(title or "(không ghi)", since, None, left_on),)


def open_awards(
    declared: Iterable[AwardHeld], waiting: Iterable[AwardHeld], sure: Iterable[AwardHeld]
) -> tuple[AwardHeld, ...]:
    """Awards that may be held: what is declared, then lines of the book that wait for somebody.

    A declaration and a line of one decision, or a title twice in one year, are one award.
    """
    found = list(dict.fromkeys(declared))
    known = {(c.code, c.decision) for c in found if c.decision}
    years = {(c.code, c.year) for c in (*found, *sure) if is_yearly_title(c.code)}
    apart = (
        award
        for award in dict.fromkeys(waiting)
        if (award.code, award.decision) not in known and (award.code, award.year) not in years
    )
    return (*found, *apart)


def last_run(years: Iterable[int]) -> tuple[int, int] | None:
    """The unbroken years that end with the latest one; what lies before a gap is unknown."""
    known = set(years)
    if not known:
        return None
    last = first = max(known)
    while first - 1 in known:
        first -= 1
    return first, last


def known_years(register_years: Iterable[int], year: int) -> tuple[int, int] | None:
    """The years of a register that say what is absent, asked in `year`; None where it has none."""
    known = last_run(y for y in register_years if y <= year)
    if known is not None and known[1] == year - 1:
        # The book of the year asked is the one being written: what it lacks was not given yet.
        return known[0], year
    return known


def _initiatives(history: PersonHistory) -> tuple[Initiative, ...] | None:
    """Without decision and day an initiative is not yet recognised: the law then names it."""
    if history.initiatives is None:
        return None
    unsure = (replace(i, decision=None, recognised_on=None) for i in history.unsure_initiatives)
    return (*history.initiatives, *unsure)


def _known_awards(
    complete: dict[str, tuple[int, int]],
    history: PersonHistory | UnitHistory,
    recruited_on: date | None,
    year: int,
) -> None:
    if history.awards is None:
        return
    general = _covered(history.register_years, recruited_on, year)
    if general != (LONG_AGO, year):
        complete["awards"] = general
    for code, years in sorted(history.award_years.items()):
        own = _covered(years, recruited_on, year)
        if own != general:
            complete[awards_of(code)] = own


def _covered(
    register_years: frozenset[int], recruited_on: date | None, year: int
) -> tuple[int, int]:
    known = known_years(register_years, year)
    if known is None:
        # No year of the register is loaded: what is not in the book is unknown for every year.
        return LONG_AGO, LONG_AGO
    return _since_recruitment(known, recruited_on)


def _since_recruitment(known: tuple[int, int], recruited_on: date | None) -> tuple[int, int]:
    """A record that reaches back to the day of recruitment leaves nothing unknown before it."""
    if recruited_on is not None and known[0] <= recruited_on.year:
        return LONG_AGO, known[1]
    return known


def facts_and_claims(subject: RoundSubject) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Both in the public form (`thidua-facts/1`), as they are kept beside each answer."""
    claimed = facts_to_dict(Facts(subject=Subject(), awards=tuple(subject.claims)))
    return facts_to_dict(subject.facts), claimed["awards"]
