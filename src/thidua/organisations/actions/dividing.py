"""A body is divided (chia: it ends) or another is taken out of it (tách: it goes on)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from thidua.kit.errors import WrongState
from thidua.kit.text import fold
from thidua.organisations.actions.reorganising import ONE_DAY, Basis, Formed, Reorganising, Role
from thidua.organisations.models import Body, BodyEvent

Kind = BodyEvent.Kind


@transaction.atomic
def divide_body(
    *,
    body: Body,
    formed: Sequence[Formed],
    effective_on: dt.date,
    basis: Basis,
    by: Any,
    people_to: int = 0,
    units_to: Mapping[int, int] | None = None,
) -> BodyEvent:
    """`body` ends the day before; two or more new bodies take its place.

    `people_to` is the place in `formed` of the one that the people at work go to (each may then
    be moved on in the own record); `units_to` says for units below (primary keys) where each goes,
    and those not named go with the people.
    """
    if len(formed) < 2:
        raise WrongState("Chia cần từ hai đơn vị mới. Ghi thêm tên đơn vị.", field="names")
    _check_names(formed)
    work = Reorganising(Kind.DIVIDE, effective_on=effective_on, basis=basis, by=by, changed=[body])
    parent = body.parent
    # One of the new bodies may bear the old name.
    Body.objects.filter(pk=body.pk).update(closed_on=effective_on - ONE_DAY)
    made = [work.form(one, parent=parent, like=body) for one in formed]
    if not 0 <= people_to < len(made):
        raise WrongState("Chọn đơn vị tiếp nhận người.", field="people_to")
    goes = {pk: place for pk, place in (units_to or {}).items() if 0 <= place < len(made)}
    for pk, place in goes.items():
        if pk in work.forest.held_under(body.pk, work.day):
            work.carry_units(body, made[place], only=[pk])
    rest = [pk for pk in work.forest.held_under(body.pk, work.day) if pk not in goes]
    if rest:
        work.carry_units(body, made[people_to], only=rest)
    work.end(body, successor=made[people_to])
    names = ", ".join(one.name for one in made)
    return work.finish(f"Chia {body.name} thành {names} từ {effective_on:%d/%m/%Y}")


@transaction.atomic
def separate_bodies(
    *, body: Body, formed: Sequence[Formed], effective_on: dt.date, basis: Basis, by: Any
) -> BodyEvent:
    """New bodies are taken out of `body`, which goes on; people and units stay until moved."""
    if not formed:
        raise WrongState("Ghi tên đơn vị được tách ra.", field="names")
    _check_names(formed)
    work = Reorganising(
        Kind.SEPARATE, effective_on=effective_on, basis=basis, by=by, changed=[], others=[body]
    )
    work.part(body, Role.GAVE)
    made = [work.form(one, parent=body.parent, like=body) for one in formed]
    work.told.append(
        f"{body.name} vẫn hoạt động; người và đơn vị trực thuộc ở lại cho đến khi được chuyển."
    )
    names = ", ".join(one.name for one in made)
    return work.finish(f"Tách {names} từ {body.name} từ {effective_on:%d/%m/%Y}")


def _check_names(formed: Sequence[Formed]) -> None:
    names = [fold(one.name) for one in formed]
    if len(set(names)) != len(names):
        raise WrongState("Hai đơn vị mới không thể mang cùng một tên.", field="names")
