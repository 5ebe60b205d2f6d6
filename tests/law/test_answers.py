"""One predicate at a time, at the edges of its record: what is not recorded is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from thidua.law import facts_from_dict, load_rulebook
from thidua.law.book.model import Condition
from thidua.law.context import Outcome, years_later
from thidua.law.evaluator import Evaluator
from thidua.law.predicates import FUNCTIONS
from thidua.law.values import Citation

RB = load_rulebook()
SCOPE = "so-noi-vu-lam-giang"
NOW = date(2025, 12, 20)


def asked(
    predicate: str,
    params: dict[str, Any],
    facts: dict[str, Any],
    *,
    year: int = 2025,
    received_on: date = NOW,
    scope: str | None = None,
    entry: str | None = None,
) -> Outcome:
    """The answer of one predicate about one record, without an award around it."""
    record = facts_from_dict({"subject": {"kind": "individual"}, **facts})
    case = Evaluator(RB, record, year=year, received_on=received_on, scope=scope).case
    case.entry = RB.award(entry, received_on) if entry else None
    where = Citation("nd-152-2025", "Điều 1", "", "", "Điều 1")
    condition = Condition("a", "leaf", "A", "A", where, "V", predicate, params)
    return FUNCTIONS[predicate](case, condition)


def unit(**collective: Any) -> dict[str, Any]:
    return {"subject": {"kind": "collective"}, "collective": collective}


# -- collectives -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("collective", "value"),
    [
        ({"members": 10, "members_with": {"ldtt": 3}}, "eligible"),
        ({"members": 10, "members_with": {"ldtt": 2}}, "not_eligible"),
        ({"members": 10, "members_with": {}}, "needs_facts"),
        ({"members": 10}, "needs_facts"),
    ],
)
def test_members_holding_an_award(collective: dict[str, Any], value: str) -> None:
    found = asked("members_award_count", {"award": "ldtt", "at_least": 3}, unit(**collective))
    assert found.value == value
    assert bool(found.missing) == (value == "needs_facts")


@pytest.mark.parametrize(
    ("collective", "value", "missing"),
    [
        ({"members": 10, "members_completing": 9}, "eligible", []),
        ({"members": 10, "members_completing": 8}, "not_eligible", []),
        ({"members": 0, "members_completing": 0}, "not_eligible", []),
        ({"members_completing": 9}, "needs_facts", ["collective.members"]),
        ({"members": 10}, "needs_facts", ["collective.members_completing"]),
        ({}, "needs_facts", ["collective.members", "collective.members_completing"]),
    ],
)
def test_a_share_of_members(collective: dict[str, Any], value: str, missing: list[str]) -> None:
    found = asked("members_completing_share", {"at_least_percent": 90}, unit(**collective))
    assert (found.value, [gap.path for gap in found.missing]) == (value, missing)


def test_a_unit_without_figures() -> None:
    without = {"subject": {"kind": "collective"}}
    share = asked("members_completing_share", {"at_least_percent": 90}, without)
    holders = asked("members_award_share", {"award": "ldtt", "at_least_percent": 70}, without)
    ranked = asked("cluster_rank", {"level": "bo_nganh_tinh", "at_most": 1}, without)
    assert {share.value, holders.value, ranked.value} == {"needs_facts"}


def test_an_empty_unit_has_no_share_above() -> None:
    found = asked(
        "members_award_above",
        {"award": "ldtt", "more_than_percent": 0},
        unit(members=0, members_with={"ldtt": 0}),
    )
    assert found.value == "not_eligible"


@pytest.mark.parametrize(
    ("rank", "value"),
    [
        ({"rank": 1, "of": 9, "level": "bo_nganh_tinh"}, "eligible"),
        ({"rank": 2, "level": "bo_nganh_tinh"}, "not_eligible"),
        ({"rank": 1, "level": "trung_uong"}, "not_eligible"),
        ({"rank": 1, "organised_by": "Hội đồng tỉnh"}, "needs_facts"),
    ],
)
def test_the_place_in_a_cluster(rank: dict[str, Any], value: str) -> None:
    found = asked(
        "cluster_rank", {"level": "bo_nganh_tinh", "at_most": 1}, unit(rank_in_cluster=rank)
    )
    assert found.value == value
    assert str(rank["rank"]) in found.facts[0]


# -- discipline and pending cases ------------------------------------------------------------------
def measure(word: str, start: str, end: str | None) -> dict[str, Any]:
    return {"measure": word, "from": start, "to": end}


@pytest.mark.parametrize(
    ("pending", "complete", "value", "said"),
    [
        (
            [{"kind": "to_cao", "from": "2025-12-20", "to": "2025-12-20"}],
            {},
            "not_eligible",
            "từ ngày 21/12/2025",
        ),
        ([{"kind": "to_cao", "from": "2025-12-21", "to": None}], {}, "eligible", ""),
        ([{"kind": "to_cao", "from": "2025-01-01", "to": "2025-12-19"}], {}, "eligible", ""),
        ([{"kind": "to_cao"}], {}, "not_eligible", "chưa rõ ngày được xét"),
        ([], {"pending": [2020, 2024]}, "needs_facts", ""),
        ([], {"pending": [2020, 2025]}, "eligible", ""),
        ([], {"pending": [2026, 2027]}, "needs_facts", ""),
    ],
)
def test_what_is_open_when_the_file_is_received(
    pending: list[Any], complete: dict[str, Any], value: str, said: str
) -> None:
    found = asked("no_pending", {}, {"pending": pending, "complete": complete})
    assert found.value == value
    assert said in found.note


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({}, "needs_facts"),
        ({"disciplines": []}, "eligible"),
        ({"disciplines": [], "complete": {"disciplines": [2010, 2024]}}, "needs_facts"),
        ({"disciplines": [measure("khien_trach", "2025-03-01", "2025-12-30")]}, "eligible"),
        ({"disciplines": [measure("khien_trach", "2025-03-01", "2025-12-31")]}, "not_eligible"),
        ({"disciplines": [measure("khien_trach", "2025-03-01", None)]}, "not_eligible"),
        ({"disciplines": [measure("khien_trach", "2026-01-01", None)]}, "eligible"),
    ],
)
def test_a_discipline_that_runs_at_the_end_of_the_year(facts: dict[str, Any], value: str) -> None:
    assert asked("discipline_served", {}, facts).value == value


@pytest.mark.parametrize(
    ("facts", "scope", "value"),
    [
        ({}, None, "needs_facts"),
        ({"disciplines": []}, None, "eligible"),
        ({"disciplines": [], "complete": {"disciplines": [2010, 2024]}}, None, "needs_facts"),
        ({"disciplines": [measure("khien_trach", "2024-01-01", "2024-12-31")]}, None, "eligible"),
        (
            {"disciplines": [measure("khien_trach", "2024-06-01", "2025-01-01")]},
            None,
            "needs_decision",
        ),
        ({"disciplines": [measure("khien_trach", "2025-12-31", None)]}, None, "needs_decision"),
        ({"disciplines": [measure("khien_trach", "2026-01-01", None)]}, None, "eligible"),
    ],
)
def test_a_discipline_in_part_of_the_year(
    facts: dict[str, Any], scope: str | None, value: str
) -> None:
    params = {"slot": "ky_luat_trong_nam"}
    assert asked("discipline_in_year", params, facts, scope=scope).value == value


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({}, "needs_facts"),
        ({"disciplines": []}, "eligible"),
        ({"disciplines": [], "complete": {"disciplines": [2010, 2024]}}, "needs_facts"),
        ({"disciplines": [measure("canh_cao", "2025-01-01", None)]}, "not_eligible"),
        ({"disciplines": [measure("canh_cao", "2025-12-31", None)]}, "not_eligible"),
        ({"disciplines": [measure("khien_trach", "2025-05-01", None)]}, "eligible"),
        ({"disciplines": [measure("canh_cao", "2024-12-31", "2025-01-01")]}, "needs_decision"),
        ({"disciplines": [measure("canh_cao", "2024-12-31", None)]}, "needs_decision"),
        ({"disciplines": [measure("canh_cao", "2024-01-01", "2024-12-31")]}, "eligible"),
    ],
)
def test_no_discipline_at_a_measure(facts: dict[str, Any], value: str) -> None:
    assert asked("no_discipline_in_year", {"measure": "canh_cao"}, facts).value == value


# -- service and studies ---------------------------------------------------------------------------
MONTHS = {"slot": "so_thang_cong_tac_toi_thieu", "leave_slot": "loai_nghi_khong_tinh"}


def at_work(**service: Any) -> dict[str, Any]:
    return {"service": {"recruited_on": "2010-08-01", "leave": [], **service}}


def slots_of_months() -> dict[str, str]:
    """The slots that the text in force names for months of service."""
    for key in RB.all_keys("award:"):
        for spoken in RB.speakers(key):
            for route in spoken.entry.routes if spoken.entry else ():
                for condition in route.conditions:
                    if condition.predicate == "months_in_year" and spoken.instrument.speaks_on(NOW):
                        return dict(condition.params)
    raise AssertionError


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({}, "needs_facts"),
        (at_work(recruited_on=None), "needs_facts"),
        (at_work(leave=None), "needs_facts"),
        ({**at_work(), "complete": {"leave": [2010, 2024]}}, "needs_facts"),
        (at_work(), "eligible"),
        (at_work(recruited_on="2026-01-01"), "not_eligible"),
        (at_work(recruited_on="2025-12-31"), "needs_decision"),
        (
            at_work(leave=[{"kind": "thai_san", "from": "2025-01-01", "to": "2025-06-30"}]),
            "eligible",
        ),
        (at_work(leave=[{"kind": "om", "from": "2024-01-01", "to": "2024-12-31"}]), "eligible"),
        (
            at_work(leave=[{"kind": "om", "from": "2024-12-01", "to": "2025-01-01"}]),
            "needs_decision",
        ),
        (at_work(leave=[{"kind": "om", "from": "2025-12-31", "to": None}]), "needs_decision"),
    ],
)
def test_months_in_the_year(facts: dict[str, Any], value: str) -> None:
    facts = {key: item for key, item in facts.items() if item is not None}
    if "service" in facts:
        kept = {key: item for key, item in facts["service"].items() if item is not None}
        facts = {**facts, "service": kept}
    assert asked("months_in_year", slots_of_months(), facts).value == value


def test_nobody_works_after_death() -> None:
    facts = {"subject": {"kind": "individual", "died": "2025-03-31"}, **at_work()}
    found = asked("months_in_year", slots_of_months(), facts)
    assert found.value == "needs_decision"
    assert "3 tháng" in found.facts[0]


STUDY = {"at_least": "kha"}


def study(start: str, end: str | None, result: str | None) -> dict[str, Any]:
    return {"service": {"leave": [], "study": [{"from": start, "to": end, "result": result}]}}


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({}, "needs_facts"),
        ({"service": {"employment": "cong_chuc"}}, "needs_facts"),
        ({"service": {"study": []}}, "eligible"),
        (study("2024-09-01", "2025-08-31", "kha"), "eligible"),
        (study("2024-09-01", "2025-08-31", "trung_binh"), "not_eligible"),
        (study("2024-09-01", "2025-08-31", None), "needs_facts"),
        # A day short of a year, another year: no study of a year or more.
        (study("2024-09-01", "2025-08-30", "yeu"), "eligible"),
        (study("2022-09-01", "2024-12-31", "yeu"), "eligible"),
        (study("2026-01-01", "2027-12-31", "yeu"), "eligible"),
        (study("2025-01-01", None, None), "needs_facts"),
        (study("2025-01-02", None, None), "eligible"),
        (
            {"service": {"leave": [{"kind": "hoc_tap", "from": "2024-09-01", "to": "2025-08-31"}]}},
            "needs_facts",
        ),
        (
            {"service": {"leave": [{"kind": "hoc_tap", "from": "2025-09-01", "to": "2025-12-31"}]}},
            "eligible",
        ),
        (
            {"service": {"leave": [{"kind": "om", "from": "2024-09-01", "to": "2025-08-31"}]}},
            "eligible",
        ),
    ],
)
def test_the_result_of_studies(facts: dict[str, Any], value: str) -> None:
    assert asked("study_result", STUDY, facts).value == value


@pytest.mark.parametrize(
    ("recruited", "received", "value"),
    [
        (None, NOW, "needs_facts"),
        ("2025-03-20", NOW, "eligible"),  # nine months before the file and before the year's end
        ("2025-03-25", NOW, "needs_decision"),  # only by the end of the year
        ("2025-04-01", NOW, "needs_decision"),
        ("2025-04-02", NOW, "not_eligible"),
        ("2024-05-31", date(2025, 3, 1), "eligible"),  # February is too short for the 31st
        ("2026-01-01", date(2026, 12, 1), "not_eligible"),
    ],
)
def test_months_since_recruitment(recruited: str | None, received: date, value: str) -> None:
    facts = {"service": {"recruited_on": recruited}} if recruited else {}
    found = asked("recruited_months", {"at_least": 9}, facts, received_on=received)
    assert found.value == value


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 28), 1, date(2025, 2, 28)),
    ],
)
def test_the_same_day_years_later(start: date, years: int, end: date) -> None:
    assert years_later(start, years) == end


# -- ratings and initiatives -----------------------------------------------------------------------
def rated(first: int, last: int) -> list[dict[str, Any]]:
    return [{"year": year, "grade": "hoan_thanh_tot"} for year in range(first, last + 1)]


def test_a_run_longer_than_a_working_life() -> None:
    params = {"at_least": "hoan_thanh_tot", "years": 41}
    found = asked("ratings_in_a_row", params, {"ratings": rated(1980, 2025)})
    assert found.value == "not_eligible"
    params = {"at_least": "hoan_thanh_tot", "years": 40}
    assert asked("ratings_in_a_row", params, {"ratings": rated(1980, 2025)}).value == "eligible"


RUN = {
    "level": "bo_nganh_tinh",
    "times": 2,
    "kind_groups": (("sang_kien",), ("de_tai_khoa_hoc", "de_an_khoa_hoc")),
    "run_at_least": "hoan_thanh_tot",
}


def done(year: int, kind: str = "sang_kien", **more: Any) -> dict[str, Any]:
    return {"year": year, "level": "bo_nganh_tinh", "kind": kind, "decision": "1/QĐ", **more}


@pytest.mark.parametrize(
    ("initiatives", "complete", "value"),
    [
        ([done(2024), done(2025)], {}, "eligible"),
        ([done(2024), done(2025, "de_tai_khoa_hoc")], {}, "needs_decision"),
        (
            [done(2024), done(2025, used_for=[{"award": "cstd-cap-tinh", "year": 2025}])],
            {},
            "needs_decision",
        ),
        ([done(2024), done(2025, decision=None)], {}, "needs_facts"),
        ([done(2025)], {}, "not_eligible"),
        ([done(2025)], {"initiatives": [2024, 2025]}, "needs_facts"),
        ([done(2025), done(2025, level="co_so")], {}, "not_eligible"),
    ],
)
def test_initiatives_in_the_run_of_good_years(
    initiatives: list[Any], complete: dict[str, Any], value: str
) -> None:
    facts = {"ratings": rated(2023, 2025), "initiatives": initiatives, "complete": complete}
    assert asked("initiatives_in_run", RUN, facts).value == value


def test_initiatives_used_before_count_where_the_text_says_so() -> None:
    used = [done(y, used_for=[{"award": "cstd-cap-tinh", "year": 2025}]) for y in (2024, 2025)]
    facts = {"ratings": rated(2023, 2025), "initiatives": used}
    assert asked("initiatives_in_run", RUN, facts).value == "needs_decision"
    assert asked("initiatives_in_run", {**RUN, "used_before": "counts"}, facts).value == "eligible"


def test_initiatives_after_an_award_with_part_of_the_record() -> None:
    params = {
        "awards": ("bk-thu-tuong",),
        "years": 0,
        "initiatives": {"level": "bo_nganh_tinh", "times": 2, "kinds": ("sang_kien",)},
    }
    held = {
        "code": "bk-thu-tuong",
        "year": 2020,
        "merit": "cong_trang",
        "period": {"from": "2016-01-01", "to": "2020-12-31"},
    }
    facts: dict[str, Any] = {"awards": [held], "initiatives": [done(2024)], "disciplines": []}
    assert asked("held_then_period", params, facts).value == "not_eligible"
    facts["complete"] = {"initiatives": [2023, 2025]}
    assert asked("held_then_period", params, facts).value == "needs_facts"
    facts["initiatives"] = [done(2024), done(2022)]
    assert asked("held_then_period", params, facts).value == "eligible"
