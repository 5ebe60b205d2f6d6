"""The web and the command line say the same of the same people, units and declared awards."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from tests.apps.exchange.samples import CLEAN, MESSY, REGISTER

from thidua.cli.practice.loader import enrol_officer, make_department, make_round
from thidua.eligibility.models import Assessment
from thidua.exchange.actions import (
    confirm_import,
    decide_alike,
    preview_register,
    preview_staff_list,
)
from thidua.exchange.histories import unit_ref
from thidua.exchange.readers.records import PersonRead
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.text import name_key
from thidua.exchange.readers.workbook import open_workbook
from thidua.exchange.screening import Screening, read_list, screen
from thidua.people.models import Person
from thidua.register.models import Claim, RegisterEntry

DAY = dt.date(2026, 9, 15)
UNITS = {CLEAN: 22, MESSY: 21}
Answers = dict[tuple[str, str], str]
Claims = Counter[tuple[str, str, int | None, str, str]]


@pytest.fixture(params=[CLEAN, MESSY], ids=["clean", "messy"])
def source(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.mark.django_db
def test_the_round_agrees_with_the_screening_of_the_same_files(
    source: Path, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    department = make_department()
    officer = enrol_officer(department)
    for path, preview in ((source, preview_staff_list), (REGISTER, preview_register)):
        more = {"year": 2026} if path == source else {}
        with path.open("rb") as handle:
            batch = preview(body=department, file=File(handle, name=path.name), by=officer, **more)
        choice = "wait" if path == REGISTER else "keep"
        decide_alike(batch=batch, alike="", choice=choice, by=officer)
        confirm_import(batch=batch, by=officer)
    make_round(department, by=officer)
    done = screen(
        read_list(source, year=2026, as_of=DAY),
        read_register(open_workbook(REGISTER), as_of=DAY),
        year=2026,
        received_on=DAY,
        scope=department.rulebook_scope,
    )
    codes = codes_of(done)
    assert len(set(codes.values())) == 240
    asked = verdicts_of_screening(done, codes)
    assert len(asked) == 240 * 6 + UNITS[source] * 5
    web = verdicts_of_round()
    assert {key: web.get(key) for key in asked} == asked
    assert claims_of_book() == claims_of_screening(done, codes)
    check_evidence(done)


def codes_of(done: Screening) -> dict[str, str]:
    """The code on the web of each person of the list; a list without codes tells by name, birth
    and unit.
    """
    people = list(Person.objects.select_related("unit"))
    codes = {}
    for read in done.staff.people:
        (found,) = [p for p in people if (p.code == read.code if read.code else same(p, read))]
        codes[read.key] = found.code
    return codes


def same(person: Person, read: PersonRead) -> bool:
    return (name_key(person.full_name), person.born_year, person.unit and person.unit.name) == (
        name_key(read.name),
        read.born.year,
        read.unit,
    )


def verdicts_of_screening(done: Screening, codes: dict[str, str]) -> Answers:
    keys = codes | {unit_ref(unit.key): unit.name for unit in done.staff.units}
    return {
        (who, award): verdict.value
        for key, who in keys.items()
        for award, verdict in done.verdicts[key].items()
        if verdict.value != "not_applicable"
    }


def verdicts_of_round() -> Answers:
    answers = Assessment.objects.filter(is_current=True).values_list(
        "person__code", "collective__name", "award_code", "verdict"
    )
    return {(code or name, award): verdict for code, name, award, verdict in answers}


def claims_of_screening(done: Screening, codes: dict[str, str]) -> Claims:
    keys = codes | {unit_ref(unit.key): unit.name for unit in done.staff.units}
    return Counter(
        (
            who,
            check.claim.code or check.claim.label,
            check.claim.year,
            check.claim.decision,
            check.status,
        )
        for key, who in keys.items()
        for check in done.checks[key]
    )


def claims_of_book() -> Claims:
    kept = Claim.objects.select_related("person", "collective")
    return Counter(
        (
            claim.person.code if claim.person else str(claim.collective and claim.collective.name),
            claim.award_code or claim.award_name,
            claim.year,
            claim.decision_number,
            str(claim.status),
        )
        for claim in kept
    )


def check_evidence(done: Screening) -> None:
    """Contradicted are only the two awards that the book notes as taken back; a misprint is told by
    its line.
    """
    revoked = Claim.objects.filter(status="contradicted").values_list("entry__state", flat=True)
    assert list(revoked) == [RegisterEntry.State.REVOKED] * 2
    checks = [check for many in done.checks.values() for check in many]
    misprints = [c for c in checks if "chép nhầm năm" in c.evidence]
    assert {c.status for c in misprints} == {"asked"}
    assert all(c.row and f"dòng {c.row.place.row}" in c.evidence for c in misprints)
    kept = Claim.objects.filter(evidence__contains="chép nhầm năm")
    assert kept.count() == len(misprints) > 0
