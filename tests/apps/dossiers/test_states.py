"""The way of a dossier: every state reached, every (state, role) answered, diagram up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua.dossiers.models import Dossier
from thidua.dossiers.states import (
    BY_VERB,
    EDITABLE,
    PATH,
    PROGRAM,
    ROLE_WORDS,
    ROLES,
    TRANSITIONS,
    WORDS,
    answer,
    diagram,
)

S = Dossier.State
DIAGRAM = Path(__file__).parents[3] / "docs" / "reference" / "dossier-states.md"

# state -> verbs open to each role; (unit's dossier, department's own)
UNIT = {
    S.DRAFT: {"head_of_unit": {"submit", "cancel"}},
    S.SUBMITTED: {"officer": {"return", "accept"}},
    S.RETURNED: {"head_of_unit": {"submit", "cancel"}},
    S.ACCEPTED: {"officer": {"return", "put"}, "secretary": {"put"}},
    S.AT_COUNCIL: {"officer": {"take_back"}, "secretary": {"take_back"}},
}
OWN = {
    S.DRAFT: {"officer": {"submit", "cancel"}},
    S.SUBMITTED: {"secretary": {"return", "accept"}, "director": {"return", "accept"}},
    S.RETURNED: {"officer": {"submit", "cancel"}},
    S.ACCEPTED: {
        "officer": {"put"},
        "secretary": {"put", "return"},
        "director": {"return"},
    },
    S.AT_COUNCIL: {"officer": {"take_back"}, "secretary": {"take_back"}},
}


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(S))
def test_every_state_and_role_is_answered(state: str, role: str, own: bool) -> None:
    """Open steps are exactly those of the table above; every other one says why not."""
    expected = (OWN if own else UNIT).get(S(state), {}).get(role, set())
    said = {verb: answer(verb, state, frozenset({role}), own=own) for verb in BY_VERB}
    assert {verb for verb, sentence in said.items() if not sentence} == expected
    for sentence in said.values():
        assert sentence == "" or sentence.endswith(".")


def test_a_program_step_is_open_to_no_person() -> None:
    everyone = frozenset(ROLES)
    for step in TRANSITIONS:
        if PROGRAM in step.unit:
            for source in step.sources:
                for own in (False, True):
                    assert "hệ thống" in answer(step.verb, source, everyone, own=own)


def test_wrong_state_names_the_state_it_needs() -> None:
    assert answer("accept", S.DRAFT, frozenset({"officer"}), own=False) == (
        "Hồ sơ đang ở trạng thái “Nháp”; chỉ thẩm định xong được khi “Đang thẩm định”."
    )


def test_every_state_is_reached_and_the_last_ones_end() -> None:
    reached = {S.DRAFT}
    for _ in S:
        reached |= {t.target for t in TRANSITIONS if reached & set(t.sources)}
    assert reached == set(S)
    ends = set(S) - {s for t in TRANSITIONS for s in t.sources}
    assert ends == {S.DECIDED, S.NOT_PASSED, S.CANCELLED}


def test_nobody_appraises_what_they_may_submit() -> None:
    submit, accept = BY_VERB["submit"], BY_VERB["accept"]
    assert not submit.unit & accept.unit
    assert not submit.department & accept.department


def test_three_words_for_every_state_and_a_ground_for_every_step() -> None:
    assert set(WORDS) == set(S)
    for words in WORDS.values():
        assert words.officer
        assert words.proposer
        assert words.onlooker
    for step in TRANSITIONS:
        assert step.citation.startswith("Luật 06/2022/QH15")
        assert step.needs
        assert step.log
        assert (step.unit | step.department) <= set(ROLE_WORDS)
    assert {state for _, state in PATH} <= set(S)
    assert {S.DRAFT, S.RETURNED} == EDITABLE


def test_the_diagram_in_the_docs_is_up_to_date() -> None:
    assert DIAGRAM.read_text(encoding="utf-8") == diagram()


def test_the_diagram_draws_every_step() -> None:
    drawn = diagram()
    for step in TRANSITIONS:
        for source in step.sources:
            assert f"    {source} --> {step.target}: {step.button or step.log}" in drawn
