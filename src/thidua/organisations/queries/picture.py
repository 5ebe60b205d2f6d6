"""The family tree of a body through time as a drawing: lanes of bodies, events between them.

All figures are whole pixels of a drawing 960 wide, so that no page writes a decimal comma into it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from thidua.organisations.models import Body, BodyEvent, EventPart
from thidua.organisations.queries.succession import GIVING, TAKING, Succession, events_of

WIDTH = 960
_LEFT, _RIGHT, _TOP, _LANE = 14, 22, 40, 62
_MOST_LANES = 24
_LETTER = 7  # mean width of a letter of a label
_LEAST_DAYS = 4 * 366
_MOST_TICKS = 10
_MARK = 11


@dataclass(frozen=True)
class Lane:
    """A body: its bar from beginning to end, its names and days above it."""

    body: Body
    y: int
    x1: int
    x2: int
    label_x: int
    anchor: str
    dates: str
    is_self: bool
    open_start: bool
    ended: bool

    @property
    def label_y(self) -> int:
        return self.y - 14

    @property
    def bar_y(self) -> int:
        return self.y - 6

    @property
    def width(self) -> int:
        return max(self.x2 - self.x1, 4)


@dataclass(frozen=True)
class Line:
    """From a lane down or up to another on one day."""

    x: int
    y1: int
    y2: int
    dashed: bool


@dataclass(frozen=True)
class Mark:
    """The number of an event on a lane."""

    x: int
    y: int
    number: int

    @property
    def text_y(self) -> int:
        return self.y + 4


@dataclass
class Picture:
    """What the page draws and, in the same order, tells."""

    events: list[BodyEvent]
    lanes: list[Lane] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    ticks: list[tuple[int, int]] = field(default_factory=list)
    height: int = 0
    hidden: int = 0
    width: int = WIDTH


def picture_of(
    body: Body, *, today: dt.date, succession: Succession, sight: Collection[int]
) -> Picture:
    """The body with all before and after it that may be seen; three queries."""
    before = succession.predecessors(body.pk)
    after = succession.successors(body.pk)
    family = [pk for pk in (*before, body.pk, *after) if pk in sight or pk == body.pk]
    drawn = _nearest(family, before, after, body.pk)
    bodies = Body.objects.in_bulk(drawn)
    events = [
        event for event in events_of(drawn) if _within(event, set(drawn)) or _about(event, body.pk)
    ]
    picture = Picture(events, hidden=len(family) - len(drawn))
    if not events:
        return picture
    scale = _Scale(_days(bodies.values(), events), today)
    picture.ticks = scale.ticks()
    order = sorted(
        bodies.values(),
        key=lambda b: (
            1 if b.pk == body.pk else 0 if b.pk in before else 2,
            b.closed_on or dt.date.max,
            b.folded_name,
        ),
    )
    places = {one.pk: _TOP + 34 + n * _LANE for n, one in enumerate(order)}
    picture.lanes = [_lane(one, places[one.pk], scale, is_self=one == body) for one in order]
    _draw(picture, places, scale)
    picture.height = _TOP + 34 + (len(order) - 1) * _LANE + 26
    return picture


def _nearest(
    family: list[int], before: Collection[int], after: Collection[int], own: int
) -> list[int]:
    """At most so many lanes that the drawing can be read: nearest first, the body always."""
    if len(family) <= _MOST_LANES:
        return family
    kept = [own, *[pk for pk in (*before, *after) if pk in set(family)]]
    return list(dict.fromkeys(kept))[:_MOST_LANES]


def _within(event: BodyEvent, drawn: set[int]) -> bool:
    """Both ends of a hand-over are drawn, or it changes one drawn body."""
    parts = event.parts.all()
    givers = [p.body_id for p in parts if p.role in GIVING]
    takers = [p.body_id for p in parts if p.role in TAKING]
    if givers and takers:
        return any(pk in drawn for pk in givers) and any(pk in drawn for pk in takers)
    return any(p.body_id in drawn for p in parts)


def _about(event: BodyEvent, body: int) -> bool:
    return any(part.body_id == body for part in event.parts.all())


def _days(bodies: Collection[Body], events: list[BodyEvent]) -> list[dt.date]:
    known = [day for b in bodies for day in (b.founded_on, b.closed_on) if day]
    return [*known, *[event.effective_on for event in events]]


class _Scale:
    """Days to pixels; the first day leaves room for what began before anything is known."""

    def __init__(self, days: list[dt.date], today: dt.date) -> None:
        last = max(today, max(days))
        first = min(days)
        span = max((last - first).days, _LEAST_DAYS)
        self.first = last - dt.timedelta(days=span + span // 6)
        self.last = last + dt.timedelta(days=span // 30)
        self.days = (self.last - self.first).days

    def x(self, day: dt.date) -> int:
        room = WIDTH - _LEFT - _RIGHT
        return _LEFT + room * (day - self.first).days // self.days

    def ticks(self) -> list[tuple[int, int]]:
        years = range(self.first.year + 1, self.last.year + 1)
        step = -(-len(years) // _MOST_TICKS)
        return [(self.x(dt.date(year, 1, 1)), year) for year in years if year % step == 0]


def _lane(body: Body, y: int, scale: _Scale, *, is_self: bool) -> Lane:
    begins, ends = body.founded_on, body.closed_on
    x1 = scale.x(begins) if begins else _LEFT
    x2 = scale.x(ends) if ends else WIDTH - _RIGHT
    since = f"từ {begins:%d/%m/%Y}" if begins else ""
    until = f"đến {ends:%d/%m/%Y}" if ends else ""
    dates = f"{since} {until}".strip()
    long = (len(body.name) + len(dates) + 3) * _LETTER
    # Room for the number of the event that a body begins with.
    start = x1 + _MARK + 4 if begins else x1
    fits = start + long <= WIDTH - _RIGHT
    return Lane(
        body=body,
        y=y,
        x1=x1,
        x2=x2,
        label_x=start if fits else max(WIDTH - _RIGHT, long),
        anchor="start" if fits else "end",
        dates=dates,
        is_self=is_self,
        open_start=begins is None,
        ended=ends is not None,
    )


def _draw(picture: Picture, places: dict[int, int], scale: _Scale) -> None:
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for number, event in enumerate(picture.events, start=1):
        x = scale.x(event.effective_on)
        parts = [part for part in event.parts.all() if part.body_id in places]
        givers = [p for p in parts if p.role in GIVING]
        takers = [p for p in parts if p.role in TAKING]
        for giver in givers:
            for taker in takers:
                picture.lines.append(
                    Line(
                        x,
                        places[giver.body_id or 0],
                        places[taker.body_id or 0],
                        giver.role == EventPart.Role.GAVE,
                    )
                )
        for part in takers or parts:
            y = places[part.body_id or 0]
            shift = taken[(x, y)]
            taken[(x, y)] += 1
            picture.marks.append(Mark(min(x + shift * 2 * _MARK, WIDTH - _MARK), y, number))
