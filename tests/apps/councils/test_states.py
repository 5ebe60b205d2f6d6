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
    assert [(s.from_state, s.to_state) for s in BOX_STEPS] == [
        (BallotBox.State.OPEN, BallotBox.State.CLOSED)
    ]


def test_no_step_opens_a_closed_box_or_a_concluded_sitting() -> None:
    assert not [s for s in SITTING_STEPS if s.from_state == Sitting.State.CONCLUDED]
    assert not [s for s in BOX_STEPS if s.from_state == BallotBox.State.CLOSED]


def test_every_step_says_who_what_it_needs_and_on_what_ground() -> None:
    assert set(STEPS) == {"convene", "open_ballot", "conclude", "close_ballot"}
    for step in STEPS.values():
        assert step.who == ("secretary", "officer")
        assert step.needs
        assert step.citation
        assert step.refusal.endswith(".")
