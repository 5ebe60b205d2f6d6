"""Every predicate has a function, a heading in the reference, and an entry that uses it."""

from __future__ import annotations

import re
from pathlib import Path

from thidua.law.book.load import load_rulebook
from thidua.law.book.model import AwardEntry, CommonEntry, Condition
from thidua.law.facts.schema import facts_schema, verdict_schema
from thidua.law.predicates import FUNCTIONS
from thidua.law.vocabulary import PREDICATES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "predicates.md"


def used(conditions: tuple[Condition, ...]) -> set[str]:
    found: set[str] = set()
    for condition in conditions:
        found |= used(condition.children) if condition.children else {condition.predicate}
    return found


def test_each_word_has_one_function() -> None:
    assert set(FUNCTIONS) == set(PREDICATES)


def test_each_function_says_what_it_does() -> None:
    assert [name for name, function in FUNCTIONS.items() if not function.__doc__] == []


def test_each_word_has_one_heading() -> None:
    headings = re.findall(r"^### (\w+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(PREDICATES)


def test_each_heading_names_its_parameters() -> None:
    parts = re.split(r"^### (\w+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        for parameter in PREDICATES[name]:
            assert f"`{parameter}`" in text, (name, parameter)


def test_each_word_is_used_by_the_rulebook_and_so_by_its_cases() -> None:
    rb = load_rulebook()
    found: set[str] = set()
    for key in rb.all_keys():
        for spoken in rb.speakers(key):
            entry = spoken.entry
            if isinstance(entry, AwardEntry):
                found |= used(entry.conditions)
                found |= {word for route in entry.routes for word in used(route.conditions)}
            elif isinstance(entry, CommonEntry):
                found |= used((entry.condition,))
    criteria = rb.filled(
        "so-noi-vu-lam-giang",
        "tieu_chuan_giay_khen",
        rb.instruments["so-noi-vu-lam-giang/quy-che-2026"].in_force,
    )
    assert criteria is not None
    found |= used(criteria.value)
    assert found == set(PREDICATES)


def test_schemas_are_up_to_date() -> None:
    import json

    folder = ROOT / "src" / "thidua" / "law" / "schema"
    for name, made in (("facts", facts_schema()), ("verdict", verdict_schema())):
        text = (folder / f"thidua-{name}-1.schema.json").read_text(encoding="utf-8")
        assert json.loads(text) == made, f"chạy: thidua law schema {name}"
