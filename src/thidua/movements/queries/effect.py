"""The effect of a movement: registered, achieved, awards, targets met; here and where answered.

Luật 06/2022/QH15 Điều 17 asks for reviews of what a movement brought; each number opens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from thidua.movements.models import Movement, MovementResult, MovementReview, RegistrationSheet
from thidua.movements.numbers import number_text
from thidua.movements.queries.movements import Answer, answers_of
from thidua.movements.queries.outcome import outcomes
from thidua.register.models import RegisterEntry


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target with what the latest review found; `met` is None where nothing was measured."""

    text: str
    level: str
    reached: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class YearLine:
    """The call to register of one year that answers the movement."""

    call: Any
    sheets: int
    registered: int
    reached: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What a body below made of it: targets met of those measured."""

    answer: Answer
    met: int
    measured: int


@dataclass(frozen=True)
class Effect:
    """All that is known of what a movement brought."""

    targets: list[TargetLine]
    years: list[YearLine]
    answers: list[AnswerLine]
    first: dt.date | None
    last: dt.date | None
    people: int
    direct_workers: int
    collectives: int

    @property
    def measured(self) -> int:
        return sum(1 for one in self.targets if one.met is not None)

    @property
    def met(self) -> int:
        return sum(1 for one in self.targets if one.met)

    @property
    def registered(self) -> int:
        return sum(one.registered for one in self.years)

    @property
    def reached(self) -> int:
        return sum(one.reached for one in self.years)

    @property
    def awards(self) -> int:
        return self.people + self.collectives

    @property
    def launched_below(self) -> int:
        return sum(1 for one in self.answers if one.answer.launched)


def effect_of(movement: Movement) -> Effect:
    """The effect of a launched movement (a dozen queries, and two for each year registered for).

    Awards are the thematic ones (khen thưởng theo chuyên đề) of the body's book decided between
    the launch and the final review, or today: the book does not say for which movement.
    """
    first = movement.launched_on
    last = movement.ended_on or timezone.localdate()
    answers = answers_of(movement)
    below = _met([one.movement.pk for one in answers if one.movement])
    people, direct, collectives = _awards(movement, first, last)
    return Effect(
        targets=_targets(movement),
        years=_years(movement),
        answers=[
            AnswerLine(one, *below.get(one.movement.pk if one.movement else 0, (0, 0)))
            for one in answers
        ],
        first=first,
        last=last,
        people=people,
        direct_workers=direct,
        collectives=collectives,
    )


def met(result: MovementResult) -> bool | None:
    """Whether what was reached meets the plan; None where one of the two is no number."""
    target = result.target
    if result.value is None or target.plan is None:
        return None
    return result.value <= target.plan if target.less_is_better else result.value >= target.plan


def reached_text(result: MovementResult) -> str:
    """What was reached, as a number with its unit or in words."""
    if result.value is None or result.target.plan is None:
        return result.note or number_text(result.value)
    return f"{number_text(result.value)} {result.target.unit}".strip()


def latest_results(movements: Iterable[int]) -> dict[tuple[int, int], MovementResult]:
    """`{(movement, target): its last result}` over the reviews, oldest first (one query)."""
    rows = MovementResult.objects.filter(review__movement__in=list(movements))
    rows = rows.select_related("target", "review").order_by("review__held_on", "review__pk")
    return {(one.review.movement_id, one.target_id): one for one in rows}


def _targets(movement: Movement) -> list[TargetLine]:
    last = latest_results([movement.pk])
    lines = []
    for target in movement.targets.all():
        result = last.get((movement.pk, target.pk))
        lines.append(
            TargetLine(
                target.text,
                target.level,
                reached_text(result) if result else "",
                met(result) if result else None,
            )
        )
    return lines


def _met(movements: list[int]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for (movement, _), result in latest_results(movements).items():
        said = met(result)
        if said is not None:
            good, measured = found.get(movement, (0, 0))
            found[movement] = (good + said, measured + 1)
    return found


def _years(movement: Movement) -> list[YearLine]:
    calls = movement.registration_calls.order_by("year").annotate(
        n=Count("sheets", filter=Q(sheets__state=RegistrationSheet.State.APPROVED))
    )
    lines = []
    for call in calls:
        known = outcomes(movement.department, call.year)
        lines.append(
            YearLine(
                call, call.n, sum(one.registered for one in known), sum(o.reached for o in known)
            )
        )
    return lines


def _awards(movement: Movement, first: dt.date | None, last: dt.date) -> tuple[int, int, int]:
    if first is None:
        return 0, 0, 0
    rows = RegisterEntry.objects.filter(
        department=movement.department,
        merit=RegisterEntry.Merit.THEME,
        state=RegisterEntry.State.VALID,
        decided_on__range=(first, last),
    )
    counted = rows.aggregate(
        people=Count("pk", filter=Q(is_collective=False)),
        direct=Count("pk", filter=Q(is_collective=False, recipient_group="direct_worker")),
        collectives=Count("pk", filter=Q(is_collective=True)),
    )
    return counted["people"], counted["direct"], counted["collectives"]


def final_review(movement: Movement) -> MovementReview | None:
    """The final review, if it was held."""
    return movement.reviews.filter(kind=MovementReview.Kind.FINAL).first()
