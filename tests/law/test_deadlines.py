"""Routes and deadlines: the contract, nothing invented, every award on every side of a change."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.cli.main import main
from thidua.law import (
    QuestionError,
    cancellation,
    deadline,
    load_rulebook,
    powers,
    reissue,
    required_documents,
    surroundings,
)
from thidua.law.book.around import Length, ProcedureEntry
from thidua.law.calendar import is_working_day, swaps_of, working_days
from thidua.law.deadlines import slots_of, unread_instruments
from thidua.law.index import award_index

RB = load_rulebook()
CODES = list(award_index())
EDGES = [
    date(2012, 6, 19), date(2012, 6, 20), date(2017, 9, 30), date(2017, 10, 1), date(2023, 12, 31),
    date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 1), date(2027, 2, 28),
]  # fmt: skip
DAYS = st.sampled_from(EDGES) | st.dates(date(2004, 7, 1), date(2027, 12, 31))
SCOPES = st.sampled_from([None, "so-noi-vu-lam-giang"])
CONTRACT = {"award", "steps", "documents", "submit_by", "publication", "citations"}


@given(st.sampled_from(CODES), DAYS, SCOPES, st.none() | DAYS)
@settings(max_examples=250, deadline=None)
def test_the_contract_holds_and_nothing_is_invented(
    code: str, day: date, scope: str | None, decided: date | None
) -> None:
    found = deadline(RB, award=code, received_on=day, scope=scope, decided_on=decided)
    answer = json.loads(json.dumps(found.to_dict()))
    assert set(answer) >= CONTRACT
    swaps = swaps_of(RB, on=day, scope=scope)
    for step, timed in zip(answer["steps"], found.steps, strict=True):
        assert {"actor", "action", "working_days", "last_day", "citation"} <= set(step)
        length = timed.step.length
        if length is None:
            assert (step["working_days"], step["calendar_days"], step["last_day"]) == (None,) * 3
            continue
        if step["last_day"] is None:
            continue
        last = date.fromisoformat(step["last_day"])
        start = day if length.after == "received" else decided
        assert start is not None
        assert last >= start
        if timed.days:
            assert is_working_day(last, swaps)
        if length.kind == "working":
            assert working_days(start, last, swaps) - is_working_day(start, swaps) == timed.days
    for paper in answer["documents"]:
        assert {"code", "name", "copies"} <= set(paper)
    if found.procedure is None:
        assert answer["status"] == "needs_official_text"
        assert answer["steps"] == []
        assert answer["submit_by"] is None


@pytest.mark.parametrize("day", EDGES)
def test_unread_lengths_stay_unread(day: date) -> None:
    """UNKNOWN is null with needs_official_text, an unset slot null with needs_decision."""
    for key in RB.all_keys("procedure:"):
        route: ProcedureEntry | None = RB.entry(key, day)
        found = deadline(RB, award=key.removeprefix("procedure:"), received_on=day)
        for step, timed in zip(route.steps if route else (), found.steps, strict=True):
            length: Length | None = step.length
            if length is not None and length.days is None:
                assert timed.days is None
                assert timed.last_day is None
                wanted = "needs_decision" if length.slot else "needs_official_text"
                assert timed.status == wanted
            assert timed.confidence != "UNKNOWN" or timed.days is None


@pytest.mark.parametrize("code", CODES)
def test_every_award_of_the_law_in_force_has_a_route(code: str) -> None:
    route = RB.entry(f"procedure:{code}", date(2026, 9, 1))
    without = {"bk-quan-khu-dhqg", "co-thi-dua-quan-khu-dhqg", "knc-uy-ban-thuong-vu-quoc-hoi"}
    if code not in without and RB.award(code, date(2026, 9, 1)) is not None:
        assert route is not None, code


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2026, 10, 1)])
def test_no_district_after_it_ended(code: str, day: date) -> None:
    found = powers(RB, award=code, on=day)
    assert not found.may_decide("ubnd_huyen")
    answer = deadline(RB, award=code, received_on=day).to_dict()
    assert all(step["level"] != "huyen" for step in answer["steps"])
    assert "cấp huyện" not in json.dumps(answer["steps"], ensure_ascii=False)


@pytest.mark.parametrize(
    "day", [date(2018, 1, 2), date(2024, 5, 6), date(2025, 6, 30), date(2025, 7, 1)]
)
def test_who_gives_a_certificate_agrees_with_who_pays_for_it(day: date) -> None:
    entry = RB.entry("bonus:giay-khen", day)
    givers = {holder.who for holder in powers(RB, award="giay-khen", on=day).decide}
    assert givers == set(entry.by_authority)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 7, 1), date(2026, 9, 30)])
def test_somebody_decides_every_award_of_the_law_of_2022(code: str, day: date) -> None:
    if RB.award(code, day) is None:
        return
    found = powers(RB, award=code, on=day)
    assert found.verdict == "eligible", code
    assert found.decide
    assert found.to_dict("en")["decide"][0]["text"] != found.to_dict()["decide"][0]["text"]


def test_an_unknown_award_or_body_is_refused() -> None:
    with pytest.raises(QuestionError):
        deadline(RB, award="khong-co", received_on=date(2026, 9, 1))
    with pytest.raises(QuestionError):
        deadline(RB, award="ldtt", received_on=date(2026, 9, 1), scope="khong-co")


def test_slots_of_a_route_are_named() -> None:
    names = [item.name for item in slots_of(RB, award="ldtt", on=date(2026, 9, 1))]
    assert names == ["so_ngay_tham_dinh_co_so", "so_ngay_thong_bao_ket_qua", "han_nop_ho_so"]
    assert slots_of(RB, award="ldtt", on=date(2012, 1, 2)) == []


def test_unread_texts_in_force_are_named() -> None:
    assert "Luật 06/2026/QH16" in unread_instruments(RB, date(2026, 10, 1))
    assert "Luật 06/2026/QH16" not in unread_instruments(RB, date(2026, 9, 30))


def test_papers_are_the_same_by_both_doors() -> None:
    day = date(2026, 3, 2)
    rules = required_documents(RB, award="hc-lao-dong-hang-ba", received_on=day)
    answer = deadline(RB, award="hc-lao-dong-hang-ba", received_on=day).to_dict()
    assert [paper["code"] for paper in answer["documents"]] == [rule.code for rule in rules]


@given(st.sampled_from(CODES), DAYS)
@settings(max_examples=150, deadline=None)
def test_everything_around_an_award_is_one_json_document(code: str, day: date) -> None:
    for lang in ("vi", "en"):
        found = surroundings(RB, award=code, on=day, lang=lang)
        assert json.loads(json.dumps(found)) == found
        assert all("last_day" not in step for step in found["procedure"]["steps"])
    for ask in (cancellation, reissue):
        answer = ask(RB, award=code, on=day)
        if answer.entry is None:
            assert answer.verdict == "needs_official_text"
        for item in answer.steps:
            assert item.days is None or item.step.confidence != "UNKNOWN"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("code", ["ldtt", "cstd-toan-quoc", "giay-khen", "hc-huu-nghi"])
def test_the_command_line(code: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["law", "deadline", "--award", code, "--received-on", "2026-02-10", "--lang", lang]
    assert main([*args, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert set(answer) >= CONTRACT
    assert main(args) == 0
    said = capsys.readouterr().out
    assert answer["route"] in said
    assert all(step["actor"] in said for step in answer["steps"])


def test_the_command_line_says_what_is_not_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "deadline", "--award", "ldtt", "--received-on", "2010-02-10"]) == 0
    assert "Chờ văn bản" in capsys.readouterr().out
    assert main(["law", "deadline", "--award", "ldtt", "--received-on", "2010-13-10"]) == 1
    assert "không phải một ngày" in capsys.readouterr().err


def test_explain_shows_what_stands_around(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "explain", "cstd-co-so", "--received-on", "2026-03-02"]) == 0
    said = capsys.readouterr().out
    for title in ("Quyết định:", "Đề nghị:", "Quy trình:", "Bỏ phiếu:", "Tiền thưởng:", "Hủy bỏ"):
        assert title in said, title
    assert main(["law", "explain", "cstd-co-so", "--received-on", "2026-03-02", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"powers", "procedure", "vote", "bonus", "cancellation", "reissue"} <= set(answer)


def test_every_slot_that_a_text_names_is_declared() -> None:
    declared = {key.removeprefix("slot:") for key in RB.all_keys("slot:")}
    named: set[str] = set()
    for key in RB.all_keys():
        for spoken in RB.speakers(key):
            entry = spoken.entry
            rows = [entry, *getattr(entry, "steps", ()), *getattr(entry, "submissions", ())]
            rows += [getattr(row, "length", None) for row in rows]
            named |= {row.slot for row in rows if getattr(row, "slot", None)}
    assert {"nguong_phieu", "so_ngay_tham_dinh_co_so", "han_nop_ho_so"} <= named
    assert named <= declared
