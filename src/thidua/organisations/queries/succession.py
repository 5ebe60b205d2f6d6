"""Predecessors and successors of bodies, through any number of events."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from thidua.organisations.models import BodyEvent, EventPart

GIVING = (EventPart.Role.ENDED, EventPart.Role.GAVE)
TAKING = (EventPart.Role.RECEIVED, EventPart.Role.FORMED)


@dataclass(frozen=True)
class Link:
    """One event by which `to` follows `from_`; a body that only gave tasks away lives on."""

    from_: int
    to: int
    event: int
    day: dt.date
    ended: bool


@dataclass
class Succession:
    """Who follows whom, by one query over the parts of all events."""

    before: dict[int, list[Link]] = field(default_factory=lambda: defaultdict(list))
    after: dict[int, list[Link]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls) -> Succession:
        made = cls()
        sources: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        targets: dict[int, list[int]] = defaultdict(list)
        days: dict[int, dt.date] = {}
        parts = EventPart.objects.filter(
            event__undone_at=None, body__isnull=False, role__in=(*GIVING, *TAKING)
        ).order_by("event__effective_on", "event", "pk")
        for event, body, role, day in parts.values_list(
            "event", "body", "role", "event__effective_on"
        ):
            days[event] = day
            if body is None:
                continue
            if role in GIVING:
                sources[event].append((body, role == EventPart.Role.ENDED))
            else:
                targets[event].append(body)
        for event, givers in sources.items():
            for giver, ended in givers:
                for taker in targets[event]:
                    link = Link(giver, taker, event, days[event], ended)
                    made.after[giver].append(link)
                    made.before[taker].append(link)
        return made

    def predecessors(self, body: int) -> dict[int, list[Link]]:
        """Every body that came before, with the links that lead from it; nearest first.

        What joined a predecessor only after it had passed its tasks on is none of ours.
        """
        found: dict[int, list[Link]] = {}
        reached = {body: dt.date.max}
        waiting = deque([body])
        while waiting:
            here = waiting.popleft()
            for link in self.before.get(here, ()):
                if link.day > reached[here] or link.from_ == body:
                    continue
                links = found.setdefault(link.from_, [])
                if link not in links:
                    links.append(link)
                if link.day > reached.get(link.from_, dt.date.min):
                    reached[link.from_] = link.day
                    waiting.append(link.from_)
        return found

    def successors(self, body: int) -> dict[int, list[Link]]:
        """Every body that came after, with the links that lead to it; nearest first."""
        found: dict[int, list[Link]] = {}
        reached = {body: dt.date.min}
        waiting = deque([body])
        while waiting:
            here = waiting.popleft()
            for link in self.after.get(here, ()):
                if link.day < reached[here] or link.to == body:
                    continue
                links = found.setdefault(link.to, [])
                if link not in links:
                    links.append(link)
                if link.day < reached.get(link.to, dt.date.max):
                    reached[link.to] = link.day
                    waiting.append(link.to)
        return found

    def ended_before(self, bodies: Iterable[int]) -> set[int]:
        """Predecessors of any of `bodies` that ended, through ended ones only."""
        found: set[int] = set()
        waiting = list(bodies)
        while waiting:
            for link in self.before.get(waiting.pop(), ()):
                if link.ended and link.from_ not in found:
                    found.add(link.from_)
                    waiting.append(link.from_)
        return found


def family_of(body: int, succession: Succession | None = None) -> set[int]:
    """The body, all before and all after it."""
    links = succession or Succession.read()
    return {body, *links.predecessors(body), *links.successors(body)}


def events_of(bodies: Iterable[int]) -> list[BodyEvent]:
    """Standing events in which any of `bodies` plays a part, in order of time, with their parts."""
    taken = EventPart.objects.filter(body__in=list(bodies)).values("event")
    return list(
        BodyEvent.objects.filter(pk__in=taken, undone_at=None)
        .prefetch_related("parts")
        .order_by("effective_on", "pk")
    )
