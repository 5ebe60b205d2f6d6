"""Single words and branches of predicates that a change of the code could turn unseen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from thidua.law import evaluate, facts_from_dict, load_rulebook
from thidua.law.book.model import Condition
from thidua.law.context import Outcome
from thidua.law.evaluator import Evaluator
from thidua.law.predicates import FUNCTIONS
from thidua.law.values import Citation

RB = load_rulebook()
NOW = date(2026, 9, 15)
WHERE = Citation("nd-152-2025", "1", None, None, "Điều 1")
IN_A_ROW = {"award": "cstd-cap-tinh", "times": 2, "span_years": 3}


def asked(
    predicate: str, params: dict[str, Any], facts: dict[str, Any], *, entry: str | None = None
) -> Outcome:
    record = facts_from_dict({"subject": {"kind": "individual"}, **facts})
    case = Evaluator(RB, record, year=2026, received_on=NOW, scope=None).case
    case.entry = RB.award(entry, NOW) if entry else None
    condition = Condition("a", "leaf", "A", "A", WHERE, "V", predicate, params)
    return FUNCTIONS[predicate](case, condition)


def paths(found: Outcome) -> list[str]:
    return [gap.path for gap in found.missing]


# -- titles whose periods adjoin -------------------------------------------------------------------
def title(year: int, **more: str) -> dict[str, Any]:
    return {"code": "cstd-cap-tinh", "year": year, **more}


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_records_of_one_year_the_one_without_a_number_speaks(order: int) -> None:
    pair = [title(2026), title(2026, decision="1/QĐ")][::order]
    facts = {"awards": [title(2023), *pair], "ratings": [], "initiatives": []}
    found = asked("held_adjoining", IN_A_ROW, facts)
    assert found.value == "eligible"
    assert found.facts[-1] == "CSTĐ cấp tỉnh năm 2026 (thành tích 2024-2026)"


def chain_of_three(ratings: list[int]) -> dict[str, Any]:
    """Who holds the lower titles for three years: the next one is expected in the round."""
    return {
        "service": {"recruited_on": "2010-08-01", "employment": "cong_chuc", "leave": []},
        "ratings": [{"year": year, "grade": "hoan_thanh_xuat_sac"} for year in ratings],
        "initiatives": [{"year": 2026, "level": "bo_nganh_tinh", "decision": "1/QĐ"}],
        "disciplines": [],
        "pending": [],
    }


def lower(*years: int) -> list[dict[str, Any]]:
    return [{"code": "cstd-co-so", "year": year} for year in years]


def test_a_title_of_the_round_that_people_must_decide_makes_the_chain_theirs() -> None:
    facts = chain_of_three([2026])
    # The department has no rule on minimum months: the base title waits for people.
    facts["service"]["leave"] = [{"kind": "om", "from": "2026-01-01", "to": "2026-06-30"}]
    held = [title(2023), *lower(2024, 2025)]
    found = asked("held_adjoining", IN_A_ROW, {**facts, "awards": held})
    assert found.value == "needs_decision"
    assert found.note == "CSTĐ cấp tỉnh năm 2026 chưa kết luận được"


# -- forms, counts, disciplines --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("award", "value"),
    [
        ({"code": "ldtt", "year": 2026}, "eligible"),  # a title is no form
        ({"code": "bk-cap-tinh", "year": 2025}, "eligible"),  # another year's result
        ({"code": "bk-cap-tinh", "year": 2026}, "not_eligible"),
        ({"code": "bk-cap-tinh", "year": 2026, "merit": "chuyen_de"}, "eligible"),
    ],
)
def test_another_form_for_the_results_of_the_year(award: dict[str, Any], value: str) -> None:
    assert asked("no_other_form", {}, {"awards": [award]}, entry="giay-khen").value == value


@pytest.mark.parametrize(
    ("code", "value"),
    [("hc-lao-dong-hang-ba", "needs_facts"), ("bk-cap-tinh", "needs_facts"),
     ("giay-khen", "needs_facts"), ("nha-giao-uu-tu", "eligible"), ("cstd-co-so", "eligible")],
)  # fmt: skip
def test_a_form_of_unrecorded_merit_may_be_for_a_theme_a_title_is_not(
    code: str, value: str
) -> None:
    found = asked(
        "held_count", {"award": code, "times": 1}, {"awards": [{"code": code, "year": 2020}]}
    )
    assert found.value == value
    assert paths(found) == (["awards[].merit"] if value == "needs_facts" else [])


def test_what_may_have_been_counted_names_its_place() -> None:
    held = [{"code": "cstd-co-so", "year": 2022}, {"code": "bk-cap-tinh", "year": 2023}]
    params = {"award": "cstd-co-so", "times": 1, "after_previous": ("bk-cap-tinh",)}
    found = asked("held_count", params, {"awards": held})
    assert found.value == "needs_facts"
    assert paths(found) == ["awards[].merit"]


def test_an_award_of_which_no_year_is_complete_names_its_place() -> None:
    facts = {"awards": [], "complete": {"awards_except": {"ldtt": None}}}
    found = asked("held_count", {"award": "ldtt", "times": 1}, facts)
    assert (found.missing, paths(found)) == (("Chưa có dữ liệu LĐTT",), ["awards"])


def test_two_measures_are_told_apart() -> None:
    fines = [
        {"measure": "canh_cao", "from": start, "to": end}
        for start, end in (("2026-01-05", "2026-03-05"), ("2026-06-01", "2026-12-01"))
    ]
    found = asked("no_discipline_in_year", {"measure": "khien_trach"}, {"disciplines": fines})
    assert found.facts == (
        "Kỷ luật cảnh cáo từ 05/01/2026 đến 05/03/2026; "
        "Kỷ luật cảnh cáo từ 01/06/2026 đến 01/12/2026",
    )


def test_an_enlistment_to_come_is_no_service() -> None:
    facts = {
        "subject": {"kind": "individual", "force": "army"},
        "service": {"enlisted_on": "2027-06-01"},
    }
    found = asked("service_years", {"forces": ("army",), "at_least": 5}, facts)
    assert found.note == "Phục vụ liên tục 0 năm (cần từ 5 năm)"
    unknown = asked("service_years", {"forces": ("army",), "at_least": 5}, {})
    assert paths(unknown) == ["subject.force"]


def test_a_wording_from_memory_is_asked_for_in_english_too() -> None:
    unit = {
        "subject": {"kind": "collective"},
        "ratings": [{"year": y, "grade": "hoan_thanh_xuat_sac"} for y in (2025, 2026)],
        "awards": [],
        "pending": [],
    }
    facts = facts_from_dict(unit)
    found = evaluate(RB, facts, award="bk-cap-tinh", year=2026, received_on=NOW)
    told = {item.slug: item.to_dict("en")["statement"] for item in found.to_confirm}
    assert told["bk-cap-tinh.hai-nam-xuat-sac"].startswith(
        "Wording not compared with the official text: "
    )


# -- offices, ratings, leave -----------------------------------------------------------------------
def test_offices_that_people_must_place_are_listed() -> None:
    rows = ({"levels": ("vu_truong",), "at_least": 8, "below": None, "terms": None},)
    posts = [
        {"title": "A", "level": level, "from": start, "to": end}
        for level, start, end in (
            ("pho_tong_cuc_truong", "2010-01-01", "2016-12-31"),
            ("tong_cuc_truong", "2017-01-01", None),
        )
    ]
    facts = {
        "subject": {"kind": "individual", "gender": "male"},
        "service": {"posts": posts},
    }
    found = asked("years_in_position", {"any_of": rows, "women": "none"}, facts)
    assert found.value == "needs_decision"
    assert found.facts[0].startswith("Phó Tổng cục trưởng hoặc Tổng cục trưởng: 16 năm")


RUN = {
    "level": "co_so",
    "times": 2,
    "run_at_least": "hoan_thanh_tot",
    "kind_groups": (("sang_kien",),),
}


def test_a_discipline_without_an_end_breaks_the_run_and_no_rating_beyond_is_asked() -> None:
    """Years before it are out of reach: what nobody rated there changes nothing."""
    facts = {
        "ratings": [{"year": 2026, "grade": "hoan_thanh_tot"}],
        "complete": {"ratings": [2026, 2026]},
        "disciplines": [{"measure": "khien_trach", "from": "2025-03-01", "to": "2025-09-01"}],
        "initiatives": [
            {"year": year, "level": "co_so", "decision": "1/QĐ"} for year in (2024, 2026)
        ],
    }
    found = asked("initiatives_in_run", RUN, facts)
    assert found.value == "not_eligible"
    endless = {**facts, "disciplines": [{"measure": "khien_trach", "from": "2025-03-01"}]}
    run = asked("ratings_in_a_row", {"at_least": "hoan_thanh_tot", "years": 2}, endless)
    assert run.note.endswith("(năm 2026 còn trong thời hạn kỷ luật, chưa rõ ngày hết thời hạn)")


@pytest.mark.parametrize(
    ("span", "value"),
    [([2020, 2030], "eligible"), ([2026, 2026], "eligible"), ([2020, 2025], "needs_facts"),
     ([2027, 2030], "needs_facts")],
)  # fmt: skip
def test_leave_is_known_for_the_years_of_its_list(span: list[int], value: str) -> None:
    facts = {"service": {"leave": []}, "complete": {"leave": span}}
    assert asked("absence_days", {"less_than": 40}, facts).value == value


def test_days_of_maternity_leave_are_no_absence_whatever_else_they_were() -> None:
    leave = [
        {"kind": "thai_san", "from": "2026-01-01", "to": "2026-04-30"},
        {"kind": "om", "from": "2026-02-01", "to": "2026-06-30"},
    ]
    found = asked("absence_days", {"less_than": 60}, {"service": {"leave": leave}})
    # May and June without the holiday of 1 May.
    assert found.facts == ("Nghỉ 42 ngày làm việc trong năm 2026",)


def test_titles_inside_a_period_are_asked_where_their_own_record_is_short() -> None:
    params = {
        "awards": ("bk-thu-tuong",),
        "years": 5,
        "with": (("cstd-cap-tinh", 1),),
    }
    held = {"code": "bk-thu-tuong", "year": 2019, "decided_on": "2020-01-01", "merit": "cong_trang"}
    facts: dict[str, Any] = {"awards": [held], "ratings": [], "initiatives": []}
    known = asked("held_then_period", params, facts)
    assert known.value == "not_eligible"
    short = {**facts, "complete": {"awards_except": {"cstd-cap-tinh": [2024, 2026]}}}
    found = asked("held_then_period", params, short)
    assert (found.value, paths(found)) == ("needs_facts", ["awards"])


# -- the time since an award -----------------------------------------------------------------------
def certificate(year: int, decided_on: str, **more: str) -> dict[str, Any]:
    held = {"code": "bk-thu-tuong", "year": year, "decided_on": decided_on, "merit": "cong_trang"}
    return {**held, **more}


def since(params: dict[str, Any], **facts: Any) -> Outcome:
    base = {"awards": ["bk-thu-tuong"], "years": 5, **params}
    fixed = {key: tuple(value) if isinstance(value, list) else value for key, value in base.items()}
    return asked("held_then_period", fixed, {"initiatives": [], **facts})


@pytest.mark.parametrize(
    ("grades", "value"),
    [
        (("hoan_thanh_xuat_sac", "hoan_thanh_xuat_sac"), "eligible"),
        (("hoan_thanh_tot", "hoan_thanh_xuat_sac"), "not_eligible"),
        (("hoan_thanh_xuat_sac", "hoan_thanh_tot"), "not_eligible"),
    ],
)
def test_the_last_years_are_excellent_up_to_the_year_asked(
    grades: tuple[str, str], value: str
) -> None:
    ratings = [{"year": 2025, "grade": grades[0]}, {"year": 2026, "grade": grades[1]}]
    held = [certificate(2019, "2020-01-01")]
    assert since({"excellent_in_a_row": 2}, awards=held, ratings=ratings).value == value


def test_a_discipline_before_the_award_brings_no_earlier_start() -> None:
    fine = {"measure": "khien_trach", "from": "2014-01-01", "to": "2015-01-01"}
    found = since({}, awards=[certificate(2022, "2023-01-01")], ratings=[], disciplines=[fine])
    assert found.value == "not_eligible"
    assert found.note == "Chưa đủ 5 năm kể từ 01/01/2023 (đủ từ 01/01/2028)"


def test_another_award_of_the_same_day_moves_nothing() -> None:
    other = {"code": "hc-lao-dong-hang-ba", "year": 2020, "decided_on": "2020-01-01",
             "merit": "cong_trang"}  # fmt: skip
    held = [certificate(2019, "2020-01-01"), other]
    found = since({"reset_by": ["hc-lao-dong-hang-ba"]}, awards=held, ratings=[])
    assert "Tính từ 01/01/2020" in found.facts


def test_a_weak_year_after_one_with_a_title_still_counts() -> None:
    held = [certificate(2019, "2020-01-01"), {"code": "tt-ldxs", "year": 2021}]
    grades = {2020: "hoan_thanh_tot", 2022: "hoan_thanh"}
    ratings = [
        {"year": year, "grade": grades.get(year, "hoan_thanh_tot")}
        for year in range(2020, 2027)
        if year != 2021
    ]
    params = {"each_year_at_least": "hoan_thanh_tot", "or_held": ["tt-ldxs"]}
    found = since(params, awards=held, ratings=ratings)
    assert (found.value, found.note) == (
        "not_eligible",
        "Xếp loại chưa liên tục đạt: năm 2022 hoàn thành nhiệm vụ",
    )


def test_no_full_year_since_an_award_of_this_year_asks_no_rating() -> None:
    params = {"years": None, "each_year_at_least": "hoan_thanh_tot"}
    found = since(params, awards=[certificate(2026, "2026-05-01")], ratings=[])
    assert found.value == "needs_official_text"
    assert not any("Xếp loại" in fact for fact in found.facts)


def test_an_award_of_which_no_year_is_known_is_asked_for_with_its_place() -> None:
    facts = {"awards": [], "complete": {"awards_except": {"bk-thu-tuong": None}}}
    found = since({}, ratings=[], **facts)
    assert (found.value, paths(found)) == ("needs_facts", ["awards"])


def test_days_over_of_two_times_in_an_office_make_no_month_by_themselves() -> None:
    rows = ({"levels": ("vu_truong",), "at_least": 8, "below": None, "terms": None},)
    posts = [
        {"title": "A", "level": "vu_truong", "from": start, "to": end}
        for start, end in (("2018-01-20", "2025-11-09"), ("2025-12-01", "2026-02-05"))
    ]
    facts = {
        "subject": {"kind": "individual", "gender": "male"},
        "service": {"posts": posts},
    }
    found = asked("years_in_position", {"any_of": rows, "women": "none"}, facts)
    assert found.value == "not_eligible"
    assert "7 năm 11 tháng, cần 8 năm" in found.note


def test_an_expected_title_says_so_in_both_languages_and_on_what_it_stands() -> None:
    facts = chain_of_three([2026])
    params = {"award": "cstd-co-so", "times": 2}
    found = asked("held_in_a_row", params, {**facts, "awards": lower(2025)})
    expected = found.children[-1]
    assert expected.statement == "Được tặng CSTĐ cơ sở năm 2026 (dự kiến)"
    assert expected.statement_en == "CSTĐ cơ sở held for 2026 (expected)"
    assert (expected.confidence, expected.citation) == ("V", WHERE)
    low = chain_of_three([2025])
    not_yet = asked("held_in_a_row", params, {**low, "awards": lower(2025)}).children[-1]
    assert (not_yet.confidence, not_yet.statement_en) == ("V", "CSTĐ cơ sở held for 2026")
