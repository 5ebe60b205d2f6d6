"""From facts to a verdict: the routes in force, their conditions, the tree of reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from thidua.law.answer import (
    CLAIMED,
    POSTHUMOUS,
    best_route,
    for_others,
    instruments_of,
    not_loaded,
    relevant,
    route_leaf,
    unique,
)
from thidua.law.book.model import AwardEntry, Condition, Route
from thidua.law.book.rulebook import Rulebook
from thidua.law.context import Case
from thidua.law.facts.model import Facts, Subject
from thidua.law.facts.words import FORCES, GROUPS
from thidua.law.predicates import FUNCTIONS
from thidua.law.predicates.judged import from_memory, undecided, unverified
from thidua.law.slots import known_scope
from thidua.law.values import (
    ANY_RANK,
    ELIGIBLE,
    NEEDS_DECISION,
    NEEDS_FACTS,
    NEEDS_TEXT,
    NOT_APPLICABLE,
    NOT_ELIGIBLE,
    UNKNOWN,
)
from thidua.law.verdict import Gap, ReasonNode, Verdict, all_of, any_of


class Evaluator:
    """All awards for one subject, year and day of receipt; nested questions are answered once."""

    def __init__(
        self,
        rb: Rulebook,
        facts: Facts,
        *,
        year: int,
        received_on: date,
        scope: str | None,
        provisional: bool = False,
    ) -> None:
        known_scope(rb, scope)
        self.rb = rb
        self.facts = facts
        self.year = year
        self.received_on = received_on
        self.scope = scope
        self.provisional = provisional
        self._nodes: dict[str, ReasonNode] = {}
        self._alternatives: dict[str, tuple[ReasonNode, ...]] = {}
        self._twin: Evaluator | None = None
        self.case = Case(
            rb, facts, year, received_on, scope, provisional, self.node, self.condition
        )

    # -- one award -----------------------------------------------------------------------------
    def verdict(self, code: str) -> Verdict:
        node = self.node(code)
        entry = self._entry(code)
        provisional = None
        if (
            node.value == NEEDS_TEXT
            and not self.provisional
            and (entry is None or not entry.loaded)
        ):
            provisional = self._provisional(code)
        every, bearing = list(node.walk()), relevant(node)
        return Verdict(
            award=code,
            year=self.year,
            value=node.value,
            reasons=node,
            route=best_route(node),
            to_confirm=unique(n.attested for n in bearing),
            to_decide=unique(n.decided for n in bearing),
            instruments=instruments_of(every, entry),
            alternatives=self._alternatives.get(code, ()),
            missing=tuple(dict.fromkeys(text for n in bearing for text in n.missing)),
            provisional=provisional,
            projected=tuple(
                dict.fromkeys(t for n in every for t in n.facts if t.startswith("Dự kiến"))
            ),
        )

    def _provisional(self, code: str) -> Verdict | None:
        if self.rb.last_loaded(code, self.received_on) is None:
            return None
        return self._last_known().verdict(code)

    def _last_known(self) -> Evaluator:
        if self._twin is None:
            self._twin = Evaluator(
                self.rb,
                self.facts,
                year=self.year,
                received_on=self.received_on,
                scope=self.scope,
                provisional=True,
            )
        return self._twin

    def node(self, code: str) -> ReasonNode:
        """The reasons for one award; kept, because chains ask again."""
        if code not in self._nodes:
            before = self.case.entry
            self._nodes[code] = self._node(code)
            self.case.entry = before
        return self._nodes[code]

    def _entry(self, code: str) -> AwardEntry | None:
        entry = self.rb.award(code, self.received_on)
        if self.provisional and (entry is None or not entry.loaded):
            return self.rb.last_loaded(code, self.received_on)
        return entry

    def _node(self, code: str) -> ReasonNode:
        info = self.rb.info(code)
        name = info.name_on(self.received_on)
        entry = self._entry(code)
        statement = f"{name} năm {self.year}"
        english = f"{info.name_en} {self.year}"
        kind = self.facts.subject.kind
        recipients = entry.recipients if entry is not None and entry.loaded else info.recipients
        if kind not in recipients:
            note = f"{info.short_name} không tặng cho đối tượng này"
            return ReasonNode(
                code, "leaf", statement, NOT_APPLICABLE, statement_en=english, note=note
            )
        if entry is None or not entry.loaded:
            return not_loaded(code, statement, english, entry, self.received_on)
        self.case.entry = entry
        in_force = self.rb.last_common if self.provisional else self.rb.common
        children = [
            self.condition(item.condition)
            for item in in_force(self.received_on)
            if item.concerns(info.level, (kind,))
            and (item.groups is None or self.facts.subject.group in item.groups)
        ]
        children += self._died(entry)
        children += [self.condition(item) for item in entry.conditions]
        routes = self._routes(code, entry)
        if routes.value == NOT_APPLICABLE:
            # No way is for this subject: what else holds must not add up to a yes.
            children = []
        return all_of(
            code,
            statement,
            (*children, routes),
            citation=entry.citation,
            confidence=entry.confidence,
            statement_en=english,
            instrument=entry.instrument.key,
        )

    def _died(self, entry: AwardEntry) -> list[ReasonNode]:
        died = self.facts.subject.died
        if died is None:
            return []
        value = {True: ELIGIBLE, False: NOT_ELIGIBLE, None: NEEDS_TEXT}[entry.posthumous]
        notes = {
            ELIGIBLE: "",
            NOT_ELIGIBLE: "Danh hiệu thi đua không truy tặng",
            NEEDS_TEXT: "Chưa đọc được quy định về truy tặng",
        }
        node = ReasonNode(
            "truy-tang",
            "leaf",
            POSTHUMOUS[0],
            value,
            entry.posthumous_citation,
            entry.posthumous_confidence,
            statement_en=POSTHUMOUS[1],
            note=notes[value],
        )
        return [node]

    # -- routes --------------------------------------------------------------------------------
    def _routes(self, code: str, entry: AwardEntry) -> ReasonNode:
        weighed: list[ReasonNode] = []
        aside: list[ReasonNode] = []
        open_routes: list[ReasonNode] = []
        for route in entry.routes:
            if not _fits(self.facts.subject, self._employment(), route):
                aside.append(for_others(route))
                if gaps := _unrecorded(self.facts.subject, self._employment(), route):
                    need = "; ".join(gaps)
                    open_routes.append(route_leaf(route, NEEDS_FACTS, need, missing=gaps))
            elif route.opening == "on_claim" and not self._claimed(route, code):
                need = f"Cần ghi nhận: {', '.join(route.claims)}"
                open_routes.append(route_leaf(route, NEEDS_DECISION, need, missing=(need,)))
            else:
                weighed.append(self._route(route))
        weighed.sort(key=lambda node: ANY_RANK[node.value])
        self._alternatives[code] = tuple(open_routes)
        if not weighed and any(node.value == NEEDS_DECISION for node in open_routes):
            # Open possibilities do not make anyone "to be considered" without a claim.
            note = "Chưa có thành tích nào được nêu để xét theo các đường khác"
            weighed.append(
                ReasonNode(
                    f"{code}.chua-neu",
                    "leaf",
                    CLAIMED[0],
                    NOT_ELIGIBLE,
                    entry.citation,
                    entry.confidence,
                    statement_en=CLAIMED[1],
                    note=note,
                )
            )
        return any_of(
            f"{code}.duong-xet",
            "Đạt tiêu chuẩn theo một đường xét",
            (*weighed, *aside),
            citation=entry.citation,
            confidence=entry.confidence,
            statement_en="Meets the standard by one route",
        )

    def _employment(self) -> str | None:
        return self.facts.service.employment if self.facts.service else None

    def _claimed(self, route: Route, code: str) -> bool:
        return any(self.case.finding(slug, code) is not None for slug in route.claims)

    def _route(self, route: Route) -> ReasonNode:
        children = tuple(self.condition(item) for item in route.conditions)
        return all_of(
            route.id,
            route.statement,
            children,
            citation=route.citation,
            confidence=route.confidence,
            statement_en=route.statement_en,
        )

    # -- conditions ----------------------------------------------------------------------------
    def condition(self, condition: Condition) -> ReasonNode:
        """One condition and what lies below it."""
        base: dict[str, Any] = {
            "citation": condition.citation,
            "confidence": condition.confidence,
            "statement_en": condition.statement_en,
        }
        if condition.kind != "leaf":
            children = tuple(self.condition(item) for item in condition.children)
            if condition.kind == "any":
                children = tuple(sorted(children, key=lambda node: ANY_RANK[node.value]))
                return any_of(condition.id, condition.statement, children, **base)
            return all_of(condition.id, condition.statement, children, **base)
        found = FUNCTIONS[condition.predicate](self.case, condition)
        if condition.confirm and found.value in (ELIGIBLE, NOT_ELIGIBLE):
            found = unverified(found)
        if found.value == NEEDS_DECISION and found.decided is None and not found.children:
            found = undecided(self.case, condition, found)
        if found.value == ELIGIBLE and condition.from_memory and found.attested is None:
            found = from_memory(self.case, condition, found)
        value = found.value
        if condition.confidence == UNKNOWN and value == ELIGIBLE:
            value = NEEDS_TEXT
        return ReasonNode(
            condition.id,
            "all" if found.children else "leaf",
            condition.statement,
            value,
            facts=found.facts,
            missing=found.missing,
            children=found.children,
            note=found.note,
            attested=found.attested,
            decided=found.decided,
            **base,
        )


def _fits(subject: Subject, employment: str | None, route: Route) -> bool:
    who = route.who
    if subject.kind not in who.kinds:
        return False
    if who.groups is not None and subject.group not in who.groups:
        return False
    if who.forces is not None and subject.force not in who.forces:
        return False
    if who.employments is None:
        return True
    return who.employment_may_be_unknown if employment is None else employment in who.employments


def _unrecorded(subject: Subject, employment: str | None, route: Route) -> tuple[Gap, ...]:
    """What is not recorded of a subject whom the route would fit if it were so; () if it never
    would."""
    who = route.who
    gaps = []
    grouped = subject.kind in ("individual", "community")
    if grouped and subject.group is None and who.groups is not None:
        names = ", ".join(GROUPS[group] for group in who.groups)
        gaps.append(Gap(f"Chưa ghi nhóm đối tượng (đường này dành cho: {names})", "subject.group"))
        subject = replace(subject, group=who.groups[0])
    if subject.force is None and who.forces is not None:
        names = ", ".join(FORCES[force] for force in who.forces)
        gaps.append(Gap(f"Chưa ghi lực lượng (đường này dành cho: {names})", "subject.force"))
        subject = replace(subject, force=who.forces[0])
    return tuple(gaps) if gaps and _fits(subject, employment, route) else ()
