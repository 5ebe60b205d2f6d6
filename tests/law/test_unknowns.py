"""What the rulebook does not know: every gap is named with what it blocks, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from thidua.law import QuestionError, load_rulebook
from thidua.law.book.model import AwardEntry, Instrument
from thidua.law.book.unread import unread
from thidua.law.unknowns import KINDS, slots_in_entry, unknowns

RB = load_rulebook()
BEFORE, AFTER = date(2026, 9, 1), date(2026, 11, 1)
DEPARTMENT = "so-noi-vu-lam-giang"
DAYS = [date(2012, 6, 1), date(2018, 6, 1), date(2024, 6, 1), BEFORE, AFTER]


@pytest.mark.parametrize("on", DAYS)
def test_an_award_is_named_exactly_where_something_of_its_text_is_unread(on: date) -> None:
    found = unknowns(RB, on=on)
    named = {code for gap in found if gap.kind in ("text", "condition") for code in gap.awards}
    for info in RB.awards(on):
        entry = RB.award(info.code, on)
        assert entry is not None
        if info.code in named:
            assert unread(entry), info.code
        elif unread(entry):
            # What is left then is only whether it may be given posthumously.
            assert entry.posthumous is None, info.code


@pytest.mark.parametrize("on", DAYS)
def test_every_gap_has_a_kind_a_place_and_an_effect(on: date) -> None:
    for gap in unknowns(RB, on=on):
        said = gap.to_dict()
        assert said["kind"] in KINDS
        assert said["key"]
        assert said["statement"]
        assert gap.to_dict("en")["statement"]
        assert said["effect"] in ("needs_official_text", "needs_decision")
        assert gap.instrument in RB.instruments


def test_an_unread_law_is_one_gap_per_award_with_the_last_known_text() -> None:
    texts = {gap.awards[0]: gap for gap in unknowns(RB, on=AFTER) if gap.kind == "text"}
    assert set(texts) == {info.code for info in RB.awards(AFTER)}
    assert texts["cstd-co-so"].last_known == "Luật 06/2022/QH15"
    assert texts["bk-thu-tuong"].last_known == "NĐ 152/2025/NĐ-CP"


def test_a_body_that_sets_its_slots_has_fewer_gaps() -> None:
    def open_slots(scope: str | None) -> set[str]:
        return {gap.key for gap in unknowns(RB, on=BEFORE, scope=scope) if gap.kind == "slot"}

    nobody, department = open_slots(None), open_slots(DEPARTMENT)
    assert department < nobody
    assert "slot:so_thang_cong_tac_toi_thieu" in nobody - department


def test_an_unset_slot_names_the_awards_that_rest_on_it() -> None:
    gaps = {gap.key: gap for gap in unknowns(RB, on=BEFORE) if gap.kind == "slot"}
    months = gaps["slot:so_thang_cong_tac_toi_thieu"]
    assert "ldtt" in months.awards
    entry = RB.award("ldtt", BEFORE)
    assert entry is not None
    assert "so_thang_cong_tac_toi_thieu" in slots_in_entry(entry)
    # A default is a choice of the law's own: nothing is open there.
    assert "slot:chain_counts_same_round" not in gaps


def test_a_misspelt_body_is_refused() -> None:
    with pytest.raises(QuestionError, match="không có cơ quan này"):
        unknowns(RB, on=BEFORE, scope="so-khong-co")


def confidences(value: Any) -> set[str]:
    """Every confidence written below a value, the head of its instrument aside."""
    if isinstance(value, Mapping):
        return set().union(*map(confidences, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return set().union(*map(confidences, value))
    if not is_dataclass(value) or isinstance(value, Instrument):
        return set()
    inside = {field.name: getattr(value, field.name) for field in fields(value)}
    own = {text for name, text in inside.items() if name.endswith("confidence")}
    return own.union(*map(confidences, inside.values()))


@pytest.mark.parametrize("on", DAYS)
def test_an_entry_of_any_kind_waits_where_one_figure_of_it_is_unread(on: date) -> None:
    """Money, votes, papers, steps, slots: whatever they are made of, lists among them."""
    kinds = set()
    for key in RB.all_keys():
        entry = RB.entry(key, on)
        if entry is not None and not isinstance(entry, AwardEntry):
            assert unread(entry) == ("UNKNOWN" in confidences(entry)), key
            kinds.add(key.partition(":")[0])
    assert len(kinds) >= 6, kinds
