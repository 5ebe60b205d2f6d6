"""History of a collective: its own, and its predecessors' as evidence, recognised or not.

The law does not say whether a body formed by joining others takes over their years or awards
(NĐ 152/2025/NĐ-CP Điều 60 khoản 5 refers to guidance). So nothing is added up by the program: only
a standing decision of a person makes a predecessor's awards count, and only those decided until
the day it names.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from thidua.organisations.models import Body, HistoryRecognition
from thidua.organisations.queries.succession import Link, Succession


@dataclass(frozen=True)
class Evidence:
    """A predecessor, how it leads here, its awards, and the decision about them if there is one."""

    predecessor: Body
    links: list[Link]
    awards: list[tuple[Any, bool]]
    recognition: HistoryRecognition | None

    @property
    def last_link(self) -> Link:
        """The hand-over that came last."""
        return max(self.links, key=lambda link: link.day)

    @property
    def last_day(self) -> dt.date:
        """The last day before the hand-over: no award after it can count."""
        return self.last_link.day - dt.timedelta(days=1)


def counts(decided_on: dt.date | None, recognition: HistoryRecognition | None) -> bool:
    """Whether an award counts by a decision; one without a day of decision never does."""
    return (
        recognition is not None
        and recognition.withdrawn_at is None
        and decided_on is not None
        and decided_on <= recognition.up_to
    )


def recognised_for(bodies: Collection[int]) -> dict[int, list[HistoryRecognition]]:
    """Standing decisions by the body that they are in favour of; one query."""
    found: dict[int, list[HistoryRecognition]] = defaultdict(list)
    for one in HistoryRecognition.objects.filter(body__in=bodies, withdrawn_at=None):
        found[one.body_id].append(one)
    return found


def evidence_for(body: Body, succession: Succession) -> list[Evidence]:
    """Every predecessor with its awards in the book, nearest first; three queries.

    Awards belong to an app above; they are read through their relation.
    """
    before = succession.predecessors(body.pk)
    if not before:
        return []
    bodies = Body.objects.in_bulk(before)
    standing = {one.predecessor_id: one for one in recognised_for([body.pk])[body.pk]}
    relation: Any = Body._meta.get_field("awards").related_model
    awards: dict[int, list[Any]] = defaultdict(list)
    rows = relation._default_manager.filter(
        collective__in=list(before), match="matched", state="valid"
    )
    for row in rows.order_by("-year", "-decided_on", "pk"):
        awards[row.collective_id].append(row)
    return [
        Evidence(
            bodies[pk],
            links,
            [(row, counts(row.decided_on, standing.get(pk))) for row in awards[pk]],
            standing.get(pk),
        )
        for pk, links in before.items()
    ]
