"""A body moves under another parent, changes its kind, or hands tasks to another body."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions.reorganising import Basis, Reorganising, Role
from thidua.organisations.models import NOT_UNITS, Body, BodyEvent

Kind = BodyEvent.Kind


@transaction.atomic
def move_body(
    *, body: Body, parent: Body, effective_on: dt.date, basis: Basis, by: Any
) -> BodyEvent:
    """From the day on `body` stands under `parent`, with all that is below it.

    Refuses the present parent, one below the body itself on any day, and one that has ended.
    """
    if parent == body:
        raise WrongState("Một đơn vị không thể thuộc chính nó. Chọn cơ quan khác.", field="parent")
    work = Reorganising(
        Kind.MOVE, effective_on=effective_on, basis=basis, by=by, changed=[body], under=parent
    )
    if by is not None and parent.department != body.department:
        raise WrongState(
            f"{parent.name} không thuộc {body.department.name}. Chọn cơ quan trong cùng sở, ngành.",
            field="parent",
        )
    if parent == body.parent:
        raise WrongState(f"{body.name} đang thuộc {parent.name}.", field="parent")
    former = body.parent.name if body.parent is not None else "không thuộc cơ quan nào"
    work.part(body, Role.CHANGED)
    work.place(body, parent=parent)
    work.told.append(
        f"{body.name} thuộc {parent.name} từ {effective_on:%d/%m/%Y}; trước đó: {former}."
    )
    below = work.forest.held_under(body.pk, effective_on)
    if below:
        work.told.append(f"{len(below)} đơn vị trực thuộc đi theo.")
    return work.finish(f"Chuyển {body.name} về {parent.name} từ {effective_on:%d/%m/%Y}")


@transaction.atomic
def change_kind(
    *, body: Body, kind: str, level: str = "", effective_on: dt.date, basis: Basis, by: Any
) -> BodyEvent:
    """From the day on `body` is of another kind or level; what it was stays on record."""
    work = Reorganising(Kind.KIND, effective_on=effective_on, basis=basis, by=by, changed=[body])
    level = level or body.level
    if kind not in Body.Kind.values or (by is not None and kind in NOT_UNITS):
        raise WrongState(f"Loại đơn vị “{kind}” không có trong danh mục.", field="kind")
    if (kind, level) == (body.kind, body.level):
        raise WrongState("Loại và cấp đang như vậy. Chọn loại hoặc cấp khác.", field="kind")
    if level != body.level:
        work.check_level(level)
    was = f"{body.get_kind_display()}, {body.get_level_display().lower()}"
    work.part(body, Role.CHANGED)
    work.place(body, parent=body.parent, kind=kind, level=level)
    now = f"{body.get_kind_display()}, {body.get_level_display().lower()}"
    work.told.append(f"{body.name}: {was} đổi thành {now} từ {effective_on:%d/%m/%Y}.")
    return work.finish(f"Đổi loại hình {body.name} từ {effective_on:%d/%m/%Y}")


@transaction.atomic
def move_function(
    *,
    giver: Body,
    receiver: Body,
    function: str,
    effective_on: dt.date,
    basis: Basis,
    by: Any,
) -> BodyEvent:
    """Tasks named in `function` pass from `giver` to `receiver`; both bodies go on.

    People do not follow by themselves: who goes with the tasks is said by their own papers.
    """
    function = squeeze(function)
    if not function:
        raise WrongState("Ghi chức năng, nhiệm vụ được chuyển.", field="function")
    if giver == receiver:
        raise WrongState("Chọn đơn vị tiếp nhận khác đơn vị chuyển giao.", field="receiver")
    work = Reorganising(
        Kind.FUNCTION,
        effective_on=effective_on,
        basis=basis,
        by=by,
        changed=[],
        others=[giver, receiver],
        function=function,
    )
    work.part(giver, Role.GAVE)
    work.part(receiver, Role.RECEIVED)
    work.told.append(
        f"{receiver.name} nhận từ {giver.name}: {function}, từ {effective_on:%d/%m/%Y}."
    )
    work.told.append("Người và danh sách đơn vị không đổi; ghi việc chuyển người riêng nếu có.")
    return work.finish(
        f"Chuyển chức năng từ {giver.name} sang {receiver.name} từ {effective_on:%d/%m/%Y}"
    )
