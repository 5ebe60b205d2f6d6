"""The rulebook with a change in it: asked the same way, other answers where the file says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from thidua.eligibility.whatif.change import Change, ConditionChange
from thidua.law.book.model import (
    AwardEntry,
    BonusEntry,
    Condition,
    Rate,
    Route,
    SlotDeclaration,
    SlotFill,
)
from thidua.law.book.rulebook import Rulebook


class ChangedRulebook(Rulebook):
    """A view of `base`, which stays as it is: entries are made other when they are asked for."""

    def __init__(self, base: Rulebook, change: Change) -> None:
        self.__dict__.update(base.__dict__)
        # What base works out from its own entries stays there.
        self._base = base
        self._change = change
        self._made: dict[tuple[str, Any], Any] = {}

    def entry(self, key: str, day: date) -> Any:
        return self._other(key, self._base.entry(key, day))

    def last_loaded(self, code: str, day: date) -> AwardEntry | None:
        found: AwardEntry | None = self._other(f"award:{code}", self._base.last_loaded(code, day))
        return found

    def filled(self, scope: str, name: str, day: date) -> SlotFill | None:
        fill = self._base.filled(scope, name, day)
        for one in self._change.slots:
            if one.name == name and one.scope in (None, scope):
                declared = self._base.declaration(name.partition(".")[0], day)
                if fill is not None:
                    return replace(fill, value=one.value)
                if declared is not None:
                    return _filled(scope, name, declared, one.value)
        return fill

    def _other(self, key: str, entry: Any) -> Any:
        """The entry with the change; made once, since asking compares entries by identity."""
        place = (key, id(entry))
        if place not in self._made:
            self._made[place] = (entry, self._changed(entry))
        return self._made[place][1]

    def _changed(self, entry: Any) -> Any:
        if isinstance(entry, AwardEntry):
            mine = {
                one.condition: one for one in self._change.conditions if one.award == entry.code
            }
            return _with_conditions(entry, mine) if mine else entry
        if isinstance(entry, BonusEntry):
            return self._with_rates(entry)
        if isinstance(entry, SlotDeclaration):
            named = (one for one in self._change.slots if one.name == entry.name)
            for one in named:
                if one.scope is None:
                    return replace(entry, default=one.value)
        return entry

    def _with_rates(self, entry: BonusEntry) -> BonusEntry:
        rates = dict(entry.rates)
        for one in self._change.bonuses:
            if one.award != entry.award:
                continue
            known = rates.get(one.recipient)
            if known is not None:
                rates[one.recipient] = replace(known, multiple=one.multiple, none=False)
            elif entry.payer_citation is not None:
                rates[one.recipient] = Rate(one.multiple, entry.payer_citation, "UNKNOWN")
        return replace(entry, rates=rates)


def _filled(scope: str, name: str, declared: SlotDeclaration, value: Any) -> SlotFill:
    return SlotFill(name, scope, declared.instrument, value, declared.citation, declared.confidence)


def _with_conditions(entry: AwardEntry, changes: dict[str, ConditionChange]) -> AwardEntry:
    routes: list[Route] = [
        replace(route, conditions=_all(route.conditions, changes)) for route in entry.routes
    ]
    return replace(entry, conditions=_all(entry.conditions, changes), routes=tuple(routes))


def _all(
    conditions: tuple[Condition, ...], changes: dict[str, ConditionChange]
) -> tuple[Condition, ...]:
    kept = (one for one in conditions if not (one.id in changes and changes[one.id].drop))
    return tuple(_one(condition, changes) for condition in kept)


def _one(condition: Condition, changes: dict[str, ConditionChange]) -> Condition:
    if condition.kind != "leaf":
        return replace(condition, children=_all(condition.children, changes))
    change = changes.get(condition.id)
    if change is None:
        return condition
    return replace(condition, params={**condition.params, **change.params})
