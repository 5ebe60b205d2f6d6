"""The web and the command line give the same verdict about the same people and units."""

from __future__ import annotations

import datetime as dt

import pytest

from thidua.cli.practice.loader import (
    FILES,
    REGISTER,
    STAFF_LIST,
    bring_files,
    enrol_officer,
    make_department,
    make_round,
)
from thidua.eligibility.models import Assessment
from thidua.exchange.histories import unit_ref
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.workbook import open_workbook
from thidua.exchange.screening import read_list, screen

DAY = dt.date(2026, 9, 15)


@pytest.mark.django_db
def test_the_grid_agrees_with_the_screening_of_the_same_files() -> None:
    department = make_department()
    officer = enrol_officer(department)
    bring_files(department, lambda _: None, by=officer)
    make_round(department, by=officer)
    answers = Assessment.objects.filter(is_current=True)
    web = {
        (code, award): verdict
        for code, award, verdict in answers.filter(person__isnull=False).values_list(
            "person__code", "award_code", "verdict"
        )
    } | {
        (name, award): verdict
        for name, award, verdict in answers.filter(collective__isnull=False).values_list(
            "collective__name", "award_code", "verdict"
        )
    }
    staff = read_list(FILES / STAFF_LIST, year=2026, as_of=DAY)
    register = read_register(open_workbook(FILES / REGISTER), as_of=DAY)
    done = screen(
        staff, register, year=2026, received_on=DAY, scope=department.rulebook_scope
    ).verdicts
    command = {
        (person.code, award): verdict.value
        for person in staff.people
        for award, verdict in done[person.key].items()
    } | {
        (unit.name, award): verdict.value
        for unit in staff.units
        for award, verdict in done[unit_ref(unit.key)].items()
    }
    asked = {key: verdict for key, verdict in command.items() if verdict != "not_applicable"}
    assert len(asked) == 240 * 6 + 22 * 5
    assert {key: web.get(key) for key in asked} == asked
