"""The catalogue of awards on a day: found by words without marks, by kind, level and state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from thidua.kit.text import fold
from thidua.law import Rulebook
from thidua.law.book.model import AwardEntry, Condition
from thidua.law.index import KINDS, AwardInfo
from thidua.law.values import UNKNOWN

LEVELS = {
    "state_president": "Chủ tịch nước",
    "state": "Nhà nước",
    "government": "Chính phủ",
    "prime_minister": "Thủ tướng Chính phủ",
    "ministry_province": "Bộ, ban, ngành, tỉnh",
    "army_region": "Quân khu và tương đương",
    "grassroots": "Cơ sở",
    "commune": "Xã, phường, đặc khu",
}


@dataclass(frozen=True)
class Listed:
    """One award in the list: where its text stands, how far it was checked."""

    info: AwardInfo
    instrument: str
    loaded: bool
    conditions: int
    checked: int
    unread: int

    @property
    def level(self) -> str:
        return LEVELS.get(self.info.level, self.info.level)

    @property
    def unchecked(self) -> int:
        return self.conditions - self.checked - self.unread


@dataclass(frozen=True)
class Group:
    """Awards of one kind, in the order of the index."""

    key: str
    name: str
    awards: list[Listed]


@dataclass(frozen=True)
class Catalogue:
    """What is found, with the numbers behind every filter."""

    groups: list[Group]
    total: int
    found: int
    kinds: list[tuple[str, str, int]]
    levels: list[tuple[str, str]]


def catalogue(
    rb: Rulebook, *, on: dt.date, q: str = "", kind: str = "", level: str = "", state: str = ""
) -> Catalogue:
    """Every award that the text of the day speaks of, as far as the filters leave it."""
    every = [_listed(rb, info, on) for info in rb.awards(on)]
    words = fold(q).split()
    plain = [
        item
        for item in every
        if all(word in _haystack(item.info) for word in words)
        and (not level or item.info.level == level)
        and _in_state(item, state)
    ]
    counts = Counter(item.info.kind for item in plain)
    found = [item for item in plain if not kind or item.info.kind == kind]
    return Catalogue(
        groups=[
            Group(key, name, awards)
            for key, name in KINDS.items()
            if (awards := [item for item in found if item.info.kind == key])
        ],
        total=len(every),
        found=len(found),
        kinds=[(key, name, counts[key]) for key, name in KINDS.items() if counts[key]],
        levels=[(key, name) for key, name in LEVELS.items() if _any_at(every, key)],
    )


def _any_at(every: list[Listed], level: str) -> bool:
    return any(item.info.level == level for item in every)


def _in_state(item: Listed, state: str) -> bool:
    if state == "cho-van-ban":
        return not item.loaded
    if state == "chua-doc-het":
        return item.loaded and bool(item.unread)
    if state == "da-doc":
        return item.loaded and not item.unread
    return True


def _haystack(info: AwardInfo) -> str:
    names = (info.name, info.short_name, info.code, *(name for _, name in info.names))
    return fold(" ".join((*names, *info.aliases)))


def _listed(rb: Rulebook, info: AwardInfo, on: dt.date) -> Listed:
    entry = rb.award(info.code, on)
    assert entry is not None  # noqa: S101 - rb.awards lists what is stated on the day
    known = entry if entry.loaded else rb.last_loaded(info.code, on)
    confidences = [c.confidence for c in leaves(known)] if known else []
    return Listed(
        info,
        entry.instrument.short,
        entry.loaded,
        len(confidences),
        sum(word in ("V", "V2") for word in confidences),
        confidences.count(UNKNOWN),
    )


def leaves(entry: AwardEntry) -> list[Condition]:
    """Every condition of an award that is no group of others."""
    waiting = [*entry.conditions, *(c for route in entry.routes for c in route.conditions)]
    found = []
    while waiting:
        condition = waiting.pop(0)
        if condition.children:
            waiting = [*condition.children, *waiting]
        else:
            found.append(condition)
    return found
