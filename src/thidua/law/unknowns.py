"""What the rulebook does not know on a day: unread texts and figures, choices a body has not made.

Each item says what it blocks: the awards whose answer it keeps from *eligible*. Nothing here is a
fault of a dossier; it is work for a legal officer (texts) or for the body (slots).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.law.book.model import AwardEntry, Condition, SlotDeclaration
from thidua.law.book.rulebook import Rulebook
from thidua.law.slots import known_scope, slot
from thidua.law.values import NEEDS_DECISION, NEEDS_TEXT, UNKNOWN, Citation
from thidua.law.votes import vote_rule

KINDS = {
    "text": "Văn bản chưa nạp",
    "condition": "Điều kiện chưa đọc được",
    "reward": "Mức thưởng chưa đọc được",
    "vote": "Quy định bỏ phiếu chưa đọc được",
    "slot": "Ô chưa điền",
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """`key` names the place; `awards` are blocked by it, all of them with `effect`."""

    kind: str
    key: str
    statement: str
    statement_en: str
    instrument: str
    citation: Citation | None
    awards: tuple[str, ...]
    effect: str
    last_known: str | None = None

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "kind": self.kind,
            "key": self.key,
            "statement": self.statement_en if lang == "en" else self.statement,
            "instrument": self.instrument,
            "citation": self.citation.to_dict() if self.citation else None,
            "awards": list(self.awards),
            "effect": self.effect,
            "last_known": self.last_known,
        }


def unknowns(rb: Rulebook, *, on: date, scope: str | None = None) -> list[Unknown]:
    """Everything unread or unset for files received that day, for a body or (None) for nobody."""
    known_scope(rb, scope)
    found: list[Unknown] = []
    entries = [entry for info in rb.awards(on) if (entry := rb.award(info.code, on)) is not None]
    for entry in entries:
        found += _of_award(rb, entry, on)
    for entry in entries:
        found += _of_reward(rb, entry.code, on)
        found += _of_vote(rb, entry.code, on)
    known = [entry for e in entries if (entry := _text_of(rb, e, on)) is not None]
    for declared in rb.declarations(on):
        found += _of_slot(rb, declared, known, on, scope)
    return found


def _text_of(rb: Rulebook, entry: AwardEntry, on: date) -> AwardEntry | None:
    return entry if entry.loaded else rb.last_loaded(entry.code, on)


def _of_award(rb: Rulebook, entry: AwardEntry, on: date) -> Iterator[Unknown]:
    name, short = rb.award_name(entry.code, on), entry.instrument.short
    if not entry.loaded:
        known = rb.last_loaded(entry.code, on)
        yield Unknown(
            "text",
            f"award:{entry.code}",
            f"{name}: {short} chưa được đọc và nạp",
            f"{rb.info(entry.code).name_en}: {short} is not loaded",
            entry.instrument.key,
            entry.citation,
            (entry.code,),
            NEEDS_TEXT,
            known.instrument.short if known else None,
        )
        return
    for condition in _unread(entry.conditions):
        yield _condition(entry, condition, f"{entry.code}.{condition.id}", name)
    for route in entry.routes:
        for condition in _unread(route.conditions):
            key = f"{entry.code}.{route.id}.{condition.id}"
            yield _condition(entry, condition, key, f"{name}, {route.statement}")


def _unread(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        if condition.children:
            yield from _unread(condition.children)
        elif (
            condition.predicate == "unknown"
            or condition.confidence == UNKNOWN
            or None in condition.params.values()
        ):
            yield condition


def _condition(entry: AwardEntry, condition: Condition, key: str, place: str) -> Unknown:
    return Unknown(
        "condition",
        key,
        f"{place}: {condition.statement}",
        f"{entry.code}: {condition.statement_en}",
        entry.instrument.key,
        condition.citation,
        (entry.code,),
        NEEDS_TEXT,
    )


def _of_reward(rb: Rulebook, code: str, on: date) -> Iterator[Unknown]:
    entry = rb.entry(f"bonus:{code}", on)
    if entry is None:
        return
    rated = [*entry.rates.items()]
    rated += [
        (f"{who}.{to}", r) for who, rates in entry.by_authority.items() for to, r in rates.items()
    ]
    for recipient, rate in rated:
        if rate.multiple is None and not rate.none:
            yield Unknown(
                "reward",
                f"bonus:{code}.{recipient}",
                f"{rb.award_name(code, on)}: mức thưởng cho {recipient}",
                f"{rb.info(code).name_en}: reward of {recipient}",
                entry.instrument.key,
                rate.citation,
                (),
                NEEDS_TEXT,
            )


def _of_vote(rb: Rulebook, code: str, on: date) -> Iterator[Unknown]:
    rule = vote_rule(rb, award=code, received_on=on)
    if rule.citation is not None and rule.verdict == NEEDS_TEXT:
        yield Unknown(
            "vote",
            f"vote:{code}",
            f"{rb.award_name(code, on)}: tỷ lệ phiếu của hội đồng",
            f"{rb.info(code).name_en}: share of votes",
            rule.citation.instrument,
            rule.citation,
            (),
            NEEDS_TEXT,
        )


def _of_slot(
    rb: Rulebook,
    declared: SlotDeclaration,
    entries: list[AwardEntry],
    on: date,
    scope: str | None,
) -> Iterator[Unknown]:
    """An unset slot, or, where it is set award by award, each award it is not set for."""
    per_award = declared.awards or (None,)
    open_for = []
    for award in per_award:
        name = f"{declared.name}.{award}" if award else declared.name
        if not slot(rb, name, scope=scope, on=on).known:
            open_for.append(award)
    if not open_for:
        return
    using = tuple(entry.code for entry in entries if declared.name in slots_in_entry(entry))
    named = tuple(award for award in open_for if award)
    yield Unknown(
        "slot",
        f"slot:{declared.name}",
        declared.statement,
        declared.statement_en,
        declared.instrument.key,
        declared.citation,
        using or named,
        NEEDS_DECISION,
    )


def slots_in_entry(entry: AwardEntry) -> dict[str, None]:
    """Names of the slots that conditions of an award rest on, in their order."""
    routes = (condition for route in entry.routes for condition in route.conditions)
    every = (*entry.conditions, *routes)
    return dict.fromkeys(name for condition in every for name in _slots_in(condition))


def _slots_in(condition: Condition) -> Iterator[str]:
    for child in condition.children:
        yield from _slots_in(child)
    for name, value in condition.params.items():
        if name == "slot" or name.endswith("_slot"):
            yield str(value)
