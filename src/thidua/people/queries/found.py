"""Persons found by what was typed: the number or code first, then names."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import WrongState
from thidua.kit.names.finding import Source, find
from thidua.kit.names.finding import found as rows_of
from thidua.kit.text import squeeze
from thidua.organisations.scopes import Role, scope_of
from thidua.people import identity
from thidua.people.models import Person
from thidua.people.queries.scope import by_identity, visible_to


def found(user: Any, typed: str, *, limit: int) -> list[Person]:
    """At most `limit` persons that `user` may see, the best first (kit.names.ranking).

    A staff code stands first; an identity number finds its person only for the officer, by the
    keyed digest, and only whole.
    """
    scope = scope_of(user)
    owner = scope.department.pk if scope.department and scope.whole_department else None
    rows = visible_to(user).select_related("unit")
    source = Source(rows, owner, sifted=True, further=scope.further)
    keys = dict.fromkeys([*_exact(user, typed), *find(source, typed, limit=limit)])
    return rows_of(source, list(keys)[:limit])


def _exact(user: Any, typed: str) -> list[int]:
    text = squeeze(typed)
    if not any(c.isdigit() for c in text):
        return []
    keys = list(visible_to(user).filter(code__iexact=text).values_list("pk", flat=True))
    scope = scope_of(user)
    if scope.department is not None and scope.has(Role.OFFICER):
        try:
            identity.clean(text)
        except WrongState:
            return keys
        person = by_identity(scope.department, text)
        keys += [person.pk] if person is not None else []
    return keys
