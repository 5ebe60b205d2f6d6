"""The numbers behind targets: results by period, gathered from the bodies below where asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from thidua.targets.measures import Measured, Terms, measure
from thidua.targets.models import Target, TargetResult, TargetSet
from thidua.targets.periods import over, period_of, short_name

_DEEPEST = 4  # bodies one above the other through which a target is handed down
_FINE = Decimal("0.0001")


def in_force() -> Q:
    """Targets that bind: the set is approved, or the target was assigned from above."""
    return Q(set__state=TargetSet.State.APPROVED) | Q(parent__isnull=False)


@dataclass
class Series:
    """Values by period, which of them are known only in part, and the latest report."""

    values: dict[int, Decimal] = field(default_factory=dict)
    partial: set[int] = field(default_factory=set)
    results: dict[int, TargetResult] = field(default_factory=dict)


def series_of(targets: Iterable[Target]) -> dict[int, Series]:
    """By primary key: two queries, and one more for each level a target is handed down."""
    asked = list(targets)
    shares: dict[int, list[Target]] = defaultdict(list)
    level: Collection[Target] = asked
    everyone = {one.pk: one for one in asked}
    for _ in range(_DEEPEST):
        gathered = [one.pk for one in level if one.gathered]
        if not gathered:
            break
        level = list(Target.objects.filter(parent__in=gathered).order_by("pk"))
        for one in level:
            shares[one.parent_id or 0].append(one)
            everyone[one.pk] = one
    results: dict[int, dict[int, TargetResult]] = defaultdict(dict)
    for result in TargetResult.objects.filter(target__in=everyone):
        results[result.target_id][result.period] = result
    known: dict[int, Series] = {}
    return {one.pk: _series(one, shares, results, known, _DEEPEST) for one in asked}


def _series(
    target: Target,
    shares: Mapping[int, list[Target]],
    results: Mapping[int, dict[int, TargetResult]],
    known: dict[int, Series],
    depth: int,
) -> Series:
    if target.pk in known:
        return known[target.pk]
    if not target.gathered or depth == 0:
        mine = results.get(target.pk, {})
        found = Series({one: row.value for one, row in mine.items()}, set(), dict(mine))
    else:
        below = [
            _series(one, shares, results, known, depth - 1) for one in shares.get(target.pk, [])
        ]
        found = gather(below, mean=target.gathering == Target.Gathering.MEAN)
    known[target.pk] = found
    return found


def gather(parts: list[Series], *, mean: bool) -> Series:
    """Sum or mean period by period; a period that some have not reported is partial."""
    found = Series()
    for period in sorted({one for part in parts for one in part.values}):
        values = [part.values[period] for part in parts if period in part.values]
        total = sum(values, Decimal(0))
        found.values[period] = (total / len(values)).quantize(_FINE) if mean else total
        if len(values) < len(parts) or any(period in part.partial for part in parts):
            found.partial.add(period)
    return found


@dataclass(frozen=True)
class Standing:
    """A target with what it came to."""

    target: Target
    series: Series
    measured: Measured
    over: int

    @property
    def at(self) -> str:
        """The last period reported: Quý II."""
        period = self.measured.period
        return short_name(self.target.rhythm, period) if period else ""

    @property
    def lacking(self) -> int:
        """How many periods are over and not reported."""
        return sum(one not in self.series.values for one in range(1, self.over + 1))


def standings(
    targets: QuerySet[Target] | Iterable[Target], *, on: dt.date | None = None
) -> list[Standing]:
    """Targets in their order, measured as on a day (seven queries at most, whatever the number).

    Each target must bring its `set`; a queryset is given it here.
    """
    day = on or timezone.localdate()
    if isinstance(targets, QuerySet):
        targets = targets.select_related("set", "set__body", "owner_unit", "owner_person")
    asked = list(targets)
    before = list(Target.objects.filter(pk__in={one.previous_id for one in asked} - {None}))
    series = series_of([*asked, *before])
    found = []
    for target in asked:
        last = series.get(target.previous_id or 0)
        terms = terms_of(target, last)
        mine = series[target.pk]
        ended = over(target.rhythm, target.set.year, day)
        measured = measure(terms, mine.values, over=ended, partial=mine.partial)
        found.append(Standing(target, mine, measured, ended))
    return found


def terms_of(target: Target, last: Series | None = None) -> Terms:
    """What `measures` needs of a target; `last` is the series of the year before."""
    known = last.values if last is not None and not last.partial else {}
    due = target.due_on
    return Terms(
        plan=target.plan,
        periods=target.periods,
        less_is_better=target.less_is_better,
        cumulative=target.cumulative,
        due=period_of(target.rhythm, due) if due and due.year == target.set.year else None,
        last_values={one: value for one, value in known.items() if one <= target.periods},
        last_total=target.last_year,
    )
