"""One answer explained: the tree of reasons with the words, marks and evidence a page shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from thidua.eligibility.models import Assessment, Finding
from thidua.eligibility.queries.awards import CONFIDENCE, Column, column
from thidua.eligibility.queries.judged import entry_of
from thidua.eligibility.queries.rounds import findings_of
from thidua.eligibility.queries.transition import Later, later_texts
from thidua.eligibility.queries.tree import conditions_on_the_way, is_award, is_condition
from thidua.law.values import VERDICT_VI
from thidua.register.models import RegisterEntry

# Value of a condition: state, icon, the word for people.
CONDITION = {
    "eligible": ("met", "check", "Đạt"),
    "not_eligible": ("unmet", "x", "Chưa đạt"),
    "needs_facts": ("nodata", "help", "Chưa có dữ liệu"),
    "needs_decision": ("judge", "eye", "Cần người xem xét"),
    "needs_official_text": ("wait", "clock", "Chờ văn bản"),
    "not_applicable": ("none", "minus", "Không áp dụng"),
}
TONES = {
    "eligible": "ok",
    "not_eligible": "danger",
    "needs_facts": "",
    "needs_decision": "judge",
    "needs_official_text": "info",
    "not_applicable": "",
}
# Answers whose open conditions are listed on top.
LISTED = ("not_eligible", "needs_facts", "needs_decision")
_DECISION = re.compile(r"QĐ (\S+?)(?=[,;)]|\s|$)")


@dataclass(frozen=True)
class Evidence:
    """A sentence of evidence; `number` in it leads to the entry of the register at `url`."""

    before: str
    number: str = ""
    after: str = ""
    url: str = ""


@dataclass(frozen=True)
class Condition:
    """One node of the tree, ready to show."""

    statement: str
    state: str
    icon: str
    word: str
    note: str
    group: str
    citation: str
    confidence: str
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    children: tuple[Condition, ...]
    aside: tuple[Condition, ...] = ()
    fold: str = ""


@dataclass(frozen=True)
class Tree:
    """A verdict with its conditions; `counts` are the deciding ones by state."""

    verdict: str
    word: str
    tone: str
    icon: str
    summary: str
    lines: tuple[str, ...]
    conditions: tuple[Condition, ...]
    counts: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Judgeable:
    """A condition that a finding can settle; `kind` says what a finding would do."""

    slug: str
    statement: str
    citation: str
    kind: str


@dataclass
class Explanation:
    """Everything the page and the drawer of one answer show."""

    assessment: Assessment
    award: Column
    subject: Any
    subtitle: str
    tree: Tree
    provisional: Tree | None
    alternatives: tuple[Condition, ...]
    to_confirm: tuple[Judgeable, ...]
    judgeable: tuple[Judgeable, ...]
    later: list[Later] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    withdrawn: list[Finding] = field(default_factory=list)
    earlier: list[Assessment] = field(default_factory=list)

    @property
    def missing(self) -> bool:
        """Whether data can be completed so that the answer changes."""
        return "needs_facts" in (self.assessment.verdict, self.assessment.provisional)


def explanation(assessment: Assessment) -> Explanation:
    """The tree of one answer with evidence linked to the register; about five queries."""
    answer = assessment.tree
    links = _register_links(assessment)
    by_text = answer.get("provisional")
    subject = assessment.person or assessment.collective
    findings = list(findings_of(assessment))
    weighed = by_text or answer
    return Explanation(
        assessment=assessment,
        award=column(assessment.award_code, assessment.round.received_on),
        subject=subject,
        subtitle=_subtitle(assessment),
        tree=_tree(answer, links, unmet=assessment.unmet),
        provisional=_tree(by_text, links, unmet=assessment.unmet) if by_text else None,
        alternatives=tuple(_condition(n, links) for n in weighed["alternatives"]),
        to_confirm=tuple(_judgeable(j, "attested") for j in weighed["to_confirm"]),
        judgeable=tuple(_judgeables(assessment, weighed)),
        later=later_texts(assessment, decided_on=timezone.localdate()),
        findings=[f for f in findings if f.withdrawn_at is None],
        withdrawn=[f for f in findings if f.withdrawn_at is not None],
        earlier=_earlier(assessment),
    )


def known_slugs(assessment: Assessment) -> dict[str, str]:
    """What a finding about the subject of this answer may be about: slug to statement."""
    weighed = assessment.tree.get("provisional") or assessment.tree
    return {j.slug: j.statement for j in _judgeables(assessment, weighed)}


def _subtitle(assessment: Assessment) -> str:
    if assessment.person is None:
        return "Tập thể"
    unit = assessment.person.unit
    return ", ".join(p for p in (assessment.person.position, unit.name if unit else "") if p)


def _tree(answer: dict[str, Any], links: dict[str, str], *, unmet: int) -> Tree:
    root = answer["reasons"]
    verdict = answer["verdict"]
    nodes = root["children"] or [root]
    attested = frozenset(j["statement"] for j in answer["to_confirm"])
    conditions = tuple(_condition(n, links, attested) for n in nodes)
    counted = Counter(CONDITION[n["value"]][0] for n in conditions_on_the_way(root))
    return Tree(
        verdict=verdict,
        word=VERDICT_VI[verdict],
        tone=TONES[verdict],
        icon=CONDITION[verdict][1],
        summary=_summary(verdict, unmet),
        lines=tuple(dict.fromkeys(_lines(root))) if verdict in LISTED else (),
        conditions=conditions,
        counts=tuple(
            {"state": state, "n": counted[state], "icon": icon, "word": word, "tone": TONES[value]}
            for value, (state, icon, word) in CONDITION.items()
            if counted[state] and value != "not_applicable"
        ),
    )


def _lines(root: dict[str, Any]) -> Iterator[str]:
    """One short sentence for each condition that keeps the answer from being yes."""
    for node in conditions_on_the_way(root):
        if node["value"] == "eligible":
            continue
        if node["missing"]:
            yield from node["missing"]
        else:
            yield node.get("note") or node["statement"]


def _summary(verdict: str, unmet: int) -> str:
    return {
        "eligible": "Mọi điều kiện máy kiểm tra được đều đạt.",
        "not_eligible": f"Còn thiếu {unmet} điều kiện." if unmet else "Có điều kiện chưa đạt.",
        "needs_facts": "Bổ sung dữ liệu còn thiếu rồi xét lại.",
        "needs_decision": "Phần còn lại do người có thẩm quyền kết luận.",
        "needs_official_text": "Văn bản áp dụng cho ngày nhận hồ sơ chưa được nạp.",
        "not_applicable": "Danh hiệu, hình thức này không dành cho đối tượng này.",
    }[verdict]


def _condition(
    node: dict[str, Any], links: dict[str, str], attested: frozenset[str] = frozenset()
) -> Condition:
    if len(node["children"]) == 1 and not is_condition(node):
        # A group of one says nothing that its only member does not say.
        return _condition(node["children"][0], links, attested)
    state, icon, word = CONDITION[node["value"]]
    if node["value"] == "eligible" and node["statement"] in attested:
        word = "Đạt khi được xác nhận"
    note = node.get("note", "") if node["value"] not in ("eligible", "not_applicable") else ""
    children = tuple(_condition(child, links, attested) for child in node["children"])
    group = ""
    if children:
        group = "Đạt một trong các điều kiện" if node["kind"] == "any" else "Phải đạt tất cả"
    return Condition(
        statement=node["statement"],
        state=state,
        icon=icon,
        word=word,
        note=note,
        group=group if len(children) > 1 else "",
        citation=(node["citation"] or {}).get("text", ""),
        confidence=CONFIDENCE.get(node["confidence"] or "", ""),
        # What the note says already is not said twice.
        evidence=tuple(_evidence(fact, links) for fact in node["facts"] if fact not in note),
        missing=tuple(node["missing"]),
        children=tuple(c for c in children if c.state != "none" or state == "none"),
        aside=tuple(c for c in children if c.state == "none") if state != "none" else (),
        fold=_folded(node),
    )


def _folded(node: dict[str, Any]) -> str:
    """The line under which the whole answer about another award is folded away; empty if none."""
    return next((c["statement"] for c in node["children"] if is_award(c["id"])), "")


def _evidence(fact: str, links: dict[str, str]) -> Evidence:
    found = _DECISION.search(fact)
    if found is None or found.group(1) not in links:
        return Evidence(fact)
    return Evidence(
        fact[: found.start(1)], found.group(1), fact[found.end(1) :], links[found.group(1)]
    )


def _register_links(assessment: Assessment) -> dict[str, str]:
    """Decision numbers of the subject's entries in the register, with the page of each entry."""
    entries = RegisterEntry.objects.filter(
        person=assessment.person_id, collective=assessment.collective_id
    ).exclude(decision_number="")
    return {
        number: reverse("register:detail", args=[pk])
        for pk, number in entries.values_list("pk", "decision_number")
    }


def _judgeable(judged: dict[str, Any], kind: str) -> Judgeable:
    citation = (judged["citation"] or {}).get("text", "")
    return Judgeable(judged["slug"], judged["statement"], citation, kind)


def _judgeables(assessment: Assessment, weighed: dict[str, Any]) -> Iterable[Judgeable]:
    """Decided conditions, attested ones, and the claims that would open a further route."""
    found = {j["slug"]: _judgeable(j, "decided") for j in weighed["to_decide"]}
    for judged in weighed["to_confirm"]:
        found.setdefault(judged["slug"], _judgeable(judged, "attested"))
    for slug, statement, citation in _openings(assessment, weighed):
        found.setdefault(slug, Judgeable(slug, statement, citation, "opens"))
    # A condition already settled is no longer asked: its finding stays on the list, to be replaced.
    for finding in findings_of(assessment).filter(withdrawn_at=None):
        found.setdefault(finding.about, Judgeable(finding.about, finding.statement, "", "settled"))
    return found.values()


def _openings(assessment: Assessment, weighed: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    entry = entry_of(assessment.award_code, assessment.round.received_on)
    routes = {route.id: route for route in entry.routes} if entry else {}
    for node in weighed["alternatives"]:
        route = routes.get(node["id"])
        for slug in route.claims if route else ():
            yield slug, f"Mở đường xét: {node['statement']}", route.citation.text if route else ""


def _earlier(assessment: Assessment) -> list[Assessment]:
    """Older answers on the same question, newest first, without their trees."""
    return list(
        Assessment.objects.filter(
            round=assessment.round_id,
            person=assessment.person_id,
            collective=assessment.collective_id,
            award_code=assessment.award_code,
            is_current=False,
        )
        .exclude(pk=assessment.pk)
        .only("pk", "verdict", "provisional", "assessed_at", "unmet")
        .order_by("-assessed_at", "-pk")[:10]
    )
