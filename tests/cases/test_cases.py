"""Runs every YAML case against the engine: verdict, route, reasons, money, vote, papers.

A case: `ask` (question, award, dates), `facts` on top of a base, `expect`. `published` names the
public question it comes from, `differs` says why our answer is not the published one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from thidua import law
from thidua.law.answer import check_tree
from thidua.law.explain import explain
from thidua.law.facts.schema import facts_schema, verdict_schema
from thidua.law.predicates import FUNCTIONS, Predicate
from thidua.law.together_file import together_from_dict
from thidua.law.verdict import Verdict

FOLDER = Path(__file__).parent
PUBLISHED = FOLDER / "sources" / "published-cases.yaml"
KEYS = {"name", "published", "differs", "base", "facts", "ask", "expect"}
EXPECTED = {
    "verdict", "route", "reasons", "missing", "to_confirm", "to_decide", "alternatives",
    "provisional", "facts", "confidence", "instruments", "short",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One case as read; `ask["question"]` is assess unless named otherwise."""

    file: str
    name: str
    ask: dict[str, Any]
    expect: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)
    published: str | None = None
    differs: str | None = None


def read_cases() -> list[Case]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        if document["format"] != "thidua-cases/1":
            continue
        for item in document["cases"]:
            assert set(item) <= KEYS, f"{path.name}: {item['name']}: {set(item) - KEYS}"
            base = document.get("bases", {}).get(item.get("base"), {})
            ask = {**document.get("ask", {}), **item["ask"]}
            facts = {**base, **item.get("facts", {})}
            more = {key: item.get(key) for key in ("published", "differs")}
            found.append(Case(path.stem, item["name"], ask, item["expect"], facts, **more))
    return found


CASES = read_cases()
FACTS = jsonschema.Draft202012Validator(facts_schema())
VERDICT = jsonschema.Draft202012Validator(verdict_schema())


@pytest.fixture(scope="module")
def rb() -> law.Rulebook:
    return law.load_rulebook()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}: {case.name}" for case in CASES])
def test_case(case: Case, rb: law.Rulebook) -> None:
    QUESTIONS[case.ask.get("question", "assess")](case, rb)


def test_names_are_unique_and_enough() -> None:
    names = [(case.file, case.name) for case in CASES]
    assert len(set(names)) == len(names)
    assert len(names) >= 400


# -- eligibility -------------------------------------------------------------------------------
def assess(case: Case, rb: law.Rulebook) -> None:
    facts = law.facts_from_dict(case.facts)
    written = law.facts_to_dict(facts)
    FACTS.validate(written)
    assert law.facts_from_dict(written) == facts
    found = law.evaluate(
        rb,
        facts,
        award=case.ask["award"],
        year=case.ask["year"],
        received_on=case.ask["received_on"],
        scope=case.ask.get("scope"),
        claims=[law.AwardHeld(**claim) for claim in case.ask.get("claims", ())],
    )
    compare(case, found, case.expect)
    VERDICT.validate(found.to_dict())
    assert check_tree(found.reasons)


def compare(case: Case, found: Verdict, expect: dict[str, Any]) -> None:
    assert set(expect) <= EXPECTED, set(expect) - EXPECTED
    said = "\n".join(found.short_reasons())
    assert found.value == expect["verdict"], f"{found.value}: {said}"
    if "route" in expect:
        assert found.route == expect["route"]
    for key in ("to_confirm", "to_decide"):
        if key in expect:
            assert [item.slug for item in getattr(found, key)] == expect[key]
    if "alternatives" in expect:
        assert [node.id for node in found.alternatives] == expect["alternatives"]
    if "short" in expect:
        assert found.short_reasons() == expect["short"]
    if "missing" in expect:
        assert list(found.missing) == expect["missing"]
    if "instruments" in expect:
        assert list(found.instruments) == expect["instruments"]
    nodes = {node.id: node for node in found.reasons.walk()}
    for node_id, value in expect.get("reasons", {}).items():
        assert nodes[node_id].value == value, node_id
    for node_id, grade in expect.get("confidence", {}).items():
        assert nodes[node_id].confidence == grade, node_id
    for node_id, facts in expect.get("facts", {}).items():
        assert list(nodes[node_id].facts) == facts
    if "provisional" in expect:
        assert found.provisional is not None
        compare(case, found.provisional, expect["provisional"])
    elif found.value != "needs_official_text":
        assert found.provisional is None


# -- money, votes, papers ----------------------------------------------------------------------
def bonus(case: Case, rb: law.Rulebook) -> None:
    ask = case.ask
    found = law.bonus(
        rb,
        award=ask["award"],
        recipient=ask["recipient"],
        decided_on=ask["decided_on"],
        authority=ask.get("authority"),
    ).to_dict()
    for key, value in case.expect.items():
        if key == "total":
            assert found["amount"] * ask["times"] == value
        elif key == "cited":
            assert value in [item["text"] for item in found["citations"]]
        else:
            assert found[key] == value, key


def together(case: Case, rb: law.Rulebook) -> None:
    decided_on, recipient, awards = together_from_dict(case.ask["file"])
    found = law.bonus_together(rb, decided_on=decided_on, recipient=recipient, awards=awards)
    assert [item.paid for item in found.awards] == case.expect["paid"]
    assert found.total == case.expect["total"]
    if "reasons" in case.expect:
        assert [item.reason for item in found.awards] == case.expect["reasons"]


def vote(case: Case, rb: law.Rulebook) -> None:
    ask = {key: value for key, value in case.ask.items() if key != "question"}
    found = law.vote(rb, **ask)
    for key, value in case.expect.items():
        actual = getattr(found, key)
        wanted = Fraction(value) if isinstance(actual, Fraction) else value
        assert actual == wanted, key


def documents(case: Case, rb: law.Rulebook) -> None:
    found = law.required_documents(rb, award=case.ask["award"], received_on=case.ask["received_on"])
    assert [paper.code for paper in found] == case.expect["codes"]
    if "copies" in case.expect:
        assert [paper.copies for paper in found] == case.expect["copies"]


def deadline(case: Case, rb: law.Rulebook) -> None:
    """`steps` and `calendar`: days and last day by id of step; None is not known."""
    ask = {key: value for key, value in case.ask.items() if key != "question"}
    found = law.deadline(rb, **ask).to_dict()
    steps = {step["id"]: step for step in found["steps"]}
    expect = dict(case.expect)
    for kind, key in (("steps", "working_days"), ("calendar", "calendar_days")):
        wanted = expect.pop(kind, None)
        for name, (days, last_day) in (wanted or {}).items():
            assert (steps[name][key], steps[name]["last_day"]) == (days, last_day), name
        if wanted == {}:
            assert steps == {}
    for name, slot in expect.pop("slots", {}).items():
        assert steps[name]["slot"] == slot
    assert set(expect.pop("with", ())) <= set(steps)
    assert not set(expect.pop("without", ())) & set(steps)
    readers: dict[str, Callable[[], Any]] = {
        "publication": lambda: (found["publication"] or {}).get("working_days"),
        "notices": lambda: len(found["publication"]["notices"]),
        "consultation": lambda: (found["consultation"] or {}).get("working_days"),
        "copies": lambda: [paper["copies"] for paper in found["documents"]],
        "documents": lambda: [paper["code"] for paper in found["documents"]],
        "unread": lambda: next(name for name in found["unread"] if name == expect["unread"]),
    }
    for key, value in expect.items():
        assert readers.get(key, lambda key=key: found[key])() == value, key


def powers(case: Case, rb: law.Rulebook) -> None:
    found = law.powers(rb, award=case.ask["award"], on=case.ask["on"])
    for key, value in case.expect.items():
        rows = getattr(found, key)
        assert (rows if key == "verdict" else [holder.who for holder in rows]) == value, key


def afterwards(case: Case, rb: law.Rulebook) -> None:
    ask = {key: value for key, value in case.ask.items() if key != "question"}
    found = getattr(law, case.ask["question"])(rb, **ask).to_dict()
    days = [step["working_days"] or step["calendar_days"] for step in found["steps"]]
    assert days == case.expect["days"]
    assert len(found["grounds"]) == case.expect["grounds"]
    assert (found["level"], found["verdict"]) == (case.expect["level"], case.expect["verdict"])


def explained(case: Case, rb: law.Rulebook) -> None:
    """`quota`: share, of, scope; `noted`: words that a note of the text says."""
    entry = rb.award(case.ask["award"], case.ask["received_on"])
    assert entry is not None
    told = explain(rb, award=case.ask["award"], received_on=case.ask["received_on"])
    expect = dict(case.expect)
    if "quota" in expect:
        rows = [[row["share"], row["of"], row["scope"]] for row in told["quota"]]
        assert rows == expect.pop("quota")
    if "noted" in expect:
        word = expect.pop("noted")
        assert any(word in note for note in told["notes"]), word
    for key, value in expect.items():
        assert told[key] == value, key


def authority(case: Case, rb: law.Rulebook) -> None:
    rows = {info.code: info.authority or "" for info in rb.awards(case.ask["on"])}
    holders = [code for code, text in rows.items() if case.ask["who"] in text]
    assert holders == case.expect["awards"]


QUESTIONS: dict[str, Callable[[Case, law.Rulebook], None]] = {
    "assess": assess,
    "bonus": bonus,
    "together": together,
    "vote": vote,
    "documents": documents,
    "deadline": deadline,
    "powers": powers,
    "cancellation": afterwards,
    "reissue": afterwards,
    "authority": authority,
    "explain": explained,
}


def test_all_published_questions_are_asked() -> None:
    """Each identifier of the published file names a case that keeps its address."""
    source = yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))
    assert len(source) == 35
    asked = {(case.name.split()[0], case.published) for case in CASES if case.published}
    missing = [item["id"] for item in source if (item["id"], item["url"]) not in asked]
    assert missing == []


def test_every_predicate_decides_some_case(
    rb: law.Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each predicate is asked by the cases, and answers at least once with a yes or a no."""
    seen: dict[str, set[str]] = {name: set() for name in FUNCTIONS}

    def watched(name: str, function: Predicate) -> Predicate:
        def run(asked: Any, condition: Any) -> Any:
            found = function(asked, condition)
            seen[name].add(found.value)
            return found

        return run

    for name, function in list(FUNCTIONS.items()):
        monkeypatch.setitem(FUNCTIONS, name, watched(name, function))
    for case in CASES:
        if case.ask.get("question", "assess") == "assess":
            assess(case, rb)
    both = {"eligible", "not_eligible"}
    weak = {name: values for name, values in seen.items() if not both <= values}
    assert weak == {"unknown": {"needs_official_text"}}
