"""The table of a decision's life: every state reachable, every state has its three words."""

from __future__ import annotations

from thidua.decisions import states
from thidua.decisions.models import Decision


def test_every_state_is_reached_and_named() -> None:
    reached = {Decision.State.DRAFT} | {t.target for t in states.TRANSITIONS}
    assert reached == set(Decision.State)
    assert set(states.WORDS) == set(Decision.State)
    for words in states.WORDS.values():
        assert all((words.officer, words.proposer, words.onlooker, words.icon))


def test_final_states_have_no_way_out() -> None:
    sources = {t.source for t in states.TRANSITIONS}
    assert sources == {Decision.State.DRAFT, Decision.State.AWAITING}


def test_each_step_answers_for_every_state() -> None:
    answers = {
        (t.name, state): states.allowed(t.name, state)
        for t in states.TRANSITIONS
        for state in Decision.State
    }
    assert [key for key, yes in answers.items() if yes] == [
        ("send_to_sign", Decision.State.DRAFT),
        ("return_draft", Decision.State.AWAITING),
        ("issue", Decision.State.AWAITING),
        ("discard", Decision.State.DRAFT),
    ]
