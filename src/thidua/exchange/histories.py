"""What is known of one person or collective from the list and the register, handed on for the law
(unknown stays unknown).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from thidua.eligibility.subjects import PersonHistory, UnitHistory, open_awards, posts_until
from thidua.exchange.claims import ClaimCheck, RowsOf, book_row, named_since
from thidua.exchange.readers.dates import DateRead
from thidua.exchange.readers.initiatives import deciding_level
from thidua.exchange.readers.records import (
    AwardClaim,
    InitiativeRead,
    PersonRead,
    SpanRead,
    UnitRead,
    Unknown,
)
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.exchange.readers.units import is_department_head
from thidua.law.facts import (
    AwardHeld,
    Discipline,
    Initiative,
    Leave,
    Pending,
    Period,
    Post,
    Rating,
    Registration,
    Study,
)
from thidua.register.claim_rules import CONFIRMED, ORDINARY, readings


def unit_ref(key: str | None) -> str:
    """The key under which the verdicts and checks of a unit stand; empty for no unit."""
    return f"unit:{key}" if key else ""


def person_history(
    person: PersonRead,
    rows: RowsOf,
    checks: tuple[ClaimCheck, ...],
    register: Register | None,
    *,
    year: int,
    registered: bool = True,
) -> PersonHistory:
    """What is known of one person; what the list leaves open stays unknown."""
    unknown = person.unknown
    leave = None if Unknown.LEAVE in unknown else _leave(person.leave)
    disciplines = None if Unknown.DISCIPLINES in unknown else _disciplines(person.disciplines)
    certain = (one for one in person.initiatives if one.certain)
    initiatives: tuple[Initiative, ...] | None = tuple(
        _initiative(one, one.level) for one in certain
    )
    since = person.initiatives_complete[0] if person.initiatives_complete else None
    if Unknown.INITIATIVES in unknown or since is None:
        # What was read counts, but the absence of any other is known for no year.
        initiatives, since = initiatives or None, year + 1
    awards = _awards(rows.matched)
    unsure = [
        _initiative(one, level)
        for one in person.initiatives
        if not one.certain
        for level in _levels(one)
    ]
    ratings = tuple(Rating(year, grade) for year, grade in person.ratings)
    return PersonHistory(
        key=person.key,
        name=person.name,
        gender=person.gender,
        born=person.born.value,
        group=group_of(person),
        employment=person.employment or None,
        recruited_on=recruited_on(person.recruited),
        posts=_posts(person),
        leave=leave,
        study=None
        if leave is None
        else tuple(Study(span.start, span.end) for span in person.studies if span.start),
        registrations=_registrations(person, registered),
        ratings=None if Unknown.RATINGS in unknown and not ratings else ratings,
        initiatives=initiatives,
        unsure_initiatives=tuple(unsure),
        initiatives_since=since,
        disciplines=disciplines,
        awards=awards,
        register_years=_covered(person, rows, register, register.listed if register else None),
        award_years={
            ORDINARY: _covered(person, rows, register, register.complete if register else None)
        },
        claims=_claims(checks, rows, register, awards),
        pending=None
        if Unknown.PENDING in unknown
        else tuple(Pending(span.kind, span.start, span.end) for span in person.pending),
    )


def group_of(person: PersonRead) -> str | None:
    if person.direct is None:
        return None
    if person.direct:
        return "direct_worker"
    return "head_of_department" if is_department_head(person.position) else "head_of_division"


def recruited_on(read: DateRead) -> dt.date | None:
    """A month without a day counts from its first day: service is counted in whole months."""
    if read.value or not read.year or not read.month:
        return read.value
    return dt.date(read.year, read.month, 1)


def _posts(person: PersonRead) -> tuple[Post, ...] | None:
    since = person.joined.value or recruited_on(person.recruited)
    return posts_until(person.left_on, title=person.position, since=since)


def _registrations(person: PersonRead, registered: bool) -> tuple[Registration, ...] | None:
    if person.registrations is None or not registered or Unknown.REGISTRATIONS in person.unknown:
        return None
    return tuple(Registration(year, award) for year, award in person.registrations)


def _leave(spans: tuple[SpanRead, ...]) -> tuple[Leave, ...] | None:
    if any(span.start is None for span in spans):
        return None
    return tuple(Leave(span.kind, span.start, span.end) for span in spans if span.start)


def _disciplines(spans: tuple[SpanRead, ...]) -> tuple[Discipline, ...] | None:
    if any(span.start is None for span in spans):
        return None
    return tuple(Discipline(span.kind, span.start, span.end) for span in spans if span.start)


def _initiative(one: InitiativeRead, level: str | None) -> Initiative:
    return Initiative(
        one.year or 0, level or "co_so", one.kind, one.recognised_on, one.decision or None
    )


def _levels(one: InitiativeRead) -> list[str]:
    """Every level a doubtful initiative may be read as; none where even the year is unknown."""
    if one.year is None:
        return []
    levels = [level for level in (one.level, deciding_level(one.decision)) if level]
    return list(dict.fromkeys(levels)) or ["co_so"]


def _held(source: AwardClaim | RegisterRow) -> AwardHeld | None:
    if source.code is None or source.year is None:
        return None
    period = None
    if source.period:
        period = Period(dt.date(source.period[0], 1, 1), dt.date(source.period[1], 12, 31))
    return AwardHeld(
        source.code,
        source.year,
        source.decision or None,
        source.decided_on,
        source.authority or None,
        period,
        source.merit,
    )


def _claims(
    checks: tuple[ClaimCheck, ...],
    rows: RowsOf,
    register: Register | None,
    sure: tuple[AwardHeld, ...],
) -> tuple[AwardHeld, ...]:
    """Awards that may be held: declared and not confirmed, or in lines that wait for somebody."""
    declared = [
        held
        for check in checks
        if check.status != CONFIRMED and check.standing and (held := _held(check.claim))
    ]
    if register is None:
        return open_awards(declared, (), sure)
    waiting = [*rows.asked, *(row for row in rows.matched if row.doubtful or row.year is None)]
    read = [
        held
        for row in waiting
        if not row.revoked
        for year in readings(book_row(row), register.book.decisions)
        if (held := _held(replace(row, year=year)))
    ]
    return open_awards(declared, read, sure)


def _awards(rows: tuple[RegisterRow, ...]) -> tuple[AwardHeld, ...]:
    standing = (row for row in rows if not row.revoked and not row.doubtful)
    return tuple(
        sorted(
            (held for row in standing if (held := _held(row))),
            key=lambda held: (held.year, held.code),
        )
    )


def _covered(
    person: PersonRead, rows: RowsOf, register: Register | None, span: tuple[int, int] | None
) -> frozenset[int]:
    """The years of `span` in which the register would name this person: from the day of arrival
    at the body.
    """
    if register is None or span is None:
        return frozenset()
    since = named_since(person, rows, register)
    return frozenset(range(max(span[0], since or 0), span[1] + 1))


def unit_history(
    unit: UnitRead,
    rows: RowsOf,
    checks: tuple[ClaimCheck, ...],
    register: Register | None,
) -> UnitHistory:
    awards = _awards(rows.matched)
    return UnitHistory(
        key=unit_ref(unit.key),
        name=unit.name,
        ratings=tuple(Rating(when, grade) for when, grade in unit.ratings) or None,
        awards=awards,
        register_years=_years(register.listed if register else None),
        award_years={ORDINARY: _years(register.complete if register else None)},
        claims=_claims(checks, rows, register, awards),
    )


def _years(span: tuple[int, int] | None) -> frozenset[int]:
    return frozenset(range(span[0], span[1] + 1)) if span else frozenset()
