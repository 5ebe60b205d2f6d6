"""Decisions found by what was typed: the number first, then titles, then the people named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from thidua.accounts.queries import scope_of
from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.queries.lists import visible_to
from thidua.kit.names.finding import Source, find
from thidua.kit.names.finding import found as rows_of
from thidua.kit.text import fold

_NUMBER = re.compile(r"0*(\d{1,6})\s*(?:/\s*(\S*))?")


def found(
    user: Any, typed: str, *, limit: int, people: Sequence[int] = (), bodies: Sequence[int] = ()
) -> list[Decision]:
    """At most `limit` decisions that `user` may see; `people` and `bodies` were found by name."""
    scope = scope_of(user)
    owner = scope.department.pk if scope.department and scope.whole_department else None
    rows = visible_to(user)
    source = Source(rows, owner, further=scope.further)
    keys = dict.fromkeys([*_numbered(user, typed), *find(source, typed, limit=limit)])
    if len(keys) < limit and (people or bodies):
        awards = DecisionAward.objects
        named = awards.filter(nominee__person__in=people) | awards.filter(
            nominee__collective__in=bodies
        )
        by_name = rows.filter(pk__in=named.values("decision")).values_list("pk", flat=True)
        keys |= dict.fromkeys(by_name[:limit])
    return rows_of(source, list(keys)[:limit])


def _numbered(user: Any, typed: str) -> list[int]:
    """ "7" and "07/QĐ-SNV" name decisions by number, the latest first."""
    match = _NUMBER.fullmatch(fold(typed))
    if match is None:
        return []
    rows = visible_to(user).filter(number=int(match[1])).order_by("-decided_on", "-pk")
    symbol = match[2] or ""
    return [d.pk for d in rows if fold(d.symbol).startswith(symbol)]
