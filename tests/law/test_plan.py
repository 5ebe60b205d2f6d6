"""The path finder: the earliest year of each next award, and the least it takes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.cli import law
from thidua.law import AwardHeld, Facts, QuestionError, evaluate, facts_from_dict, load_rulebook
from thidua.law.facts.model import Initiative, Rating
from thidua.law.plan import RECEIVED, Step, plan

RB = load_rulebook()
SCOPE = "so-noi-vu-lam-giang"


def person(**more: Any) -> Facts:
    return facts_from_dict(
        {
            "subject": {"kind": "individual", "name": "Nguyễn Văn A", "group": "direct_worker"},
            "service": {"recruited_on": "2010-08-01", "employment": "cong_chuc", "leave": []},
            "ratings": [],
            "initiatives": [],
            "disciplines": [],
            "awards": [],
            "pending": [],
            **more,
        }
    )


def steps(facts: Facts, until: int = 2030, **more: Any) -> dict[str, Step]:
    return {s.award: s for s in plan(RB, facts, start=2026, until=until, scope=SCOPE, **more)}


def needed(step: Step) -> set[tuple[str, int, str]]:
    return {(need.kind, need.year, need.word) for need in step.needs}


def test_a_newcomer_needs_a_good_rating_for_the_first_title() -> None:
    found = steps(person())["ldtt"]
    assert found.year == 2026
    assert needed(found) == {("rating", 2026, "hoan_thanh_tot")}
    assert found.provisional  # files of December 2026 fall under the text nobody has read


def test_the_rating_on_record_is_not_asked_for_again() -> None:
    rated = person(ratings=[{"year": 2026, "grade": "hoan_thanh_tot"}])
    assert steps(rated)["ldtt"].needs == ()


def test_three_titles_in_a_row_take_three_years_and_one_initiative() -> None:
    found = steps(person())["cstd-cap-tinh"]
    assert found.year == 2028
    whole = needed(found)
    assert {("award", 2026, "cstd-co-so"), ("award", 2027, "cstd-co-so")} <= whole
    assert sum(kind == "initiative" and word == "bo_nganh_tinh" for kind, _, word in whole) == 1
    assert not any(word == "toan_quoc" for _, _, word in whole)


def test_titles_held_bring_the_year_forward() -> None:
    held = person(awards=[{"code": "cstd-co-so", "year": y} for y in (2024, 2025)])
    assert steps(held)["cstd-cap-tinh"].year == 2026


def test_a_discipline_puts_the_year_off() -> None:
    before = steps(person())["cstd-co-so"].year
    fined = person(disciplines=[{"measure": "canh_cao", "from": "2026-03-01", "to": "2027-03-01"}])
    after = steps(fined)["cstd-co-so"].year
    assert before == 2026
    assert after is not None
    assert after > 2026


def test_what_stays_out_of_reach_says_why() -> None:
    found = steps(person(), until=2027)["cstd-cap-tinh"]
    assert found.year is None
    said = found.to_dict(RB)
    assert said["needs"] == []
    assert any("CSTĐ cơ sở" in text for text in said["reasons"])


def test_awards_for_others_are_left_out() -> None:
    assert "tt-ldtt" not in steps(person())


@pytest.mark.parametrize(("start", "until"), [(2026, 2025), (2026, 2056)])
def test_years_that_make_no_plan_are_refused(start: int, until: int) -> None:
    with pytest.raises(QuestionError, match="không lập được kế hoạch"):
        plan(RB, person(), start=start, until=until)


def test_years_of_a_text_that_was_read_are_planned_by_it() -> None:
    """A plan for years gone by rests on the text of those years, not on the last known one."""
    found = {
        s.award: s for s in plan(RB, person(), start=2020, until=2022, awards=["cstd-cap-tinh"])
    }
    step = found["cstd-cap-tinh"]
    assert not step.provisional
    wanted = {("award", year, "cstd-co-so") for year in (2020, 2021)}
    assert step.year is None or wanted <= needed(step)


def test_before_any_text_nothing_is_within_reach() -> None:
    [step] = plan(RB, person(), start=2001, until=2002, awards=["cstd-cap-tinh"])
    assert (step.year, step.value) == (None, "needs_official_text")


# -- properties ------------------------------------------------------------------------------------
GRADES = ["hoan_thanh", "hoan_thanh_tot", "hoan_thanh_xuat_sac"]
histories = st.fixed_dictionaries(
    {
        "ratings": st.lists(st.sampled_from(GRADES), min_size=0, max_size=5).map(
            lambda grades: [{"year": 2025 - n, "grade": g} for n, g in enumerate(grades)]
        ),
        "awards": st.sets(
            st.tuples(
                st.sampled_from(["ldtt", "cstd-co-so", "bk-cap-tinh"]), st.integers(2019, 2025)
            )
        ).map(
            lambda held: [
                {"code": c, "year": y, "decided_on": f"{y}-12-20", "merit": "cong_trang"}
                for c, y in sorted(held)
            ]
        ),
    }
)
TITLES = ["ldtt", "cstd-co-so", "cstd-cap-tinh", "bk-cap-tinh"]


def fulfilled(facts: Facts, step: Step) -> Facts:
    """The record once everything the step asks for has happened."""
    for need in step.needs:
        if need.kind == "rating":
            facts = replace(facts, ratings=(*(facts.ratings or ()), Rating(need.year, need.word)))
        elif need.kind == "initiative":
            made = Initiative(
                need.year, need.word, recognised_on=date(need.year, 11, 1), decision="1/QĐ"
            )
            facts = replace(facts, initiatives=(*(facts.initiatives or ()), made))
        else:
            award = AwardHeld(
                need.word, need.year, decided_on=date(need.year, 12, 20), merit="cong_trang"
            )
            facts = replace(facts, awards=(*(facts.awards or ()), award))
    return facts


def answer(facts: Facts, award: str, year: int) -> str:
    on = date(year, *RECEIVED)
    found = evaluate(RB, facts, award=award, year=year, received_on=on, scope=SCOPE)
    return found.provisional.value if found.provisional else found.value


@settings(max_examples=25, deadline=None)
@given(histories)
def test_doing_what_the_plan_says_is_enough_and_no_less(history: dict[str, Any]) -> None:
    facts = person(**history)
    for step in plan(RB, facts, start=2026, until=2029, scope=SCOPE, awards=TITLES):
        if step.year is None:
            continue
        assert answer(fulfilled(facts, step), step.award, step.year) == step.value
        for left_out in step.needs:
            if left_out.kind == "award":
                continue
            rest = replace(step, needs=tuple(n for n in step.needs if n != left_out))
            short = answer(fulfilled(facts, rest), step.award, step.year)
            # Titles on the way rest on the ratings, so only the last year shows it directly.
            if left_out.year == step.year:
                assert short != step.value


def test_the_command_prints_a_document_and_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(
        "subject: {kind: individual, name: Nguyễn Văn A}\n"
        "service: {recruited_on: 2010-08-01, employment: cong_chuc, leave: []}\n"
        "ratings: []\ninitiatives: []\ndisciplines: []\nawards: []\npending: []\n",
        encoding="utf-8",
    )
    words = ["plan", str(path), "--from", "2026", "--until", "2028", "--scope", SCOPE]
    assert law.main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "thidua-plan/1"
    first = {item["award"]: item for item in found["awards"]}["ldtt"]
    assert first["needs"][0]["statement"] == "Xếp loại từ hoàn thành tốt nhiệm vụ năm 2026"
    assert law.main(words) == 0
    assert "2028: Chiến sĩ thi đua Bộ, ban, ngành, tỉnh" in capsys.readouterr().out
    assert law.main([*words[:3], "hai", *words[4:]]) == 1
    assert "--from" in capsys.readouterr().err
