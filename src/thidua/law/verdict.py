"""The answer of the engine: a verdict with a tree of reasons, each with its citation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from thidua.law.values import (
    ELIGIBLE,
    Citation,
    combine_all,
    combine_any,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition that people judge: `slug` is what a finding names in `about`."""

    slug: str
    statement: str
    citation: Citation | None = None
    statement_en: str = ""

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "slug": self.slug,
            "statement": self.statement_en
            if lang == "en" and self.statement_en
            else self.statement,
            "citation": self.citation.to_dict() if self.citation else None,
        }


class Gap(str):
    """A fact that is missing, said to people; `path` is its place in a facts file."""

    path: str

    def __new__(cls, text: str, path: str) -> Gap:
        made = super().__new__(cls, text)
        made.path = path
        return made


def _gaps(missing: tuple[str, ...], paths: bool) -> list[str]:
    """The sentences; for those who write facts files, with the place of each fact."""
    if not paths:
        return [str(text) for text in missing]
    return [f"{text} ({text.path})" if isinstance(text, Gap) else text for text in missing]


@dataclass(frozen=True, slots=True)
class ReasonNode:
    """One condition, route or award; `kind` says how children make the value."""

    id: str
    kind: str
    statement: str
    value: str
    citation: Citation | None = None
    confidence: str | None = None
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    children: tuple[ReasonNode, ...] = ()
    statement_en: str = ""
    note: str = ""
    attested: Judged | None = None
    decided: Judged | None = None
    instrument: str = ""

    def walk(self) -> Iterator[ReasonNode]:
        """This node and all below, parents first."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting += node.children[::-1]

    def to_dict(self, lang: str = "vi", *, paths: bool = False) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "statement": self.statement_en
            if lang == "en" and self.statement_en
            else self.statement,
            "value": self.value,
            "citation": self.citation.to_dict() if self.citation else None,
            "confidence": self.confidence,
            "facts": list(self.facts),
            "missing": _gaps(self.missing, paths),
            "children": [child.to_dict(lang, paths=paths) for child in self.children],
        }


def all_of(
    node_id: str, statement: str, children: tuple[ReasonNode, ...], **rest: Any
) -> ReasonNode:
    value = combine_all(child.value for child in children)
    return ReasonNode(node_id, "all", statement, value, children=children, **rest)


def any_of(
    node_id: str, statement: str, children: tuple[ReasonNode, ...], **rest: Any
) -> ReasonNode:
    value = combine_any(child.value for child in children)
    return ReasonNode(node_id, "any", statement, value, children=children, **rest)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one subject may be proposed for: value, best route, reasons, what is missing."""

    award: str
    year: int
    value: str
    reasons: ReasonNode
    route: str | None = None
    to_confirm: tuple[Judged, ...] = ()
    to_decide: tuple[Judged, ...] = ()
    instruments: tuple[str, ...] = ()
    alternatives: tuple[ReasonNode, ...] = ()
    missing: tuple[str, ...] = ()
    provisional: Verdict | None = None
    projected: tuple[str, ...] = field(default=())

    def short_reasons(self) -> list[str]:
        """Short statements of what fails or is missing on the best route; empty when eligible."""
        found = dict.fromkeys(_short(self.reasons))
        return list(found)

    def to_dict(self, lang: str = "vi", *, paths: bool = False) -> dict[str, Any]:
        """The public form, `thidua-verdict/1`; `paths` adds places in a facts file to `missing`."""
        return {
            "format": "thidua-verdict/1",
            "award": self.award,
            "year": self.year,
            "verdict": self.value,
            "route": self.route,
            "to_confirm": [item.to_dict(lang) for item in self.to_confirm],
            "to_decide": [item.to_dict(lang) for item in self.to_decide],
            "instruments": list(self.instruments),
            "reasons": self.reasons.to_dict(lang, paths=paths),
            "alternatives": [item.to_dict(lang, paths=paths) for item in self.alternatives],
            "missing": _gaps(self.missing, paths),
            "provisional": self.provisional.to_dict(lang, paths=paths)
            if self.provisional
            else None,
        }


def _short(node: ReasonNode) -> Iterator[str]:
    if node.value == ELIGIBLE:
        return
    if node.note:
        yield node.note
    elif not node.children:
        yield from node.missing or (node.statement,)
    elif node.kind == "any":
        yield from _short(node.children[0])
    else:
        for child in node.children:
            if child.value == node.value:
                yield from _short(child)
