"""Answers that are rarely asked for: the dead, the undecided, figures that a body sets late."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.law import (
    FactsError,
    Rulebook,
    TogetherAward,
    bonus_together,
    evaluate,
    facts_from_dict,
    load_rulebook,
    slot,
    vote_rule,
)
from thidua.law.book.load import check_rulebook, read_rulebook
from thidua.law.book.model import Condition
from thidua.law.consolidate import page
from thidua.law.context import Outcome
from thidua.law.diff import diff
from thidua.law.evaluator import Evaluator
from thidua.law.facts.model import Period
from thidua.law.parsed import RULEBOOK
from thidua.law.predicates import FUNCTIONS
from thidua.law.values import Citation
from thidua.law.whole import votes_of
from thidua.law.yamlio import line_of

RB = load_rulebook()
NOW = date(2026, 9, 15)
HEAD = {
    "format": "thidua-instrument/1",
    "number": "1/QC",
    "title": "Quy chế thử",
    "short": "Quy chế thử",
    "kind": "quy_che",
    "issuer": "Sở thử",
    "in_force": date(2026, 1, 1),
    "state": "draft",
    "confidence": "V",
}


def write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def body(folder: Path, name: str, in_force: date, **values: Any) -> Path:
    """A regulation of the body so-thu that fills slots."""
    document = folder / "so-thu" / name
    write(document / "instrument.yaml", {**HEAD, "key": f"so-thu/{name}", "in_force": in_force})
    rows = [
        {"name": key, "value": value, "citation": "Điều 1", "confidence": "V"}
        for key, value in values.items()
    ]
    write(document / "slots.yaml", {"format": "thidua-local-slots/1", "slots": rows})
    return folder / "so-thu"


def asked(
    predicate: str,
    params: dict[str, Any],
    facts: dict[str, Any],
    *,
    rb: Rulebook = RB,
    scope: str | None = None,
    year: int = 2026,
    on: date = NOW,
) -> Outcome:
    record = facts_from_dict({"subject": {"kind": "individual"}, **facts})
    case = Evaluator(rb, record, year=year, received_on=on, scope=scope).case
    where = Citation("nd-152-2025", "1", None, None, "Điều 1")
    condition = Condition("a", "leaf", "A", "A", where, "V", predicate, params)
    return FUNCTIONS[predicate](case, condition)


# -- slots of a body -------------------------------------------------------------------------------
def test_a_later_regulation_of_a_body_fills_a_slot_anew(tmp_path: Path) -> None:
    body(tmp_path, "cu", date(2025, 1, 1), so_thang_cong_tac_toi_thieu=8)
    root = body(tmp_path, "moi", date(2026, 6, 1), so_thang_cong_tac_toi_thieu=9)
    rb = read_rulebook((RULEBOOK, root))
    for on, value in [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), 8),
        (date(2026, 5, 31), 8),
        (date(2026, 6, 1), 9),
    ]:
        assert slot(rb, "so_thang_cong_tac_toi_thieu", scope="so-thu", on=on).value == value


MONTHS = {"slot": "so_thang_cong_tac_toi_thieu", "leave_slot": "loai_nghi_khong_tinh_thoi_gian"}


def away(kind: str, start: str, end: str) -> dict[str, Any]:
    leave = [{"kind": kind, "from": start, "to": end}]
    return {"service": {"recruited_on": "2010-08-01", "leave": leave}}


def test_leave_of_which_a_body_says_nothing_is_for_people(tmp_path: Path) -> None:
    root = body(tmp_path, "mot", date(2025, 1, 1), so_thang_cong_tac_toi_thieu=10)
    rb = read_rulebook((RULEBOOK, root))
    found = asked(
        "months_in_year", MONTHS, away("om", "2026-01-01", "2026-06-30"), rb=rb, scope="so-thu"
    )
    assert found.value == "needs_decision"
    assert found.note == "Cơ quan chưa quy định nghỉ ốm có tính vào thời gian xét hay không"
    short = asked(
        "months_in_year", MONTHS, away("om", "2026-01-01", "2026-02-28"), rb=rb, scope="so-thu"
    )
    assert short.value == "eligible"  # ten months are left whatever the rule on leave


@pytest.mark.parametrize(
    ("died", "value"), [("2025-12-31", "not_eligible"), ("2026-09-30", "not_eligible"),
                        ("2026-11-30", "eligible")],
)  # fmt: skip
def test_months_end_with_a_life(died: str, value: str, tmp_path: Path) -> None:
    root = body(tmp_path, "mot", date(2025, 1, 1), so_thang_cong_tac_toi_thieu=10)
    facts = {
        "subject": {"kind": "individual", "died": died},
        "service": {"recruited_on": "2010-08-01", "leave": []},
    }
    rb = read_rulebook((RULEBOOK, root))
    assert asked("months_in_year", MONTHS, facts, rb=rb, scope="so-thu").value == value


def test_a_body_may_say_that_a_discipline_leaves_the_title_alone(tmp_path: Path) -> None:
    fine = {"measure": "khien_trach", "from": "2026-02-01", "to": "2026-05-01"}
    values = {"khong_xet": "not_eligible", "khong_anh_huong": "eligible"}
    for number, (word, value) in enumerate(values.items()):
        root = body(tmp_path / str(number), "mot", date(2025, 1, 1), ky_luat_trong_nam=word)
        rb = read_rulebook((RULEBOOK, root))
        found = asked(
            "discipline_in_year",
            {"slot": "ky_luat_trong_nam"},
            {"disciplines": [fine]},
            rb=rb,
            scope="so-thu",
        )
        assert (found.value, found.facts) == (
            value,
            ("Kỷ luật khiển trách từ 01/02/2026 đến 01/05/2026",),
        )


# -- collectives and chains ------------------------------------------------------------------------
def test_members_without_a_conclusion_may_make_up_the_number() -> None:
    group = {"members": 9, "members_with": {"ldtt": 2}, "members_undecided": {"ldtt": 1}}
    facts = {"subject": {"kind": "collective"}, "collective": group}
    open_one = asked("members_award_count", {"award": "ldtt", "at_least": 3}, facts)
    assert (open_one.value, open_one.missing) == (
        "needs_facts",
        ("Còn 1 người chưa kết luận được LĐTT",),
    )
    sure = asked("members_award_count", {"award": "ldtt", "at_least": 4}, facts)
    assert sure.value == "not_eligible"


LATE = {"award": "cstd-cap-tinh", "within_years": 1}
HELD = {"code": "cstd-cap-tinh", "year": 2020, "decided_on": "2021-02-01"}


def test_a_title_too_long_ago_waits_for_the_one_of_this_round() -> None:
    """The province title of the round is open where nobody recorded what it rests on."""
    complete = {"awards": [2019, 2020]}
    found = asked("proposed_in_time", LATE, {"awards": [HELD], "complete": complete})
    assert found.value == "needs_facts"
    assert found.note == "CSTĐ cấp tỉnh năm 2026 chưa kết luận được"
    # What the title itself lacks is named, not only that it is open.
    assert any("sáng kiến" in text for text in found.missing)
    assert found.note not in found.missing


def test_a_body_that_counts_no_title_of_the_round_waits_for_none(tmp_path: Path) -> None:
    root = body(tmp_path, "mot", date(2025, 1, 1), chain_counts_same_round=False)
    rb = read_rulebook((RULEBOOK, root))
    found = asked("proposed_in_time", LATE, {"awards": [HELD]}, rb=rb, scope="so-thu")
    assert found.value == "not_eligible"
    assert "chỉ đề nghị đến hết năm 2022" in found.note


def test_an_office_of_no_row_held_too_short_is_a_no() -> None:
    rows = ({"levels": ("vu_truong",), "at_least": 8, "below": None, "terms": None},)
    params = {"any_of": rows, "women": "none"}

    def posts(start: str) -> dict[str, Any]:
        post = {"title": "A", "level": "pho_tong_cuc_truong", "from": start}
        subject = {"kind": "individual", "gender": "male"}
        return {"subject": subject, "service": {"posts": [post]}}

    assert asked("years_in_position", params, posts("2017-01-01")).value == "needs_decision"
    assert asked("years_in_position", params, posts("2019-01-01")).value == "not_eligible"


@pytest.mark.parametrize(
    ("spans", "value"),
    [
        # Days of several times are put together: twenty and eleven make a month and a day.
        ([("2018-01-01", "2025-10-20"), ("2026-01-01", "2026-02-20")], "not_eligible"),
        ([("2018-01-01", "2025-10-20"), ("2026-01-01", "2026-02-10")], "not_eligible"),
        ([("2018-01-01", "2025-10-20"), ("2026-01-01", "2026-03-10")], "eligible"),
        ([("2018-01-01", "2025-10-20"), ("2026-01-01", "2026-03-09")], "not_eligible"),
    ],
)
def test_days_of_several_times_in_an_office_are_added(
    spans: list[tuple[str, str]], value: str
) -> None:
    rows = ({"levels": ("vu_truong",), "at_least": 8, "below": None, "terms": None},)
    posts = [{"title": "A", "level": "vu_truong", "from": a, "to": b} for a, b in spans]
    facts = {
        "subject": {"kind": "individual", "gender": "male"},
        "service": {"posts": posts},
    }
    assert asked("years_in_position", {"any_of": rows, "women": "none"}, facts).value == value


@pytest.mark.parametrize(
    ("start", "end", "value"),
    [
        ("2026-12-31", "2028-12-31", "needs_facts"),  # begins on the last day of the year
        ("2027-01-01", "2028-12-31", "eligible"),
        ("2024-01-01", "2026-01-01", "needs_facts"),  # ends on its first day
        ("2024-01-01", "2025-12-31", "eligible"),
    ],
)
def test_studies_count_for_a_year_that_they_touch(start: str, end: str, value: str) -> None:
    facts = {"service": {"leave": [], "study": [{"from": start, "to": end}]}}
    assert asked("study_result", {"at_least": "kha"}, facts).value == value


def test_one_award_may_be_recorded_for_fewer_years_than_the_others() -> None:
    facts = {"awards": [], "complete": {"awards": [2000, 2026], "awards_except": {"ldtt": None}}}
    assert asked("not_in_year", {"award": "ldtt"}, facts).value == "needs_facts"
    assert asked("not_in_year", {"award": "cstd-co-so"}, facts).value == "eligible"


def test_a_claim_for_another_award_is_no_way_around_the_limit() -> None:
    """Sudden merit found for one award says nothing of the order that is asked for."""
    entry = RB.award("hc-lao-dong-hang-nhi", date(2021, 12, 20))
    assert entry is not None
    slug = next(slug for route in entry.routes for slug in route.claims)
    held = [{"code": "bk-thu-tuong", "year": 2021, "merit": "cong_trang"}]
    for award, value in [(entry.code, "needs_decision"), ("ldtt", "not_eligible")]:
        finding = {"about": slug, "holds": True, "award": award}
        facts = {"awards": held, "findings": [finding], "subject": {"kind": "individual"}}
        judge = Evaluator(
            RB, facts_from_dict(facts), year=2021, received_on=date(2021, 12, 20), scope=None
        )
        judge.case.entry = entry
        where = Citation("nd-91-2017", "1", None, None, "Điều 1")
        condition = Condition("a", "leaf", "A", "A", where, "V", "one_state_award", {})
        assert FUNCTIONS["one_state_award"](judge.case, condition).value == value


def test_the_place_of_a_missing_number_of_holders_is_named() -> None:
    facts = {"subject": {"kind": "collective"}, "collective": {"members": 9, "members_with": {}}}
    found = asked("members_award_above", {"award": "ldtt", "more_than_percent": 50}, facts)
    assert [gap.path for gap in found.missing] == ["collective.members_with.ldtt"]


# -- reading ---------------------------------------------------------------------------------------
def test_an_empty_facts_file_is_said_to_be_empty() -> None:
    with pytest.raises(FactsError) as caught:
        facts_from_dict(None)
    assert "Gặp: trống." in caught.value.text()
    assert "Found: nothing." in caught.value.text("en")


def test_a_day_with_an_hour_is_its_day() -> None:
    facts = facts_from_dict(
        {"subject": {"kind": "individual", "born": datetime(1985, 3, 12, 7, 30)}}
    )
    assert facts.subject.born == date(1985, 3, 12)


def test_a_place_in_a_list_of_lists_has_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a:\n  - 1\n  - 2\n", encoding="utf-8")
    assert line_of(path, ("a", 1)) == 3
    assert line_of(path, ("a", 1, "b")) == 3  # a scalar has no place below it


# -- texts around an award -------------------------------------------------------------------------
def test_a_repeal_of_what_an_earlier_text_says_is_sound(tmp_path: Path) -> None:
    head = {**HEAD, "key": "nd-thu", "kind": "nghi_dinh", "repeals": ["award:ldtt"]}
    write(tmp_path / "national" / "nd-thu" / "instrument.yaml", head)
    _, errors = check_rulebook([tmp_path])
    assert errors == []


def test_a_page_says_nothing_of_a_payer_that_no_text_names(tmp_path: Path) -> None:
    head = {**HEAD, "key": "nd-thu", "kind": "nghi_dinh", "in_force": date(2026, 8, 1)}
    write(tmp_path / "national" / "nd-thu" / "instrument.yaml", head)
    rate = {"multiple": 9, "citation": "Điều 1", "confidence": "V"}
    rows = [{"awards": ["ldtt"], "rates": {"individual": rate}}]
    data = {"format": "thidua-bonuses/1", "bonuses": rows}
    write(tmp_path / "national" / "nd-thu" / "bonuses.yaml", data)
    told = page(read_rulebook((RULEBOOK, tmp_path)), "ldtt")
    part = told.partition("Quy chế thử")[2]
    assert "9 × lương cơ sở" in part
    assert "Cơ quan" not in part.partition("9 × lương cơ sở")[2].partition("\n\n")[0]


def test_no_vote_is_compared_where_no_text_of_the_day_speaks_of_one() -> None:
    day = date(2004, 8, 1)
    assert vote_rule(RB, award="bk-quan-khu-dhqg", received_on=day).citation is None
    changes = diff(RB, award="bk-quan-khu-dhqg", received_on=(day, date(2004, 9, 1)))
    assert [c for c in changes if c.part == "vote"] == []


def test_the_vote_of_the_central_council_stands_beside_the_first() -> None:
    councils = [len(votes_of(RB, code, NOW)) for code in ("anh-hung-lao-dong", "ldtt")]
    assert councils == [2, 1]


def test_of_several_awards_before_the_decree_nothing_is_concluded() -> None:
    """Each rule of several awards at once is unread, or read: never half."""
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    awards = [TogetherAward("ldtt", period=period), TogetherAward("cstd-co-so", period=period)]
    for on in (date(2009, 5, 4), date(2011, 6, 1), date(2016, 6, 1), date(2018, 6, 1), NOW):
        found = bonus_together(RB, decided_on=on, recipient="individual", awards=awards)
        paid = [row.paid for row in found.awards]
        assert paid in ([None, None], [False, True], [True, True])
        assert (found.total == 0) == (paid == [None, None])


def test_an_award_of_no_text_that_day_is_never_concluded() -> None:
    facts = facts_from_dict({"subject": {"kind": "individual"}})
    for year in (1999, 2003):
        found = evaluate(
            RB, facts, award="cstd-toan-quoc", year=year, received_on=date(year, 12, 1)
        )
        assert found.value == "needs_official_text"
        assert found.provisional is None
