"""One question put to the rulebook: the history, the year, the way back to the evaluator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from thidua.law.book.model import AwardEntry, Condition
from thidua.law.book.rulebook import Rulebook
from thidua.law.facts.model import NO_YEAR, AwardHeld, Facts, Finding, awards_of
from thidua.law.slots import SlotValue, slot
from thidua.law.values import ELIGIBLE, NOT_ELIGIBLE
from thidua.law.verdict import Gap, Judged, ReasonNode

# These may not ground a merit commendation upward (NĐ 152/2025 Điều 4 khoản 3).
NO_GROUND = ("chuyen_de", "dot_xuat")


UNREAD_COUNTING = "cách tính thời gian cho lần khen sau của thời kỳ này chưa đọc được"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a predicate found: value, the facts used, the facts missing, one short sentence."""

    value: str
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""
    children: tuple[ReasonNode, ...] = ()
    attested: Judged | None = None
    decided: Judged | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """An earlier award that counted a year; with a gap it only may have."""

    award: AwardHeld
    year: int
    start: date | None
    gap: Gap | None

    def text(self, name: str) -> str:
        """Why the year does not count: rewarded already, or begun before counting starts anew."""
        if self.year > self.award.year and self.start is not None:
            since = f"thành tích tính lại từ ngày {day(self.start)}"
            return f"năm {self.year}: {since}, sau {name} năm {self.award.year}"
        return f"năm {self.year} đã tính cho {name} năm {self.award.year}"


@dataclass(slots=True)
class Case:
    """Facts with indexes, and callbacks into the evaluator for nested questions."""

    rb: Rulebook
    facts: Facts
    year: int
    received_on: date
    scope: str | None
    provisional: bool
    judge_award: Callable[[str], ReasonNode]
    judge: Callable[[Condition], ReasonNode]
    entry: AwardEntry | None = None
    ratings: dict[int, str] = field(default_factory=dict)
    held: dict[str, dict[int, list[AwardHeld]]] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    _slots: dict[str, SlotValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        facts = self.facts
        self.ratings = {rating.year: rating.grade for rating in facts.ratings or ()}
        for award in facts.awards or ():
            self.held.setdefault(award.code, {}).setdefault(award.year, []).append(award)
        for finding in facts.findings or ():
            self.findings.setdefault(finding.about, []).append(finding)

    def span(self, name: str, award: str | None = None) -> tuple[int, int] | None:
        """The years that a list covers, or one award's own; None where it is the whole history."""
        complete = self.facts.complete
        own = complete.get(awards_of(award)) if award else None
        return own or complete.get(name)

    def known(self, name: str, year: int, award: str | None = None) -> bool:
        """Whether the list says everything about that year (what is absent is then a no)."""
        if getattr(self.facts, name) is None:
            return False
        span = self.span(name, award)
        return year <= self.year if span is None else span[0] <= year <= span[1]

    def slot(self, name: str) -> SlotValue:
        if name not in self._slots:
            self._slots[name] = slot(self.rb, name, scope=self.scope, on=self.received_on)
        return self._slots[name]

    def name(self, code: str) -> str:
        return self.rb.info(code).short_name

    def finding(self, slug: str, award: str | None) -> Finding | None:
        """The last finding about a slug that fits this award and year."""
        fitting = [
            finding
            for finding in self.findings.get(slug, ())
            if finding.award in (None, award) and finding.year in (None, self.year)
        ]
        return max(fitting, key=lambda item: item.decided_on or date.min, default=None)

    def starts(self, award: AwardHeld) -> tuple[date | None, ...]:
        """Where counting starts after an award by the text in force; two days where the text of
        the time was not read and the record has both."""
        rule = self.rb.entry("counting", self.received_on)
        basis = rule.basis if rule is not None else "period"
        if basis == "period" or award.period is None:
            return (start_after(award),)
        if basis == "decision" or award.decided_on is None:
            return (award.decided_on,)
        return tuple(sorted({award.period.to + timedelta(days=1), award.decided_on}))

    def earlier(self, previous: tuple[str, ...]) -> list[AwardHeld]:
        """Awards of these codes up to the year asked that counted results, or may have."""
        found = [
            award
            for code in previous
            for awards in self.held.get(code, {}).values()
            for award in awards
            if award.merit not in NO_GROUND and award.year <= self.year
        ]
        return sorted(found, key=lambda award: (award.year, award.decided_on or date.min))

    def spent(self, previous: tuple[str, ...], year: int) -> Spent | None:
        """The award among `previous` for which the results of that year were counted already."""
        doubt: Spent | None = None
        for award in reversed(self.earlier(previous)):
            # A title is given for its year, which is its period; only certificates may be thematic.
            title = self.rb.info(award.code).kind == "danh_hieu_thi_dua"
            start, *later = (start_after(award),) if title else self.starts(award)
            if title and award.period is None:
                start = date(award.year + 1, 1, 1)
            free = first_full_year(start) if start else award.year + 1
            if year < free and (title or award.merit is not None):
                return Spent(award, year, start, None)
            # With no day recorded the decision may have been taken in the year after.
            if year < free + (start is None) and doubt is None:
                doubt = Spent(award, year, start, unclear(award, self.name(award.code)))
            if doubt is None and any(day and year < first_full_year(day) for day in later):
                text = f"{shown(award, self.name(award.code))}: {UNREAD_COUNTING}"
                doubt = Spent(award, year, start, Gap(text, "awards[].period"))
        return doubt

    def unrecorded(self, previous: tuple[str, ...], year: int) -> Gap | None:
        """Why nobody can say whether an award among `previous` counted that year already."""
        if previous and self.facts.awards is None:
            return Gap("Chưa có danh sách khen thưởng đã nhận", "awards")
        for code in previous:
            span = self.span("awards", code)
            if span is not None and (span == NO_YEAR or span[0] > year):
                return Gap(f"Chưa có dữ liệu {self.name(code)} năm {year}", "awards")
        return None


def unclear(award: AwardHeld, name: str) -> Gap:
    """What is not recorded of an earlier award and decides which results it counted."""
    if award.merit is None:
        text = f"{shown(award, name)}: chưa ghi là khen công trạng hay chuyên đề"
        return Gap(text, "awards[].merit")
    text = f"{shown(award, name)}: chưa ghi thời gian tính thành tích hoặc ngày quyết định"
    return Gap(text, "awards[].period")


def start_after(award: AwardHeld) -> date | None:
    """Where counting starts after an award: end of the period it names, else the decision."""
    if award.period is not None:
        return award.period.to + timedelta(days=1)
    return award.decided_on


def first_full_year(start: date) -> int:
    """The first calendar year that lies wholly on or after `start`."""
    return start.year if (start.month, start.day) == (1, 1) else start.year + 1


def years_later(start: date, years: int) -> date:
    """The same day so many years later; 1 March for 29 February."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, month=3, day=1)


def day(value: date | None) -> str:
    return value.strftime("%d/%m/%Y") if value else "không rõ ngày"


def shown(award: AwardHeld, name: str) -> str:
    """An award as evidence: name, year, decision, day."""
    text = f"{name} năm {award.year}"
    if award.decision:
        text += f", QĐ {award.decision}"
    if award.decided_on:
        text += f" ngày {day(award.decided_on)}"
    return text


def of(met: bool) -> str:
    return ELIGIBLE if met else NOT_ELIGIBLE
