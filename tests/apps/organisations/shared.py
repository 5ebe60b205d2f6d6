"""Small helpers of the tests about bodies through time."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from thidua.organisations import actions
from thidua.organisations.models import Body

BASIS = actions.Basis("15/2025/QĐ-UBND", "UBND tỉnh Lam Giang", dt.date(2025, 2, 20))
FIRST = dt.date(2025, 3, 1)
SECOND = dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)


def unit(world: SimpleNamespace, name: str, parent: Body | None = None, **more: Any) -> Body:
    """A unit without people under the department (or `parent`)."""
    above = parent or world.department
    kind = more.pop("kind", "phong")
    return actions.create_body(parent=above, name=name, kind=kind, by=None, **more)


def snapshot() -> list[Any]:
    """All that events may touch, but for the record of the events themselves."""
    from thidua.organisations.models import BodyName, Placement

    return [
        sorted(
            Body.objects.values_list(
                "pk", "name", "folded_name", "parent", "kind", "level", "founded_on", "closed_on"
            )
        ),
        sorted(Placement.objects.values_list("body", "parent", "kind", "level", "valid_from"),
               key=str),
        sorted(BodyName.objects.values_list("body", "name", "valid_from", "valid_to"), key=str),
    ]  # fmt: skip
