"""Interim and final reviews of a movement (sơ kết, tổng kết)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.movements.actions.launching import locked
from thidua.movements.models import Movement, MovementResult, MovementReview
from thidua.movements.permissions import check_may_step

WORDS = ("results", "effect", "limits", "causes", "lessons", "examples", "next_steps")
# Thông tư 01/2024/TT-BNV: a final review states results, effect, limits, causes, lessons.
FINAL = {
    "results": "kết quả", "effect": "hiệu quả, tác dụng", "limits": "hạn chế",
    "causes": "nguyên nhân", "lessons": "bài học kinh nghiệm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What was reached for the target with that key."""

    target: int
    value: Decimal | None = None
    note: str = ""


@transaction.atomic
def record_review(
    *,
    movement: Movement,
    kind: str,
    held_on: dt.date,
    words: Mapping[str, str],
    results: Sequence[ResultRow],
    by: Any,
) -> MovementReview:
    """Keep a review; the final one ends the movement.

    Refuses a movement that does not run, a day before its launch or to come, a result for a target
    of another movement, and a final review without the five points, or with a measured target left
    without its result.
    """
    movement = locked(movement)
    check_may_step(by, movement, "end")
    _check_day(movement, held_on)
    said = {name: str(words.get(name, "")).strip() for name in WORDS}
    if not said["results"]:
        raise WrongState("Ghi kết quả đạt được.", field="results")
    known = {target.pk: target for target in movement.targets.all()}
    if any(row.target not in known for row in results):
        raise WrongState("Kết quả không thuộc chỉ tiêu của phong trào này.")
    if kind == MovementReview.Kind.FINAL:
        lacking = [label for name, label in FINAL.items() if not said[name]]
        given = {row.target for row in results if row.value is not None or squeeze(row.note)}
        lacking += [
            f"kết quả chỉ tiêu “{one.text}”" for pk, one in known.items() if pk not in given
        ]
        if lacking:
            raise WrongState("Chưa tổng kết được. Bổ sung: " + "; ".join(lacking) + ".")
    elif kind != MovementReview.Kind.INTERIM:
        raise WrongState("Chọn sơ kết hoặc tổng kết.", field="kind")
    review = MovementReview.objects.create(movement=movement, kind=kind, held_on=held_on, **said)
    MovementResult.objects.bulk_create(
        [
            MovementResult(
                review=review, target_id=row.target, value=row.value, note=squeeze(row.note)[:300]
            )
            for row in results
            if row.value is not None or squeeze(row.note)
        ]
    )
    final = kind == MovementReview.Kind.FINAL
    if final:
        movement.state = Movement.State.ENDED
        movement.ended_on = held_on
        movement.reason = ""
        movement.save()
    record(
        by=by,
        action="movements.end" if final else "movements.review",
        text=f"{review.get_kind_display()} phong trào “{movement.name}”",
        subject=movement,
        body=movement.department,
        detail={"held_on": held_on.isoformat()},
    )
    return review


def _check_day(movement: Movement, held_on: dt.date) -> None:
    if held_on > timezone.localdate():
        raise WrongState("Ngày sơ kết, tổng kết không thể ở tương lai.", field="held_on")
    if movement.launched_on and held_on < movement.launched_on:
        raise WrongState("Ngày này ở trước ngày phát động.", field="held_on")
