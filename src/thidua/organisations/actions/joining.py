"""Bodies are joined: into one that goes on (sáp nhập) or into a new one (hợp nhất)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.kit.errors import WrongState
from thidua.organisations.actions.reorganising import ONE_DAY, Basis, Formed, Reorganising, Role
from thidua.organisations.models import Body, BodyEvent

Kind = BodyEvent.Kind


@transaction.atomic
def absorb_bodies(
    *, bodies: Sequence[Body], into: Body, effective_on: dt.date, basis: Basis, by: Any
) -> BodyEvent:
    """`bodies` end the day before; `into` takes over their tasks, units and people.

    Refuses open dossiers and rounds of what ends, and days before its last change.
    """
    ending = _distinct(bodies)
    if into in ending:
        raise WrongState("Một đơn vị không thể sáp nhập vào chính nó.", field="into")
    if not ending:
        raise WrongState("Chọn đơn vị được sáp nhập.", field="bodies")
    work = Reorganising(
        Kind.ABSORB,
        effective_on=effective_on,
        basis=basis,
        by=by,
        changed=ending,
        others=[into],
    )
    for body in ending:
        work.carry_units(body, into)
        work.end(body, successor=into)
    work.part(into, Role.RECEIVED)
    work.told.append(f"{into.name} tiếp nhận chức năng, nhiệm vụ từ {effective_on:%d/%m/%Y}.")
    names = ", ".join(body.name for body in ending)
    return work.finish(f"Sáp nhập {names} vào {into.name} từ {effective_on:%d/%m/%Y}")


@transaction.atomic
def join_bodies(
    *,
    bodies: Sequence[Body],
    formed: Formed,
    parent: Body | None,
    effective_on: dt.date,
    basis: Basis,
    by: Any,
) -> BodyEvent:
    """`bodies` end the day before and a new body under `parent` takes their place.

    With a single body this is a reorganisation (tổ chức lại) into another one. Units and people
    follow. Refuses like `absorb_bodies`, and a name that a standing body under `parent` bears.
    """
    ending = _distinct(bodies)
    if not ending or (by is not None and len(ending) < 2):
        raise WrongState("Hợp nhất cần từ hai đơn vị. Chọn thêm đơn vị.", field="bodies")
    work = Reorganising(
        Kind.JOIN if len(ending) > 1 else Kind.REORGANISE,
        effective_on=effective_on,
        basis=basis,
        by=by,
        changed=ending,
        under=parent,
    )
    if by is not None and any(body.parent != parent for body in ending):
        raise WrongState("Các đơn vị hợp nhất phải cùng một cơ quan quản lý.", field="bodies")
    # The new body may bear the name of one that ends: so the old ones make room first.
    Body.objects.filter(pk__in=[body.pk for body in ending]).update(
        closed_on=effective_on - ONE_DAY
    )
    successor = work.form(formed, parent=parent, like=ending[0])
    for body in ending:
        work.carry_units(body, successor)
        work.end(body, successor=successor)
    names = ", ".join(body.name for body in ending)
    return work.finish(
        f"{work.event.get_kind_display()} {names} thành {successor.name} từ {effective_on:%d/%m/%Y}"
    )


def _distinct(bodies: Sequence[Body]) -> list[Body]:
    return list({body.pk: body for body in bodies}.values())
