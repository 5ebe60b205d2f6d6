"""Questions about eligibility: one award, all awards, a whole body in one round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from thidua.law.book.rulebook import Rulebook
from thidua.law.evaluator import Evaluator
from thidua.law.facts.model import NO_YEAR, AwardHeld, Collective, Facts
from thidua.law.facts.words import GRADES, MEASURES, at_least
from thidua.law.index import award_index
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NEEDS_TEXT
from thidua.law.verdict import ReasonNode, Verdict, all_of


def evaluate(
    rb: Rulebook,
    facts: Facts,
    *,
    award: str,
    year: int,
    received_on: date,
    scope: str | None = None,
    claims: Sequence[AwardHeld] = (),
) -> Verdict:
    """The verdict for one award. `received_on` picks the text; `claims` are awards the register
    does not confirm: where they would change the verdict it is `needs_facts`, naming them."""
    code = rb.resolve_code(award)
    found = evaluate_all(
        rb, facts, year=year, received_on=received_on, scope=scope, claims=claims, awards=(code,)
    )
    return found[code]


def evaluate_all(
    rb: Rulebook,
    facts: Facts,
    *,
    year: int,
    received_on: date,
    scope: str | None = None,
    claims: Sequence[AwardHeld] = (),
    awards: Iterable[str] | None = None,
) -> dict[str, Verdict]:
    """Verdicts by award code, in index order; titles of the same round count as *dự kiến*."""
    codes = [rb.resolve_code(code) for code in awards] if awards is not None else spoken_awards(rb)

    def judge(held: Facts) -> Evaluator:
        return Evaluator(rb, held, year=year, received_on=received_on, scope=scope)

    without = judge(facts)
    answers = {code: without.verdict(code) for code in codes}
    if not claims:
        return answers
    claimed = judge(_with(facts, claims))
    single: dict[int, Evaluator] = {}
    for code in codes:
        more = claimed.verdict(code)
        if _same(answers[code], more):
            continue
        decisive = []
        for number, claim in enumerate(claims):
            if number not in single:
                rest = [item for other, item in enumerate(claims) if other != number]
                single[number] = judge(_with(facts, rest))
            if not _same(single[number].verdict(code), more):
                decisive.append(claim)
        answers[code] = _claimed(rb, answers[code], more, decisive or list(claims))
    return answers


def spoken_awards(rb: Rulebook) -> list[str]:
    """Awards whose conditions the rulebook states at some time, in index order."""
    return [code for code in award_index() if rb.speakers(f"award:{code}")]


def usual_awards(rb: Rulebook) -> list[str]:
    """Awards that bodies weigh every year: what a round is screened for by default."""
    return [code for code in spoken_awards(rb) if rb.info(code).usual]


def _with(facts: Facts, claims: Sequence[AwardHeld]) -> Facts:
    if facts.awards is None:
        # A list of claims alone says nothing about the years without one.
        complete = {**facts.complete, "awards": NO_YEAR}
        return replace(facts, awards=tuple(claims), complete=complete)
    return replace(facts, awards=(*facts.awards, *claims))


def _same(one: Verdict, other: Verdict) -> bool:
    ours = one.provisional.value if one.provisional else None
    theirs = other.provisional.value if other.provisional else None
    return one.value == other.value and ours == theirs


def _claimed(rb: Rulebook, without: Verdict, more: Verdict, claims: list[AwardHeld]) -> Verdict:
    if without.value == more.value and without.provisional and more.provisional:
        inner = _claimed(rb, without.provisional, more.provisional, claims)
        return replace(without, provisional=inner)
    missing = tuple(
        f"Khai {rb.info(claim.code).short_name} năm {claim.year} nhưng sổ khen thưởng chưa xác nhận"
        for claim in claims
    )
    leaf = ReasonNode(
        f"{without.award}.khai-chua-xac-nhan",
        "leaf",
        "Khen thưởng khai đã được sổ khen thưởng xác nhận",
        NEEDS_FACTS,
        missing=missing,
        statement_en="Claimed awards are confirmed by the register",
    )
    usable = (ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS)
    base = next((item for item in (more, without) if item.value in usable), None)
    children = (leaf, base.reasons) if base else (leaf,)
    best = base or without
    return replace(
        best,
        value=NEEDS_FACTS,
        reasons=all_of(
            without.award, best.reasons.statement, children, statement_en=best.reasons.statement_en
        ),
        missing=tuple(dict.fromkeys((*missing, *best.missing))),
        provisional=None,
    )


@dataclass(frozen=True, slots=True)
class RoundSubject:
    """One person or unit in a round; `unit_key` names the unit a person belongs to, `also_in`
    further collectives that count the person too (the department as a whole)."""

    key: str
    facts: Facts
    claims: tuple[AwardHeld, ...] = ()
    unit_key: str | None = None
    also_in: tuple[str, ...] = ()


def assess_round(
    rb: Rulebook,
    people: Sequence[RoundSubject],
    units: Sequence[RoundSubject],
    *,
    year: int,
    received_on: date,
    scope: str | None = None,
    awards: Iterable[str] | None = None,
) -> dict[str, dict[str, Verdict]]:
    """All verdicts of a body in one round: people first, then units, whose figures about members
    are filled from the people's results where the facts do not say (marked *dự kiến*). `awards`
    are those asked about, the usual ones unless told otherwise; titles that units count are
    always among them."""
    codes = usual_awards(rb) if awards is None else [rb.resolve_code(code) for code in awards]
    codes = list(dict.fromkeys((*codes, *COUNTED_TITLES)))
    question: dict[str, Any] = {
        "year": year,
        "received_on": received_on,
        "scope": scope,
        "awards": codes,
    }
    found = {
        person.key: evaluate_all(rb, person.facts, claims=person.claims, **question)
        for person in people
    }
    members: dict[str, list[RoundSubject]] = {}
    for person in people:
        for unit_key in dict.fromkeys((person.unit_key, *person.also_in)):
            if unit_key is not None:
                members.setdefault(unit_key, []).append(person)
    for unit in units:
        facts = _filled(unit.facts, members.get(unit.key, []), found, year)
        found[unit.key] = evaluate_all(rb, facts, claims=unit.claims, **question)
    return found


COUNTED_TITLES = ("ldtt", "cstd-co-so")
_OPEN = (NEEDS_FACTS, NEEDS_DECISION, NEEDS_TEXT)


def _filled(
    facts: Facts, people: Sequence[RoundSubject], found: dict[str, dict[str, Verdict]], year: int
) -> Facts:
    """The unit's facts with its members' figures; people without a conclusion are undecided."""
    if not people:
        return facts
    group = facts.collective or Collective()
    given: dict[str, Any] = {}
    if group.members is None:
        given["members"] = len(people)
    if group.members_completing is None:
        grades = [_grade(person.facts, year) for person in people]
        given["members_completing"] = sum(
            g is not None and at_least(GRADES, g, "hoan_thanh") for g in grades
        )
        given["completing_undecided"] = grades.count(None)
    counted = [code for code in COUNTED_TITLES if code not in (group.members_with or {})]
    if counted:
        values = {
            code: [_title(person, found, code, year) for person in people] for code in counted
        }
        held = {code: values[code].count(ELIGIBLE) for code in counted}
        given["members_with"] = {**(group.members_with or {}), **held}
        given["members_undecided"] = {
            code: sum(v in _OPEN for v in values[code]) for code in counted
        }
    if group.worst_discipline is None:
        worst = _worst_discipline(people, year)
        if worst is not None:
            given["worst_discipline"] = worst
    return replace(facts, collective=replace(group, projected=(*group.projected, *given), **given))


def _grade(facts: Facts, year: int) -> str | None:
    return next((rating.grade for rating in facts.ratings or () if rating.year == year), None)


def _title(person: RoundSubject, found: dict[str, dict[str, Verdict]], code: str, year: int) -> str:
    if any(award.code == code and award.year == year for award in person.facts.awards or ()):
        return ELIGIBLE
    verdict = found[person.key][code]
    return verdict.provisional.value if verdict.provisional else verdict.value


def _worst_discipline(people: Sequence[RoundSubject], year: int) -> str | None:
    """The heaviest measure taken in the year, "khong" if none, None if a list is unknown."""
    if any(person.facts.disciplines is None for person in people):
        return None
    taken = [
        d.measure
        for person in people
        for d in person.facts.disciplines or ()
        if d.from_.year == year
    ]
    return max(taken, key=list(MEASURES).index, default="khong")
