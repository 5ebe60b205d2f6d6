"""Screen a whole staff list: records and register become facts, the law answers for each person and unit (engine.md: one way to ask)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from thidua.eligibility.subjects import (
    PersonHistory,
    UnitHistory,
    person_subject,
    unit_subject,
    worst_measure,
)
from thidua.exchange.claims import ClaimCheck, RowsOf, check_claims, rows_by_person, rows_by_unit
from thidua.exchange.matching import Matcher, MatchResult, match_units
from thidua.exchange.readers.dates import DateRead
from thidua.exchange.readers.initiatives import deciding_level
from thidua.exchange.readers.records import (
    AwardClaim,
    InitiativeRead,
    PersonRead,
    Problem,
    SpanRead,
    StaffList,
    UnitRead,
    Unknown,
)
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.exchange.readers.staff import read_staff
from thidua.exchange.readers.template import is_template, read_template
from thidua.exchange.readers.units import is_department_head, unit_key
from thidua.exchange.readers.workbook import UnreadableFile, open_workbook
from thidua.law import Verdict, assess_round, load_rulebook
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


@dataclass(frozen=True)
class Screening:
    """The whole answer; verdicts by person or unit key, then by award code."""

    year: int
    received_on: dt.date
    staff: StaffList
    register: Register | None
    verdicts: Mapping[str, Mapping[str, Verdict]]
    checks: Mapping[str, tuple[ClaimCheck, ...]]
    problems: tuple[Problem, ...]
    awards: Mapping[str, str]
    unit_awards: Mapping[str, str]
    asked: tuple[tuple[RegisterRow, MatchResult], ...] = field(default=())


def read_list(
    path: Path | bytes,
    *,
    year: int,
    as_of: dt.date,
    name: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> StaffList:
    """Read a staff list or the template, whichever the workbook is."""
    book = open_workbook(path, name=name)
    if is_template(book):
        return read_template(book, year=year, as_of=as_of, mapping=mapping)
    return read_staff(book, year=year, as_of=as_of, mapping=mapping)


def screen(
    staff: StaffList,
    register: Register | None,
    *,
    year: int,
    received_on: dt.date,
    scope: str | None = None,
) -> Screening:
    """Ask the law about everybody on the list.

    Awards are facts only where the register holds them; a declared award that it does not confirm
    is a claim, and where the answer depends on it the verdict is `needs_facts`.
    """
    rulebook = load_rulebook()
    rows = register.rows if register else ()
    results = Matcher(staff.people, staff.units).match(rows)
    by_person = rows_by_person(rows, results)
    by_unit = rows_by_unit(rows, match_units(rows, staff.units))
    unit_keys = {unit_key(unit.name): unit.key for unit in staff.units}
    registered = any(person.registrations for person in staff.people)
    checks: dict[str, tuple[ClaimCheck, ...]] = {}
    histories: dict[str, PersonHistory] = {}
    for person in staff.people:
        mine = by_person.get(person.key, RowsOf())
        checks[person.key] = tuple(check_claims(person.claims, mine, register))
        history = person_history(person, mine, checks[person.key], register, registered=registered)
        histories[person.key] = replace(
            history, unit_key=_unit_ref(unit_keys.get(unit_key(person.unit)))
        )
    unit_histories = []
    for unit in staff.units:
        mine = by_unit.get(unit.key, RowsOf())
        checks[_unit_ref(unit.key)] = tuple(check_claims(unit.claims, mine, register))
        members = [h for h in histories.values() if h.unit_key == _unit_ref(unit.key)]
        unit_histories.append(
            _unit_history(unit, mine, checks[_unit_ref(unit.key)], register, members, year)
        )
    verdicts = assess_round(
        rulebook,
        [person_subject(history, year=year) for history in histories.values()],
        [unit_subject(history) for history in unit_histories],
        year=year,
        received_on=received_on,
        scope=scope,
    )
    return Screening(
        year, received_on, staff, register, verdicts, checks,
        tuple(_problems(staff, register, rows, results, by_person)),
        _award_names(verdicts, [person.key for person in staff.people], rulebook),
        _award_names(verdicts, [_unit_ref(unit.key) for unit in staff.units], rulebook),
        tuple((row, result) for row, result in zip(rows, results, strict=True) if result.status == "asked"),
    )  # fmt: skip


def unit_ref(unit: UnitRead) -> str:
    """The key under which the verdicts and checks of a unit stand."""
    return f"unit:{unit.key}"


def _unit_ref(key: str | None) -> str:
    return f"unit:{key}" if key else ""


def _award_names(
    verdicts: Mapping[str, Mapping[str, Verdict]], keys: list[str], rulebook: object
) -> dict[str, str]:
    codes = dict.fromkeys(code for key in keys for code in verdicts.get(key, ()))
    return {code: rulebook.award_name(code) for code in codes}  # type: ignore[attr-defined]


def person_history(
    person: PersonRead,
    rows: RowsOf,
    checks: tuple[ClaimCheck, ...],
    register: Register | None,
    *,
    registered: bool = True,
) -> PersonHistory:
    """What is known of one person; what the list leaves open stays unknown."""
    unknown = person.unknown
    leave = None if Unknown.LEAVE in unknown else _leave(person.leave)
    disciplines = None if Unknown.DISCIPLINES in unknown else _disciplines(person.disciplines)
    initiatives: tuple[Initiative, ...] | None = tuple(
        _initiative(one, one.level) for one in person.initiatives if one.certain and one.level
    )
    since = person.initiatives_complete[0] if person.initiatives_complete else None
    if Unknown.INITIATIVES in unknown or since is None:
        initiatives = None if not initiatives else initiatives
        since = person.ratings_complete[1] + 1 if initiatives and person.ratings_complete else None
    claims: list[AwardHeld | Initiative] = [
        held
        for check in checks
        if check.status != "confirmed" and check.standing and (held := _held(check.claim))
    ]
    claims += [held for row in rows.asked if not row.revoked and (held := _held(row))]
    claims += [
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
        group=_group(person),
        employment=person.employment or None,
        recruited_on=_recruited(person.recruited),
        posts=_posts(person),
        leave=leave,
        study=None
        if leave is None
        else tuple(Study(span.start, span.end) for span in person.studies if span.start),
        registrations=_registrations(person, registered),
        ratings=None if Unknown.RATINGS in unknown and not ratings else ratings,
        initiatives=initiatives,
        initiatives_since=since,
        disciplines=disciplines,
        awards=_awards(rows.matched),
        register_years=_covered(person, rows, register),
        claims=tuple(dict.fromkeys(claims)),
        pending=None
        if Unknown.PENDING in unknown
        else tuple(Pending(span.kind, span.start, span.end) for span in person.pending),
    )


def _group(person: PersonRead) -> str | None:
    if person.direct is None:
        return None
    if person.direct:
        return "direct_worker"
    return "head_of_department" if is_department_head(person.position) else "head_of_division"


def _recruited(read: DateRead) -> dt.date | None:
    """A month without a day counts from its first day: service is counted in whole months."""
    if read.value or not read.year or not read.month:
        return read.value
    return dt.date(read.year, read.month, 1)


def _posts(person: PersonRead) -> tuple[Post, ...] | None:
    start = person.joined.value or _recruited(person.recruited)
    if person.left_on is None or start is None or start > person.left_on:
        return None
    return (Post(person.position or "(không ghi)", start, None, person.left_on),)


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


def _awards(rows: tuple[RegisterRow, ...]) -> tuple[AwardHeld, ...]:
    standing = (row for row in rows if not row.revoked and not row.doubtful)
    return tuple(
        sorted(
            (held for row in standing if (held := _held(row))),
            key=lambda held: (held.year, held.code),
        )
    )


def _covered(person: PersonRead, rows: RowsOf, register: Register | None) -> frozenset[int]:
    """The years in which the register would name this person: from the day of arrival at the body."""
    if register is None or register.complete is None:
        return frozenset()
    first, last = register.complete
    arrived = None
    elsewhere = any(
        "huyện" in claim.authority or "xã" in claim.authority.lower().split()
        for claim in person.claims
    )
    if person.arrived_from:
        arrived = person.joined.value
        first = first if arrived else last + 1
    elif any(row.received for row in rows.matched) or elsewhere:
        arrived = person.joined.value or register.received_on
    if arrived:
        first = max(first, arrived.year)
    return frozenset(range(first, last + 1))


def _unit_history(
    unit: UnitRead,
    rows: RowsOf,
    checks: tuple[ClaimCheck, ...],
    register: Register | None,
    members: list[PersonHistory],
    year: int,
) -> UnitHistory:
    claims = [
        held
        for check in checks
        if check.status != "confirmed" and check.standing and (held := _held(check.claim))
    ]
    covered = (
        frozenset(range(register.complete[0], register.complete[1] + 1))
        if register and register.complete
        else frozenset()
    )
    return UnitHistory(
        key=_unit_ref(unit.key),
        name=unit.name,
        ratings=tuple(Rating(when, grade) for when, grade in unit.ratings) or None,
        worst_discipline=worst_measure([member.disciplines for member in members], year=year)
        if members
        else None,
        awards=_awards(rows.matched),
        register_years=covered,
        claims=tuple(dict.fromkeys(claims)),
    )


def _problems(
    staff: StaffList,
    register: Register | None,
    rows: tuple[RegisterRow, ...],
    results: list[MatchResult],
    by_person: Mapping[str, RowsOf],
) -> list[Problem]:
    """Doubts of the list (settled by the register where it can), of the register, and of matching."""
    settled = _settled_births(staff, by_person)
    problems = [
        problem
        for problem in staff.problems
        if (problem.sheet, problem.row, problem.column) not in settled
    ]
    problems += [
        Problem(*place, read, doubt, weight) for place, (read, doubt, weight) in settled.items()
    ]
    if register:
        problems += register.problems
        problems += [
            Problem(
                row.place.sheet,
                row.place.row,
                row.place.column,
                row.name,
                "chưa chắc là ai trong danh sách: " + "; ".join(result.reasons),
            )
            for row, result in zip(rows, results, strict=True)
            if result.status == "asked"
        ]
    return problems


def _settled_births(
    staff: StaffList, by_person: Mapping[str, RowsOf]
) -> dict[tuple[str, int, str], tuple[str, str, str]]:
    """Birth cells whose day and month may be exchanged, compared with the days that the register holds."""
    settled = {}
    cells = {(p.sheet, p.row): p for p in staff.problems if "đảo ngày và tháng" in p.doubt}
    for person in staff.people:
        days = {
            row.born.value for row in by_person.get(person.key, RowsOf()).matched if row.born.value
        }
        for row in person.rows:
            problem = cells.get((person.sheet, row))
            if problem is None or len(person.born.either) != 2 or len(days) != 1:
                continue
            typed, swapped = person.born.either
            day = days.pop()
            if day == typed:
                note = (
                    problem.read,
                    f"{problem.doubt}; sổ khen thưởng ghi {day:%d/%m/%Y}, khớp với ô này",
                    "note",
                )
            else:
                note = (
                    problem.read,
                    f"{problem.doubt}; sổ khen thưởng ghi {day:%d/%m/%Y}: ô này bị đảo ngày và tháng",
                    "doubt",
                )
            settled[(problem.sheet, problem.row, problem.column)] = note
    return settled


def screen_files(
    staff_file: Path,
    history_file: Path | None,
    *,
    year: int,
    received_on: dt.date,
    scope: str | None = None,
) -> Screening:
    """Read both files and screen; UnreadableFile and the law's errors go to the caller."""
    staff = read_list(staff_file, year=year, as_of=received_on)
    register = (
        read_register(open_workbook(history_file), as_of=received_on) if history_file else None
    )
    return screen(staff, register, year=year, received_on=received_on, scope=scope)


__all__ = ["Screening", "UnreadableFile", "read_list", "screen", "screen_files", "unit_ref"]
