"""Several awards decided at once: which rewards are paid, and why.

Articles: NĐ 152/2025 Điều 49 khoản 5, 6, 7; the decrees before it had rules of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from thidua.law.bonus import bonus
from thidua.law.book.model import MoneyRules
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import QuestionError, Say
from thidua.law.facts.model import Period
from thidua.law.index import award_index
from thidua.law.values import Citation


@dataclass(frozen=True, slots=True)
class TogetherAward:
    """One award of the decision with its achievement period; forms also name the achievement."""

    code: str
    recipient: str | None = None
    period: Period | None = None
    achievement: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class TogetherItem:
    """`paid` is None where the rule of that time was not read: people decide."""

    code: str
    amount: int | None
    paid: bool | None
    reason: str
    citation: Citation | None
    reason_en: str = ""

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "code": self.code,
            "amount": self.amount,
            "paid": self.paid,
            "reason": self.reason_en if lang == "en" else self.reason,
            "citation": self.citation.to_dict() if self.citation else None,
        }


@dataclass(frozen=True, slots=True)
class Together:
    decided_on: date
    awards: tuple[TogetherItem, ...]
    total: int

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "decided_on": self.decided_on.isoformat(),
            "awards": [item.to_dict(lang) for item in self.awards],
            "total": self.total,
        }


_REASONS = {
    "alone": ("Được chi thưởng", "Paid"),
    "highest": (
        "Mức cao nhất trong các {what} cùng thời gian đạt thành tích",
        "The highest of the same period",
    ),
    "lower": ("Chỉ chi mức cao nhất: {winner}", "Only the highest is paid: {winner}"),
    "all": ("Chi đủ vì thời gian đạt thành tích khác nhau", "Paid: the periods differ"),
    "unread": (
        "Quy định của thời kỳ này chưa đọc được, cần người có thẩm quyền quyết định",
        "Rule not read: people decide",
    ),
    "overlap": (
        "Các khen thưởng trùng nhau từng phần, cần người có thẩm quyền quyết định",
        "These overlap in part: people decide",
    ),
    "no_rate": ("Chưa có mức thưởng trong bộ quy tắc", "No rate in the rulebook"),
}


def bonus_together(
    rb: Rulebook, *, decided_on: date, recipient: str | None, awards: Sequence[TogetherAward]
) -> Together:
    """What is paid of several awards decided the same day for one subject.

    Titles of one period: the highest. Forms for one achievement: the highest. A title and a form:
    as the decree of the day says. Raises QuestionError when a period that decides is missing.
    """
    rules: MoneyRules | None = rb.entry("money-rules", decided_on)
    items = []
    for number, award in enumerate(awards):
        code = rb.resolve_code(award.code)
        who = award.recipient or recipient
        if who is None:
            raise QuestionError(
                Say("chưa ghi đối tượng nhận.", "the recipient is missing."),
                place=f"awards[{number}].recipient",
            )
        if award.period is None and len(awards) > 1:
            raise QuestionError(
                Say("chưa ghi thời gian đạt thành tích.", "the achievement period is missing."),
                place=f"awards[{number}].period",
                todo=Say("thêm period: {from: ..., to: ...}", "add period: {from: ..., to: ...}"),
            )
        money = bonus(
            rb, award=award.code, recipient=who, decided_on=decided_on, authority=award.authority
        )
        item = _Item(
            replace(award, code=code, recipient=who),
            award_index()[code].kind,
            money.amount,
            money.citations,
        )
        items.append(item)
    if rules is not None:
        for who in dict.fromkeys(item.award.recipient for item in items):
            _settle_recipient([item for item in items if item.award.recipient == who], rules, rb)
    done = tuple(item.result() for item in items)
    return Together(decided_on, done, sum(item.amount or 0 for item in done if item.paid))


@dataclass(slots=True)
class _Item:
    award: TogetherAward
    kind: str
    amount: int | None
    citations: tuple[Citation, ...]
    paid: bool | None = True
    why: str = "alone"
    winner: str = ""
    what: str = ""
    citation: Citation | None = None

    @property
    def title(self) -> bool:
        return self.kind == "danh_hieu_thi_dua"

    def result(self) -> TogetherItem:
        if self.amount is None:
            self.paid, self.why = None, "no_rate"
        vi, en = (text.format(winner=self.winner, what=self.what) for text in _REASONS[self.why])
        citation = self.citation or (self.citations[0] if self.citations else None)
        return TogetherItem(self.award.code, self.amount, self.paid, vi, citation, en)


def _settle_recipient(own: list[_Item], rules: MoneyRules, rb: Rulebook) -> None:
    """People and units never compete: titles, then forms, then titles beside forms of one."""
    titles = [item for item in own if item.title]
    forms = [item for item in own if not item.title]
    _settle(titles, rules, rb, "danh hiệu", "titles_same_period", "titles_different_periods")
    _settle(forms, rules, rb, "hình thức khen thưởng", "forms_same", "forms_different")
    _titles_and_forms(own, rules, rb)


def _settle(
    items: list[_Item], rules: MoneyRules, rb: Rulebook, what: str, same: str, different: str
) -> None:
    """Settles titles, or forms, of one recipient."""
    groups = _groups(items)
    for group in groups:
        if len(group) > 1 and all(_same_result(one, other) for one in group for other in group):
            _highest(group, rules, rb, what, same)
        elif len(group) > 1:
            # One overlaps two that do not overlap each other: no text says which is left out.
            for item in group:
                item.paid, item.why, item.citation = None, "overlap", rules.several[same][1]
    if len(groups) > 1:
        paid, citation, _ = rules.several[different]
        for item in items:
            if item.why == "alone":
                item.why, item.citation = (
                    ("all", citation) if paid == "all" else ("unread", citation)
                )
                item.paid = True if paid == "all" else None


def _groups(items: list[_Item]) -> list[list[_Item]]:
    """Awards that reward one result, directly or through a third."""
    groups: list[list[_Item]] = []
    for item in items:
        near = [group for group in groups if any(_same_result(item, other) for other in group)]
        for group in near:
            groups.remove(group)
        groups.append([*(other for group in near for other in group), item])
    return groups


def _same_result(one: _Item, other: _Item) -> bool:
    """Titles reward one result by their period; forms by their period or their achievement."""
    if one.award.period == other.award.period:
        return True
    achievement = one.award.achievement
    return not one.title and achievement is not None and achievement == other.award.achievement


def _highest(group: list[_Item], rules: MoneyRules, rb: Rulebook, what: str, case: str) -> None:
    paid, citation, _ = rules.several[case]
    best = max(group, key=lambda item: item.amount or 0)
    for item in group:
        item.citation, item.what = citation, what
        if paid == "UNKNOWN" or any(other.amount is None for other in group):
            # One rate that was not read may be the highest.
            item.paid, item.why = None, "unread"
        elif paid == "highest" and item is not best:
            item.paid, item.why, item.winner = False, "lower", rb.award_name(best.award.code)
        elif paid == "highest":
            item.why = "highest"


def _titles_and_forms(items: list[_Item], rules: MoneyRules, rb: Rulebook) -> None:
    """Titles beside forms of one recipient: both, or before 2017 only the highest of all."""
    titles = [item for item in items if item.title and item.paid]
    forms = [item for item in items if not item.title and item.paid]
    paid, citation, _ = rules.several["title_and_form"]
    if not titles or not forms:
        return
    if paid == "highest":
        _highest(
            [*titles, *forms], rules, rb, "danh hiệu và hình thức khen thưởng", "title_and_form"
        )
    else:
        for item in (*titles, *forms):
            item.citation = item.citation or citation
