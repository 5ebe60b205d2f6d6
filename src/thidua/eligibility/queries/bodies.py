"""Bodies that keep records of their own, and those whose people a user may count."""

from __future__ import annotations

from typing import Any

from thidua.accounts.queries import scope_of
from thidua.organisations.models import Body

ABOVE = (Body.Kind.PROVINCE, Body.Kind.MINISTRY, Body.Kind.TERRITORY)


def keeping_bodies(*, code: str | None = None, under: Body | None = None) -> list[Body]:
    """Bodies in being whose people are kept: all, one by its code, or those right below one."""
    bodies = Body.objects.filter(kind=Body.Kind.DEPARTMENT, closed_on=None, in_catalogue=False)
    if code is not None:
        bodies = bodies.filter(code=code)
    if under is not None:
        bodies = bodies.filter(parent=under)
    return list(bodies.order_by("order", "name", "pk"))


def bodies_counted_for(user: Any) -> list[Body]:
    """The own body; of a province or ministry, those below it. Who may ask is said elsewhere."""
    scope = scope_of(user)
    if scope.department is None:
        return []
    if scope.department.kind in ABOVE:
        return keeping_bodies(under=scope.department)
    return [scope.department]
