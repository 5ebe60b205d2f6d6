"""Dossiers found by what was typed: the code first, then titles, then the people proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thidua.accounts.queries import scope_of
from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.queries.lists import visible_to
from thidua.kit.names.finding import Source, find
from thidua.kit.names.finding import found as rows_of
from thidua.kit.text import squeeze


def found(
    user: Any, typed: str, *, limit: int, people: Sequence[int] = (), bodies: Sequence[int] = ()
) -> list[Dossier]:
    """At most `limit` dossiers that `user` may see; `people` and `bodies` were found by name."""
    scope = scope_of(user)
    owner = scope.department.pk if scope.department and scope.whole_department else None
    rows = visible_to(user).select_related("unit", "round")
    source = Source(rows, owner, further=scope.further)
    coded = rows.filter(code__iexact=squeeze(typed)).values_list("pk", flat=True)
    keys = dict.fromkeys([*coded, *find(source, typed, limit=limit)])
    if len(keys) < limit and (people or bodies):
        proposed = Nominee.objects.exclude(state=Nominee.State.WITHDRAWN)
        named = proposed.filter(person__in=people) | proposed.filter(collective__in=bodies)
        by_name = rows.filter(pk__in=named.values("dossier")).values_list("pk", flat=True)
        keys |= dict.fromkeys(by_name[:limit])
    return rows_of(source, list(keys)[:limit])
