"""Ceremonies of a body, turns in their order, groups on stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from thidua.ceremonies.models import Ceremony, Presenter, Turn
from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.queries.awardable import award_order
from thidua.kit.text import fold, name_order
from thidua.organisations.models import Body


@dataclass(frozen=True, slots=True)
class Group:
    """Those who stand on the stage together."""

    number: int
    award_name: str
    presenter: Presenter | None
    turns: tuple[Turn, ...]


def ceremonies_of(body: Body) -> QuerySet[Ceremony]:
    """Newest first, with counts (one query)."""
    return Ceremony.objects.filter(body=body).annotate(
        people=Count("turns", distinct=True),
        coming=Count(
            "turns",
            filter=Q(turns__attendance__in=[Turn.Attendance.COMING, Turn.Attendance.REPRESENTED]),
            distinct=True,
        ),
    )


def matching(rows: QuerySet[Ceremony], text: str) -> QuerySet[Ceremony]:
    """Narrow by words of the title, without diacritics (ceremonies are some tens)."""
    words = fold(text).split()
    if not words:
        return rows
    found = [
        pk for pk, title in rows.values_list("pk", "title") if all(w in fold(title) for w in words)
    ]
    return rows.filter(pk__in=found)


def issued_decisions(body: Body) -> QuerySet[Decision]:
    """Awarding decisions that may be handed over, the newest first."""
    rows = Decision.objects.filter(
        department=body, state=Decision.State.ISSUED, kind=Decision.Kind.AWARD
    )
    return rows.order_by("-decided_on", "-pk")


def turns_of(ceremony: Ceremony) -> QuerySet[Turn]:
    """Turns whose award still stands, in their order (one query)."""
    rows = ceremony.turns.select_related("award__decision", "presenter")
    return rows.exclude(award__standing=DecisionAward.Standing.CANCELLED).order_by("order", "pk")


def groups_of(ceremony: Ceremony) -> list[Group]:
    """Groups on stage in their order (one query)."""
    found = []
    for number, members in groupby(turns_of(ceremony), key=lambda turn: turn.group):
        turns = tuple(members)
        found.append(Group(number, turns[0].award.award_name, turns[0].presenter, turns))
    return found


def by_rank_and_name(awards: Iterable[DecisionAward], on: dt.date) -> list[DecisionAward]:
    """The order of the ceremony: higher awards first, then names as Vietnamese sorts them."""

    def key(row: DecisionAward) -> tuple[tuple[int, int, int, int], int, str, int]:
        rank = award_order(row.award_code, on=on)
        # A collective keeps the place that its annex gives it: its name is no personal name.
        place = row.order if row.is_collective else 0
        name = "" if row.is_collective else name_order(row.recipient_name)
        return (rank, 0 if row.is_collective else 1, f"{place:06d}{name}", row.pk)

    return sorted(awards, key=key)


def grouped_numbers(turns: Iterable[Turn], size: int) -> list[int]:
    """The group of each turn: a new one with another award, when full, or where set by hand."""
    numbers: list[int] = []
    number, filled, award = 0, 0, ""
    for turn in turns:
        code = turn.award.award_code
        if not number or code != award or filled >= size or turn.opens_group:
            number, filled, award = number + 1, 0, code
        filled += 1
        numbers.append(number)
    return numbers
