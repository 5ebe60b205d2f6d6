"""Lines of the book found by what was typed: the decision number first, then recipients."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from thidua.kit.names.finding import Source, find
from thidua.kit.names.finding import found as rows_of
from thidua.kit.text import fold
from thidua.organisations.scopes import scope_of
from thidua.register.models import RegisterEntry
from thidua.register.queries.book import visible_to


def found(user: Any, typed: str, *, limit: int) -> list[RegisterEntry]:
    """At most `limit` lines that `user` may see, the best first (kit.names.ranking).

    "1482" and "1482/QĐ-UBND" find the lines of that decision. Lines withdrawn with their import
    are left out. The books of predecessors whose history counts are searched like the own one.
    Those who see the whole book of a department are not shown, here, an award of their own in the
    book of another.
    """
    scope = scope_of(user)
    rows = visible_to(user).exclude(state=RegisterEntry.State.WITHDRAWN)
    owner = None
    if scope.department is not None and scope.whole_department:
        owner = scope.department.pk
        rows = rows.filter(scope.of_department())
    source = Source(
        rows,
        owner,
        left_out=("state", RegisterEntry.State.WITHDRAWN.value),
        further=scope.further,
    )
    keys: dict[int, None] = {}
    number = fold(typed)
    if any(c.isdigit() for c in number):
        named = Q(decision_folded=number)
        if "/" not in number:
            named |= Q(decision_folded__startswith=f"{number}/")
        lines = rows.filter(named).order_by("-decided_on", "-sequence")
        keys = dict.fromkeys(lines.values_list("pk", flat=True)[:limit])
    keys |= dict.fromkeys(find(source, typed, limit=limit))
    return rows_of(source, list(keys)[:limit])
