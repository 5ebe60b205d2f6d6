"""Which bodies a person may look up: the own house, its past, the catalogue.

Names, days and documents of public bodies are no secrets; people and awards of a body are, and
are shown to those who may open it (`openable_by`).
"""

from __future__ import annotations

from typing import Any

from thidua.organisations.models import Body
from thidua.organisations.queries.forest import Forest
from thidua.organisations.queries.succession import Succession, family_of
from thidua.organisations.queries.units import openable_by
from thidua.organisations.scopes import scope_of


def sight_of(user: Any, *, forest: Forest, succession: Succession) -> set[int]:
    """Primary keys: what the user may open, all before, after and above it, and the catalogue."""
    seen = set(Body.objects.filter(in_catalogue=True).values_list("pk", flat=True))
    scope = scope_of(user)
    if scope.department is None:
        return seen
    own = set(openable_by(user).order_by().values_list("pk", flat=True))
    if scope.roles:
        own.add(scope.department.pk)
    for pk in list(own):
        own |= family_of(pk, succession)
    for pk in list(own):
        own |= _ever_above(forest, pk)
    return seen | own


def _ever_above(forest: Forest, body: int) -> set[int]:
    found: set[int] = set()
    waiting = [body]
    while waiting:
        for stand in forest.lives[waiting.pop()].stands:
            if stand.parent is not None and stand.parent not in found:
                found.add(stand.parent)
                waiting.append(stand.parent)
    return found
