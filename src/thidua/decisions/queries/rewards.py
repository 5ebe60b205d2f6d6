"""Rewards of a decision by the law of its date: amounts, and which are paid when several meet.

Money follows the date of the decision (base salary, multiple), not the achievement year; several
titles of one period bring the highest reward only (NĐ 152/2025/NĐ-CP Điều 49).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils import timezone

from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.queries.awardable import award_info
from thidua.law import LawError, TogetherAward, bonus, bonus_together, load_rulebook
from thidua.law.facts.model import Period

# Giấy khen: one name, several authorities; here it is the head of the body.
AUTHORITY = "thu_truong"
CERTIFICATE_KIND = "giay_khen"
_KINDS = {"luat": "Luật", "nghi_dinh": "Nghị định", "thong_tu": "Thông tư"}


@dataclass(frozen=True, slots=True)
class Reward:
    """What one line of the annex brings; `amount` None means that the law engine has no figure."""

    amount: int | None
    paid: bool
    multiple: str
    base_salary: int | None
    reason: str
    citations: tuple[str, ...]


def rewards_of(decision: Decision, awards: Iterable[DecisionAward]) -> dict[int, Reward]:
    """Rewards by line: frozen ones of an issued decision, else as of its date or today."""
    rows = list(awards)
    if decision.state == Decision.State.ISSUED:
        return {row.pk: frozen(row) for row in rows}
    return computed(decision, rows, on=decision.decided_on)


def computed(
    decision: Decision, rows: Iterable[DecisionAward], *, on: date | None
) -> dict[int, Reward]:
    """Rewards by line as of a day (today when none is set); one question of the law a subject."""
    day = on or timezone.localdate()
    by_subject: dict[tuple[int | None, int | None], list[DecisionAward]] = {}
    for row in rows:
        subject = (row.nominee.person_id, row.nominee.collective_id)
        by_subject.setdefault(subject, []).append(row)
    answers: dict[int, Reward] = {}
    for group in by_subject.values():
        answers.update(_together(decision, group, day))
    return answers


def _together(decision: Decision, group: list[DecisionAward], day: date) -> dict[int, Reward]:
    rb = load_rulebook()
    start = decision.period_from or date(decision.round.year, 1, 1)
    end = decision.period_to or date(decision.round.year, 12, 31)
    asked = [
        TogetherAward(
            row.award_code,
            recipient=_recipient(row),
            period=Period(start, end),
            authority=_authority(row, day),
        )
        for row in group
    ]
    try:
        together = bonus_together(rb, decided_on=day, recipient=None, awards=asked)
        singles = [
            bonus(
                rb,
                award=row.award_code,
                recipient=_recipient(row),
                decided_on=day,
                authority=_authority(row, day),
            )
            for row in group
        ]
    except LawError as error:
        return {row.pk: Reward(None, False, "", None, str(error), ()) for row in group}
    answers = {}
    for row, item, single in zip(group, together.awards, singles, strict=True):
        citations = [*single.citations, *([item.citation] if item.citation else [])]
        answers[row.pk] = Reward(
            amount=item.amount,
            paid=item.paid is True,
            multiple=_decimal(single.multiple),
            base_salary=single.base_salary,
            reason="" if item.paid is True and len(group) == 1 else item.reason,
            citations=tuple(dict.fromkeys(c.text for c in citations)),
        )
    return answers


def money_basis(day: date) -> str:
    """The instrument that rewards of this day rest on, as a paper names it; empty if unread."""
    rb = load_rulebook()
    rules = rb.entry("money-rules", day)
    head = rb.instruments.get(rules.rounding_citation.instrument) if rules is not None else None
    if head is None:
        return ""
    return f"quy định tại {_KINDS.get(head.kind, head.title)} số {head.number}"


def _recipient(row: DecisionAward) -> str:
    return "collective" if row.is_collective else "individual"


def _authority(row: DecisionAward, day: date) -> str | None:
    return AUTHORITY if award_info(row.award_code, on=day).kind == CERTIFICATE_KIND else None


def _decimal(multiple: Fraction | None) -> str:
    """3/10 -> "0,3"."""
    return "" if multiple is None else f"{float(multiple):g}".replace(".", ",")


def frozen(row: DecisionAward) -> Reward:
    return Reward(
        row.amount,
        row.paid,
        row.multiple,
        row.base_salary,
        row.amount_reason,
        tuple(row.citations),
    )


def total(rewards: Iterable[Reward]) -> int:
    return sum(reward.amount or 0 for reward in rewards if reward.paid)
