"""A movement's way from the desk to the bodies that answer it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.movements.actions.planning import PLAN, TargetRow, check_cluster, draft_movement
from thidua.movements.models import Movement, MovementDecline
from thidua.movements.permissions import check_may_answer, check_may_step
from thidua.movements.queries.plan import missing_points
from thidua.movements.states import BY_NAME

_WANTS_REASON = {"send_back": "trả lại", "stop": "dừng"}


@transaction.atomic
def submit_plan(*, movement: Movement, by: Any) -> Movement:
    """Hand the plan to the director. Refuses one that lacks what Điều 17 asks for, naming it."""
    movement = locked(movement)
    check_may_step(by, movement, "submit")
    if missing := missing_points(movement):
        raise WrongState("Chưa trình duyệt được. Bổ sung: " + ", ".join(missing).lower() + ".")
    return _step(movement, "submit", by=by)


@transaction.atomic
def return_plan(*, movement: Movement, reason: str, by: Any) -> Movement:
    """Send the plan back to the officer with what is to be changed."""
    movement = locked(movement)
    check_may_step(by, movement, "send_back")
    return _step(movement, "send_back", by=by, reason=reason)


@transaction.atomic
def approve_plan(*, movement: Movement, by: Any) -> Movement:
    """The director agrees; from now on nobody changes the plan without sending it back."""
    movement = locked(movement)
    check_may_step(by, movement, "approve")
    return _step(movement, "approve", by=by)


@transaction.atomic
def launch_movement(
    *, movement: Movement, launched_on: dt.date, by: Any, number: str = ""
) -> Movement:
    """Launch it: from this day it is seen below, and waits there to be answered.

    One of a cluster reaches the members of its first year. Refuses a day to come, one after the
    end of the movement, a cluster whose head is another body by now.
    """
    movement = locked(movement)
    check_may_step(by, movement, "launch")
    check_cluster(movement)
    if launched_on > timezone.localdate():
        raise WrongState("Ngày phát động không thể ở tương lai.", field="launched_on")
    if movement.ends and launched_on > movement.ends:
        raise WrongState("Ngày phát động ở sau ngày kết thúc phong trào.", field="launched_on")
    movement.launched_on = launched_on
    movement.number = squeeze(number)[:60]
    return _step(movement, "launch", by=by)


@transaction.atomic
def stop_movement(*, movement: Movement, reason: str, by: Any) -> Movement:
    """End it without a review; what the bodies below launched in answer goes on as their own."""
    movement = locked(movement)
    check_may_step(by, movement, "stop")
    return _step(movement, "stop", by=by, reason=reason)


@transaction.atomic
def answer_movement(*, movement: Movement, by: Any) -> Movement:
    """Begin the department's own movement in answer: its plan starts as a copy of that above.

    Refuses one answered already; a reason given before for not answering is taken back.
    """
    movement = locked(movement)
    department = check_may_answer(by, movement)
    answered = movement.answers.filter(department=department).exclude(state=Movement.State.STOPPED)
    if answered.exists():
        raise WrongState("Đơn vị đã lập kế hoạch hưởng ứng phong trào này.")
    MovementDecline.objects.filter(movement=movement, department=department).delete()
    plan = {name: getattr(movement, name) for name in PLAN} | {
        "reach": Movement.Reach.BODY,
        "cluster": None,
        "reward_quota": None,
        "budget": None,
        "legal_basis": _ground(movement),
    }
    targets = [
        TargetRow(one.text, one.unit, one.plan, one.less_is_better)
        for one in movement.targets.all()
    ]
    try:
        return draft_movement(
            department=department, plan=plan, targets=targets, parent=movement, by=by
        )
    except IntegrityError:  # two officers at the same moment: the constraint lets one through
        raise WrongState("Đơn vị đã lập kế hoạch hưởng ứng phong trào này.") from None


@transaction.atomic
def decline_movement(*, movement: Movement, reason: str, by: Any) -> MovementDecline:
    """Say why the department launches nothing of its own. Refuses where it has begun to."""
    movement = locked(movement)
    department = check_may_answer(by, movement)
    reason = squeeze(reason)[:500]
    if not reason:
        raise WrongState("Ghi lý do không phát động hưởng ứng.", field="reason")
    if movement.answers.filter(department=department).exclude(state="dung").exists():
        raise WrongState("Đơn vị đã lập kế hoạch hưởng ứng. Dừng kế hoạch đó trước.")
    said, _ = MovementDecline.objects.update_or_create(
        movement=movement, department=department, defaults={"reason": reason}
    )
    record(
        by=by,
        action="movements.decline",
        text=f"Không phát động hưởng ứng “{movement.name}”",
        subject=movement,
        body=department,
        detail={"reason": reason},
    )
    return said


def locked(movement: Movement) -> Movement:
    """The movement as it is now, held until the end of the transaction."""
    found = Movement.objects.select_for_update(of=("self",)).select_related("department", "cluster")
    return found.get(pk=movement.pk)


def _ground(movement: Movement) -> str:
    said = f"Kế hoạch phát động phong trào “{movement.name}” của {movement.department.name}"
    number = f" số {movement.number}" if movement.number else ""
    return "\n".join(part for part in (movement.legal_basis, f"{said}{number}") if part)


def _step(movement: Movement, name: str, *, by: Any, reason: str = "") -> Movement:
    step = BY_NAME[name]
    reason = squeeze(reason)[:500]
    if name in _WANTS_REASON and not reason:
        raise WrongState(f"Ghi lý do {_WANTS_REASON[name]}.", field="reason")
    before = movement.state
    movement.state = step.target
    movement.reason = reason
    movement.save()
    record(
        by=by,
        action=f"movements.{name}",
        text=step.log.format(name=movement.name),
        subject=movement,
        body=movement.department,
        detail={"before": before, **({"reason": reason} if reason else {})},
    )
    return movement
