"""What each predicate says, word for word: its value, the facts used, what is missing, the note.

An example is as small as it can be: drop anything of its record and the answer is another one.
A sentence that is changed on purpose is changed in `sentences/` too, where a reviewer reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.law import facts_from_dict, load_rulebook
from thidua.law.book.model import Condition
from thidua.law.evaluator import Evaluator
from thidua.law.predicates import FUNCTIONS
from thidua.law.values import Citation
from thidua.law.verdict import Gap

RB = load_rulebook()
FOLDER = Path(__file__).parent / "sentences"
QUESTION = {"params", "year", "received_on", "scope", "entry", "record"}
WHERE = Citation("nd-152-2025", "1", None, None, "Điều 1")


@dataclass(frozen=True)
class Example:
    """A question put to one predicate, and all that its answer says."""

    predicate: str
    question: dict[str, Any]
    answer: dict[str, Any]


def read() -> dict[str, Example]:
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, item in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]):
            question = {key: value for key, value in item.items() if key in QUESTION}
            answer = {key: value for key, value in item.items() if key not in QUESTION}
            found[f"{path.stem}-{number}"] = Example(path.stem, question, answer)
    return found


EXAMPLES = read()


def fixed(value: Any) -> Any:
    """Parameters as the rulebook holds them: tuples for lists."""
    if isinstance(value, list):
        return tuple(map(fixed, value))
    if isinstance(value, dict):
        return {key: fixed(inner) for key, inner in value.items()}
    return value


def said(example: Example) -> dict[str, Any]:
    """The answer as the example writes it: what is empty is left out."""
    asked = example.question
    case = Evaluator(
        RB,
        facts_from_dict(asked["record"]),
        year=asked["year"],
        received_on=asked["received_on"],
        scope=asked.get("scope"),
    ).case
    entry = asked.get("entry")
    case.entry = RB.award(entry, asked["received_on"]) if entry else None
    params = fixed(asked["params"])
    condition = Condition("a", "leaf", "A", "A", WHERE, "V", example.predicate, params)
    found = FUNCTIONS[example.predicate](case, condition)
    answer = {
        "value": found.value,
        "note": found.note,
        "facts": list(found.facts),
        "missing": [f"{m} ({m.path})" if isinstance(m, Gap) else m for m in found.missing],
        "attested": found.attested and found.attested.slug,
        "decided": found.decided and found.decided.slug,
        "children": [{child.id: child.value} for child in found.children],
    }
    return {key: value for key, value in answer.items() if value}


@pytest.mark.parametrize("predicate", sorted({item.predicate for item in EXAMPLES.values()}))
def test_the_answer_is_said_word_for_word(predicate: str) -> None:
    """All examples of one predicate: what differs is shown, the rest is not."""
    mine = {name: item for name, item in EXAMPLES.items() if item.predicate == predicate}
    wanted = {name: item.answer for name, item in mine.items()}
    told = {name: said(item) for name, item in mine.items()}
    assert told == wanted


def test_every_predicate_speaks() -> None:
    assert {example.predicate for example in EXAMPLES.values()} == set(FUNCTIONS)


def test_every_answer_but_a_plain_yes_or_no_gives_a_reason() -> None:
    """Not eligible says why, missing facts are named, what people decide is said."""
    for name, example in EXAMPLES.items():
        answer = example.answer
        if answer["value"] == "needs_facts":
            assert answer.get("missing") or answer.get("children"), name
        elif answer["value"] != "eligible":
            told = answer.get("note") or answer.get("children") or answer.get("missing")
            assert told, name
