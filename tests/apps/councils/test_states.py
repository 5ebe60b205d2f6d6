"""The tables of steps: complete, reachable, and the same as what the actions do."""

from __future__ import annotations

from thidua.councils.models import BallotBox, Sitting
from thidua.councils.states import BOX_STEPS, SITTING_STEPS, STEPS, WORDS


def test_every_state_has_three_words() -> None:
    assert set(WORDS) == set(Sitting.State)
    for words in WORDS.values():
        assert words.secretary
        assert words.member
        assert words.onlooker


def test_every_state_is_reached_from_the_first() -> None:
    reached = {Sitting.State.DRAFT}
    for _ in Sitting.State:
        reached |= {s.to_state for s in SITTING_STEPS if s.from_state in reached}
    assert reached == set(Sitting.State)
    assert (BallotBox.State.OPEN, BallotBox.State.CLOSED) in {
        (s.from_state, s.to_state) for s in BOX_STEPS
    }


def test_only_a_second_vote_opens_after_closing_and_no_step_a_concluded_sitting() -> None:
    assert not [s for s in SITTING_STEPS if s.from_state == Sitting.State.CONCLUDED]
    after = [s.verb for s in BOX_STEPS if s.from_state == BallotBox.State.CLOSED]
    assert after == ["vote_again"]


def test_every_step_says_who_what_it_needs_and_on_what_ground() -> None:
    records = {"send_record", "take_back_record", "sign_record"}
    sittings = {"convene", "open_ballot", "release", "conclude"}
    boxes = {"close_ballot", "count_hands", "announce_closing", "vote_again"}
    assert set(STEPS) == {*sittings, *boxes, *records}
    own = {"release": ("chair",), "sign_record": ("chair", "secretary", "scrutineer")}
    for step in STEPS.values():
        assert step.who == own.get(step.verb, ("secretary", "officer"))
        assert step.needs
        assert step.citation
        assert step.refusal.endswith(".")
