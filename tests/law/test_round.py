"""A whole body in one round: people first, then units filled from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from thidua.law import (
    AwardHeld,
    RoundSubject,
    Verdict,
    assess_round,
    facts_from_dict,
    load_rulebook,
)
from thidua.law.facts.model import Initiative

RB = load_rulebook()
SCOPE = "so-noi-vu-lam-giang"
DAY = date(2026, 9, 15)


def person(key: str, grade: str | None, **more: Any) -> RoundSubject:
    ratings = [] if grade is None else [{"year": 2026, "grade": grade}]
    data: dict[str, Any] = {
        "subject": {"kind": "individual", "name": key},
        "service": {"recruited_on": "2010-08-01", "employment": "cong_chuc", "leave": []},
        "ratings": ratings,
        "initiatives": [],
        "disciplines": [],
        "pending": [],
        "awards": [],
    }
    if grade is None:
        data["complete"] = {"ratings": [2010, 2025]}
    data.update(more.pop("facts", {}))
    return RoundSubject(key, facts_from_dict(data), unit_key=more.pop("unit", "P1"), **more)


def unit(key: str, **collective: Any) -> RoundSubject:
    data: dict[str, Any] = {
        "subject": {"kind": "collective", "name": key},
        "ratings": [{"year": 2026, "grade": "hoan_thanh_xuat_sac"}],
        "pending": [],
        "awards": [],
    }
    if collective:
        data["collective"] = collective
    return RoundSubject(key, facts_from_dict(data))


def screened(
    people: list[RoundSubject], *units: RoundSubject, on: date = DAY
) -> dict[str, dict[str, Verdict]]:
    return assess_round(RB, people, units, year=2026, received_on=on, scope=SCOPE)


def seven(good: int, best: int) -> list[RoundSubject]:
    grades = ["hoan_thanh_xuat_sac"] * best + ["hoan_thanh_tot"] * (good - best)
    grades += ["hoan_thanh"] * (7 - good)
    return [person(f"n{number}", grade) for number, grade in enumerate(grades)]


def facts_of(verdict: Verdict, node_id: str) -> tuple[str, ...]:
    return next(node.facts for node in verdict.reasons.walk() if node.id == node_id)


def test_a_unit_counts_its_members_of_the_same_round() -> None:
    found = screened(seven(good=5, best=1), unit("P1"))["P1"]["tt-ldxs"]
    assert found.value == "eligible"
    assert facts_of(found, "ty-le-ldtt") == ("5/7 người đạt LĐTT (dự kiến) (71,4 %)",)
    assert facts_of(found, "co-cstd-co-so") == ("Có 1 người đạt CSTĐ cơ sở (dự kiến)",)


def test_one_member_fewer_and_the_share_fails() -> None:
    found = screened(seven(good=4, best=1), unit("P1"))["P1"]["tt-ldxs"]
    assert found.value == "not_eligible"
    assert found.short_reasons() == [
        "4/7 người đạt LĐTT (dự kiến) (57,1 %), cần ít nhất 70 %",
    ]


def test_figures_that_the_facts_state_win() -> None:
    told = unit("P1", members=10, members_with={"ldtt": 9, "cstd-co-so": 1})
    found = screened(seven(good=1, best=0), told)["P1"]["tt-ldtt"]
    assert facts_of(found, "ty-le-ldtt") == ("9/10 người đạt LĐTT (90 %)",)


def test_members_without_a_conclusion_leave_the_unit_open() -> None:
    people = [*seven(good=4, best=1)[:6], person("n9", None)]
    found = screened(people, unit("P1"))["P1"]["tt-ldxs"]
    assert found.value == "needs_facts"
    assert "Còn 1 người chưa kết luận được (đạt LĐTT (dự kiến))" in found.missing


def test_a_heavy_discipline_of_a_member_reaches_the_unit() -> None:
    discipline = {"measure": "canh_cao", "from": "2026-02-01", "to": "2027-01-31"}
    people = [
        *seven(good=6, best=1),
        person("n9", "hoan_thanh", facts={"disciplines": [discipline]}),
    ]
    assert screened(people, unit("P1"))["P1"]["tt-ldtt"].short_reasons() == [
        "Có thành viên bị kỷ luật cảnh cáo"
    ]


def test_unknown_discipline_of_a_member_is_not_none() -> None:
    silent = person("n9", "hoan_thanh_tot")
    data = {
        "subject": {"kind": "individual"},
        "ratings": [{"year": 2026, "grade": "hoan_thanh_tot"}],
    }
    silent = RoundSubject("n9", facts_from_dict(data), unit_key="P1")
    found = screened([*seven(good=7, best=1), silent], unit("P1"))["P1"]["tt-ldtt"]
    assert found.value == "needs_facts"
    assert found.missing == ("Chưa có dữ liệu kỷ luật của thành viên",)


def test_people_of_another_unit_do_not_count() -> None:
    people = [*seven(good=5, best=1), person("khac", "hoan_thanh", unit="P2")]
    found = screened(people, unit("P1"), unit("P2"))
    assert found["P1"]["tt-ldtt"].value == "eligible"
    assert found["P2"]["tt-ldtt"].value == "not_eligible"


def test_the_whole_department_counts_people_of_its_units() -> None:
    people = [
        RoundSubject(item.key, item.facts, unit_key="P1", also_in=("SO",))
        for item in seven(good=5, best=1)
    ]
    found = screened(people, unit("P1"), unit("SO"))
    assert found["SO"]["tt-ldxs"].value == "eligible"


def test_a_round_under_the_text_of_2026_counts_provisional_titles() -> None:
    found = screened(seven(good=5, best=1), unit("P1"), on=date(2026, 10, 1))["P1"]["tt-ldxs"]
    assert found.value == "needs_official_text"
    assert found.provisional is not None
    assert found.provisional.value == "eligible"


def test_a_department_with_claims_is_answered_person_by_person() -> None:
    """A claim that would make the chain counts for those who make it, and for nobody else."""
    years = range(2011, 2026)
    history = {
        "ratings": [{"year": y, "grade": "hoan_thanh_xuat_sac"} for y in range(2011, 2027)],
        "awards": [{"code": "ldtt", "year": y} for y in years]
        + [{"code": "cstd-co-so", "year": y} for y in years if y % 2],
        "initiatives": [
            {"year": 2025, "level": "bo_nganh_tinh", "kind": "sang_kien", "decision": "1/QĐ"}
        ],
        "complete": {"awards": [2011, 2026]},
    }
    claim = AwardHeld("cstd-co-so", 2024)
    people = [
        person(f"n{n}", None, unit=f"P{n % 3}", claims=(claim,) if n % 2 else (), facts=history)
        for n in range(12)
    ]
    found = screened(people, *[unit(f"P{n}") for n in range(3)])
    assert len(found) == 15
    for number in range(12):
        verdict = found[f"n{number}"]["cstd-cap-tinh"]
        assert verdict.value == ("needs_facts" if number % 2 else "not_eligible")
        claimed = [text for text in verdict.missing if text.startswith("Khai ")]
        assert claimed == (
            ["Khai CSTĐ cơ sở năm 2024 nhưng sổ khen thưởng chưa xác nhận"] if number % 2 else []
        )
    assert found["P0"]["tt-ldtt"].value == "eligible"


def test_claims_of_somebody_without_any_list_are_named() -> None:
    """With no list of awards at all the years without a claim stay unknown."""
    silent = person("n1", "hoan_thanh_xuat_sac")
    made = Initiative(2026, "bo_nganh_tinh", "sang_kien", decision="1/QĐ")
    facts = replace(silent.facts, awards=None, initiatives=(made,))
    claims = tuple(AwardHeld("cstd-co-so", year) for year in (2024, 2025))
    found = screened([RoundSubject("n1", facts, claims)])["n1"]["cstd-cap-tinh"]
    assert found.value == "needs_facts"
    assert [text for text in found.missing if text.startswith("Khai ")] == [
        f"Khai CSTĐ cơ sở năm {year} nhưng sổ khen thưởng chưa xác nhận" for year in (2024, 2025)
    ]


def test_only_the_claims_that_turn_an_answer_are_named_for_each_award() -> None:
    facts = person("n1", "hoan_thanh_xuat_sac").facts
    facts = replace(
        facts,
        initiatives=(Initiative(2026, "bo_nganh_tinh", "sang_kien", decision="1/QĐ"),),
        awards=(AwardHeld("cstd-co-so", 2024),),
    )
    claims = (AwardHeld("cstd-co-so", 2025), AwardHeld("ldtt", 2011))
    found = screened([RoundSubject("n1", facts, claims)])["n1"]
    named = [text for text in found["cstd-cap-tinh"].missing if text.startswith("Khai")]
    assert named == ["Khai CSTĐ cơ sở năm 2025 nhưng sổ khen thưởng chưa xác nhận"]
    assert found["ldtt"].value == "eligible"


def test_a_unit_without_people_keeps_its_own_figures_or_none() -> None:
    told = unit("P9", members=10, members_completing=10, members_with={"ldtt": 9})
    found = screened(seven(good=5, best=1), told, unit("P8"))
    assert facts_of(found["P9"]["tt-ldtt"], "ty-le-ldtt") == ("9/10 người đạt LĐTT (90 %)",)
    assert found["P8"]["tt-ldtt"].value == "needs_facts"


def test_a_person_of_no_unit_counts_nowhere() -> None:
    loose = person("n9", "hoan_thanh", unit=None)
    found = screened([*seven(good=5, best=1), loose], unit("P1"))
    assert facts_of(found["P1"]["tt-ldtt"], "ty-le-ldtt")[0].startswith("5/7 người")


def test_a_title_on_record_counts_before_any_question() -> None:
    """Whoever holds the title of the year counts, whatever the rating says now."""
    held = person("n9", "hoan_thanh", facts={"awards": [{"code": "ldtt", "year": 2026}]})
    found = screened([*seven(good=5, best=1)[:6], held], unit("P1"))
    assert facts_of(found["P1"]["tt-ldtt"], "ty-le-ldtt")[0].startswith("6/7 người")


def test_all_figures_of_a_unit_that_are_told_are_kept() -> None:
    told = unit(
        "P1",
        members=10,
        members_completing=10,
        members_with={"ldtt": 8, "cstd-co-so": 2},
        worst_discipline=None,
    )
    found = screened(seven(good=1, best=0), told)["P1"]["tt-ldxs"]
    assert found.value == "eligible"
    assert found.projected == ()
