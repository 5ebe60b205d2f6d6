"""From records to facts: what is unknown stays unknown, and only that."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from thidua.eligibility.subjects import (
    LONG_AGO,
    PersonHistory,
    UnitHistory,
    facts_and_claims,
    last_run,
    person_subject,
    unit_subject,
)
from thidua.law import evaluate, load_rulebook
from thidua.law.facts import AwardHeld, Discipline, Initiative, Rating


def person(**more: Any) -> PersonHistory:
    given: dict[str, Any] = {
        "key": "p1",
        "name": "Nguyễn Thị Minh Châu",
        "recruited_on": dt.date(2005, 8, 1),
        "employment": "cong_chuc",
        "leave": (),
        "study": (),
        "disciplines": (),
        "pending": (),
        "initiatives": (),
        "initiatives_since": 2012,
        "awards": (),
        "register_years": frozenset(range(2011, 2026)),
        "ratings": tuple(Rating(y, "hoan_thanh_xuat_sac") for y in range(2011, 2027)),
    }
    return PersonHistory(**{**given, **more})


def value(history: PersonHistory, award: str) -> str:
    subject = person_subject(history, year=2026)
    return evaluate(
        load_rulebook(),
        subject.facts,
        award=award,
        year=2026,
        received_on=dt.date(2026, 9, 15),
        scope="so-noi-vu-lam-giang",
        claims=subject.claims,
    ).value


@pytest.mark.parametrize(
    ("years", "run"),
    [
        ([], None),
        ([2026], (2026, 2026)),
        ([2024, 2025, 2026], (2024, 2026)),
        ([2019, 2020, 2022, 2023], (2022, 2023)),
        ([2023, 2022, 2023], (2022, 2023)),
    ],
)
def test_the_last_run_ends_with_the_latest_year(
    years: list[int], run: tuple[int, int] | None
) -> None:
    assert last_run(years) == run


def test_the_register_of_past_years_covers_the_year_being_written() -> None:
    complete = person_subject(person(), year=2026).facts.complete
    assert complete["awards"] == (2011, 2026)


def test_a_register_with_a_year_missing_covers_only_what_follows_the_gap() -> None:
    years = frozenset(range(2011, 2026)) - {2018}
    complete = person_subject(person(register_years=years), year=2026).facts.complete
    assert complete["awards"] == (2019, 2026)


def test_a_register_that_ends_two_years_ago_says_nothing_of_last_year() -> None:
    years = frozenset(range(2011, 2025))
    complete = person_subject(person(register_years=years), year=2026).facts.complete
    assert complete["awards"] == (2011, 2024)


def test_without_any_book_no_year_is_known() -> None:
    complete = person_subject(person(register_years=frozenset()), year=2026).facts.complete
    assert complete["awards"] == (LONG_AGO, LONG_AGO)
    done = Initiative(2025, "bo_nganh_tinh", "sang_kien", dt.date(2025, 11, 1), "9/QĐ-UBND")
    nothing_loaded = person(register_years=frozenset(), initiatives=(done,))
    assert value(nothing_loaded, "cstd-cap-tinh") == "needs_facts"
    assert value(person(initiatives=(done,)), "cstd-cap-tinh") == "not_eligible"


def test_who_was_recruited_after_the_first_book_has_no_unknown_past() -> None:
    late = person(recruited_on=dt.date(2015, 1, 1), ratings=())
    assert "awards" not in person_subject(late, year=2026).facts.complete
    early = person(recruited_on=dt.date(2010, 1, 1))
    assert person_subject(early, year=2026).facts.complete["awards"] == (2011, 2026)


def test_no_rating_at_all_is_unknown_not_bad() -> None:
    assert person_subject(person(ratings=()), year=2026).facts.ratings is None
    assert value(person(ratings=()), "ldtt") == "needs_facts"


def test_the_rating_of_the_year_that_is_not_yet_given_is_a_missing_fact() -> None:
    until_2025 = tuple(Rating(y, "hoan_thanh_tot") for y in range(2011, 2026))
    assert value(person(ratings=until_2025), "ldtt") == "needs_facts"


def test_a_waiting_initiative_is_neither_a_fact_nor_absent() -> None:
    good = tuple(Rating(y, "hoan_thanh_tot") for y in range(2011, 2027))
    waiting = Initiative(2026, "co_so", "sang_kien", dt.date(2026, 8, 1), "12/QĐ-SNV")
    assert value(person(ratings=good), "cstd-co-so") == "not_eligible"
    assert value(person(ratings=good, unsure_initiatives=(waiting,)), "cstd-co-so") == "needs_facts"
    assert value(person(ratings=good, initiatives=(waiting,)), "cstd-co-so") == "eligible"


def test_a_waiting_initiative_changes_nothing_where_the_rating_is_enough() -> None:
    waiting = Initiative(2026, "co_so", "sang_kien")
    assert value(person(unsure_initiatives=(waiting,)), "cstd-co-so") == "eligible"


def test_unknown_disciplines_are_missing_and_known_ones_count() -> None:
    assert value(person(disciplines=None), "ldtt") == "needs_facts"
    running = Discipline("canh_cao", dt.date(2026, 3, 1), None)
    assert value(person(disciplines=(running,)), "ldtt") == "not_eligible"


def test_claims_travel_beside_the_facts_never_inside() -> None:
    claim = AwardHeld("cstd-co-so", 2024)
    subject = person_subject(person(claims=(claim,)), year=2026)
    facts, claims = facts_and_claims(subject)
    assert facts["awards"] == []
    assert claims == [{"code": "cstd-co-so", "year": 2024}]


def test_a_person_counts_in_the_unit_and_in_the_whole_body() -> None:
    subject = person_subject(person(unit_key="u2", body_key="u1"), year=2026)
    assert (subject.unit_key, subject.also_in) == ("u2", ("u1",))


def test_figures_of_a_collective_that_nobody_recorded_are_left_to_the_members() -> None:
    unit = UnitHistory(key="u1", name="Văn phòng Sở", members=5)
    group = unit_subject(unit, year=2026).facts.collective
    assert group is not None
    assert (group.members, group.members_completing, group.worst_discipline) == (5, None, None)
