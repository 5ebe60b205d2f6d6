"""Words of the texts before 2024 at their edges: what is not recorded is asked for by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from thidua.law import evaluate, facts_from_dict, load_rulebook
from thidua.law.explain import explain
from thidua.law.verdict import ReasonNode, Verdict

RB = load_rulebook()
PERSON: dict[str, Any] = {
    "subject": {"kind": "individual"},
    "service": {"recruited_on": "2005-01-01", "employment": "cong_chuc", "leave": [], "study": []},
    "registrations": [{"year": 2018, "award": "ldtt"}],
    "ratings": [{"year": 2018, "grade": "hoan_thanh_tot"}],
    "initiatives": [{"year": 2018, "level": "toan_quoc", "decision": "1/QĐ"}],
    "disciplines": [],
    "pending": [],
    "awards": [],
}
UNIT: dict[str, Any] = {
    "subject": {"kind": "collective"},
    "ratings": [{"year": 2018, "grade": "hoan_thanh_xuat_sac"}],
    "pending": [],
    "awards": [],
    "collective": {"members": 20, "rank_in_cluster": {"rank": 1, "level": "bo_nganh_tinh"}},
}


def asked(base: dict[str, Any], award: str, received_on: date, **more: Any) -> Verdict:
    facts = facts_from_dict({**base, **more})
    return evaluate(RB, facts, award=award, year=received_on.year - 1, received_on=received_on)


def leaf(verdict: Verdict, node_id: str) -> ReasonNode:
    return next(node for node in verdict.reasons.walk() if node.id == node_id)


def fighter(year: int, decided_on: str | None = None) -> dict[str, Any]:
    return {"code": "cstd-cap-tinh", "year": year, "decided_on": decided_on}


@pytest.mark.parametrize(
    ("awards", "complete", "value"),
    [
        # The decision of 2018 may be followed by a dossier until the end of 2019.
        ([fighter(2017, "2018-05-01")], {}, "eligible"),
        ([fighter(2017, "2017-12-31")], {}, "not_eligible"),
        # Without its day the decision may be of the year or of the next.
        ([fighter(2018)], {}, "eligible"),
        ([fighter(2017)], {}, "needs_facts"),
        ([fighter(2016)], {}, "not_eligible"),
        ([], {}, "not_eligible"),
        ([], {"awards": [2005, 2017]}, "needs_facts"),
    ],
)
def test_proposed_in_the_year_after(awards: list[Any], complete: Any, value: str) -> None:
    verdict = asked(PERSON, "cstd-toan-quoc", date(2019, 9, 1), awards=awards, complete=complete)
    assert leaf(verdict, "thoi-diem-de-nghi").value == value


def test_proposed_in_time_without_a_list_of_awards() -> None:
    without = {key: value for key, value in PERSON.items() if key != "awards"}
    verdict = asked(without, "cstd-toan-quoc", date(2019, 9, 1))
    assert leaf(verdict, "thoi-diem-de-nghi").value == "needs_facts"


@pytest.mark.parametrize(
    ("award", "value"),
    [
        (None, "eligible"),
        ({"code": "hc-lao-dong-hang-ba", "year": 2021, "merit": "cong_trang"}, "not_eligible"),
        ({"code": "hc-lao-dong-hang-ba", "year": 2021, "merit": None}, "needs_facts"),
        ({"code": "hc-lao-dong-hang-ba", "year": 2021, "merit": "dot_xuat"}, "eligible"),
        ({"code": "hc-lao-dong-hang-ba", "year": 2021, "merit": "nien_han"}, "eligible"),
        # Of another year, decided in the year of receipt: when it was proposed is not on record.
        (
            {"code": "hc-lao-dong-hang-ba", "year": 2019, "decided_on": "2022-02-01"},
            "needs_decision",
        ),
        ({"code": "hc-lao-dong-hang-ba", "year": 2019, "decided_on": "2021-12-31"}, "eligible"),
        # Not of the State; the award itself.
        ({"code": "bk-cap-tinh", "year": 2021, "merit": "cong_trang"}, "eligible"),
        ({"code": "bk-thu-tuong", "year": 2021, "merit": "cong_trang"}, "eligible"),
    ],
)
def test_one_state_award_a_year(award: dict[str, Any] | None, value: str) -> None:
    awards = [award] if award else []
    verdict = asked(PERSON, "bk-thu-tuong", date(2022, 6, 1), awards=awards)
    assert leaf(verdict, "mot-khen-thuong-nha-nuoc-mot-nam").value == value


def test_a_claimed_sudden_result_leaves_the_limit_to_people() -> None:
    awards = [{"code": "hc-lao-dong-hang-ba", "year": 2021, "merit": "cong_trang"}]
    findings = [{"about": "nhieu_thanh_tich_hoac_dot_xuat_bo_nganh_tinh", "holds": True}]
    verdict = asked(PERSON, "bk-thu-tuong", date(2022, 6, 1), awards=awards, findings=findings)
    assert leaf(verdict, "mot-khen-thuong-nha-nuoc-mot-nam").value == "needs_decision"
    assert verdict.value == "needs_decision"


def test_the_limit_asks_for_the_awards_of_the_year() -> None:
    unknown = asked(PERSON, "bk-thu-tuong", date(2022, 6, 1), complete={"awards": [2005, 2020]})
    assert leaf(unknown, "mot-khen-thuong-nha-nuoc-mot-nam").value == "needs_facts"
    without = {key: value for key, value in PERSON.items() if key != "awards"}
    verdict = asked(without, "bk-thu-tuong", date(2022, 6, 1))
    assert leaf(verdict, "mot-khen-thuong-nha-nuoc-mot-nam").value == "needs_facts"


def test_the_limit_does_not_stand_before_awards_of_a_province() -> None:
    verdict = asked(PERSON, "bk-cap-tinh", date(2022, 6, 1))
    assert "mot-khen-thuong-nha-nuoc-mot-nam" not in {node.id for node in verdict.reasons.walk()}


def test_a_flag_of_an_unrecorded_year() -> None:
    unit = {**UNIT, "ratings": [{"year": 2021, "grade": "hoan_thanh_xuat_sac"}]}
    verdict = asked(unit, "co-cap-tinh", date(2022, 3, 1), complete={"awards": [2005, 2020]})
    assert leaf(verdict, "khong-tang-them-co").value == "needs_facts"


def test_initiatives_after_an_award_wait_for_recognition_and_for_the_record() -> None:
    base = {
        **PERSON,
        "awards": [
            {
                "code": "bk-thu-tuong",
                "year": 2012,
                "decided_on": "2012-12-20",
                "merit": "cong_trang",
            }
        ],
    }
    level = {"level": "bo_nganh_tinh"}
    one, open_one = {"year": 2015, "decision": "1/QĐ", **level}, {"year": 2016, **level}
    waiting = asked(base, "hc-lao-dong-hang-ba", date(2018, 6, 1), initiatives=[one, open_one])
    assert leaf(waiting, "khen-thuong-roi-thoi-gian").value == "needs_facts"
    assert "chưa có quyết định công nhận" in waiting.missing[0]
    part = asked(
        base,
        "hc-lao-dong-hang-ba",
        date(2018, 6, 1),
        initiatives=[one],
        complete={"initiatives": [2015, 2017]},
    )
    assert leaf(part, "khen-thuong-roi-thoi-gian").value == "needs_facts"
    assert part.missing == ("Chưa có dữ liệu sáng kiến năm 2013, 2014",)


def test_a_worker_whose_second_initiative_is_not_recognised_yet() -> None:
    worker = {**PERSON, "subject": {"kind": "individual", "group": "worker"}}
    initiatives = [
        {"year": 2012, "level": "co_so", "decision": "1/QĐ"},
        {"year": 2014, "level": "co_so"},
    ]
    verdict = asked(worker, "bk-thu-tuong", date(2016, 6, 1), initiatives=initiatives)
    assert leaf(verdict, "hai-sang-kien").value == "needs_facts"


def test_the_head_rests_on_the_collective_only_by_the_decree_of_2014() -> None:
    head = {**PERSON, "subject": {"kind": "individual", "group": "head_of_department"}}
    slug = "thanh_tich_tap_the_do_lanh_dao"
    days = {
        date(2014, 8, 19): False, date(2014, 8, 20): True,
        date(2017, 9, 30): True, date(2017, 10, 1): False,
    }  # fmt: skip
    for day, said in days.items():
        asked_of = {item.slug for item in asked(head, "ldtt", day).to_confirm}
        assert (slug in asked_of) == said, day
    worker = asked(PERSON, "ldtt", date(2016, 12, 1))
    assert slug not in {item.slug for item in worker.to_confirm}


def test_limits_of_a_list_are_told_and_bar_nobody() -> None:
    told = explain(RB, award="cstd-co-so", received_on=date(2018, 12, 1))
    assert [(row["share"], row["of"]) for row in told["quota"]] == [(0.15, "ldtt")]
    assert told["quota"][0]["citation"]["text"] == "Điều 9 khoản 3 NĐ 91/2017/NĐ-CP"
    flag = explain(RB, award="co-chinh-phu", received_on=date(2018, 12, 1))
    assert [(row["share"], row["of"]) for row in flag["quota"]] == [(0.2, "co-cap-tinh")]
    for day in (date(2012, 12, 1), date(2016, 12, 1), date(2024, 12, 1)):
        assert explain(RB, award="cstd-co-so", received_on=day)["quota"] == []
    initiative = [{"year": 2018, "level": "co_so", "decision": "1/QĐ"}]
    assert asked(PERSON, "cstd-co-so", date(2019, 2, 1), initiatives=initiative).value == "eligible"
