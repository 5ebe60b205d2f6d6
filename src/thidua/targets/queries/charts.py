"""Numbers of the charts: bars of a target by period, statuses of a set, all with a table beside."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from thidua.movements.numbers import number_text
from thidua.targets.measures import Status, expected, running
from thidua.targets.periods import axis_name, short_name
from thidua.targets.queries.achievement import Achievement
from thidua.targets.queries.series import Standing, terms_of

WIDTH, HEIGHT = 480, 180
_LEFT, _TOP, _FLOOR = 8, 16, 150


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its own number, where the target stood after it, what even pace asks."""

    period: int
    label: str
    axis: str
    alone: str
    stood: str
    pace: str
    x: int
    y: int
    width: int
    height: int
    middle: int
    partial: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one target with the line of its plan, in units of the drawing."""

    bars: list[Bar]
    plan_y: int
    plan: str
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = _FLOOR


def chart_of(standing: Standing) -> Chart:
    """Bars from the lowest of zero; the highest of plan and numbers fills the height."""
    target, values = standing.target, standing.series.values
    run = running(values, cumulative=target.cumulative)
    terms = terms_of(target)
    top = max([target.plan, *run.values(), Decimal(1) / 1000])
    low = min([Decimal(0), *run.values()])
    span = top - low

    def at(value: Decimal) -> int:
        return round(_FLOOR - float((value - low) / span) * (_FLOOR - _TOP))

    step = (WIDTH - 2 * _LEFT) // target.periods
    wide = max(step * 3 // 5, 8)
    bars = []
    for period in range(1, target.periods + 1):
        stood = run.get(period)
        x = _LEFT + (period - 1) * step + (step - wide) // 2
        zero, y = at(Decimal(0)), at(stood) if stood is not None else _FLOOR
        pace = expected(terms, period)
        bars.append(
            Bar(
                period=period,
                label=short_name(target.rhythm, period),
                axis=axis_name(target.rhythm, period),
                alone=number_text(values.get(period)),
                stood=number_text(stood),
                pace=number_text(pace),
                x=x,
                y=min(y, zero),
                width=wide,
                height=max(abs(zero - y), 2) if stood is not None else 0,
                middle=x + wide // 2,
                partial=period in standing.series.partial,
            )
        )
    return Chart(bars, at(target.plan), number_text(target.plan))


@dataclass(frozen=True, slots=True)
class Slice:
    """One status with how many targets stand there and its stretch of the bar."""

    status: Status
    count: int
    x: int
    width: int


def slices_of(found: Achievement) -> list[Slice]:
    """Stretches of one bar of WIDTH, together as wide as the bar, for statuses that occur."""
    counts = {
        Status.EXCEEDED: found.exceeded, Status.MET: found.met, Status.AHEAD: found.ahead,
        Status.ON_TRACK: found.on_track, Status.BEHIND: found.behind,
        Status.MISSED: found.missed, Status.UNREPORTED: found.unreported,
    }  # fmt: skip
    slices, done = [], 0
    for status, count in counts.items():
        if count:
            start = WIDTH * done // found.assigned
            done += count
            slices.append(Slice(status, count, start, WIDTH * done // found.assigned - start))
    return slices
