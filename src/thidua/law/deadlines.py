"""The route of an award with its last days, papers, consultation and publication of nominees.

Articles: Luật 06/2022/QH15 Điều 83-85; NĐ 152/2025 Điều 33-44; the decrees before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.law.book import around as a
from thidua.law.book.model import SlotDeclaration
from thidua.law.book.rulebook import Rulebook
from thidua.law.calendar import (
    DayOff,
    Swaps,
    add_calendar_days,
    add_working_days,
    days_off,
    swaps_of,
)
from thidua.law.papers import required_documents
from thidua.law.slots import known_scope, slot
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_TEXT, UNKNOWN, Citation, combine_all

FORMAT = "thidua-deadline/1"
COUNTING = {
    "vi": (
        "Không tính ngày bắt đầu; thời hạn tính theo ngày lịch mà ngày cuối là ngày nghỉ thì lùi "
        "sang ngày làm việc tiếp theo (quy ước chung về thời hạn, chưa đối chiếu)"
    ),
    "en": (
        "The day it starts is not counted; a last calendar day off moves to the next working day "
        "(common convention, not checked against a text)"
    ),
}
RECEIVED, DECIDED = "received", "decided"


@dataclass(frozen=True, slots=True)
class StepDays:
    """A step with its days; `last_day` None where its start or its length is not known."""

    step: a.Step
    days: int | None
    kind: str | None
    last_day: date | None
    status: str
    confidence: str
    citation: Citation

    def to_dict(self, lang: str) -> dict[str, Any]:
        step, english = self.step, lang == "en"
        length = step.length
        return {
            "id": step.id,
            "actor": step.actor_en if english else step.actor,
            "action": step.action_en if english else step.action,
            "level": step.level,
            "working_days": self.days if self.kind == "working" else None,
            "calendar_days": self.days if self.kind == "calendar" else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "counts_from": length.after if length else None,
            "slot": length.slot if length else None,
            "status": self.status,
            "needs": list(step.needs),
            "makes": list(step.makes),
            "confidence": self.confidence,
            "citation": self.citation.to_dict(),
            "note": "; ".join(text for text in (step.note, length.note if length else "") if text),
        }


@dataclass(frozen=True, slots=True)
class Due:
    """When a dossier must have been sent; `day` None with the reason in `status`."""

    submission: a.Submission
    day: date | None
    status: str
    citation: Citation

    def to_dict(self, lang: str) -> dict[str, Any]:
        rule = self.submission
        return {
            "to": rule.to_en if lang == "en" else rule.to,
            "day": self.day.isoformat() if self.day else None,
            "sector": rule.sector,
            "years_after": rule.years_after,
            "slot": rule.slot,
            "status": self.status,
            "confidence": rule.confidence,
            "citation": self.citation.to_dict(),
            "note": rule.note,
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """The answer: `status` is needs_official_text or needs_decision where something is open."""

    award: str
    received_on: date
    procedure: a.ProcedureEntry | None
    steps: tuple[StepDays, ...]
    documents: tuple[a.DocumentRule, ...]
    due: tuple[Due, ...]
    publication: a.PublicationEntry | None
    consultation: a.ConsultationEntry | None
    simplified: a.SimplifiedEntry | None
    skipped: tuple[DayOff, ...]
    unread: tuple[str, ...]

    @property
    def submit_by(self) -> date | None:
        """The last day to send the dossier up, if a text or the body sets it."""
        return next((due.day for due in self.due if due.day is not None), None)

    @property
    def status(self) -> str:
        if self.procedure is None:
            return NEEDS_TEXT
        return combine_all(
            [ELIGIBLE, *(step.status for step in self.steps), *(due.status for due in self.due)]
        )

    def citations(self) -> list[Citation]:
        found = [step.citation for step in self.steps]
        found += [due.citation for due in self.due]
        if self.publication:
            found += [notice.citation for notice in self.publication.notices]
        if self.consultation:
            found.append(self.consultation.citation)
        return list(dict.fromkeys(found))

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        english, route = lang == "en", self.procedure
        return {
            "format": FORMAT,
            "award": self.award,
            "received_on": self.received_on.isoformat(),
            "status": self.status,
            "route": (route.statement_en if english else route.statement) if route else None,
            "steps": [step.to_dict(lang) for step in self.steps],
            "documents": [document(paper, lang) for paper in self.documents],
            "submit_by": self.submit_by.isoformat() if self.submit_by else None,
            "submissions": [due.to_dict(lang) for due in self.due],
            "publication": publication(self.publication, lang),
            "consultation": consultation(self.consultation, lang),
            "simplified": simplified(self.simplified, lang),
            "rules": [statement(rule, lang) for rule in route.rules] if route else [],
            "counting": COUNTING[lang],
            "days_off": [item.to_dict() for item in self.skipped],
            "unread": list(self.unread),
            "citations": [item.to_dict() for item in self.citations()],
        }


def deadline(
    rb: Rulebook,
    *,
    award: str,
    received_on: date,
    decided_on: date | None = None,
    previous_decided_on: date | None = None,
    sector: str = "chung",
    scope: str | None = None,
) -> Deadline:
    """Route and last days for a dossier received that day; each body counts from its own receipt.

    `decided_on` starts the steps after the decision; `previous_decided_on` is the decision on the
    title before (for submissions counted from it); `sector` giao_duc has days of its own.
    Raises QuestionError for an unknown award or body and for years without a calendar.
    """
    code = rb.resolve_code(award)
    known_scope(rb, scope)
    swaps = swaps_of(rb, on=received_on, scope=scope)
    route: a.ProcedureEntry | None = rb.entry(f"procedure:{code}", received_on)
    starts = {RECEIVED: received_on, DECIDED: decided_on}
    steps = _timed(rb, route.steps, starts, swaps, scope, received_on) if route else ()
    days = [item.last_day for item in steps if item.last_day is not None]
    due = (
        tuple(
            _due(rb, rule, received_on, previous_decided_on, scope)
            for rule in _for_sector(route.submissions, sector)
        )
        if route
        else ()
    )
    return Deadline(
        award=code,
        received_on=received_on,
        procedure=route,
        steps=steps,
        documents=tuple(required_documents(rb, award=code, received_on=received_on)),
        due=due,
        publication=rb.entry(f"publication:{code}", received_on),
        consultation=rb.entry(f"consultation:{code}", received_on),
        simplified=rb.entry("simplified", received_on),
        skipped=tuple(days_off(received_on, max(days), swaps)) if days else (),
        unread=unread_instruments(rb, received_on),
    )


def _timed(
    rb: Rulebook,
    steps: tuple[a.Step, ...],
    starts: dict[str, date | None],
    swaps: Swaps,
    scope: str | None,
    on: date,
) -> tuple[StepDays, ...]:
    found = []
    for step in steps:
        timed = _step(rb, step, starts, swaps, scope, on)
        starts[f"step:{step.id}"] = timed.last_day
        found.append(timed)
    return tuple(found)


def _step(
    rb: Rulebook,
    step: a.Step,
    starts: dict[str, date | None],
    swaps: Swaps,
    scope: str | None,
    on: date,
) -> StepDays:
    length = step.length
    if length is None:
        return StepDays(step, None, None, None, ELIGIBLE, step.confidence, step.citation)
    days, confidence, citation = length.days, length.confidence, length.citation
    status = NEEDS_TEXT if days is None else ELIGIBLE
    if length.slot is not None:
        value = slot(rb, length.slot, scope=scope, on=on)
        days, status = value.value, ELIGIBLE if value.known else NEEDS_DECISION
        confidence, citation = value.confidence or UNKNOWN, value.citation or citation
    start = starts.get(length.after)
    last_day = None
    if days is not None and start is not None:
        add = add_working_days if length.kind == "working" else add_calendar_days
        last_day = add(start, days, swaps)
    return StepDays(step, days, length.kind, last_day, status, confidence, citation)


def _for_sector(rules: tuple[a.Submission, ...], sector: str) -> list[a.Submission]:
    own = [rule for rule in rules if rule.sector == sector]
    return own or [rule for rule in rules if rule.sector == "chung"]


def _due(
    rb: Rulebook, rule: a.Submission, received_on: date, previous: date | None, scope: str | None
) -> Due:
    day, citation, status = rule.day, rule.citation, ELIGIBLE
    if rule.slot is not None:
        value = slot(rb, rule.slot, scope=scope, on=received_on)
        if value.known:
            day, citation = value.value, value.citation or citation
        else:
            status = NEEDS_DECISION
    if day == UNKNOWN:
        return Due(rule, None, NEEDS_TEXT, citation)
    year = received_on.year
    if rule.years_after:
        if previous is None:
            return Due(rule, None, status, citation)
        year = previous.year + rule.years_after
    return Due(rule, _in_year(day, year) if day else None, status, citation)


def _in_year(day: str, year: int) -> date:
    """A day of the year; 29 February of a common year is its 28th."""
    month, number = map(int, day.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, 28 if (month, number) == (2, 29) and not leap else number)


def unread_instruments(rb: Rulebook, on: date) -> tuple[str, ...]:
    """Laws, decrees and circulars in force that day whose text nobody has read."""
    kinds = ("luat", "nghi_dinh", "thong_tu")
    heads = (head for head in rb.instruments.values() if head.scope is None and head.speaks_on(on))
    unread = [head for head in heads if head.state == "text_not_loaded" and head.kind in kinds]
    return tuple(head.short for head in sorted(unread, key=lambda head: head.in_force))


def slots_of(rb: Rulebook, *, award: str, on: date) -> list[SlotDeclaration]:
    """Slots that the route of an award rests on, in the order of the route."""
    route: a.ProcedureEntry | None = rb.entry(f"procedure:{rb.resolve_code(award)}", on)
    if route is None:
        return []
    names = [step.length.slot for step in route.steps if step.length]
    names += [rule.slot for rule in route.submissions]
    found = (rb.declaration(name, on) for name in dict.fromkeys(names) if name)
    return [declared for declared in found if declared is not None]


def statement(item: a.Stated, lang: str) -> dict[str, Any]:
    return {
        "key": item.key,
        "statement": item.statement_en if lang == "en" else item.statement,
        "confidence": item.confidence,
        "citation": item.citation.to_dict(),
        "note": item.note,
    }


def document(paper: a.DocumentRule, lang: str) -> dict[str, Any]:
    return {
        "code": paper.code,
        "name": paper.name_en if lang == "en" else paper.name,
        "copies": paper.copies,
        "form": paper.form or None,
        "conditional": paper.conditional,
        "confidence": paper.confidence,
        "citation": paper.citation.to_dict(),
        "note": paper.note,
    }


def publication(entry: a.PublicationEntry | None, lang: str) -> dict[str, Any] | None:
    """The first notice (of the body that proposes), with all of them under `notices`."""
    if entry is None:
        return None
    rows = []
    for item in entry.notices:
        english = lang == "en"
        rows.append(
            {
                "working_days": item.days,
                "where": item.where_en if english else item.where,
                "by": item.by_en if english else item.by,
                "before": (item.before_en if english else item.before) or None,
                "confidence": item.confidence,
                "citation": item.citation.to_dict(),
                "note": item.note,
            }
        )
    return {**rows[0], "notices": rows}


def consultation(entry: a.ConsultationEntry | None, lang: str) -> dict[str, Any] | None:
    if entry is None:
        return None
    kind = entry.days.kind
    return {
        "asked": [statement(item, lang) for item in entry.asked],
        "contents": [statement(item, lang) for item in entry.contents],
        "working_days": entry.days.days if kind == "working" else None,
        "calendar_days": entry.days.days if kind == "calendar" else None,
        "silence": statement(entry.silence, lang) if entry.silence else None,
        "status": NEEDS_TEXT if entry.days.days is None else ELIGIBLE,
        "confidence": entry.confidence,
        "citation": entry.citation.to_dict(),
        "note": entry.note,
    }


def simplified(entry: a.SimplifiedEntry | None, lang: str) -> dict[str, Any] | None:
    """The simplified procedure; `documents` None: the papers were not read."""
    if entry is None:
        return None
    papers = entry.papers
    return {
        "grounds": [statement(item, lang) for item in entry.grounds],
        "documents": None if papers is None else [document(item, lang) for item in papers],
        "status": NEEDS_TEXT if papers is None else ELIGIBLE,
        "confidence": entry.confidence,
        "citation": entry.citation.to_dict(),
        "note": entry.note,
    }
