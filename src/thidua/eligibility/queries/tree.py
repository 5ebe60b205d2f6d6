"""Walking a stored tree of reasons: which conditions count, and which way lacks least."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from thidua.law import ReasonNode, Verdict, load_rulebook
from thidua.law.errors import QuestionError

Node = dict[str, Any]


def kept(verdict: Verdict) -> Node:
    """The public form of a verdict with the short note of each reason, as answers are stored."""
    answer = verdict.to_dict()
    _note(answer["reasons"], verdict.reasons)
    for plain, node in zip(answer["alternatives"], verdict.alternatives, strict=True):
        _note(plain, node)
    if verdict.provisional:
        answer["provisional"] = kept(verdict.provisional)
    return answer


def _note(plain: Node, node: ReasonNode) -> None:
    if node.note:
        plain["note"] = node.note
    for below, child in zip(plain["children"], node.children, strict=True):
        _note(below, child)


def is_condition(node: Node) -> bool:
    """True for a condition of the text; what it was judged by (years, another award) lies below."""
    below = node["children"]
    return not below or any(_year_of(node, child) or is_award(child["id"]) for child in below)


def conditions_on_the_way(node: Node) -> Iterator[Node]:
    """The conditions that decide: all of a group, and of alternatives the one that lacks least."""
    if node["value"] == "not_applicable":
        return
    if is_condition(node):
        yield node
        return
    children = node["children"]
    if node["kind"] == "any":
        alike = [child for child in children if child["value"] == node["value"]]
        children = sorted(alike, key=lacking)[:1] or children[:1]
    for child in children:
        yield from conditions_on_the_way(child)


def lacking(node: Node) -> int:
    """How many conditions fail on the way that lacks least ("Thiếu 2"); 0 when nothing fails."""
    if node["value"] != "not_eligible":
        return 0
    return sum(c["value"] == "not_eligible" for c in conditions_on_the_way(node)) or 1


def _year_of(node: Node, child: Node) -> bool:
    return re.fullmatch(re.escape(node["id"]) + r"\.\d{4}", child["id"]) is not None


def is_award(name: str) -> bool:
    """Whether a node is the answer about a whole award, asked on the way."""
    try:
        return load_rulebook().resolve_code(name) == name
    except QuestionError:
        return False
