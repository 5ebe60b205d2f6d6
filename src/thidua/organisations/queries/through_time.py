"""Questions about one body on a day: name, parent, all above, units; for other apps to ask."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from thidua.kit.text import fold
from thidua.organisations.models import Body, BodyName
from thidua.organisations.queries.forest import Forest


def names_on(day: dt.date, bodies: Collection[int] | None = None) -> dict[int, str]:
    """Names on `day` of bodies that bore another one than today's; one query."""
    dated = BodyName.objects.filter(valid_to__gte=day).filter(
        Q(valid_from=None) | Q(valid_from__lte=day)
    )
    if bodies is not None:
        dated = dated.filter(body__in=bodies)
    # The one that ends first is the one in force; later lines overwrite from the back.
    found = dated.order_by("-valid_to", "-pk").values_list("body", "name")
    return dict(found)


def name_on(body: Body, day: dt.date) -> str:
    """The name that `body` bore on `day`: today's unless a dated former one covers the day."""
    return names_on(day, [body.pk]).get(body.pk, body.name)


def parent_on(body: Body, day: dt.date) -> Body | None:
    """What `body` stood under on `day`; None for a root and for a day on which it did not live.

    Reads the whole forest (two queries); for many bodies ask `Forest.read()` once.
    """
    above = Forest.read().above(body.pk, day)
    return Body.objects.get(pk=above[0]) if above else None


def ancestors_on(body: Body, day: dt.date) -> list[Body]:
    """All above `body` on `day`, nearest first."""
    above = Forest.read().above(body.pk, day)
    found = Body.objects.in_bulk(above)
    return [found[pk] for pk in above]


def lived_on(body: Body, day: dt.date) -> bool:
    """Whether `body` was there on `day`, and so was everything above it."""
    return Forest.read().chain(body.pk, day) is not None


@dataclass(frozen=True)
class Node:
    """A body of the tree on a day: as it was called and where it stood then."""

    body: Body
    name: str
    kind: str
    level: str
    depth: int
    parent: int | None
    parent_name: str

    @property
    def kind_label(self) -> str:
        return str(Body.Kind(self.kind).label)

    @property
    def level_label(self) -> str:
        return str(Body.Level(self.level).label)


def tree_on(
    day: dt.date, *, within: Collection[int] | None = None, forest: Forest | None = None
) -> list[Node]:
    """Bodies living on `day`, parents before their units; four queries for any number.

    With `within` only those; depth counts the shown ones above.
    """
    forest = forest or Forest.read()
    former = names_on(day)
    bodies = Body.objects.in_bulk()
    nodes: list[Node] = []
    shown: dict[int, int] = {}
    for pk, _ in forest.walk(day):
        stand = forest.lives[pk].on(day)
        if stand is None or (within is not None and pk not in within):
            continue
        depth = shown.get(stand.parent, -1) + 1 if stand.parent is not None else 0
        shown[pk] = depth
        nodes.append(
            Node(
                body=bodies[pk],
                name=former.get(pk, bodies[pk].name),
                kind=stand.kind,
                level=stand.level,
                depth=depth,
                parent=stand.parent,
                parent_name=_name(stand.parent, former, bodies),
            )
        )
    return nodes


def matching(nodes: list[Node], text: str) -> list[Node]:
    """Nodes whose name then, today or before holds every word, marks ignored; one query."""
    words = fold(text).split()
    if not words:
        return nodes
    known: dict[int, str] = defaultdict(str)
    for pk, name in BodyName.objects.values_list("body", "folded_name"):
        known[pk] += f" {name}"
    return [
        node
        for node in nodes
        if all(
            word in f"{fold(node.name)} {node.body.folded_name}{known[node.body.pk]}"
            for word in words
        )
    ]


def _name(pk: int | None, former: dict[int, str], bodies: dict[int, Body]) -> str:
    return "" if pk is None else former.get(pk, bodies[pk].name)
