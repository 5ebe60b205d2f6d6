"""API of units: the list with head counts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from thidua.organisations import queries

router = Router(tags=["organisations"])


class UnitOut(Schema):
    """A unit with what the list shows of it."""

    id: int
    code: str
    name: str
    kind: str
    people: int
    women: int
    leaders: int
    rating: str
    awards: int


@router.get("/", response=list[UnitOut], summary="Danh sách đơn vị")
def units(request: HttpRequest, q: str = "") -> list[dict[str, Any]]:
    """Units that the signed-in user may see, in the order of the department."""
    found = queries.search(queries.visible_to(request.user), q).order_by("order", "name", "pk")
    return [
        {
            "id": row.unit.pk,
            "code": row.unit.code,
            "name": row.unit.name,
            "kind": row.unit.kind,
            "people": row.people,
            "women": row.women,
            "leaders": row.leaders,
            "rating": row.rating,
            "awards": row.awards,
        }
        for row in queries.counted(found, timezone.localdate().year)
    ]
