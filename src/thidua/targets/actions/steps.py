"""A year's set on its way: submitted, approved (giao chỉ tiêu), locked, unlocked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.targets.actions.planning import held
from thidua.targets.models import TargetSet
from thidua.targets.permissions import check_may_step
from thidua.targets.states import BY_NAME


@transaction.atomic
def submit_set(*, of: TargetSet, by: Any) -> TargetSet:
    """Hand the set to the director. Refuses an empty one."""
    of = held(of)
    check_may_step(by, of, "submit")
    if not of.targets.exists():
        raise WrongState("Chưa có chỉ tiêu nào để trình duyệt.")
    return _step(of, "submit", by=by)


@transaction.atomic
def return_set(*, of: TargetSet, reason: str, by: Any) -> TargetSet:
    """Send it back with what is to be changed."""
    of = held(of)
    check_may_step(by, of, "send_back")
    return _step(of, "send_back", by=by, reason=reason)


@transaction.atomic
def approve_set(
    *, of: TargetSet, by: Any, number: str = "", approved_on: dt.date | None = None
) -> TargetSet:
    """The head assigns the year's targets; from now on they bind. Refuses a day to come."""
    of = held(of)
    check_may_step(by, of, "approve")
    day = approved_on or timezone.localdate()
    if day > timezone.localdate():
        raise WrongState("Ngày giao chỉ tiêu không thể ở tương lai.", field="approved_on")
    of.approved_on, of.number = day, squeeze(number)[:60]
    return _step(of, "approve", by=by)


@transaction.atomic
def lock_set(*, of: TargetSet, by: Any) -> TargetSet:
    """Close the books of the year: nothing in it changes any more."""
    of = held(of)
    check_may_step(by, of, "lock")
    of.locked_at = timezone.now()
    return _step(of, "lock", by=by)


@transaction.atomic
def unlock_set(*, of: TargetSet, reason: str, by: Any) -> TargetSet:
    """Open the books again; the log keeps who did and why."""
    of = held(of)
    check_may_step(by, of, "unlock")
    of.locked_at = None
    return _step(of, "unlock", by=by, reason=reason)


def _step(of: TargetSet, name: str, *, by: Any, reason: str = "") -> TargetSet:
    step = BY_NAME[name]
    reason = squeeze(reason)[:500]
    if step.reason and not reason:
        raise WrongState(f"Ghi lý do {step.to_do}.", field="reason")
    before = of.state
    of.state = step.target
    of.reason = reason
    of.save()
    record(
        by=by,
        action=f"targets.{name}",
        text=step.log.format(year=of.year, body=of.body.name),
        subject=of,
        body=of.department,
        detail={"before": before} | ({"reason": reason} if reason else {}),
    )
    return of
