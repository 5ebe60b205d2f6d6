"""Screen a whole staff list: records and register become facts, the law answers for each person
and unit (engine.md: one way to ask).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from thidua.eligibility.subjects import PersonHistory, person_subject, unit_subject
from thidua.exchange.claims import (
    ClaimCheck,
    RowsOf,
    check_claims,
    named_since,
    rows_by_person,
    rows_by_unit,
)
from thidua.exchange.histories import person_history, unit_history, unit_ref
from thidua.exchange.matching import Matcher, MatchResult, match_units
from thidua.exchange.readers.records import Problem, StaffList
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.exchange.readers.staff import read_staff
from thidua.exchange.readers.template import is_template, read_template
from thidua.exchange.readers.units import unit_key
from thidua.exchange.readers.workbook import UnreadableFile, open_workbook
from thidua.law import Rulebook, Verdict, assess_round, load_rulebook


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
    rows_of: Mapping[str, RowsOf] = field(default_factory=dict)


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
    awards: Sequence[str] | None = None,
) -> Screening:
    """Ask the law about everybody on the list, for `awards` or the usual ones.

    Awards are facts only where the register holds them; a declared award that it does not confirm
    is a claim, and where the answer depends on it the verdict is `needs_facts`.
    """
    rulebook = load_rulebook()
    rows = register.rows if register else ()
    results = Matcher(staff.people, staff.units).match(rows)
    by_person = rows_by_person(rows, results)
    by_unit = rows_by_unit(rows, match_units(rows, staff.units))
    unit_keys = {unit_key(unit.name): unit.key for unit in staff.units}
    whole = _whole_body(staff, unit_keys)
    registered = any(person.registrations for person in staff.people)
    checks: dict[str, tuple[ClaimCheck, ...]] = {}
    histories: dict[str, PersonHistory] = {}
    for person in staff.people:
        mine = by_person.get(person.key, RowsOf())
        checks[person.key] = tuple(
            check_claims(person.claims, mine, register, named_since(person, mine, register))
        )
        history = person_history(
            person, mine, checks[person.key], register, year=year, registered=registered
        )
        histories[person.key] = replace(
            history,
            unit_key=unit_ref(unit_keys.get(unit_key(person.unit))) or None,
            body_key=whole,
        )
    unit_histories = []
    for unit in staff.units:
        mine = by_unit.get(unit.key, RowsOf())
        checks[unit_ref(unit.key)] = tuple(check_claims(unit.claims, mine, register))
        unit_histories.append(unit_history(unit, mine, checks[unit_ref(unit.key)], register))
    verdicts = assess_round(
        rulebook,
        [person_subject(history, year=year) for history in histories.values()],
        [unit_subject(history, year=year) for history in unit_histories],
        year=year,
        received_on=received_on,
        scope=scope,
        awards=awards,
    )
    return Screening(
        year,
        received_on,
        staff,
        register,
        verdicts,
        checks,
        tuple(_problems(staff, register, rows, results, by_person)),
        _award_names(verdicts, [person.key for person in staff.people], rulebook),
        _award_names(verdicts, [unit_ref(unit.key) for unit in staff.units], rulebook),
        tuple(
            (row, result)
            for row, result in zip(rows, results, strict=True)
            if result.status == "asked"
        ),
        {person.key: by_person.get(person.key, RowsOf()) for person in staff.people},
    )


def _whole_body(staff: StaffList, unit_keys: Mapping[str, str]) -> str | None:
    """The collective nobody is listed in directly, if there is exactly one: the body as a whole."""
    named = {unit_keys.get(unit_key(person.unit)) for person in staff.people}
    empty = [unit.key for unit in staff.units if unit.key not in named]
    return unit_ref(empty[0]) if len(empty) == 1 else None


def _award_names(
    verdicts: Mapping[str, Mapping[str, Verdict]], keys: list[str], rulebook: Rulebook
) -> dict[str, str]:
    codes = dict.fromkeys(code for key in keys for code in verdicts.get(key, ()))
    return {code: rulebook.award_name(code) for code in codes}


def _problems(
    staff: StaffList,
    register: Register | None,
    rows: tuple[RegisterRow, ...],
    results: list[MatchResult],
    by_person: Mapping[str, RowsOf],
) -> list[Problem]:
    """Doubts of the list (settled by the register where it can), of the register, and of
    matching.
    """
    settled = _settled_births(staff, by_person)
    problems = [
        problem
        for problem in staff.problems
        if (problem.sheet, problem.row, problem.column) not in settled
    ]
    problems += [
        Problem(*place, read, doubt, weight) for place, (read, doubt, weight) in settled.items()
    ]
    order = {name: index for index, name in enumerate(staff.columns)}
    problems.sort(key=lambda problem: (order.get(problem.sheet, 99), problem.row, problem.column))
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
    """Birth cells whose day and month may be exchanged, compared with the days that the register
    holds.
    """
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
            typed = person.born.either[0]
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
                    f"{problem.doubt}; sổ khen thưởng ghi {day:%d/%m/%Y}: ô này bị đảo "
                    "ngày và tháng",
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
    awards: Sequence[str] | None = None,
) -> Screening:
    """Read both files and screen; UnreadableFile and the law's errors go to the caller."""
    staff = read_list(staff_file, year=year, as_of=received_on)
    register = (
        read_register(open_workbook(history_file), as_of=received_on) if history_file else None
    )
    return screen(staff, register, year=year, received_on=received_on, scope=scope, awards=awards)


__all__ = ["Screening", "UnreadableFile", "read_list", "screen", "screen_files", "unit_ref"]
