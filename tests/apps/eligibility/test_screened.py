"""Screening everybody at once agrees with the interpreter, from the database and from columns."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from thidua.cli.practice.province.facts import fact_columns
from thidua.cli.practice.province.history import make_province
from thidua.cli.practice.province.storing import code_of, store
from thidua.eligibility.actions.keeping import columns_of
from thidua.eligibility.columns import FactColumns
from thidua.eligibility.histories import subjects_of
from thidua.eligibility.queries.records import facts_for
from thidua.eligibility.queries.screened import Screened, screened
from thidua.eligibility.spans import considered, tables_for
from thidua.law import evaluate_all, load_rulebook
from thidua.law.api import spoken_awards
from thidua.law.screen import VERDICT_OF, YearWords
from thidua.organisations.models import Body

ON = dt.date(2026, 9, 15)
EVERY = spoken_awards(load_rulebook())


def by_interpreter(subjects: list[Any], year: int, on: dt.date, scope: str | None) -> list[Any]:
    return [
        evaluate_all(
            load_rulebook(),
            subject.facts,
            year=year,
            received_on=on,
            scope=scope,
            claims=subject.claims,
            awards=EVERY,
        )
        for subject in subjects
    ]


def disagreements(found: Screened, answers: list[Any]) -> list[tuple[int, str, str, str]]:
    wrong = []
    for code in EVERY:
        shown, weighed = (
            [VERDICT_OF[n] for n in values[code].tolist()]
            for values in (found.shown, found.weighed)
        )
        for row, verdicts in enumerate(answers):
            verdict = verdicts[code]
            last = verdict.provisional.value if verdict.provisional else verdict.value
            if (shown[row], weighed[row]) != (verdict.value, last):
                wrong.append((row, code, shown[row], f"{verdict.value}/{last}/{weighed[row]}"))
    return wrong


def same_words(one: YearWords, other: YearWords) -> list[str]:
    """Names of the columns and rows that differ."""
    differ = [
        name
        for name in {*one.columns, *other.columns}
        if not np.array_equal(
            np.broadcast_to(one.column(name), one.size),
            np.broadcast_to(other.column(name), other.size),
        )
    ]
    for name in {*one.rows, *other.rows}:
        mine, theirs = one.rows.get(name), other.rows.get(name)
        if mine is None or theirs is None or not np.array_equal(mine.subject, theirs.subject):
            differ.append(name)
    return differ


@pytest.mark.parametrize(
    ("year", "on"),
    [
        (2026, ON),
        (2026, dt.date(2026, 5, 3)),
        (2025, dt.date(2025, 12, 1)),
        (2023, dt.date(2023, 12, 1)),
        (2019, dt.date(2019, 12, 1)),
        (2014, dt.date(2014, 12, 1)),
    ],
)
def test_every_award_of_everybody_in_the_practice_province(year: int, on: dt.date) -> None:
    columns = fact_columns(make_province(300, seed=year)).until(year)
    found = screened(columns, year=year, received_on=on, awards=EVERY)
    scope = columns.books[0].scope
    answers = by_interpreter(subjects_of(found.columns, year), year, on, scope)
    assert disagreements(found, answers) == []
    told = {word for verdicts in answers for word in (v.value for v in verdicts.values())}
    assert "not_eligible" in told
    assert len(told) > 2


@pytest.mark.django_db
def test_the_database_gives_the_facts_of_one_by_one(screened_world: SimpleNamespace) -> None:
    department = screened_world.department
    columns = columns_of([department])
    for year in (2026, 2025, 2024, 2018):
        subjects = facts_for(department, year=year).people
        here = columns.only(considered(columns, year))
        assert [f"p{pk}" for pk in here["people"]["pk"]] == [s.key for s in subjects]
        one = YearWords.from_facts([s.facts for s in subjects])
        other = YearWords.from_tables(tables_for(here, year), first=one.first)
        assert same_words(one, other) == []
        found = screened(columns, year=year, received_on=ON, awards=EVERY)
        answers = by_interpreter(subjects, year, ON, department.rulebook_scope)
        assert disagreements(found, answers) == []


@pytest.fixture
def screened_world(history: SimpleNamespace) -> SimpleNamespace:
    """What the columns may lose: claims, doubtful initiatives, undated facts, other bodies."""
    from thidua.initiatives.actions import record_initiative
    from thidua.movements.actions import register_for
    from thidua.people.actions import (
        record_discipline,
        record_leave,
        record_pending,
        record_rating,
        save_people,
    )
    from thidua.register.actions import record_claims, record_years_loaded

    department, people = history.department, history.people
    register_for(department=department, year=2026, award_code="ldtt", person=people[0], by=None)
    record_years_loaded(department=department, years=[2012, 2013], award_code="ldtt", by=None)
    record_discipline(person=people[1], measure="khien_trach", from_date=None, by=None)
    record_discipline(
        person=people[2], measure="canh_cao", from_date=dt.date(2025, 3, 1),
        to_date=dt.date(2026, 3, 1), by=None,
    )  # fmt: skip
    record_leave(person=people[3], kind="om", from_date=dt.date(2026, 1, 1),
                 to_date=dt.date(2026, 5, 31), by=None)  # fmt: skip
    record_leave(person=people[4], kind="om", from_date=None, by=None)
    record_pending(person=people[5], kind="khieu_nai", from_date=dt.date(2026, 6, 1), by=None)
    record_rating(person=people[6], year=2022, grade="hoan_thanh", by=None)
    for state, level in (("waiting", ""), ("doubtful", "co_so"), ("recognised", "co_so")):
        record_initiative(
            person=people[4], year=2026, kind="sang_kien", name=f"Cải tiến {state}", state=state,
            level=level, by=None,
        )  # fmt: skip
    save_people(
        department=department,
        rows=[
            {"full_name": "Không Có Gì", "unit": history.units[0]},
            {
                "full_name": "Từ Nơi Khác",
                "unit": history.units[1],
                "note": "Tiếp nhận từ UBND huyện",
                "joined_on": dt.date(2022, 5, 1),
                "recruited_on": dt.date(2009, 1, 1),
            },
            {"full_name": "Đã Đi", "status": "nghi_huu", "left_on": dt.date(2025, 6, 1),
             "joined_on": dt.date(2001, 1, 1)},
        ],
        by=None,
    )  # fmt: skip
    record_claims(
        department=department,
        rows=[
            {
                "person": people[0],
                "award_code": "cstd-co-so",
                "award_name": "Chiến sĩ thi đua cơ sở",
                "year": 2023,
            },
            {
                "person": people[3],
                "award_code": "bk-cap-tinh",
                "award_name": "Bằng khen",
                "year": 2021,
            },
        ],
        by=None,
    )
    return history


@pytest.mark.django_db
def test_the_stored_province_has_the_verdicts_of_its_columns() -> None:
    province = make_province(120, seed=4)
    store(province, progress=lambda *_: None)
    drawn = fact_columns(province)
    asked: dict[str, Any] = {"year": 2026, "received_on": ON, "awards": EVERY}
    from_columns = screened(drawn, **asked)
    for number in range(len(province.bodies.homes)):
        body = Body.objects.get(code=code_of(province, number))
        from_rows = screened(columns_of([body]), **asked)
        for code in EVERY:
            mine = from_columns.columns["people"]["book"] == number
            expected = np.bincount(from_columns.weighed[code][mine], minlength=6)
            assert np.array_equal(np.bincount(from_rows.weighed[code], minlength=6), expected)


def test_nobody_gives_nothing() -> None:
    nobody = fact_columns(make_province(60, 1)).only(np.zeros(60, bool))
    found = screened(nobody, year=2026, received_on=ON, awards=["ldtt"])
    assert found.counts("ldtt") == {}
    assert isinstance(nobody, FactColumns)


def test_the_conditions_lacking_are_those_of_the_interpreter() -> None:
    columns = fact_columns(make_province(120, seed=8))
    found = screened(columns, year=2026, received_on=ON, awards=["cstd-co-so"])
    answers = by_interpreter(subjects_of(found.columns, 2026), 2026, ON, columns.books[0].scope)
    lacking = 0
    for row, verdicts in enumerate(answers):
        named = {bit.statement for bit in found.lacking("cstd-co-so", row)}
        if verdicts["cstd-co-so"].value == "eligible":
            continue
        lacking += 1
        assert named
        assert all(bit.citation.text for bit in found.lacking("cstd-co-so", row))
    assert lacking > 60
