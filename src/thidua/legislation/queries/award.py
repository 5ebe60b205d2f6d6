"""One award on a day: consolidated text, who decides, votes, papers, days, money, what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from thidua.law import Rulebook, SlotValue, bonus, slot
from thidua.law.bonus import Bonus
from thidua.law.book.model import AwardEntry, Condition, Instrument, Official, Route
from thidua.law.consolidate import kind_words
from thidua.law.consolidate_around import CONFIDENCE
from thidua.law.deadlines import Deadline, deadline, slots_of
from thidua.law.diff import PARTS, Change, diff
from thidua.law.explain import for_whom
from thidua.law.facts.words import SUBJECT_KINDS
from thidua.law.index import CYCLES, KINDS, AwardInfo
from thidua.law.unknowns import slots_in_entry
from thidua.law.votes import VoteRule, vote_rule

TONES = {"V": "ok", "V2": "info", "K": "warn", "UNKNOWN": "danger"}


@dataclass(frozen=True)
class Shown:
    """One condition for the page."""

    statement: str
    joint: str
    kind: str
    citation: str
    confidence: str
    tone: str
    children: list[Shown]


@dataclass(frozen=True)
class ShownRoute:
    """One route with its conditions."""

    route: Route
    whom: str
    opening: str
    confidence: str
    tone: str
    conditions: list[Shown]


@dataclass(frozen=True)
class Version:
    """One text of the award through time."""

    instrument: Instrument
    start: dt.date
    until: dt.date | None
    state: str
    current: bool
    official: Official | None


@dataclass(frozen=True)
class ChangeGroup:
    """Changes of one part of the text."""

    name: str
    changes: list[Change]


@dataclass(frozen=True)
class AwardPage:
    """All that the page of an award shows."""

    info: AwardInfo
    name: str
    kind: str
    on: dt.date
    entry: AwardEntry | None
    known: AwardEntry | None
    official: Official | None
    recipients: str
    cycle: str
    confidence: str
    tone: str
    common: list[Shown]
    conditions: list[Shown]
    routes: list[ShownRoute]
    vote: VoteRule | None
    vote_words: str
    deadline: Deadline
    rewards: list[tuple[str, Bonus]]
    slots: list[SlotValue]
    versions: list[Version]
    since: dt.date | None
    changes: list[ChangeGroup]

    @property
    def awaited(self) -> bool:
        """Whether the text of the day is not loaded, so that the last known one is shown."""
        return self.entry is not None and not self.entry.loaded


def award_page(rb: Rulebook, *, code: str, on: dt.date, scope: str | None) -> AwardPage:
    """The page of one award for files received that day, with the body's own choices."""
    info = rb.info(code)
    entry = rb.award(info.code, on)
    known = entry if entry is not None and entry.loaded else rb.last_loaded(info.code, on)
    versions = _versions(rb, info.code, on)
    since = next((v.start for v in versions if v.current), None)
    rule = vote_rule(rb, award=info.code, received_on=on, scope=scope)
    common = [
        item.condition
        for item in rb.common(on)
        if known is not None and set(item.kinds) & set(known.recipients)
    ]
    return AwardPage(
        info=info,
        name=info.name_on(on),
        kind=KINDS[info.kind],
        on=on,
        entry=entry,
        known=known,
        official=rb.official(f"award:{info.code}", entry.instrument.key) if entry else None,
        recipients=", ".join(
            SUBJECT_KINDS[kind] for kind in (known.recipients if known else info.recipients)
        ),
        cycle=CYCLES.get(known.cycle, known.cycle) if known else "",
        confidence=CONFIDENCE[known.confidence] if known else "",
        tone=TONES[known.confidence] if known else "",
        common=_shown(common),
        conditions=_shown(known.conditions) if known else [],
        routes=[_route(route) for route in known.routes] if known else [],
        vote=rule if rule.citation is not None else None,
        vote_words=_vote_words(rule),
        deadline=deadline(rb, award=info.code, received_on=on, scope=scope),
        rewards=_rewards(rb, info, on),
        slots=_slots(rb, info.code, known, on, scope),
        versions=versions,
        since=since,
        changes=_changes(rb, info.code, since),
    )


def _shown(conditions: Iterable[Condition]) -> list[Shown]:
    joints = {"all": "Đủ tất cả:", "any": "Một trong các điều kiện:", "leaf": ""}
    return [
        Shown(
            condition.statement,
            joints[condition.kind],
            kind_words(condition) if condition.kind == "leaf" else "",
            condition.citation.text,
            CONFIDENCE[condition.confidence],
            TONES[condition.confidence],
            _shown(condition.children),
        )
        for condition in conditions
    ]


def _route(route: Route) -> ShownRoute:
    opening = "Xét theo hồ sơ" if route.opening == "by_record" else "Chỉ xét khi có kết luận"
    return ShownRoute(
        route,
        for_whom(route),
        opening,
        CONFIDENCE[route.confidence],
        TONES[route.confidence],
        _shown(route.conditions),
    )


def _versions(rb: Rulebook, code: str, on: dt.date) -> list[Version]:
    """Newest first; a version lasts until the next one begins or its document lapses."""
    spoken = rb.speakers(f"award:{code}")
    made = []
    for number, item in enumerate(spoken):
        head, entry = item.instrument, item.entry
        after = [spoken[number + 1].instrument.in_force] if number + 1 < len(spoken) else []
        ends = [day for day in (*after, head.lapsed) if day is not None]
        until = min(ends) if ends else None
        state = "repealed" if entry is None else "loaded" if entry.loaded else "awaited"
        made.append(
            Version(
                head,
                head.in_force,
                until,
                state,
                head.in_force <= on and (until is None or on < until),
                rb.official(f"award:{code}", head.key),
            )
        )
    return made[::-1]


def _vote_words(rule: VoteRule) -> str:
    base = {"all_members": "tổng số thành viên", "present": "số thành viên dự họp"}
    if rule.threshold is None:
        return "Tỷ lệ do cơ quan quy định, chưa điền"
    share = f"{float(rule.threshold * 100):.4g}".replace(".", ",")
    more = "Trên" if rule.strict else "Từ"
    return f"{more} {share}% {base.get(rule.base, rule.base)}"


_RECIPIENTS = {
    "individual": "Cá nhân",
    "collective": "Tập thể",
    "household": "Hộ gia đình",
    "community": "Thôn, tổ dân phố, xã, phường",
}
_AUTHORITIES = {
    "thu_truong": "thủ trưởng cơ quan",
    "ubnd_xa": "cấp xã",
    "ubnd_huyen": "cấp huyện",
    "doanh_nghiep": "doanh nghiệp, hợp tác xã",
}


def _rewards(rb: Rulebook, info: AwardInfo, on: dt.date) -> list[tuple[str, Bonus]]:
    """The reward of each recipient by the money rules of the day, as a day of decision."""
    entry = rb.entry(f"bonus:{info.code}", on)
    if entry is None:
        return []
    asked: list[tuple[str, str, str | None]] = [
        (_RECIPIENTS.get(to, to), to, None) for to in entry.rates
    ]
    for who, rates in entry.by_authority.items():
        named = _AUTHORITIES.get(who, who)
        asked += [(f"{_RECIPIENTS.get(to, to)}, {named}", to, who) for to in rates]
    return [
        (words, bonus(rb, award=info.code, recipient=to, decided_on=on, authority=who))
        for words, to, who in asked
    ]


def _slots(
    rb: Rulebook, code: str, entry: AwardEntry | None, on: dt.date, scope: str | None
) -> list[SlotValue]:
    names = list(slots_in_entry(entry)) if entry else []
    names += [declared.name for declared in slots_of(rb, award=code, on=on)]
    rule = rb.entry(f"vote:{code}", on)
    if rule is not None and rule.slot:
        names.append(f"{rule.slot}.{code}")
    return [slot(rb, name, scope=scope, on=on) for name in dict.fromkeys(names)]


def _changes(rb: Rulebook, code: str, since: dt.date | None) -> list[ChangeGroup]:
    """What the text of the day changed in the one before it."""
    if since is None:
        return []
    found = diff(rb, award=code, received_on=(since - dt.timedelta(days=1), since))
    return [
        ChangeGroup(PARTS[part], [change for change in found if change.part == part])
        for part in dict.fromkeys(change.part for change in found)
    ]
