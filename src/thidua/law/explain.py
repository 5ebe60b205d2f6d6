"""The consolidated text of one award on a day: routes, conditions, citations, what people judge."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.law.book.model import AwardEntry, Condition, Quota, Route
from thidua.law.book.rulebook import Rulebook
from thidua.law.facts import words as w
from thidua.law.facts.model import Facts
from thidua.law.index import KINDS
from thidua.law.values import Citation


def explain(rb: Rulebook, *, award: str, received_on: date, lang: str = "vi") -> dict[str, Any]:
    """`thidua-explain/1`: the text that decides for dossiers received that day."""
    code = rb.resolve_code(award)
    info = rb.info(code)
    entry = rb.award(code, received_on)
    known = entry if entry is not None and entry.loaded else rb.last_loaded(code, received_on)
    status = "none" if entry is None else "loaded" if entry.loaded else "text_not_loaded"
    common = [
        item
        for item in rb.common(received_on)
        if known and item.concerns(info.level, known.recipients)
    ]
    return {
        "format": "thidua-explain/1",
        "award": code,
        "name": info.name_en if lang == "en" else info.name_on(received_on),
        "short_name": info.short_name,
        "kind": KINDS[info.kind],
        "received_on": received_on.isoformat(),
        "status": status,
        "instrument": entry.instrument.key if entry else None,
        "last_known": known.instrument.key if known and known is not entry else None,
        "recipients": list(known.recipients) if known else list(info.recipients),
        "authority": known.authority if known else None,
        "cycle": known.cycle if known else None,
        "citation": _cited(known.citation if known else None),
        "confidence": known.confidence if known else None,
        "common": [_condition(item.condition, lang) for item in common],
        "conditions": [_condition(item, lang) for item in known.conditions] if known else [],
        "routes": [_route(route, lang) for route in known.routes] if known else [],
        "quota": [_quota(item, lang) for item in known.quotas] if known else [],
        "judged": judged_slugs(known) if known else [],
        "notes": list(known.notes) if known else [],
        "note": entry.note if entry else "",
    }


def _quota(quota: Quota, lang: str) -> dict[str, Any]:
    return {
        "share": float(quota.share),
        "of": quota.of,
        "scope": quota.scope,
        "statement": quota.statement_en if lang == "en" else quota.statement,
        "citation": _cited(quota.citation),
        "confidence": quota.confidence,
    }


def judged_slugs(entry: AwardEntry) -> list[dict[str, str]]:
    """The slugs a finding may name, with who judges: attested by the meeting, or decided."""
    found: dict[str, dict[str, str]] = {}
    for condition in _leaves(
        (*entry.conditions, *(c for route in entry.routes for c in route.conditions))
    ):
        if condition.predicate == "judged":
            slug = condition.params["slug"]
            found[slug] = {
                "slug": slug,
                "by": condition.params["by"],
                "statement": condition.statement,
            }
    return list(found.values())


def strange_findings(rb: Rulebook, facts: Facts) -> list[str]:
    """What findings are about that no text of the rulebook knows: misspelt, they settle nothing."""
    known: set[str] = set()
    for key in rb.all_keys("award:"):
        for spoken in rb.speakers(key):
            if spoken.entry is None:
                continue
            routes = (c for route in spoken.entry.routes for c in route.conditions)
            _name(known, spoken.entry.code, (*spoken.entry.conditions, *routes))
            known.update(slug for route in spoken.entry.routes for slug in route.claims)
            for fill in rb.fills():
                if fill.value and isinstance(fill.value, tuple):
                    criteria = [item for item in fill.value if isinstance(item, Condition)]
                    _name(known, spoken.entry.code, tuple(criteria))
    return [item.about for item in facts.findings or () if item.about not in known]


def _name(known: set[str], code: str, conditions: tuple[Condition, ...]) -> None:
    for condition in _leaves(conditions):
        known.add(f"{code}.{condition.id}")
        if condition.predicate == "judged":
            known.add(condition.params["slug"])


def _leaves(conditions: tuple[Condition, ...]) -> list[Condition]:
    found = []
    for condition in conditions:
        found += _leaves(condition.children) if condition.children else [condition]
    return found


def _route(route: Route, lang: str) -> dict[str, Any]:
    who = route.who
    return {
        "id": route.id,
        "statement": route.statement_en if lang == "en" else route.statement,
        "opening": route.opening,
        "claims": list(route.claims),
        "for": {
            "kinds": list(who.kinds),
            "groups": list(who.groups) if who.groups else None,
            "employments": list(who.employments) if who.employments else None,
            "forces": list(who.forces) if who.forces else None,
        },
        "citation": _cited(route.citation),
        "confidence": route.confidence,
        "conditions": [_condition(item, lang) for item in route.conditions],
    }


def _condition(condition: Condition, lang: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": condition.id,
        "kind": condition.kind,
        "statement": condition.statement_en if lang == "en" else condition.statement,
        "citation": _cited(condition.citation),
        "confidence": condition.confidence,
    }
    if condition.confirm:
        made["confirm"] = True
    if condition.children:
        made["conditions"] = [_condition(item, lang) for item in condition.children]
    else:
        made["predicate"] = condition.predicate
    return made


def _cited(citation: Citation | None) -> dict[str, str | None] | None:
    return citation.to_dict() if citation else None


def for_whom(route: Route) -> str:
    """For whom a route is, in words."""
    who = route.who
    parts = [", ".join(w.SUBJECT_KINDS[kind] for kind in who.kinds)]
    for values, names in (
        (who.groups, w.GROUPS),
        (who.employments, w.EMPLOYMENTS),
        (who.forces, w.FORCES),
    ):
        if values:
            parts.append(", ".join(names[value] for value in values))
    return "; ".join(parts)
