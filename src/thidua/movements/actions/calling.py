"""The year's call to register: opening, changing, locking it, and reminding units that are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.movements.models import Movement, RegistrationCall, RegistrationReminder
from thidua.movements.permissions import check_may_call
from thidua.movements.queries.calls import units_board
from thidua.organisations.models import Body

_ONCE = "Năm {year} đã có đợt đăng ký. Mở đợt đó để sửa ngày hoặc mở khóa."


@transaction.atomic
def open_call(
    *,
    department: Body,
    year: int,
    opens_on: dt.date,
    due_on: dt.date,
    by: Any,
    pledges: str = "",
    note: str = "",
    movement: Movement | None = None,
) -> RegistrationCall:
    """Call the department to register for `year`; everyone sees it from `opens_on`.

    Refuses a second call of a year, a year too far, days the wrong way round, and a movement that
    is not the department's own.
    """
    check_may_call(by, department=department)
    latest = timezone.localdate().year + 1
    if not 2000 <= year <= latest:
        raise WrongState(f"Năm đăng ký thi đua phải từ 2000 đến {latest}.", field="year")
    _check(department, opens_on, due_on, movement)
    call = RegistrationCall(
        department=department, year=year, opens_on=opens_on, due_on=due_on,
        pledges=_lines(pledges), note=note.strip(), movement=movement,
    )  # fmt: skip
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError:
        raise WrongState(_ONCE.format(year=year), field="year") from None
    record(
        by=by,
        action="movements.open_call",
        text=f"Mở đợt đăng ký thi đua năm {year}",
        subject=call,
        body=department,
        detail={"opens_on": opens_on.isoformat(), "due_on": due_on.isoformat()},
    )
    return call


@transaction.atomic
def change_call(
    *,
    call: RegistrationCall,
    opens_on: dt.date,
    due_on: dt.date,
    by: Any,
    pledges: str = "",
    note: str = "",
    movement: Movement | None = None,
) -> RegistrationCall:
    """Other days, pledges or guidance; pledges that sheets took already stay on those sheets."""
    call = locked_call(call)
    check_may_call(by, department=call.department)
    _check(call.department, opens_on, due_on, movement)
    before = {"opens_on": call.opens_on.isoformat(), "due_on": call.due_on.isoformat()}
    call.opens_on, call.due_on, call.movement = opens_on, due_on, movement
    call.pledges, call.note = _lines(pledges), note.strip()
    call.save()
    record(
        by=by,
        action="movements.change_call",
        text=f"Sửa đợt đăng ký thi đua năm {call.year}, hết hạn {due_on:%d/%m/%Y}",
        subject=call,
        body=call.department,
        detail={"before": before},
    )
    return call


@transaction.atomic
def close_call(*, call: RegistrationCall, by: Any) -> RegistrationCall:
    """Lock the year: from now on no sheet changes. What was not approved does not count."""
    return _turn(call, RegistrationCall.State.CLOSED, "Khóa", by=by)


@transaction.atomic
def reopen_call(*, call: RegistrationCall, by: Any) -> RegistrationCall:
    """Unlock the year again."""
    return _turn(call, RegistrationCall.State.OPEN, "Mở khóa", by=by)


@transaction.atomic
def remind_units(*, call: RegistrationCall, units: Collection[int], by: Any) -> int:
    """Remind the chosen units that still lack sheets; returns how many were reminded.

    Units that lack nothing are passed over; refuses when none of them is late.
    """
    call = locked_call(call)
    check_may_call(by, department=call.department)
    if call.state != RegistrationCall.State.OPEN:
        raise WrongState(f"Đăng ký thi đua năm {call.year} đã khóa. Mở khóa trước khi nhắc.")
    late = [line for line in units_board(call).lines if line.pk in units and line.missing]
    if not late:
        raise WrongState("Chọn ít nhất một đơn vị còn người chưa gửi phiếu.")
    RegistrationReminder.objects.bulk_create(
        RegistrationReminder(call=call, unit_id=line.pk, missing=line.missing) for line in late
    )
    record(
        by=by,
        action="movements.remind",
        text=f"Nhắc {len(late)} đơn vị đăng ký thi đua năm {call.year}",
        subject=call,
        body=call.department,
        detail={"units": [line.name for line in late]},
    )
    return len(late)


def locked_call(call: RegistrationCall) -> RegistrationCall:
    """The call as it is now, held until the end of the transaction."""
    found = RegistrationCall.objects.select_for_update(of=("self",))
    return found.select_related("department").get(pk=call.pk)


def _check(department: Body, opens_on: dt.date, due_on: dt.date, movement: Movement | None) -> None:
    if due_on < opens_on:
        raise WrongState("Ngày hết hạn ở trước ngày bắt đầu nhận đăng ký.", field="due_on")
    if movement is not None and movement.department_id != department.pk:
        raise WrongState("Chọn phong trào của chính cơ quan.", field="movement")


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _turn(call: RegistrationCall, state: str, verb: str, *, by: Any) -> RegistrationCall:
    call = locked_call(call)
    check_may_call(by, department=call.department)
    if call.state == state:
        raise WrongState(f"Đăng ký thi đua năm {call.year} {call.get_state_display().lower()} rồi.")
    call.state = state
    call.save(update_fields=["state"])
    record(
        by=by,
        action="movements.turn_call",
        text=f"{verb} đăng ký thi đua năm {call.year}",
        subject=call,
        body=call.department,
    )
    return call
