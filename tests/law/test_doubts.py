"""What the texts leave open: wordings from memory, what is not recorded of a subject, a chain that
a discipline interrupts. None of it passes without a word, and none of it is decided alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from thidua.cli import law
from thidua.law import Facts, Verdict, evaluate, facts_from_dict, load_rulebook
from thidua.law.book.model import Condition
from thidua.law.evaluator import Evaluator

RB = load_rulebook()
NOW = date(2026, 9, 15)
UNIT: dict[str, Any] = {
    "subject": {"kind": "collective"},
    "ratings": [{"year": year, "grade": "hoan_thanh_xuat_sac"} for year in (2025, 2026)],
    "awards": [],
    "pending": [],
}
K_CONDITION = "bk-cap-tinh.hai-nam-xuat-sac"


def asked(facts: dict[str, Any], award: str, *, year: int = 2026, on: date = NOW) -> Verdict:
    return evaluate(RB, facts_from_dict(facts), award=award, year=year, received_on=on)


# -- a wording known from memory -------------------------------------------------------------------
def test_a_yes_by_a_wording_from_memory_is_to_be_confirmed_before_anything_is_proposed() -> None:
    found = asked(UNIT, "bk-cap-tinh")
    assert found.value == "eligible"
    asked_for = {item.slug: item.statement for item in found.to_confirm}
    assert asked_for[K_CONDITION].startswith("Lời văn chưa đối chiếu với văn bản gốc: ")


@pytest.mark.parametrize("award", [None, "bk-cap-tinh"])
@pytest.mark.parametrize(("holds", "value"), [(True, "eligible"), (False, "not_eligible")])
def test_a_finding_about_the_wording_settles_it(holds: bool, value: str, award: str | None) -> None:
    finding = {"about": K_CONDITION, "holds": holds, "by": "Phòng Pháp chế", "decided_on": NOW}
    if award is not None:
        finding["award"] = award
    found = asked({**UNIT, "findings": [finding]}, "bk-cap-tinh")
    assert found.value == value
    assert K_CONDITION not in [item.slug for item in found.to_confirm]
    told = [text for node in found.reasons.walk() for text in node.facts]
    assert any("Phòng Pháp chế, ngày 15/09/2026" in text for text in told)
    settled = next(node for node in found.reasons.walk() if f"bk-cap-tinh.{node.id}" == K_CONDITION)
    assert len(settled.facts) > 1, "what the record says stands beside the finding"


def test_a_no_by_a_wording_from_memory_stays_a_no() -> None:
    low = [{"year": 2025, "grade": "hoan_thanh"}, UNIT["ratings"][1]]
    found = asked({**UNIT, "ratings": low}, "bk-cap-tinh")
    assert found.value == "not_eligible"
    assert K_CONDITION not in [item.slug for item in found.to_confirm]


def leaves(condition: Condition) -> list[Condition]:
    if not condition.children:
        return [condition]
    return [leaf for child in condition.children for leaf in leaves(child)]


def test_no_wording_from_memory_is_met_without_a_word() -> None:
    """Every condition of the rulebook on every day: known from memory and tested by the record, it
    asks for a confirmation, or it is one that people or a body's own rule decide."""
    days = [date(2012, 1, 1), date(2015, 1, 1), date(2019, 1, 1), date(2024, 6, 1), NOW]
    seen = 0
    for on in days:
        for info in RB.awards(on):
            entry = RB.award(info.code, on)
            if entry is None or not entry.loaded:
                continue
            routes = [c for route in entry.routes for c in route.conditions]
            for leaf in [x for c in (*entry.conditions, *routes) for x in leaves(c)]:
                if leaf.confidence != "K":
                    continue
                by_slot = any(key == "slot" or key.endswith("_slot") for key in leaf.params)
                people = leaf.predicate in ("judged", "unknown") or by_slot
                assert leaf.confirm or leaf.from_memory or people, leaf.id
                seen += leaf.from_memory
    assert seen > 50


# -- what is not recorded of the subject -----------------------------------------------------------
def person(**more: Any) -> dict[str, Any]:
    return {
        "subject": {"kind": "individual", **more.pop("subject", {})},
        "service": {"recruited_on": "2010-08-01", "employment": "cong_chuc", "leave": []},
        "ratings": [{"year": 2026, "grade": "hoan_thanh_tot"}],
        "initiatives": [],
        "disciplines": [],
        "awards": [],
        "pending": [],
        **more,
    }


def open_routes(found: Verdict) -> dict[str, tuple[str, ...]]:
    return {node.id: node.missing for node in found.alternatives if node.value == "needs_facts"}


def test_a_route_of_a_group_is_named_where_nobody_recorded_the_group() -> None:
    found = asked(person(), "bk-cap-tinh")
    assert found.value == "not_eligible"
    missing = open_routes(found)
    assert missing["cong-nhan-nong-dan"] == (
        "Chưa ghi nhóm đối tượng (đường này dành cho: công nhân, nông dân)",
    )
    assert missing["cong-nhan-nong-dan"][0].path == "subject.group"


@pytest.mark.parametrize("group", ["direct_worker", "head_of_division"])
def test_a_recorded_group_closes_routes_of_others(group: str) -> None:
    assert open_routes(asked(person(subject={"group": group}), "bk-cap-tinh")) == {}


def test_a_recorded_group_opens_its_route() -> None:
    found = asked(person(subject={"group": "farmer"}), "bk-cap-tinh")
    routes = next(n for n in found.reasons.walk() if n.id == "bk-cap-tinh.duong-xet")
    weighed = {n.id for n in routes.children if n.value != "not_applicable"}
    assert "cong-nhan-nong-dan" in weighed


def test_a_medal_of_the_forces_names_the_force_that_nobody_recorded() -> None:
    found = asked(person(), "hchuong-chien-si-ve-vang-hang-ba")
    assert found.value == "not_applicable"
    missing = open_routes(found)["nien-han"]
    assert missing == ("Chưa ghi lực lượng (đường này dành cho: quân đội, công an)",)
    civil = asked(person(subject={"force": "civil"}), "hchuong-chien-si-ve-vang-hang-ba")
    assert (civil.value, civil.alternatives) == ("not_applicable", ())


def test_a_group_is_not_asked_of_a_collective() -> None:
    assert open_routes(asked(UNIT, "bk-cap-tinh")) == {}


def test_a_route_closed_for_another_reason_is_not_offered() -> None:
    """A foreign collective's route is none for a household, whatever its group."""
    found = asked({"subject": {"kind": "household"}, "pending": []}, "bk-cap-tinh")
    assert open_routes(found) == {}


def test_years_in_a_force_ask_for_the_force() -> None:
    params = {"forces": ("army",), "at_least": 5}
    entry = RB.award("ldtt", NOW)
    assert entry is not None
    condition = Condition("a", "leaf", "A", "A", entry.citation, "V", "service_years", params)
    facts = facts_from_dict(person())
    judge = Evaluator(RB, facts, year=2026, received_on=NOW, scope=None)
    found = judge.condition(condition)
    assert (found.value, found.missing) == (
        "needs_facts",
        ("Chưa ghi lực lượng (có phục vụ trong quân đội hay không)",),
    )


# -- a chain that a discipline interrupts ----------------------------------------------------------
def chain(*disciplines: dict[str, str]) -> Facts:
    years = (2024, 2025, 2026)
    made = {"level": "bo_nganh_tinh", "kind": "sang_kien", "decision": "1/QĐ"}
    return facts_from_dict(
        person(
            ratings=[{"year": year, "grade": "hoan_thanh_xuat_sac"} for year in years],
            awards=[{"code": "cstd-co-so", "year": year} for year in years],
            initiatives=[{"year": 2026, **made}],
            disciplines=list(disciplines),
        )
    )


def fined(start: str, end: str) -> dict[str, str]:
    return {"measure": "khien_trach", "from": start, "to": end}


@pytest.mark.parametrize(
    ("disciplines", "served"),
    [
        ([], None),
        ([fined("2022-05-01", "2023-12-31")], None),  # served before the chain begins
        ([fined("2023-05-01", "2024-01-01")], "01/01/2024"),
        ([fined("2024-05-01", "2025-05-01")], "01/05/2025"),
        (
            [fined("2024-01-01", "2024-06-01"), fined("2025-01-01", "2026-02-01")],
            "01/02/2026",
        ),
    ],
)
def test_titles_before_the_end_of_a_discipline_are_confirmed_by_name(
    disciplines: list[dict[str, str]], served: str | None
) -> None:
    found = evaluate(RB, chain(*disciplines), award="cstd-cap-tinh", year=2026, received_on=NOW)
    assert found.value == "eligible"
    told = [item for item in found.to_confirm if item.slug.endswith(".sau-ky-luat")]
    assert bool(told) == (served is not None)
    if served is not None:
        assert told[0].statement == (
            f"Danh hiệu của thời gian trước khi hết thời hạn kỷ luật ngày {served} vẫn tính liên "
            "tục (văn bản nói thành tích tính từ khi hết thời hạn kỷ luật, không nói về danh hiệu "
            "đã tặng)"
        )
        assert told[0].statement_en == (
            f"Titles of the time before the discipline ended on {served} still count in a row (the "
            "texts say that results count from its end, nothing of titles already given)"
        )
        assert told[0].citation is not None


def test_a_discipline_that_ends_on_the_day_of_receipt_is_not_over() -> None:
    """So it stands in the way itself; nothing is left to confirm about titles before its end."""
    facts = chain(fined("2025-09-15", NOW.isoformat()))
    found = evaluate(RB, facts, award="cstd-cap-tinh", year=2026, received_on=NOW)
    assert not [item for item in found.to_confirm if item.slug.endswith(".sau-ky-luat")]


def test_three_year_titles_too() -> None:
    titles = [{"code": "cstd-cap-tinh", "year": year} for year in (2023, 2026)]
    made = {"level": "toan_quoc", "kind": "sang_kien", "decision": "1/QĐ", "year": 2026}
    facts = facts_from_dict(person(awards=titles, initiatives=[made]))
    fine = replace(facts, disciplines=chain(fined("2021-05-01", "2022-05-01")).disciplines)
    for record, asks in ((facts, False), (fine, True)):
        found = evaluate(RB, record, award="cstd-toan-quoc", year=2026, received_on=NOW)
        slugs = [item.slug for item in found.to_confirm if item.slug.endswith(".sau-ky-luat")]
        assert bool(slugs) is asks


def test_the_command_prints_what_is_not_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "f.json"
    path.write_text(json.dumps(person()), encoding="utf-8")
    words = ["assess", str(path), "--award", "bk-cap-tinh", "--year", "2026"]
    assert law.main([*words, "--received-on", "2026-09-15"]) == 0
    told = capsys.readouterr().out.partition("Đường xét chưa loại trừ được vì thiếu dữ liệu:")[2]
    assert "Chưa ghi nhóm đối tượng (đường này dành cho: công nhân, nông dân)" in told
    assert law.main([*words, "--received-on", "2026-09-15", "--lang", "en"]) == 0
    assert "Routes that a missing fact leaves open:" in capsys.readouterr().out
