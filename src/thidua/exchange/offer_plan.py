"""A unit's proposal against the department: whose each line is, and what can become a dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from thidua.exchange.drafts import (
    RowDraft,
    Standing,
    alike_words,
    by_row,
    candidate_label,
    doubts_of,
)
from thidua.exchange.matching import Matcher, match_units
from thidua.exchange.models import ImportRow
from thidua.exchange.queries.known import KnownPeople, KnownUnits
from thidua.exchange.readers.offers import Offer, Offers
from thidua.exchange.readers.register_records import RegisterRow
from thidua.exchange.readers.text import fold
from thidua.exchange.register_plan import UNDECIDED, Decision, person_read, unit_read
from thidua.organisations.models import Body
from thidua.people.models import Person

Choice, Effect = ImportRow.Choice, ImportRow.Effect


@dataclass
class OfferPlan:
    """One line asked for: of whom, and what stands against it."""

    read: Offer
    key: str
    person: Person | None = None
    collective: Body | None = None
    candidates: list[Person] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    asked: bool = False
    choice: str = ""

    @property
    def subject(self) -> Person | Body | None:
        return self.person or self.collective


@dataclass
class OffersPlan:
    read: Offers
    department: Body
    unit: Body | None
    offers: list[OfferPlan]

    @property
    def year(self) -> int | None:
        return self.read.year

    @property
    def wanted(self) -> list[OfferPlan]:
        """Lines with a subject that nobody decided to leave out."""
        return [one for one in self.offers if one.subject and one.choice != Choice.REFUSE]

    def counts(self) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for one in self.offers:
            counted["offers_asked" if one.asked else "offers" if one.subject else "nobody"] += 1
        return dict(counted)

    def lines(self) -> dict[str, int]:
        """What was asked for and where each went: `read` is the sum of the others."""
        kept = len(self.wanted) + sum(1 for one in self.offers if one.asked and not one.subject)
        left = sum(1 for one in self.offers if one.choice == Choice.REFUSE)
        repeated = sum(1 for one in self.read.refused if one.repeated)
        total = len(self.offers) + len(self.read.refused)
        return {
            "read": total,
            "kept": kept,
            "left": left,
            "refused": total - kept - left - repeated,
            "repeated": repeated,
        }

    def notes(self) -> list[str]:
        notes = list(self.read.notes)
        if self.unit is not None:
            notes.append(f"Đơn vị đề nghị: {self.unit.name}.")
        elif self.read.unit:
            notes.append(f"Không nhận ra đơn vị đề nghị “{self.read.unit}” trong danh sách đơn vị.")
        return notes


def plan_offers(
    read: Offers, department: Body, decisions: Mapping[str, Decision] | None = None
) -> OffersPlan:
    """Match every line to the people and units recorded now; nothing is written."""
    known, units = KnownPeople(department), KnownUnits(department)
    unit = units.find(read.unit) if read.unit else None
    rows = [_row(one, unit, read.year) for one in read.offers]
    reads = [unit_read(body, units) for body in [department, *units.units]]
    results = Matcher([person_read(p, known) for p in known.people], reads).match(rows)
    bodies = {str(body.pk): body for body in [department, *units.units]}
    collectives = match_units(rows, reads)
    plans = []
    for index, (one, result) in enumerate(zip(read.offers, results, strict=True)):
        plan = OfferPlan(one, f"{one.place.sheet}|{one.place.row}|{one.code}|{fold(one.name)}")
        decision = (decisions or {}).get(plan.key, UNDECIDED)
        plan.choice = decision.choice
        if one.collective:
            plan.collective = bodies.get(collectives.get(index, ""))
        elif result.key:
            plan.person, plan.reasons = known.by_pk.get(int(result.key)), result.reasons
        elif result.status == "asked":
            plan.asked, plan.reasons = True, result.reasons
            plan.candidates = [
                known.by_pk[pk] for key in result.candidates if (pk := int(key)) in known.by_pk
            ]
            if decision.choice == Choice.PERSON:
                plan.person = known.by_pk.get(decision.person or 0)
        plans.append(plan)
    return OffersPlan(read, department, unit, plans)


def _row(one: Offer, unit: Body | None, year: int | None) -> RegisterRow:
    """The line as the matcher takes it; a proposal's people are those of its unit."""
    return RegisterRow(
        place=one.place,
        name=one.name,
        collective=one.collective,
        code=one.code,
        label=one.text,
        text=one.text,
        year=year,
        born=one.born,
        gender=one.gender,
        unit=one.unit or (unit.name if unit else ""),
        position=one.position,
    )


def offer_drafts(plan: OffersPlan, summary: dict[str, Any]) -> list[RowDraft]:
    """Every line asked for, then the lines refused with their reason."""
    problems = by_row(plan.read.problems)
    drafts = []
    for order, one in enumerate(plan.offers, 1):
        doubt, standing, effect = "", Standing.GOOD, Effect.NEW
        if one.asked:
            standing, effect = Standing.DOUBTFUL, Effect.ASKED
            doubt = "chưa chắc là ai: " + "; ".join(one.reasons)
        elif one.subject is None:
            standing, effect = Standing.BAD, Effect.REFUSED
            what = "tập thể" if one.read.collective else "người"
            doubt = f"không có {what} này trong danh sách hiện nay"
        mine = [_line(one.read, doubt)] if doubt else []
        drafts.append(
            RowDraft(
                order,
                one.read.place.sheet,
                [one.read.place.row],
                one.read.name[:200],
                fold(f"{one.read.name} {one.read.position}")[:200],
                one.read.unit[:200],
                _data(one),
                mine,
                len(mine),
                str(effect),
                str(standing),
                alike_words(doubt.partition(":")[0]) if doubt else "",
                one.person.pk if one.person else None,
            )
        )
    for refusal in plan.read.refused:
        mine = problems.pop((refusal.place.sheet, refusal.place.row), [])
        award = refusal.award
        drafts.append(
            RowDraft(
                len(drafts) + 1,
                refusal.place.sheet,
                [refusal.place.row],
                (refusal.name or "(không có tên)")[:200],
                fold(f"{refusal.name} {refusal.text}")[:200],
                "",
                {"text": refusal.text, "award_text": award, "repeated": refusal.repeated},
                mine,
                len(doubts_of(mine)),
                str(Effect.REFUSED),
                str(Standing.BAD),
                f"chưa rõ danh hiệu: {award}"[:160] if award else alike_words(refusal.reason),
            )
        )
    summary["problems"] = [line for lines in problems.values() for line in lines]
    summary["unit"] = plan.unit.pk if plan.unit else None
    return drafts


def _line(read: Offer, doubt: str) -> dict[str, Any]:
    place = read.place
    return {
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "read": read.name,
        "doubt": doubt,
        "weight": "doubt",
    }


def _data(one: OfferPlan) -> dict[str, Any]:
    read = one.read
    return {
        "key": one.key,
        "award": read.text,
        "code": read.code or "",
        "decision": f"phiếu {read.votes}" if read.votes else "",
        "summary": read.summary,
        "match": "matched" if one.subject else "asked",
        "collective": one.collective.name if one.collective else "",
        "candidates": [
            {"pk": person.pk, "label": candidate_label(person)} for person in one.candidates
        ],
    }
