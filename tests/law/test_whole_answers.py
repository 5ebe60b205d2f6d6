"""Whole answers, word for word, in both languages: the tree of reasons, the other ways, the gaps.

`answers/*.yaml` holds a few questions of `tests/cases` with all that is answered, as lines. A line
that is changed on purpose is changed there too, where a reviewer reads it: run
`python tests/law/test_whole_answers.py` and look at what it changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.law import Verdict, evaluate, facts_from_dict, load_rulebook

FOLDER = Path(__file__).parent / "answers"
CASES = Path(__file__).parents[1] / "cases"


def question(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts and what is asked, of the case "FILE: NAME"."""
    file, _, title = name.partition(": ")
    document = yaml.safe_load((CASES / f"{file}.yaml").read_text(encoding="utf-8"))
    case = next(item for item in document["cases"] if item["name"] == title)
    base = document.get("bases", {}).get(case.get("base"), {})
    return {**base, **case.get("facts", {})}, {**document.get("ask", {}), **case["ask"]}


def answer(name: str) -> Verdict:
    facts, ask = question(name)
    return evaluate(
        load_rulebook(),
        facts_from_dict(facts),
        award=ask["award"],
        year=ask["year"],
        received_on=ask["received_on"],
        scope=ask.get("scope"),
    )


def lines(value: Any, place: str = "") -> list[str]:
    """Every word of an answer with its place; what is empty is left out."""
    if isinstance(value, dict):
        return [line for key, inner in value.items() for line in lines(inner, f"{place}.{key}")]
    if isinstance(value, list):
        return [line for n, inner in enumerate(value) for line in lines(inner, f"{place}[{n}]")]
    return [] if value in (None, "") else [f"{place.removeprefix('.')}: {value}"]


def said(name: str) -> dict[str, Any]:
    verdict = answer(name)
    english = lines(verdict.to_dict("en", paths=True))
    whole = lines(verdict.to_dict("vi", paths=True))
    trees = (verdict.reasons, *verdict.alternatives)
    nodes = [node for tree in trees for node in tree.walk()]
    return {
        "question": name,
        "vi": whole,
        "en": [line for line in english if line not in whole],
        "notes": [f"{n.id}: {n.note}" for n in nodes if n.note],
        "texts": [f"{n.id}: {n.instrument}" for n in nodes if n.instrument],
        "short": [f"{sentence}" for sentence in verdict.short_reasons()],
    }


FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_whole_answer_is_said_word_for_word(path: Path) -> None:
    wanted = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert said(wanted["question"]) == wanted


def test_the_answers_show_every_kind_of_verdict() -> None:
    values = {
        answer(yaml.safe_load(p.read_text(encoding="utf-8"))["question"]).value for p in FILES
    }
    assert values >= {"eligible", "not_eligible", "needs_facts", "needs_official_text"}


def write(path: Path, name: str) -> None:
    text = yaml.safe_dump(said(name), allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for known in FILES:
        write(known, yaml.safe_load(known.read_text(encoding="utf-8"))["question"])
