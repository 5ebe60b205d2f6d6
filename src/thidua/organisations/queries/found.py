"""Bodies found by a name of today or of before."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from thidua.kit.names.finding import Source, find
from thidua.kit.names.finding import found as rows_of
from thidua.organisations.models import Body, BodyName
from thidua.organisations.queries.units import openable_by


def found(user: Any, typed: str, *, limit: int) -> list[tuple[Body, str, bool]]:
    """At most `limit` bodies, the best first: body, the former name that fitted, may be opened.

    A name of today stands before former ones. Bodies of the catalogue, whose names are no secret,
    are found by everyone who works at a body; only their history is open then.
    """
    open_to = set(openable_by(user).order_by().values_list("pk", flat=True))
    catalogue = Q(in_catalogue=True) if open_to else Q(pk__in=[])
    rows = Body.objects.filter(Q(pk__in=open_to) | catalogue).select_related("parent")
    now = Source(rows, 0, sifted=True)
    bodies = {body.pk: (body, "") for body in rows_of(now, find(now, typed, limit=limit))}
    if len(bodies) < limit:
        names = BodyName.objects.filter(body__in=rows).select_related("body__parent")
        before = Source(names, 0, sifted=True)
        for name in rows_of(before, find(before, typed, limit=limit)):
            bodies.setdefault(name.body_id, (name.body, name.name))
    listed = [(body, former, body.pk in open_to) for body, former in bodies.values()]
    return listed[:limit]
