"""A body ends without a successor, or its people go to one that is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from thidua.kit.errors import WrongState
from thidua.organisations.actions.reorganising import Basis, Reorganising
from thidua.organisations.models import Body, BodyEvent


@transaction.atomic
def close_body(
    *,
    body: Body,
    effective_on: dt.date,
    basis: Basis,
    by: Any,
    people_to: Body | None = None,
) -> BodyEvent:
    """From the day on `body` is no more; it stays in the book and in past years.

    People at work go to `people_to`, which does not become a successor by that. Refuses units
    below, open dossiers and rounds, people without a place to go to, a day that has not come.
    """
    if people_to == body:
        raise WrongState("Chọn đơn vị khác để tiếp nhận người.", field="people_to")
    others = [people_to] if people_to is not None else []
    work = Reorganising(
        BodyEvent.Kind.CLOSE,
        effective_on=effective_on,
        basis=basis,
        by=by,
        changed=[body],
        others=others,
    )
    work.carry_units(body, None)
    work.end(body, successor=people_to)
    return work.finish(f"Kết thúc hoạt động {body.name} từ {effective_on:%d/%m/%Y}")
