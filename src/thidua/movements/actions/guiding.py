"""Guidance on a running movement: given, and taken out when it was given by mistake."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.movements.actions.launching import locked
from thidua.movements.models import Movement, MovementGuidance
from thidua.movements.permissions import check_may_guide


@transaction.atomic
def give_guidance(
    *, movement: Movement, issued_on: dt.date, title: str, text: str, by: Any, number: str = ""
) -> MovementGuidance:
    """Keep a guidance; everyone who sees the movement reads it, bodies below among them.

    Refuses one without a title or text, of a day to come, and of a movement that does not run.
    """
    movement = locked(movement)
    check_may_guide(by, movement)
    title, text = squeeze(title)[:300], text.strip()
    if not title or not text:
        raise WrongState("Ghi trích yếu và nội dung hướng dẫn.", field="text" if title else "title")
    if issued_on > timezone.localdate():
        raise WrongState("Ngày ban hành không thể ở tương lai.", field="issued_on")
    given = MovementGuidance.objects.create(
        movement=movement, issued_on=issued_on, title=title, text=text,
        number=squeeze(number)[:60],
    )  # fmt: skip
    _log(given, "guide", "Hướng dẫn thực hiện", by=by)
    return given


@transaction.atomic
def withdraw_guidance(*, guidance: MovementGuidance, by: Any) -> None:
    """Take out a guidance given by mistake; the log keeps its words."""
    check_may_guide(by, locked(guidance.movement))
    _log(guidance, "withdraw_guidance", "Rút hướng dẫn thực hiện", by=by)
    guidance.delete()


def _log(guidance: MovementGuidance, name: str, words: str, *, by: Any) -> None:
    movement = guidance.movement
    record(
        by=by,
        action=f"movements.{name}",
        text=f"{words} “{movement.name}”: {guidance.title}",
        subject=movement,
        body=movement.department,
        detail={
            "number": guidance.number,
            "issued_on": guidance.issued_on.isoformat(),
            "text": guidance.text,
        },
    )
