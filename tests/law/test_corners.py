"""Books that the shipped rulebook never makes: repeals, further folders, loaded figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.law import (
    AwardHeld,
    Facts,
    Rulebook,
    RulebookError,
    bonus,
    evaluate,
    facts_from_dict,
    load_rulebook,
    vote_rule,
)
from thidua.law.book.heads import _circle_above
from thidua.law.book.load import VAR_VARIABLE, check_own, check_rulebook, read_rulebook
from thidua.law.book.model import Condition
from thidua.law.book.unread import unread
from thidua.law.consolidate import page
from thidua.law.diff import diff, diff_to_dict
from thidua.law.evaluator import Evaluator
from thidua.law.explain import strange_findings
from thidua.law.facts import Finding
from thidua.law.parsed import RULEBOOK, _read_day, _write_day
from thidua.law.plan import Need, plan
from thidua.law.predicates import FUNCTIONS
from thidua.law.unknowns import unknowns
from thidua.law.yamlio import line_of, shown_place

RB = load_rulebook()
NOW = date(2026, 9, 15)
LATER = date(2026, 10, 20)
SCOPE = "so-noi-vu-lam-giang"
DECREE = {
    "format": "thidua-instrument/1",
    "key": "nd-thu",
    "number": "1/ND",
    "title": "Nghị định thử",
    "short": "NĐ thử",
    "kind": "nghi_dinh",
    "issuer": "Chính phủ",
    "in_force": date(2026, 8, 1),
    "state": "draft",
    "confidence": "V",
}
PAYERS = [
    {"id": "co-quan", "text": "Cơ quan", "text_en": "Body", "citation": "Điều 2", "confidence": "V"}
]


def write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def decree(folder: Path, *files: dict[str, Any], **more: Any) -> Rulebook:
    """The rulebook with one more national decree of 01/08/2026."""
    write(folder / "national" / "nd-thu" / "instrument.yaml", {**DECREE, **more})
    for number, data in enumerate(files):
        write(folder / "national" / "nd-thu" / f"{number}.yaml", data)
    return read_rulebook((RULEBOOK, folder))


def regulation(folder: Path, scope: str, name: str, **more: Any) -> None:
    """A regulation of a body, in the folder of the body."""
    head = {**DECREE, "key": f"{scope}/{name}", "kind": "quy_che", **more}
    write(folder / scope / name / "instrument.yaml", head)


def person(**more: Any) -> Facts:
    return facts_from_dict(
        {
            "subject": {"kind": "individual"},
            "service": {"recruited_on": "2010-08-01", "employment": "cong_chuc", "leave": []},
            "ratings": [{"year": 2026, "grade": "hoan_thanh_xuat_sac"}],
            "initiatives": [],
            "disciplines": [],
            "awards": [],
            "pending": [],
            **more,
        }
    )


# -- an award that ends ----------------------------------------------------------------------------
def test_an_award_repealed_is_said_to_end_and_never_concluded(tmp_path: Path) -> None:
    rb = decree(tmp_path, repeals=["award:ldtt", "bonus:ldtt"])
    assert rb.award("ldtt", NOW) is None
    assert rb.award("ldtt", date(2026, 7, 31)) is not None
    assert "Mục này bị bãi bỏ." in page(rb, "ldtt")
    found = evaluate(rb, person(), award="ldtt", year=2026, received_on=NOW)
    assert found.value == "needs_official_text"
    assert "chưa nạp văn bản" in found.reasons.note


def test_the_diff_across_a_repeal_shows_the_text_as_gone(tmp_path: Path) -> None:
    rb = decree(tmp_path, repeals=["award:ldtt", "bonus:ldtt"])
    days = (date(2026, 7, 31), NOW)
    found = {(c.part, c.key): c for c in diff(rb, award="ldtt", received_on=days)}
    after = found["text", "text"].after
    assert after is not None
    assert after.text == "Không có văn bản nào được nạp cho ngày này"
    # The reward goes as well; the conditions are not said to have ended: nobody knows that.
    assert found["reward", "individual"].kind == "removed"
    assert not any(part in ("condition", "route_condition") for part, _ in found)
    told = diff_to_dict(rb, award="ldtt", received_on=days, lang="en")
    assert (told["comparable"], told["instruments"][1]) == (False, None)
    gone = next(c for c in told["changes"] if c["part"] == "reward")
    assert gone["after"] is None
    assert gone["before"]["text"].endswith("0.3 times the base salary")


def test_the_diff_names_an_unread_and_a_missing_reward(tmp_path: Path) -> None:
    rates = {"individual": {"none": True, "citation": "Điều 1", "confidence": "V"}}
    rb = decree(
        tmp_path, {"format": "thidua-bonuses/1", "bonuses": [{"awards": ["ldtt"], "rates": rates}]}
    )
    days = (date(2026, 7, 31), NOW)
    [changed] = [c for c in diff(rb, award="ldtt", received_on=days) if c.part == "reward"]
    assert changed.before is not None
    assert changed.after is not None
    assert changed.before.text == "individual: 0,3 lần mức lương cơ sở"
    assert changed.after.text == "individual: không quy định tiền thưởng"


def test_the_diff_tells_a_vote_left_to_the_body_from_one_that_the_decree_fixes() -> None:
    days = (date(2023, 12, 31), NOW)
    [vote] = [c for c in diff(RB, award="cstd-cap-tinh", received_on=days) if c.part == "vote"]
    assert vote.before is not None
    assert vote.after is not None
    assert vote.before.text == "từ 90% tổng số thành viên; phiếu kín"
    assert vote.after.text.startswith("tỷ lệ do cơ quan quy định")


def test_rewards_by_authority_are_compared_one_by_one() -> None:
    days = (date(2023, 12, 31), NOW)
    keys = {c.key for c in diff(RB, award="giay-khen", received_on=days) if c.part == "reward"}
    assert {"ubnd_xa.individual", "thu_truong.individual"} & keys


def test_findings_about_an_award_repealed_stay_known(tmp_path: Path) -> None:
    rb = decree(tmp_path, repeals=["award:ldtt"])
    about = [Finding("guong_mau_chap_hanh", True), Finding("khong-co-that", True)]
    assert strange_findings(rb, replace(person(), findings=tuple(about))) == ["khong-co-that"]


def test_a_plan_passes_over_an_award_repealed(tmp_path: Path) -> None:
    """A chain that names it is out of reach, and says so."""
    rb = decree(tmp_path, repeals=["award:cstd-co-so"])
    assert rb.last_loaded("cstd-co-so", NOW) is not None
    [step] = plan(rb, person(), start=2026, until=2026, awards=["cstd-cap-tinh"])
    assert step.year is None


# -- further folders -------------------------------------------------------------------------------
def test_rules_of_transition_are_read_at_the_root_only(tmp_path: Path) -> None:
    rule = {
        "key": "thu",
        "statement": "Thử",
        "statement_en": "Test",
        "citation": {"instrument": "nd-152-2025", "at": "Điều 60"},
        "confidence": "V",
        "from": date(2026, 1, 1),
    }
    data = {"format": "thidua-regimes/1", "transitions": [rule]}
    regulation(tmp_path, "so-thu", "quy-che")
    write(tmp_path / "so-thu" / "regimes.yaml", data)
    book, errors = check_rulebook([tmp_path / "so-thu"])
    assert errors == []
    assert book is not None
    assert [item.key for item in book.transitions][-1] == "thu"
    # Deeper it would be lost without a word.
    (tmp_path / "bo" / "local").mkdir(parents=True)
    (tmp_path / "so-thu").rename(tmp_path / "bo" / "local" / "so-thu")
    _, [error] = check_rulebook([tmp_path / "bo"])
    assert "không nằm trong thư mục của văn bản nào" in error.text()


def test_the_own_folder_is_checked_in_the_place_of_the_one_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VAR_VARIABLE, str(tmp_path))
    head = {
        "instrument": "luat-06-2026-qh16",
        "checked_by": "A",
        "checked_on": date(2026, 11, 20),
        "against": "Công báo",
    }
    data = {"format": "thidua-confirmed/1", "official": head, "unchanged": ["ldtt"]}
    write(tmp_path / "rulebook" / "texts" / "a.yaml", data)
    trial = tmp_path / "trial"
    write(trial / "texts" / "a.yaml", {**data, "unchanged": ["cstd-co-so"]})
    book = check_own(trial)
    loaded = {code for code in ("ldtt", "cstd-co-so") if book.award(code, LATER).loaded}
    assert loaded == {"cstd-co-so"}  # the file in use is not read beside
    write(trial / "texts" / "a.yaml", {**data, "unchanged": ["khong-co"]})
    with pytest.raises(RulebookError, match="khong-co"):
        check_own(trial)


def test_bodies_above_one_another_by_two_ways_are_no_circle(tmp_path: Path) -> None:
    for scope, name, above in [
        ("so-a", "mot", "tinh-b"),
        ("tinh-b", "mot", "khoi-c"),
        ("tinh-b", "hai", "khoi-d"),
        ("khoi-c", "mot", "bo-e"),
        ("khoi-d", "mot", "bo-e"),
    ]:
        regulation(tmp_path, scope, name, within=above)
    regulation(tmp_path, "bo-e", "mot")
    folders = [tmp_path / scope for scope in ("so-a", "tinh-b", "khoi-c", "khoi-d", "bo-e")]
    book, errors = check_rulebook(folders)
    assert errors == []
    assert book is not None
    heads = [head for head in book.instruments.values() if head.scope]
    start = next(head for head in heads if head.key == "so-a/mot")
    assert _circle_above(start, heads) == ""


# -- figures loaded from an official text ----------------------------------------------------------
def test_a_figure_of_a_text_that_said_nothing_before_is_added(tmp_path: Path) -> None:
    head = {
        "instrument": "luat-06-2026-qh16",
        "checked_by": "A",
        "checked_on": date(2026, 11, 20),
        "against": "Công báo",
    }
    rate = {"multiple": 0.4, "citation": "Điều 9", "confidence": "V"}
    entry = {"awards": ["ldtt"], "payer": "co-quan", "rates": {"individual": rate}}
    data = {"format": "thidua-bonuses/1", "official": head, "bonuses": [entry], "payers": PAYERS}
    write(tmp_path / "texts" / "a.yaml", data)
    rb = read_rulebook((RULEBOOK, tmp_path))
    amounts = [
        bonus(rb, award="ldtt", recipient="individual", decided_on=day).amount
        for day in (date(2026, 9, 30), date(2026, 10, 1))
    ]
    assert amounts == [760_000, 1_020_000]  # 0.3 and 0.4 of 2,530,000, up to ten thousand
    assert not unread(rb.entry("bonus:ldtt", LATER))
    official = rb.official("bonus:ldtt", "luat-06-2026-qh16")
    assert official is not None
    assert official.by == "A"


@pytest.mark.parametrize(("confidence", "waits"), [("V", False), ("UNKNOWN", True)])
def test_any_unknown_figure_makes_an_entry_wait(
    tmp_path: Path, confidence: str, waits: bool
) -> None:
    multiple = 1 if confidence == "V" else "UNKNOWN"
    rate = {"multiple": multiple, "citation": "Điều 9", "confidence": confidence}
    known = {"multiple": 2, "citation": "Điều 9", "confidence": "V"}
    rates = {"individual": known, "collective": rate}
    entry = {"awards": ["ldtt"], "payer": "co-quan", "rates": rates}
    rb = decree(tmp_path, {"format": "thidua-bonuses/1", "bonuses": [entry], "payers": PAYERS})
    assert unread(rb.entry("bonus:ldtt", NOW)) is waits


def test_a_route_with_one_unread_condition_among_several_makes_an_award_wait() -> None:
    entry = RB.award("ldtt", NOW)
    assert entry is not None
    assert not unread(entry)
    route = entry.routes[0]
    leaf = replace(route.conditions[0], confidence="UNKNOWN")
    group = replace(
        leaf,
        kind="any",
        predicate="",
        params={},
        confidence="V",
        children=(route.conditions[0], leaf),
    )
    for conditions, waits in [((leaf,), True), ((group,), True), (route.conditions, False)]:
        changed = replace(entry, routes=(replace(route, conditions=conditions),))
        assert unread(changed) is waits
    assert unread(replace(entry, posthumous=None))


# -- what the evaluator refuses to trust -----------------------------------------------------------
def test_a_condition_of_unknown_confidence_is_never_met() -> None:
    """The loader refuses such a condition; a book made otherwise is not believed either."""
    entry = RB.award("ldtt", NOW)
    assert entry is not None
    judge = Evaluator(RB, person(), year=2026, received_on=NOW, scope=None)
    rated = Condition(
        "a", "leaf", "A", "A", entry.citation, "V", "rating", {"at_least": "hoan_thanh"}
    )
    assert judge.condition(rated).value == "eligible"
    assert judge.condition(replace(rated, confidence="UNKNOWN")).value == "needs_official_text"
    failing = replace(rated, confidence="UNKNOWN", params={"at_least": "hoan_thanh_xuat_sac"})
    low = Evaluator(
        RB, person(ratings=[{"year": 2026, "grade": "hoan_thanh"}]), year=2026, received_on=NOW,
        scope=None,
    )  # fmt: skip
    assert low.condition(failing).value == "not_eligible"


def test_an_entry_without_any_route_for_the_subject_is_not_a_yes() -> None:
    facts = facts_from_dict({"subject": {"kind": "collective"}})
    found = evaluate(RB, facts, award="ldtt", year=2026, received_on=NOW)
    assert found.value == "not_applicable"
    assert found.reasons.children == ()


# -- unknowns --------------------------------------------------------------------------------------
def test_an_unread_condition_of_every_route_is_listed_once(tmp_path: Path) -> None:
    unread_one = {
        "id": "chua-doc",
        "statement": "Chưa đọc",
        "statement_en": "Unread",
        "is": {"unknown": {"text": "chưa đọc"}},
        "citation": "Điều 1",
        "confidence": "UNKNOWN",
    }
    award = {
        "award": "ldtt",
        "status": "loaded",
        "citation": "Điều 1",
        "confidence": "V",
        "recipients": ["individual"],
        "cycle": "annual",
        "authority": {"text": "Giám đốc", "citation": "Điều 2", "confidence": "V"},
        "posthumous": {"allowed": False, "citation": "Điều 3", "confidence": "V"},
        "conditions": [unread_one],
        "routes": [
            {
                "id": "mot",
                "statement": "Một",
                "statement_en": "One",
                "opening": "by_record",
                "for": {"kinds": ["individual"]},
                "citation": "Điều 1",
                "confidence": "V",
                "conditions": [
                    {
                        "id": "xep-loai",
                        "statement": "Xếp loại",
                        "statement_en": "Rating",
                        "is": {"rating": {"at_least": "hoan_thanh_tot"}},
                        "citation": "Điều 1",
                        "confidence": "V",
                    }
                ],
            }
        ],
    }
    rb = decree(tmp_path, {"format": "thidua-awards/1", "awards": [award]})
    keys = [item.key for item in unknowns(rb, on=NOW) if item.key.startswith("ldtt.")]
    assert keys == ["ldtt.chua-doc"]
    assert evaluate(rb, person(), award="ldtt", year=2026, received_on=NOW).value == (
        "needs_official_text"
    )


# -- small turns -----------------------------------------------------------------------------------
def test_a_copy_of_the_rulebook_holds_days_and_nothing_strange() -> None:
    assert _read_day(_write_day(date(2026, 9, 15))) == date(2026, 9, 15)
    assert _read_day({"a": 1}) == {"a": 1}
    with pytest.raises(TypeError):
        _write_day({1, 2})


def test_what_a_plan_needs_is_said_in_both_languages() -> None:
    needs = [
        Need("rating", 2026, "hoan_thanh_tot"),
        Need("initiative", 2027, "co_so"),
        Need("award", 2028, "ldtt"),
    ]
    assert [need.text(RB) for need in needs] == [
        "Xếp loại từ hoàn thành tốt nhiệm vụ năm 2026",
        "Sáng kiến được công nhận cấp cơ sở năm 2027",
        "LĐTT năm 2028",
    ]
    assert [need.text(RB, "en") for need in needs] == [
        "rating hoan_thanh_tot in 2026",
        "initiative co_so in 2027",
        f"{RB.info('ldtt').name_en} of 2028",
    ]


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("a: 1\nb:\n  - {c: 2}\n  - {d: 3}\n", ("b", 1, "d"), 4),
        ("a: 1\nb:\n  - {c: 2}\n", ("b", 7, "d"), 2),  # the nearest parent that exists
        ("a: 1\nb:\n  c: 2\n", ("b", "x"), 2),  # a key that a mapping lacks
        ("a: 1\nb: [1]\n", ("b", "c"), 2),  # a key of a list
        ("", ("a",), None),
        ("a: [1\n", ("a",), None),  # no YAML at all
    ],
)
def test_the_line_of_a_place(tmp_path: Path, text: str, place: Any, line: int | None) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    assert line_of(path, place) == line


def test_a_file_that_is_gone_or_no_text_has_no_line(tmp_path: Path) -> None:
    assert line_of(tmp_path / "none.yaml", ("a",)) is None
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00\x80")
    assert line_of(tmp_path / "b.yaml", ("a",)) is None
    assert shown_place(("awards", 0, "code")) == "awards[0].code"


def test_the_vote_of_a_body_fills_what_the_text_leaves_open() -> None:
    open_rule = vote_rule(RB, award="ldtt", received_on=NOW)
    own_rule = vote_rule(RB, award="ldtt", received_on=NOW, scope=SCOPE)
    assert (open_rule.threshold, own_rule.threshold is None) == (None, False)


def test_every_held_award_of_a_list_counts() -> None:
    held = AwardHeld("ldtt", 2025)
    judge = Evaluator(
        RB, replace(person(), awards=(held, held)), year=2026, received_on=NOW, scope=None
    )
    assert judge.case.held["ldtt"][2025] == [held, held]
    assert set(FUNCTIONS) >= {"rating", "held_count"}
