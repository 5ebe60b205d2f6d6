"""Votes: exact shares, strictness, written opinions, the Central Council; nothing unread passes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.law import QuestionError, load_rulebook, vote, vote_rule
from thidua.law.index import award_index

RB = load_rulebook()
CODES = list(award_index())
DAYS = st.sampled_from(
    [date(2012, 1, 2), date(2017, 9, 30), date(2017, 10, 1), date(2017, 12, 15), date(2020, 1, 1),
     date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 1)]
)  # fmt: skip
SCOPES = st.sampled_from([None, "so-noi-vu-lam-giang"])


@st.composite
def tallies(draw: st.DrawFn) -> dict[str, int]:
    members = draw(st.integers(1, 30))
    present = draw(st.integers(0, members))
    written = draw(st.integers(0, members - present))
    return {
        "members": members,
        "present": present,
        "yes": draw(st.integers(0, present)),
        "written": written,
        "written_yes": draw(st.integers(0, written)),
    }


@given(st.sampled_from(CODES), DAYS, SCOPES, tallies(), st.booleans())
@settings(max_examples=400, deadline=None)
def test_a_vote_passes_only_by_a_share_that_was_read_or_set(
    code: str, day: date, scope: str | None, tally: dict[str, int], central: bool
) -> None:
    rule = vote_rule(RB, award=code, received_on=day, scope=scope, central=central)
    found = vote(RB, award=code, received_on=day, scope=scope, central=central, **tally)
    if rule.threshold is None:
        assert not found.passes
        assert rule.verdict in ("needs_decision", "needs_official_text")
        return
    counted = tally["written_yes"] if rule.written is not False else 0
    votes = tally["yes"] + counted
    enough = Fraction(votes, tally["members"])
    reached = enough > rule.threshold if rule.strict else enough >= rule.threshold
    if found.passes:
        assert reached
        assert found.quorum_met is not False
        if rule.written is None:
            bare = Fraction(tally["yes"], tally["members"])
            assert bare > rule.threshold if rule.strict else bare >= rule.threshold
    if found.passes is None:
        assert found.verdict == "needs_decision"
        assert tally["written_yes"] > 0


@given(st.sampled_from(["cstd-toan-quoc", "co-chinh-phu"]), st.integers(1, 200))
def test_needed_is_the_smallest_number_that_passes(code: str, members: int) -> None:
    rule = vote_rule(RB, award=code, received_on=date(2026, 3, 2))
    needed = rule.needed(members)
    assert needed is not None
    assert rule.passes(Fraction(needed, members))
    assert not rule.passes(Fraction(needed - 1, members))


def test_more_than_half_is_not_half() -> None:
    ask = {"award": "ldtt", "received_on": date(2026, 9, 15), "scope": "so-noi-vu-lam-giang"}
    rule = vote_rule(RB, **ask)
    assert rule.strict
    assert [rule.needed(n) for n in (9, 10, 11)] == [5, 6, 6]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 7, 1), date(2026, 9, 30)])
def test_every_award_of_the_law_of_2022_has_a_line(code: str, day: date) -> None:
    if RB.award(code, day) is None:
        return
    rule = vote_rule(RB, award=code, received_on=day)
    assert rule.citation is not None, code


def test_the_central_council_speaks_of_its_own_awards_only() -> None:
    day = date(2026, 3, 2)
    assert vote_rule(RB, award="cstd-toan-quoc", received_on=day, central=True).written is True
    other = vote_rule(RB, award="co-chinh-phu", received_on=day, central=True)
    assert other.verdict == "needs_official_text"


@pytest.mark.parametrize(
    "tally",
    [
        {"members": 0, "present": 0, "yes": 0},
        {"members": 9, "present": 10, "yes": 0},
        {"members": 9, "present": 5, "yes": 6},
        {"members": 9, "present": 5, "yes": 5, "written": 5},
        {"members": 9, "present": 5, "yes": 5, "written": 2, "written_yes": 3},
    ],
)
def test_figures_that_cannot_be_are_refused(tally: dict[str, int]) -> None:
    with pytest.raises(QuestionError):
        vote(RB, award="ldtt", received_on=date(2026, 9, 15), **tally)


@pytest.mark.parametrize(
    ("day", "confidence", "said"),
    [
        (date(2026, 9, 30), "V", False),
        (date(2026, 10, 1), "K", True),
        (date(2027, 2, 28), "K", True),
    ],
)
def test_a_share_that_nobody_compared_with_a_later_law_is_the_last_one_known(
    day: date, confidence: str, said: bool
) -> None:
    """The decree still stands, but the law above it changed and its text was not read."""
    rule = vote_rule(RB, award="cstd-toan-quoc", received_on=day)
    assert rule.threshold == Fraction(9, 10)
    assert rule.confidence == confidence
    assert ("Luật 06/2026/QH16 chưa được đọc" in rule.note) is said
    found = vote(RB, award="cstd-toan-quoc", received_on=day, members=9, present=9, yes=9)
    assert found.reason.startswith("9/9 phiếu đồng ý, cần 9")
    assert ("quy định bỏ phiếu gần nhất đã biết" in found.reason) is said
    assert ("the last known rule of the vote" in found.reason_en) is said


def test_a_share_that_a_body_sets_keeps_its_own_confidence() -> None:
    rule = vote_rule(RB, award="ldtt", received_on=date(2026, 10, 1), scope="so-noi-vu-lam-giang")
    assert rule.source == "slot"
    assert rule.confidence == "V"
    assert "Luật 06/2026/QH16 chưa được đọc" in rule.note
