"""Reading a file of changes (`thidua-change/1`): small, shareable, checked against the rulebook.

format: thidua-change/1
name: Nâng tỷ lệ CSTĐ cơ sở lên 20%
quotas: [{award: cstd-co-so, of: ldtt, percent: 20}]
slots: [{name: so_thang_cong_tac_toi_thieu, value: 8}]
conditions: [{award: cstd-cap-tinh, condition: ba-lan-lien-tuc, set: {times: 2}}]
bonuses: [{award: ldtt, recipient: individual, multiple: 0.5}]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from thidua.law import LawError
from thidua.law.book.conditions import read_param
from thidua.law.book.model import AwardEntry, BonusEntry, Condition
from thidua.law.book.reader import Reader, Source
from thidua.law.book.rulebook import Rulebook
from thidua.law.book.slots import slot_value
from thidua.law.errors import Say
from thidua.law.vocabulary import PREDICATES
from thidua.law.yamlio import parse_yaml

FORMAT = "thidua-change/1"
LARGEST = 100_000  # characters: a change is a page, not a rulebook
_KINDS = ("quotas", "slots", "conditions", "bonuses")


@dataclass(frozen=True)
class QuotaChange:
    """At most `percent` of the holders of `of` in each body may get `award`; None: no limit."""

    award: str
    of: str
    percent: Fraction | None


@dataclass(frozen=True)
class SlotChange:
    """What a body chooses inside the law, for every body or for one `scope`."""

    name: str
    value: Any
    scope: str | None
    before: str


@dataclass(frozen=True)
class ConditionChange:
    """Parameters of one condition of an award; `drop` leaves the condition out."""

    award: str
    condition: str
    statement: str
    params: dict[str, Any]
    before: dict[str, Any]
    drop: bool


@dataclass(frozen=True)
class BonusChange:
    """How many times the base salary goes with an award."""

    award: str
    recipient: str
    multiple: Fraction
    before: Fraction | None


@dataclass(frozen=True)
class Change:
    """Everything one file changes; `text` is the file itself, to be shared with the report."""

    name: str
    reason: str
    law_on: date | None
    quotas: tuple[QuotaChange, ...]
    slots: tuple[SlotChange, ...]
    conditions: tuple[ConditionChange, ...]
    bonuses: tuple[BonusChange, ...]
    text: str

    @property
    def awards(self) -> tuple[str, ...]:
        """Awards that the file names."""
        named = [one.award for one in self.quotas]
        named += [one.award for one in self.conditions]
        named += [one.award for one in self.bonuses]
        named += [one.name.partition(".")[2] for one in self.slots if "." in one.name]
        return tuple(dict.fromkeys(named))


def read_change(
    text: str, rulebook: Rulebook, *, on: date, file: str | Path = "thay-doi.yaml"
) -> Change:
    """The change of a file, checked by the rulebook of the day `on` (or of its own `law_on`).

    Raises LawError with the place in the file, what was found and what to do.
    """
    path = Path(file)
    source = Source(path, "", {})
    if len(text) > LARGEST:
        raise _refuse(source, "tệp dài quá 100.000 ký tự.", "the file is too long.")
    top = Reader.over(source, parse_yaml(text, file=path, error=LawError))
    top.only("format", "name", "reason", "law_on", *_KINDS)
    if top.text("format", "") != FORMAT:
        raise top.fail(
            "format",
            Say("không phải tệp thay đổi quy định.", "not a file of changes."),
            expected=Say(FORMAT, FORMAT),
            found=top.data.get("format"),
        )
    day = (top.day("law_on") if top.has("law_on") else None) or on
    change = Change(
        name=top.text("name"),
        reason=top.text("reason", ""),
        law_on=day if top.has("law_on") else None,
        quotas=tuple(_quota(item, rulebook, day) for item in _maps(top, "quotas")),
        slots=tuple(_slot(item, rulebook, day) for item in _maps(top, "slots")),
        conditions=tuple(_condition(item, rulebook, day) for item in _maps(top, "conditions")),
        bonuses=tuple(_bonus(item, rulebook, day) for item in _maps(top, "bonuses")),
        text=text,
    )
    if not (change.quotas or change.slots or change.conditions or change.bonuses):
        raise _refuse(
            source,
            "tệp không thay đổi gì: ghi ít nhất một mục quotas, slots, conditions hoặc bonuses.",
            "the file changes nothing: write quotas, slots, conditions or bonuses.",
        )
    return change


def _maps(top: Reader, key: str) -> Iterator[Reader]:
    return top.maps(key) if top.has(key) else iter(())


def _refuse(source: Source, vi: str, en: str) -> LawError:
    return Reader(source, {}).fail(None, Say(vi, en))


def _quota(item: Reader, rulebook: Rulebook, on: date) -> QuotaChange:
    item.only("award", "of", "percent")
    award = _spoken(item, "award", rulebook, on).code
    of = _spoken(item, "of", rulebook, on).code
    if of == award:
        raise item.fail("of", Say("tỷ lệ phải tính trên khen thưởng khác.", "of another award."))
    if item.data.get("percent") == "none":
        return QuotaChange(award, of, None)
    percent = item.fraction("percent")
    if percent is None or not 0 <= percent <= 100:
        raise item.fail(
            "percent",
            Say("tỷ lệ phải từ 0 đến 100, hoặc none.", "0 to 100, or none."),
            found=item.data.get("percent"),
        )
    return QuotaChange(award, of, percent)


def _slot(item: Reader, rulebook: Rulebook, on: date) -> SlotChange:
    item.only("name", "value", "scope")
    name = item.text("name")
    base, _, award = name.partition(".")
    declared = rulebook.declaration(base, on)
    if declared is None or bool(award) != bool(declared.awards):
        listed = ", ".join(sorted(one.name for one in rulebook.declarations(on)))
        raise item.fail(
            "name",
            Say("không có ô (slot) này trong bộ quy tắc.", "the rulebook has no such slot."),
            found=name,
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
        )
    scope = item.word("scope", tuple(rulebook.scopes())) if item.has("scope") else None
    return SlotChange(
        name, slot_value(item, "value", declared), scope, _chosen_now(rulebook, name, scope, on)
    )


def _chosen_now(rulebook: Rulebook, name: str, scope: str | None, on: date) -> str:
    """What holds today: the default of the law, or the choices of the bodies concerned."""
    declared = rulebook.declaration(name.partition(".")[0], on)
    scopes = [scope] if scope else rulebook.scopes()
    fills = [fill for one in scopes if (fill := rulebook.filled(one, name, on)) is not None]
    found = dict.fromkeys(_shown(fill.value) for fill in fills)
    if not found and declared is not None:
        found = dict.fromkeys([_shown(declared.default)])
    return "; ".join(text for text in found if text)


def _condition(item: Reader, rulebook: Rulebook, on: date) -> ConditionChange:
    item.only("award", "condition", "set", "drop")
    entry = _spoken(item, "award", rulebook, on)
    known = {one.id: one for one in conditions_of(entry)}
    wanted = item.text("condition")
    if wanted not in known:
        listed = ", ".join(known) or "-"
        raise item.fail(
            "condition",
            Say("khen thưởng này không có điều kiện mã đó.", "no such condition."),
            found=wanted,
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
        )
    condition, drop = known[wanted], item.flag("drop", False)
    if drop == item.has("set"):
        raise item.fail(
            None, Say("ghi set hoặc drop: true, đúng một trong hai.", "either set or drop: true.")
        )
    params = {} if drop else _params(item.map("set"), condition)
    before = {name: condition.params.get(name) for name in params}
    return ConditionChange(entry.code, wanted, condition.statement, params, before, drop)


def _params(given: Reader, condition: Condition) -> dict[str, Any]:
    if condition.kind != "leaf":
        raise given.fail(
            None,
            Say("điều kiện này gồm nhiều điều kiện: sửa từng điều kiện con.", "change its parts."),
            found=condition.id,
        )
    shape = PREDICATES[condition.predicate]
    given.only(*shape)
    if not given.data:
        raise given.fail(None, Say("set chưa ghi tham số nào.", "set names no parameter."))
    return {str(key): read_param(given, str(key), shape[str(key)]) for key in given.data}


def _bonus(item: Reader, rulebook: Rulebook, on: date) -> BonusChange:
    item.only("award", "recipient", "multiple")
    award = _spoken(item, "award", rulebook, on).code
    entry: BonusEntry | None = rulebook.entry(f"bonus:{award}", on)
    rates = dict(entry.rates) if entry is not None else {}
    recipient = item.word("recipient", tuple(rates) or ("individual",), "individual")
    multiple = item.fraction("multiple")
    if multiple is None or not 0 <= multiple <= 1000:
        raise item.fail(
            "multiple",
            Say("số lần lương cơ sở phải từ 0 đến 1000.", "0 to 1000 times the base salary."),
            found=item.data.get("multiple"),
        )
    known = rates.get(recipient)
    return BonusChange(award, recipient, multiple, known.multiple if known else None)


def _spoken(item: Reader, key: str, rulebook: Rulebook, on: date) -> AwardEntry:
    """The entry of an award in force that day, by the last known text where one is awaited."""
    code = item.award(key)
    entry = rulebook.award(code, on)
    if entry is None or not entry.loaded:
        entry = rulebook.last_loaded(code, on)
    if entry is None:
        raise item.fail(
            key,
            Say(
                f"văn bản áp dụng ngày {on:%d/%m/%Y} không có khen thưởng này.",
                f"no text of {on} speaks of this award.",
            ),
            found=code,
        )
    return entry


def conditions_of(entry: AwardEntry) -> Iterator[Condition]:
    """Every condition of an award with those below it."""

    def below(condition: Condition) -> Iterator[Condition]:
        yield condition
        for child in condition.children:
            yield from below(child)

    for one in (*entry.conditions, *(c for route in entry.routes for c in route.conditions)):
        yield from below(one)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, tuple):
        return ", ".join(_shown(one) for one in value)
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    return str(getattr(value, "id", value))


def said(change: Change, rulebook: Rulebook) -> list[tuple[str, str, str]]:
    """(what, before, after) of each line of the file, in words."""
    lines = []
    for quota in change.quotas:
        name, of = rulebook.info(quota.award).short_name, rulebook.info(quota.of).short_name
        after = "không giới hạn" if quota.percent is None else f"{_shown(quota.percent)}%"
        lines.append((f"Tỷ lệ {name} tối đa so với số người đạt {of}", "", after))
    for slot in change.slots:
        declared = rulebook.declaration(slot.name.partition(".")[0], change.law_on or date.today())
        what = declared.statement if declared else slot.name
        whom = f" ({slot.scope})" if slot.scope else ""
        lines.append((f"{what}{whom}", slot.before, _shown(slot.value)))
    for one in change.conditions:
        what = f"{rulebook.info(one.award).short_name}: {one.statement}"
        before = ", ".join(f"{name}: {_shown(value)}" for name, value in one.before.items())
        after = ", ".join(f"{name}: {_shown(value)}" for name, value in one.params.items())
        lines.append((what, before, "bỏ điều kiện" if one.drop else after))
    for bonus in change.bonuses:
        what = f"Tiền thưởng {rulebook.info(bonus.award).short_name}, số lần lương cơ sở"
        lines.append((what, _shown(bonus.before), _shown(bonus.multiple)))
    return lines
