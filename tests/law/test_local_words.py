"""Words of the vocabulary in a body's own criteria: counts in a window, orders held, offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from thidua.law import evaluate, facts_from_dict
from thidua.law.book.load import read_rulebook
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import RulebookError
from thidua.law.parsed import RULEBOOK
from thidua.law.verdict import Verdict

Books = Callable[[str], Rulebook]
COUNTED = {
    "code": "bk-cap-tinh",
    "year": 2023,
    "merit": "cong_trang",
    "period": {"from": "2022-01-01", "to": "2023-12-31"},
}


@pytest.fixture(scope="module")
def tmp_books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Rulebooks read once for each condition."""
    known: dict[str, Rulebook] = {}

    def get(condition: str) -> Rulebook:
        if condition not in known:
            known[condition] = book(tmp_path_factory.mktemp("quy-che"), condition)
        return known[condition]

    return get


def book(folder: Path, condition: str, slot: str = "", value: str = "") -> Rulebook:
    """The rulebook with one body whose certificate has this one condition, and one more slot."""
    more = f"  - {{name: {slot}, value: {value}, citation: Điều 2, confidence: V}}\n"
    document = folder / "so-thu" / "quy-che"
    document.mkdir(parents=True, exist_ok=True)
    (document / "instrument.yaml").write_text(
        "format: thidua-instrument/1\nkey: so-thu/quy-che\nnumber: 2/QC\ntitle: Quy chế\n"
        "short: Quy chế 2\nkind: quy_che\nissuer: Sở thử\nin_force: 2026-01-01\n"
        "state: draft\nconfidence: V\n",
        encoding="utf-8",
    )
    (document / "slots.yaml").write_text(
        "format: thidua-local-slots/1\nslots:\n  - name: tieu_chuan_giay_khen\n    value:\n"
        "      - {id: thu, statement: Thử, statement_en: Test, citation: Điều 1, confidence: V, "
        f"is: {{{condition}}}}}\n    citation: Điều 1\n    confidence: V\n"
        + (more if slot else ""),
        encoding="utf-8",
    )
    return read_rulebook((RULEBOOK, folder / "so-thu"))


def asked(rb: Rulebook, facts: dict[str, Any]) -> Verdict:
    whole = {"subject": {"kind": "individual"}, "pending": [], "disciplines": [], **facts}
    return evaluate(
        rb,
        facts_from_dict(whole),
        award="giay-khen",
        year=2026,
        received_on=date(2026, 9, 15),
        scope="so-thu",
    )


def titles(*years: int) -> list[dict[str, Any]]:
    return [{"code": "cstd-co-so", "year": year} for year in years]


TWICE = "held_count: {award: cstd-co-so, times: 2, within_years: 5, after_previous: [bk-cap-tinh]}"


@pytest.mark.parametrize(
    ("awards", "complete", "verdict"),
    [
        (titles(2022, 2026), None, "eligible"),
        (titles(2021, 2026), None, "not_eligible"),
        (titles(2021, 2026), [2022, 2026], "not_eligible"),
        (titles(2026), [2024, 2026], "needs_facts"),
        (titles(2022, 2026), [2024, 2026], "eligible"),
        ([*titles(2022, 2026), COUNTED], None, "not_eligible"),
        ([*titles(2024, 2026), COUNTED], None, "eligible"),
        ([*titles(2022, 2026), {"code": "bk-cap-tinh", "year": 2023}], None, "needs_facts"),
    ],
)
def test_titles_in_a_window(
    tmp_books: Books, awards: list[dict[str, Any]], complete: list[int] | None, verdict: str
) -> None:
    facts: dict[str, Any] = {"awards": awards}
    if complete:
        facts["complete"] = {"awards": complete}
    assert asked(tmp_books(TWICE), facts).value == verdict


def test_titles_without_a_list_of_awards(tmp_books: Books) -> None:
    found = asked(tmp_books(TWICE), {})
    assert found.value == "needs_facts"
    assert found.missing == ("Chưa có danh sách khen thưởng đã nhận",)


@pytest.mark.parametrize(
    ("merit", "verdict"),
    [
        ("cong_trang", "eligible"),
        (None, "needs_facts"),
        ("chuyen_de", "not_eligible"),
        ("dot_xuat", "not_eligible"),
    ],
)
def test_certificates_count_only_for_merit(
    tmp_books: Books, merit: str | None, verdict: str
) -> None:
    held = {"code": "bk-cap-tinh", "year": 2020, "merit": merit}
    rb = tmp_books("held_count: {award: bk-cap-tinh, times: 1}")
    assert asked(rb, {"awards": [held]}).value == verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"awards": []}, "eligible"),
        ({}, "needs_facts"),
        ({"awards": [], "complete": {"awards": [2011, 2026]}}, "needs_facts"),
        (
            {"awards": [], "complete": {"awards_except": {"hc-dung-cam": None}}},
            "needs_facts",
        ),
        ({"awards": [{"code": "hc-dung-cam", "year": 2012}]}, "not_eligible"),
    ],
)
def test_an_award_that_must_not_be_held(
    tmp_books: Books, facts: dict[str, Any], verdict: str
) -> None:
    rb = tmp_books("never_held: {awards: [hc-dung-cam]}")
    assert asked(rb, facts).value == verdict


def posts(*rows: tuple[str, str, str]) -> dict[str, Any]:
    made = [
        {"title": level, "level": level, "from": start, "to": end} for level, start, end in rows
    ]
    return {"service": {"posts": made}}


@pytest.mark.parametrize(
    ("women", "gender", "start", "verdict"),
    [
        ("three_years", "female", "2019-09-16", "eligible"),
        ("three_years", "female", "2019-09-17", "not_eligible"),
        ("three_years", "male", "2016-09-16", "eligible"),
        ("three_years", "male", "2016-09-17", "not_eligible"),
        ("none", "female", "2019-09-16", "not_eligible"),
        ("one_third", "female", "2020-01-16", "eligible"),
        ("one_third", "female", "2020-01-17", "not_eligible"),
        ("unread", "female", "2020-01-16", "needs_official_text"),
        ("unread", "female", "2016-09-16", "eligible"),
        ("unread", "male", "2020-01-16", "not_eligible"),
    ],
)
def test_years_in_an_office_by_the_rule_for_women(
    tmp_books: Books, women: str, gender: str, start: str, verdict: str
) -> None:
    row = "{levels: [truong_phong], at_least: 10}"
    rb = tmp_books(f"years_in_position: {{any_of: [{row}], women: {women}}}")
    facts = {
        "subject": {"kind": "individual", "gender": gender},
        **posts(("truong_phong", start, "2026-09-15")),
    }
    assert asked(rb, facts).value == verdict


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        # Time that overlaps counts once; a gap does not count; a future post does not count.
        ([("vu_truong", "2018-09-16", None), ("vu_truong", "2020-01-01", None)], "eligible"),
        (
            [("vu_truong", "2010-01-01", "2013-12-31"), ("vu_truong", "2022-09-16", None)],
            "eligible",
        ),
        ([("vu_truong", "2010-01-01", "2013-12-29"), ("vu_truong", "2022-09-16", None)], "not"),
        ([("vu_truong", "2018-09-17", "2030-01-01")], "not"),
        # One unbroken time is measured by the calendar: 30 days over are not a month.
        ([("vu_truong", "2010-01-01", "2017-12-30")], "not"),
        (
            [("vu_truong", "2010-01-01", "2013-12-31"), ("vu_truong", "2014-01-01", "2017-12-30")],
            "not",
        ),
        ([("vu_truong", "2027-01-01", None)], "not"),
        ([("pho_vu_truong", "2000-01-01", None)], "not"),
    ],
)
def test_time_in_an_office(
    tmp_books: Books, rows: list[tuple[str, str, str]], verdict: str
) -> None:
    row = "{levels: [vu_truong], at_least: 8}"
    rb = tmp_books(f"years_in_position: {{any_of: [{row}], women: none}}")
    facts = {"subject": {"kind": "individual", "gender": "male"}, **posts(*rows)}
    assert asked(rb, facts).value == ("not_eligible" if verdict == "not" else verdict)


@pytest.mark.parametrize(
    "condition",
    [
        "years_in_position: {any_of: [{levels: [vua], at_least: 1}], women: none}",
        "years_in_position: {any_of: [{levels: [vu_truong], at_least: -1}], women: none}",
        "years_in_position: {any_of: [{levels: [vu_truong], years: 1}], women: none}",
        "years_in_position: {any_of: [{levels: [vu_truong], at_least: 1}], women: half}",
        "service_years: {forces: [navy], at_least: 1}",
        "never_held: {awards: [hc-dung-cam], merits: [lau_nam]}",
        "cluster_rank: {level: cap_xa, at_most: 1}",
        "held_adjoining: {award: cstd-cap-tinh, times: 2}",
    ],
)
def test_wrong_parameters_are_refused(tmp_path: Path, condition: str) -> None:
    with pytest.raises(RulebookError):
        book(tmp_path, condition)


@pytest.mark.parametrize(
    ("subject", "verdict"),
    [
        ({"kind": "individual", "force": "army"}, "eligible"),
        ({"kind": "individual", "force": "police"}, "not_eligible"),
    ],
)
def test_years_in_a_force(tmp_books: Books, subject: dict[str, str], verdict: str) -> None:
    rb = tmp_books("service_years: {forces: [army], at_least: 5}")
    facts = {"subject": subject, "service": {"enlisted_on": "2021-09-16"}}
    assert asked(rb, facts).value == verdict
    late = {"subject": subject, "service": {"enlisted_on": "2027-01-01"}}
    assert asked(rb, late).value == "not_eligible"


IN_A_ROW = (
    "held_adjoining: {award: cstd-cap-tinh, times: 2, span_years: 3, "
    "after_previous: [bk-thu-tuong]}"
)


def fighter(*years: int) -> list[dict[str, Any]]:
    return [{"code": "cstd-cap-tinh", "year": year} for year in years]


@pytest.mark.parametrize(
    ("awards", "complete", "verdict"),
    [
        (fighter(2023, 2026), None, "eligible"),
        (fighter(2020, 2023), None, "eligible"),
        (fighter(2020, 2023, 2025), None, "needs_facts"),
        (fighter(2022, 2026), None, "not_eligible"),
        (fighter(2026), None, "not_eligible"),
        (fighter(2026), [2024, 2026], "needs_facts"),
        (fighter(2026), [2023, 2026], "not_eligible"),
        ([], [2024, 2026], "needs_facts"),
        ([], [2023, 2026], "not_eligible"),
        # A certificate of the time between that may have counted the titles, or did.
        ([*fighter(2023, 2026), {"code": "bk-thu-tuong", "year": 2026}], None, "needs_facts"),
        (
            [
                *fighter(2023, 2026),
                {
                    "code": "bk-thu-tuong",
                    "year": 2023,
                    "decided_on": "2024-01-01",
                    "merit": "cong_trang",
                },
            ],
            None,
            "not_eligible",
        ),
    ],
)
def test_titles_whose_periods_adjoin(
    tmp_books: Books, awards: list[dict[str, Any]], complete: list[int] | None, verdict: str
) -> None:
    facts: dict[str, Any] = {"awards": awards, "ratings": [], "initiatives": []}
    if complete:
        facts["complete"] = {"awards": complete}
    assert asked(tmp_books(IN_A_ROW), facts).value == verdict


def test_two_records_of_one_year_are_read_alike_in_any_order(tmp_books: Books) -> None:
    """The record that names its period decides, wherever it stands."""
    named = {**fighter(2026)[0], "period": {"from": "2023-01-01", "to": "2026-12-31"}}
    facts = {"ratings": [], "initiatives": []}
    for pair in ([named, *fighter(2026)], [*fighter(2026), named]):
        found = asked(tmp_books(IN_A_ROW), {**facts, "awards": [*fighter(2022), *pair]})
        assert found.value == "eligible"


@pytest.mark.parametrize(
    ("grade", "verdict"),
    [("hoan_thanh_xuat_sac", "eligible"), ("hoan_thanh", "not_eligible"), (None, "needs_facts")],
)
def test_the_second_title_expected_in_the_same_round(
    tmp_books: Books, grade: str | None, verdict: str
) -> None:
    ratings = [{"year": 2026, "grade": grade}] if grade else []
    facts = {
        "awards": [*fighter(2023), *titles(2024, 2025)],
        "ratings": ratings,
        "initiatives": [{"year": 2025, "level": "bo_nganh_tinh", "decision": "1/QĐ"}],
        "service": {"recruited_on": "2010-01-01", "employment": "cong_chuc", "leave": []},
        "complete": {"ratings": [2026, 2026]} if grade else {"ratings": [2020, 2025]},
    }
    assert asked(tmp_books(IN_A_ROW), facts).value == verdict


def test_a_body_that_counts_no_title_of_the_same_round(tmp_path: Path) -> None:
    rb = book(tmp_path, IN_A_ROW, "chain_counts_same_round", "false")
    facts = {
        "awards": [*fighter(2023), *titles(2024, 2025, 2026)],
        "ratings": [{"year": 2026, "grade": "hoan_thanh_xuat_sac"}],
        "initiatives": [{"year": 2025, "level": "bo_nganh_tinh", "decision": "1/QĐ"}],
    }
    assert asked(rb, facts).value == "not_eligible"


@pytest.mark.parametrize(
    ("held", "verdict"),
    [
        ((2024, 2025), "eligible"),  # up to the year before
        ((2025, 2026), "eligible"),  # the title of this year is there already
        ((2024,), "not_eligible"),
        ((2023, 2024), "not_eligible"),
        ((2024, 2026), "not_eligible"),
    ],
)
def test_a_row_of_titles_where_none_of_the_same_round_counts(
    tmp_path: Path, held: tuple[int, ...], verdict: str
) -> None:
    rule = "held_in_a_row: {award: cstd-co-so, times: 2}"
    rb = book(tmp_path, rule, "chain_counts_same_round", "false")
    assert asked(rb, {"awards": titles(*held)}).value == verdict
