"""What changed for one award between two days of receipt: the legal diff of consolidated texts.

Both days are consolidated (latest instrument in force that speaks of the award) and compared
part by part: who, authority, conditions, routes, vote, papers. Reward multiples are compared by
the same two days, as days of decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from thidua.law.book.model import AwardEntry, Condition, Rate, Route
from thidua.law.book.rulebook import Rulebook
from thidua.law.explain import for_whom
from thidua.law.facts import words as w
from thidua.law.index import CYCLES
from thidua.law.values import Citation
from thidua.law.votes import vote_rule

PARTS = {
    "text": "Văn bản",
    "recipients": "Đối tượng",
    "authority": "Thẩm quyền",
    "cycle": "Thời điểm xét",
    "posthumous": "Truy tặng",
    "common": "Điều kiện chung",
    "condition": "Điều kiện của mọi đường xét",
    "route": "Đường xét",
    "route_condition": "Điều kiện của đường xét",
    "vote": "Bỏ phiếu",
    "paper": "Hồ sơ",
    "reward": "Tiền thưởng",
}
NO_TEXT = "Không có văn bản nào được nạp cho ngày này"


@dataclass(frozen=True, slots=True)
class Item:
    """One comparable statement of a text: where it belongs, what it says, on what it stands."""

    part: str
    key: str
    text: str
    text_en: str
    citation: Citation | None
    confidence: str | None = None
    # The parameters in a fixed form: a changed figure under the same words is seen.
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` is added, removed, changed, or moved: the same words under another citation."""

    part: str
    key: str
    kind: str
    before: Item | None
    after: Item | None

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "part": self.part,
            "key": self.key,
            "kind": self.kind,
            "before": _said(self.before, lang),
            "after": _said(self.after, lang),
        }


def diff(rb: Rulebook, *, award: str, received_on: tuple[date, date]) -> list[Change]:
    """The changes from the first day to the second, in the order of a text; empty when none.

    Where the text of one day is not loaded nobody knows what became of its conditions: they are
    left out rather than shown as ended.
    """
    code = rb.resolve_code(award)
    readable = all(_loaded(rb, code, day) for day in received_on)
    before, after = (_items(rb, code, day, readable=readable) for day in received_on)
    changes = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        kind = _kind(old, new)
        if kind:
            changes.append(Change(key[0], key[1], kind, *_told_apart(old, new)))
    order = list(PARTS)
    return sorted(changes, key=lambda change: order.index(change.part))


def diff_to_dict(
    rb: Rulebook, *, award: str, received_on: tuple[date, date], lang: str = "vi"
) -> dict[str, Any]:
    """`thidua-diff/1`: what `thidua law diff --json` prints."""
    code = rb.resolve_code(award)
    changes = diff(rb, award=award, received_on=received_on)
    return {
        "format": "thidua-diff/1",
        "award": code,
        "name": rb.info(code).name_en if lang == "en" else rb.award_name(code, received_on[1]),
        "received_on": [day.isoformat() for day in received_on],
        "instruments": [_instrument(rb, code, day) for day in received_on],
        "comparable": all(_loaded(rb, code, day) for day in received_on),
        "same": not changes,
        "changes": [change.to_dict(lang) for change in changes],
    }


def _loaded(rb: Rulebook, code: str, day: date) -> bool:
    entry = rb.award(code, day)
    return entry is not None and entry.loaded


def _instrument(rb: Rulebook, code: str, day: date) -> str | None:
    entry = rb.award(code, day)
    return entry.instrument.short if entry else None


def _kind(old: Item | None, new: Item | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    unread = old.confidence == "UNKNOWN", new.confidence == "UNKNOWN"
    if (old.text, old.figures) != (new.text, new.figures) or unread[0] != unread[1]:
        return "changed"
    same_place = (old.citation and old.citation.text) == (new.citation and new.citation.text)
    return "" if same_place else "moved"


def _told_apart(old: Item | None, new: Item | None) -> tuple[Item | None, Item | None]:
    """The figures are said with the words where the words alone would read the same."""
    if old is None or new is None or old.text != new.text or old.figures == new.figures:
        return old, new
    return _with_figures(old), _with_figures(new)


def _with_figures(item: Item) -> Item:
    said = f" [{item.figures}]"
    return replace(item, text=item.text + said, text_en=item.text_en + said)


def _said(item: Item | None, lang: str) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "text": item.text_en if lang == "en" and item.text_en else item.text,
        "citation": item.citation.to_dict() if item.citation else None,
        "confidence": item.confidence,
    }


def _items(rb: Rulebook, code: str, day: date, *, readable: bool) -> Mapping[tuple[str, str], Item]:
    return {(item.part, item.key): item for item in _all(rb, code, day, readable=readable)}


def _all(rb: Rulebook, code: str, day: date, *, readable: bool) -> Iterator[Item]:
    entry = rb.award(code, day)
    if entry is None:
        yield Item("text", "text", NO_TEXT, "No text of that day is loaded", None)
    else:
        yield from _text(entry)
    if entry is not None and readable:
        yield from _entry(rb, entry, day)
    yield from _vote(rb, code, day)
    papers = rb.entry(f"documents:{code}", day)
    for paper in papers.documents if papers else ():
        yield Item(
            "paper",
            paper.code,
            f"{paper.name} ({paper.copies} bản)",
            f"{paper.name_en or paper.name} ({paper.copies})",
            paper.citation,
            paper.confidence,
        )
    yield from _rewards(rb, code, day)


def _text(entry: AwardEntry) -> Iterator[Item]:
    state = "đã nạp" if entry.loaded else "chờ văn bản"
    state_en = "loaded" if entry.loaded else "awaiting the official text"
    short = entry.instrument.short
    yield Item("text", "text", f"{short}: {state}", f"{short}: {state_en}", entry.citation)


def _entry(rb: Rulebook, entry: AwardEntry, day: date) -> Iterator[Item]:
    kinds = ", ".join(w.SUBJECT_KINDS[kind] for kind in entry.recipients)
    yield Item("recipients", "recipients", kinds, ", ".join(entry.recipients), entry.citation)
    yield Item(
        "authority", "authority", entry.authority, "", entry.authority_citation, entry.confidence
    )
    cycle = CYCLES.get(entry.cycle, entry.cycle)
    yield Item("cycle", "cycle", cycle, entry.cycle, entry.citation, entry.confidence)
    died = {True: ("có", "yes"), False: ("không", "no"), None: ("chưa đọc được", "unread")}
    yield Item(
        "posthumous",
        "posthumous",
        *died[entry.posthumous],
        entry.posthumous_citation,
        entry.posthumous_confidence,
    )
    for stated in rb.common(day):
        if set(stated.kinds) & set(entry.recipients):
            yield from _conditions("common", "", (stated.condition,))
    yield from _conditions("condition", "", entry.conditions)
    for route in entry.routes:
        yield from _route(route)


def _route(route: Route) -> Iterator[Item]:
    opening, opening_en = "xét theo hồ sơ", "by record"
    if route.opening != "by_record":
        opening = f"chỉ xét khi có kết luận {', '.join(route.claims)}"
        opening_en = f"on a finding {', '.join(route.claims)}"
    yield Item(
        "route",
        route.id,
        f"{route.statement} ({for_whom(route)}; {opening})",
        f"{route.statement_en} ({', '.join(route.who.kinds)}; {opening_en})",
        route.citation,
        route.confidence,
    )
    yield from _conditions("route_condition", f"{route.id}.", route.conditions)


def _conditions(part: str, prefix: str, conditions: tuple[Condition, ...]) -> Iterator[Item]:
    for item in conditions:
        key = f"{prefix}{item.id}"
        yield Item(
            part,
            key,
            item.statement,
            item.statement_en,
            item.citation,
            item.confidence,
            _figures(item),
        )
        yield from _conditions(part, f"{key}.", item.children)


def _figures(condition: Condition) -> str:
    return ", ".join(f"{name}: {_plain(value)}" for name, value in condition.params.items())


def _plain(value: Any) -> str:
    if value is None:
        return "UNKNOWN"
    if isinstance(value, (tuple, list)):
        return "(" + ", ".join(map(_plain, value)) + ")"
    return str(value)


def _vote(rb: Rulebook, code: str, day: date) -> Iterator[Item]:
    rule = vote_rule(rb, award=code, received_on=day)
    if rule.citation is None:
        return
    base, base_en = {
        "all_members": ("tổng số thành viên", "of all members"),
        "present": ("số thành viên dự họp", "of those present"),
    }.get(rule.base, (rule.base, rule.base))
    if rule.threshold is None:
        said, english = "tỷ lệ do cơ quan quy định", "share left to the body"
    else:
        share = f"{float(rule.threshold * 100):g}".replace(".", ",")
        said = f"{'trên' if rule.strict else 'từ'} {share}% {base}"
        english = f"{'more than' if rule.strict else 'at least'} {share}% {base_en}"
    secret = {
        True: ("phiếu kín", "secret"),
        False: ("không bắt buộc phiếu kín", "need not be secret"),
        None: ("văn bản không nói về phiếu kín", "the text is silent on secrecy"),
    }[rule.secret]
    yield Item(
        "vote",
        "vote",
        f"{said}; {secret[0]}",
        f"{english}; {secret[1]}",
        rule.citation,
        rule.confidence,
    )


def _rewards(rb: Rulebook, code: str, day: date) -> Iterator[Item]:
    entry = rb.entry(f"bonus:{code}", day)
    if entry is None:
        return
    for recipient, rate in entry.rates.items():
        yield _reward(recipient, rate)
    for authority, rates in entry.by_authority.items():
        for recipient, rate in rates.items():
            yield _reward(f"{authority}.{recipient}", rate)


def _reward(key: str, rate: Rate) -> Item:
    most, most_en = ("tối đa ", "at most ") if rate.at_most else ("", "")
    if rate.none:
        said, english = "không quy định tiền thưởng", "no money is set"
    elif rate.multiple is None:
        said, english = "mức chưa đọc được", "unread"
    else:
        figure = f"{float(rate.multiple):g}"
        said = f"{most}{figure.replace('.', ',')} lần mức lương cơ sở"
        english = f"{most_en}{figure} times the base salary"
    return Item("reward", key, f"{key}: {said}", f"{key}: {english}", rate.citation)
