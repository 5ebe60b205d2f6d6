"""Shared by the actions: the row read again for writing, number and date, a step taken."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions import states
from thidua.decisions.models import Decision
from thidua.kit.errors import WrongState


def locked(decision: Decision) -> Decision:
    """Read the decision again for writing: two people may press at the same moment."""
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("department__parent", "round")
        .get(pk=decision.pk)
    )


def check_number_and_date(decision: Decision) -> None:
    """Refuse a number in use in the body and year, and a day still to come."""
    today = timezone.localdate()
    if decision.decided_on is not None and decision.decided_on > today:
        raise WrongState(
            f"Ngày ký {decision.decided_on:%d/%m/%Y} chưa tới. "
            f"Chọn ngày không muộn hơn {today:%d/%m/%Y}.",
            field="decided_on",
        )
    if decision.number is None:
        decision.year = None
        return
    if decision.number < 1:
        raise WrongState("Số quyết định là số nguyên từ 1.", field="number")
    decision.year = (decision.decided_on or today).year
    twin = (
        Decision.objects.filter(
            department=decision.department_id, year=decision.year, number=decision.number
        )
        .exclude(pk=decision.pk)
        .first()
    )
    if twin is not None:
        raise WrongState(
            f"Số {twin.full_number} đã dùng trong năm {twin.year} cho “{twin.title}”. "
            "Chọn số khác.",
            field="number",
        )


def save_numbered(decision: Decision) -> None:
    """Save; two people taking one number at the same moment get the same sentence as above."""
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        raise WrongState(
            f"Số {decision.full_number} vừa được dùng trong năm {decision.year}. Chọn số khác.",
            field="number",
        ) from None


def take_step(decision: Decision, name: str, *, by: Any, reason: str = "") -> Decision:
    transition = states.BY_NAME[name]
    decision.state = transition.target
    decision.save()
    record(
        by=by,
        action=f"decisions.{name}",
        text=transition.log.format(title=decision.title, number=decision.full_number),
        subject=decision,
        body=decision.department,
        detail={"reason": reason} if reason else {},
    )
    return decision
