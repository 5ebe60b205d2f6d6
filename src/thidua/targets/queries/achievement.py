"""What other apps ask: how far a body reached the targets of a year, line by line with its source.

`scoring` takes points from a line; `eligibility` shows it beside the verdict.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from thidua.kit.dates import short_date
from thidua.movements.numbers import number_text
from thidua.organisations.models import Body
from thidua.targets.measures import Status
from thidua.targets.models import Target, TargetSet
from thidua.targets.periods import name
from thidua.targets.queries.series import Standing, in_force, standings

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class AchievedTarget:
    """One target as it stands; `source` says in words where the number comes from."""

    target: int
    code: str
    text: str
    mandated: bool
    unit: str
    plan: Decimal
    less_is_better: bool
    value: Decimal | None
    percent: Decimal | None
    status: Status
    early: bool
    weight: Decimal
    source: str

    @property
    def reached(self) -> bool:
        return self.status.reached


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a body reached in a year. `met` counts exactly met, `exceeded` better than planned,
    `ahead` reached while the year still runs; `open` those on track, behind or not reported.
    """

    body: int
    year: int
    assigned: int
    met: int
    exceeded: int
    ahead: int
    missed: int
    on_track: int
    behind: int
    unreported: int
    mandated: int
    mandated_reached: int
    # Share of the assigned that are reached, in percent; None where nothing was assigned.
    percent: Decimal | None
    # Mean of the percents of plan by weight, each counted to 100 at most; None where none is known.
    weighted_percent: Decimal | None
    # True when the year's numbers are locked.
    locked: bool
    lines: tuple[AchievedTarget, ...]

    @property
    def reached(self) -> int:
        return self.met + self.exceeded + self.ahead

    @property
    def open(self) -> int:
        return self.on_track + self.behind + self.unreported

    @property
    def source(self) -> str:
        """Where the figures come from, for a reason or a fact."""
        state = "đã khóa sổ" if self.locked else "chưa khóa sổ"
        return f"Chỉ tiêu năm {self.year}: {self.reached}/{self.assigned} đạt, số liệu {state}"


def achievement(body: Body, year: int, *, on: dt.date | None = None) -> Achievement:
    """Targets in force of a body and year, measured as on a day; seven queries at most."""
    return achievements([body.pk], year, on=on)[body.pk]


def achievements(
    bodies: Collection[int], year: int, *, on: dt.date | None = None
) -> dict[int, Achievement]:
    """The same for many bodies by primary key, with as many queries as for one."""
    rows = Target.objects.filter(in_force(), set__body__in=bodies, set__year=year)
    found: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings(rows, on=on):
        found[standing.target.set.body_id].append(standing)
    return {body: summary(body, year, found[body]) for body in bodies}


def achievement_of_person(person: int, year: int, *, on: dt.date | None = None) -> Achievement:
    """Targets in force that a person was named to carry out, of any body; `body` is 0."""
    rows = Target.objects.filter(in_force(), owner_person=person, set__year=year)
    return summary(0, year, standings(rows, on=on))


def achievements_of_sets(
    sets: Collection[TargetSet], *, on: dt.date | None = None
) -> dict[int, Achievement]:
    """The same by primary key of sets of any years; a draft's own targets count here too."""
    found: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings(Target.objects.filter(set__in=[one.pk for one in sets]), on=on):
        found[standing.target.set_id].append(standing)
    return {one.pk: summary(one.body_id, one.year, found[one.pk]) for one in sets}


def summary(body: int, year: int, listed: list[Standing]) -> Achievement:
    """Counts and lines of targets already measured."""
    counts = Counter(one.measured.status for one in listed)
    mandated = [one for one in listed if one.target.kind == Target.Kind.MANDATED]
    reached = sum(one.measured.status.reached for one in listed)
    return Achievement(
        body=body,
        year=year,
        assigned=len(listed),
        met=counts[Status.MET],
        exceeded=counts[Status.EXCEEDED],
        ahead=counts[Status.AHEAD],
        missed=counts[Status.MISSED],
        on_track=counts[Status.ON_TRACK],
        behind=counts[Status.BEHIND],
        unreported=counts[Status.UNREPORTED],
        mandated=len(mandated),
        mandated_reached=sum(one.measured.status.reached for one in mandated),
        percent=(Decimal(reached * 100) / len(listed)).quantize(_CENT) if listed else None,
        weighted_percent=_weighted(listed),
        locked=bool(listed) and all(one.target.set.locked for one in listed),
        lines=tuple(_line(one) for one in listed),
    )


def _weighted(listed: list[Standing]) -> Decimal | None:
    known = [one for one in listed if one.measured.percent is not None]
    weights = sum((one.target.weight for one in known), Decimal(0))
    if not weights:
        return None
    total = sum(
        (
            max(Decimal(0), min(one.measured.percent or Decimal(0), Decimal(100)))
            * one.target.weight
            for one in known
        ),
        Decimal(0),
    )
    return (total / weights).quantize(_CENT)


def _line(standing: Standing) -> AchievedTarget:
    target, measured = standing.target, standing.measured
    return AchievedTarget(
        target=target.pk,
        code=target.code,
        text=target.text,
        mandated=target.kind == Target.Kind.MANDATED,
        unit=target.unit,
        plan=target.plan,
        less_is_better=target.less_is_better,
        value=measured.value,
        percent=measured.percent,
        status=measured.status,
        early=measured.early,
        weight=target.weight,
        source=source_of(standing),
    )


def source_of(standing: Standing) -> str:
    """Target, plan, what was reached by which report, and its evidence."""
    target, measured = standing.target, standing.measured
    said = f"Chỉ tiêu {target.code}, {target.set.body.name}, kế hoạch {target.level}"
    if measured.period is None or measured.value is None:
        return f"{said}: chưa có báo cáo"
    said += f": {number_text(measured.value)} {target.unit}".rstrip()
    said += f" đến {name(target.rhythm, target.set.year, measured.period)}"
    if target.gathered:
        return f"{said}, tổng hợp từ các đơn vị được giao"
    result = standing.series.results[measured.period]
    said += f", báo cáo ngày {short_date(timezone.localtime(result.reported_at).date())}"
    evidence = result.reference or result.file_name
    return f"{said}, minh chứng: {evidence}" if evidence else said
