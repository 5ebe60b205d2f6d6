"""How far a target is reached: percent of plan, pace, status. Plain numbers, no database.

Percent of plan, P the plan and V what was reached:

- higher is better: V / P x 100;
- lower is better: (2 - V / P) x 100, never below 0. V = P gives 100, half of what is allowed
  gives 150, twice as much gives 0; V = 0 needs no division by what was reached;
- a plan of 0: lower is better, 100 for V <= 0, otherwise 0; higher is better, none can be said.

What has not been reported is never taken for zero: a sum with a gap is neither met nor missed
unless what is known already decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """How a target stands; the first three are reached."""

    EXCEEDED = "vuot"
    MET = "dat"
    AHEAD = "truoc_han"
    ON_TRACK = "dung_tien_do"
    BEHIND = "cham"
    MISSED = "khong_dat"
    UNREPORTED = "chua_bao_cao"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]

    @property
    def reached(self) -> bool:
        return self in REACHED


_LABELS = {
    Status.EXCEEDED: "Vượt", Status.MET: "Đạt", Status.AHEAD: "Đạt trước thời hạn",
    Status.ON_TRACK: "Đúng tiến độ", Status.BEHIND: "Chậm tiến độ", Status.MISSED: "Không đạt",
    Status.UNREPORTED: "Chưa đủ báo cáo",
}  # fmt: skip
_TONES = {
    Status.EXCEEDED: "ok", Status.MET: "ok", Status.AHEAD: "ok", Status.ON_TRACK: "info",
    Status.BEHIND: "warn", Status.MISSED: "danger", Status.UNREPORTED: "",
}  # fmt: skip
REACHED = frozenset({Status.EXCEEDED, Status.MET, Status.AHEAD})
_CENT = Decimal("0.01")
_FINE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a target asks: `periods` in its year; `due` the period in which it is to be reached."""

    plan: Decimal
    periods: int
    less_is_better: bool = False
    cumulative: bool = True
    due: int | None = None
    last_values: Mapping[int, Decimal] = field(default_factory=dict)
    # What last year came to, where its periods are not known.
    last_total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a target came to; None where nothing can be said."""

    status: Status
    value: Decimal | None = None
    percent: Decimal | None = None
    # The last period reported; from which one on the plan is attained; periods that lack before it.
    period: int | None = None
    reached_in: int | None = None
    gaps: tuple[int, ...] = ()
    early: bool = False
    late: bool = False
    from_last_period: Decimal | None = None
    from_last_year: Decimal | None = None
    last_year: Decimal | None = None


def percent_of_plan(value: Decimal, plan: Decimal, *, less_is_better: bool) -> Decimal | None:
    """By the formula above, two places; None where the plan is 0 and higher is better."""
    if plan == 0:
        if not less_is_better:
            return None
        return Decimal(100) if value <= 0 else Decimal(0)
    share = value / plan
    if less_is_better:
        share = max(Decimal(2) - share, Decimal(0))
    return (share * 100).quantize(_CENT)


def attains(value: Decimal, plan: Decimal, *, less_is_better: bool) -> bool:
    return value <= plan if less_is_better else value >= plan


def measure(
    terms: Terms,
    values: Mapping[int, Decimal],
    *,
    over: int,
    partial: Collection[int] = (),
) -> Measured:
    """`values` by period; `over` periods have ended; `partial` ones are known only in part."""
    if not values:
        return Measured(Status.UNREPORTED, last_year=_last_year(terms))
    last = max(values)
    run = running(values, cumulative=terms.cumulative)
    value = run[last]
    gaps = tuple(one for one in range(1, last + 1) if one not in values or one in partial)
    hurt = bool(gaps) if terms.cumulative else last in partial
    reached = _reached_in(terms, run)
    status = _status(terms, value, last, over=over, hurt=hurt, reached=reached)
    judged = terms.due is not None or (terms.cumulative and not terms.less_is_better)
    due = terms.due or terms.periods
    well = status.reached and reached is not None
    before = values.get(last - 1)
    year_ago = _same_time(terms, last)
    return Measured(
        status=status,
        value=value,
        percent=percent_of_plan(value, terms.plan, less_is_better=terms.less_is_better),
        period=last,
        reached_in=reached if status.reached else None,
        gaps=gaps,
        early=well and judged and reached is not None and reached < due,
        late=well and terms.due is not None and reached is not None and reached > due,
        from_last_period=values[last] - before if before is not None else None,
        from_last_year=value - year_ago if year_ago is not None else None,
        last_year=_last_year(terms),
    )


def running(values: Mapping[int, Decimal], *, cumulative: bool) -> dict[int, Decimal]:
    """What the target stands at after each period reported, in order."""
    found: dict[int, Decimal] = {}
    total = Decimal(0)
    for one in sorted(values):
        total = total + values[one] if cumulative else values[one]
        found[one] = total
    return found


def expected(terms: Terms, period: int) -> Decimal | None:
    """What even progress would have come to by the end of that period; None where unknown.

    A sum grows evenly from nothing; a state moves evenly from what last year ended with.
    """
    share = Decimal(min(period, terms.due or terms.periods)) / (terms.due or terms.periods)
    if terms.cumulative:
        return (terms.plan * share).quantize(_FINE)
    start = _last_year(terms)
    if start is None:
        return None
    if attains(start, terms.plan, less_is_better=terms.less_is_better):
        return terms.plan
    return (start + (terms.plan - start) * share).quantize(_FINE)


def change_percent(change: Decimal | None, base: Decimal | None) -> Decimal | None:
    """A change in percent of what it started from."""
    if change is None or not base:
        return None
    return (change / abs(base) * 100).quantize(_CENT)


def _reached_in(terms: Terms, run: Mapping[int, Decimal]) -> int | None:
    """The period from which on the plan is attained without a fall back."""
    found: int | None = None
    for one, value in run.items():
        if not attains(value, terms.plan, less_is_better=terms.less_is_better):
            found = None
        elif found is None:
            found = one
    return found


def _status(
    terms: Terms, value: Decimal, last: int, *, over: int, hurt: bool, reached: int | None
) -> Status:
    well = attains(value, terms.plan, less_is_better=terms.less_is_better)
    best = Status.MET if value == terms.plan else Status.EXCEEDED
    if terms.cumulative and terms.less_is_better and not well:
        return Status.MISSED  # a sum above what is allowed does not come down again
    if terms.cumulative and not terms.less_is_better and well:
        ended = last >= terms.periods or over >= terms.periods
        return best if ended else Status.AHEAD
    if hurt:
        return Status.UNREPORTED
    if last >= terms.periods:
        return best if well else Status.MISSED
    if over >= terms.periods:
        return Status.UNREPORTED
    if not well and terms.due is not None and last >= terms.due:
        return Status.MISSED
    if well and not terms.cumulative:
        early = terms.due is not None and reached is not None and reached < terms.due
        return Status.AHEAD if early else Status.ON_TRACK
    pace = expected(terms, last)
    even = pace is not None and attains(value, pace, less_is_better=terms.less_is_better)
    return Status.ON_TRACK if even else Status.BEHIND


def _last_year(terms: Terms) -> Decimal | None:
    if terms.last_values:
        whole = max(terms.last_values) == terms.periods and (
            not terms.cumulative or len(terms.last_values) == terms.periods
        )
        if whole:
            run = running(terms.last_values, cumulative=terms.cumulative)
            return run[terms.periods]
    return terms.last_total


def _same_time(terms: Terms, period: int) -> Decimal | None:
    """What last year stood at by the end of the same period."""
    known = {one: value for one, value in terms.last_values.items() if one <= period}
    if period in known and (not terms.cumulative or len(known) == period):
        return running(known, cumulative=terms.cumulative)[period]
    return _last_year(terms) if period == terms.periods else None
