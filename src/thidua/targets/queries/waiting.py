"""What waits: reports of periods that are over, targets to take note of, sets to approve."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from thidua.organisations.scopes import Role, scope_of
from thidua.targets.models import Milestone, Programme, Target, TargetSet
from thidua.targets.periods import COUNTS, last_day, name, over
from thidua.targets.queries.series import in_force


@dataclass(frozen=True, slots=True)
class Overdue:
    """Targets of one set whose last period is over and not reported, and the day it was due."""

    set: int
    # The first of the targets, for whoever sees no more than the own.
    first: int
    body: str
    period: str
    due: dt.date
    targets: int


def unreported(found: QuerySet[Target], *, on: dt.date | None = None) -> QuerySet[Target]:
    """Of these targets those that lack a report of a period that is over."""
    day = on or timezone.localdate()
    years = {day.year, day.year - 1}
    lacking = Q()
    for year in years:
        for rhythm in COUNTS:
            count = over(rhythm, year, day)
            if count:
                lacking |= Q(rhythm=rhythm, set__year=year, reported__lt=count)
    if not lacking:
        return found.none()
    return (
        found.filter(in_force(), gathering=Target.Gathering.STATED, set__locked_at=None)
        .annotate(reported=Count("results", distinct=True, filter=_over(day, years)))
        .filter(lacking)
    )


def _over(day: dt.date, years: set[int]) -> Q:
    wanted = Q()
    for year in years:
        for rhythm in COUNTS:
            wanted |= Q(rhythm=rhythm, set__year=year, results__period__lte=over(rhythm, year, day))
    return wanted


def mine(user: Any) -> QuerySet[Target]:
    """Targets that the user is to report: of the own units, or carried out oneself.

    The officer answers for those of the department that nobody else was named for.
    """
    scope = scope_of(user)
    wanted = Q(pk__in=[])
    if scope.has(Role.HEAD_OF_UNIT):
        wanted |= Q(owner_unit__in=scope.unit_ids)
        wanted |= Q(set__body__in=scope.unit_ids, owner_unit=None, owner_person=None)
    if scope.has(Role.OFFICER) and scope.department is not None:
        wanted |= Q(set__body=scope.department, owner_unit=None, owner_person=None)
    if getattr(user, "person_id", None):
        wanted |= Q(owner_person=user.person_id)
    return Target.objects.filter(wanted)


def to_report(user: Any, *, on: dt.date | None = None) -> list[Overdue]:
    """Reports that wait for the user, set by set (one query); the due day is that of the set."""
    day = on or timezone.localdate()
    rows = (
        unreported(mine(user), on=day)
        .order_by("set__year", "set__body__order", "set")
        .values_list("pk", "set", "set__body__name", "set__year", "rhythm", "set__report_days")
    )
    found: dict[tuple[int, str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    days: dict[int, int] = {}
    firsts: dict[int, int] = {}
    for target, pk, body, year, rhythm, grace in rows:
        found[pk, body, year][rhythm] += 1
        days[pk] = grace
        firsts.setdefault(pk, target)
    listed = []
    for (pk, body, year), counts in found.items():
        rhythm = min(counts, key=lambda one: last_day(one, year, over(one, year, day)))
        period = over(rhythm, year, day)
        due = last_day(rhythm, year, period) + dt.timedelta(days=days[pk])
        listed.append(
            Overdue(pk, firsts[pk], body, name(rhythm, year, period), due, sum(counts.values()))
        )
    return listed


def late_bodies(of: TargetSet) -> dict[int, int]:
    """Bodies below with targets they have not reported, and how many (one query)."""
    rows = Target.objects.filter(set__body__parent=of.body_id, set__year=of.year)
    late: dict[int, int] = defaultdict(int)
    for body in unreported(rows).values_list("set__body", flat=True):
        late[body] += 1
    return dict(late)


def to_receive(user: Any) -> QuerySet[TargetSet]:
    """Sets with targets assigned from above that nobody below has taken note of; with `fresh`."""
    scope = scope_of(user)
    wanted = Q(pk__in=[])
    if scope.has(Role.HEAD_OF_UNIT):
        wanted |= Q(body__in=scope.unit_ids)
    if scope.has(Role.OFFICER) and scope.department is not None:
        wanted |= Q(body=scope.department)
    lacking = Q(targets__parent__isnull=False, targets__received_at=None)
    return (
        TargetSet.objects.filter(wanted, locked_at=None)
        .annotate(fresh=Count("targets", filter=lacking))
        .filter(fresh__gt=0)
        .select_related("body")
    )


def to_approve(user: Any) -> QuerySet[TargetSet]:
    """Sets that wait for the director."""
    scope = scope_of(user)
    if scope.department is None or not scope.has(Role.DIRECTOR):
        return TargetSet.objects.none()
    rows = TargetSet.objects.filter(department=scope.department, state=TargetSet.State.SUBMITTED)
    return rows.select_related("body").annotate(count=Count("targets")).order_by("changed_at")


def late_milestones(user: Any, *, on: dt.date | None = None) -> QuerySet[Milestone]:
    """Milestones past their day, of running programmes that the user keeps."""
    day = on or timezone.localdate()
    scope = scope_of(user)
    wanted = Q(pk__in=[])
    if scope.has(Role.HEAD_OF_UNIT):
        wanted |= Q(programme__body__in=scope.unit_ids)
    if scope.has(Role.OFFICER) and scope.department is not None:
        wanted |= Q(programme__body=scope.department)
    rows = Milestone.objects.filter(wanted, done_on=None, due_on__lt=day)
    return (
        rows.filter(programme__state=Programme.State.RUNNING)
        .select_related("programme__body")
        .annotate(since=F("due_on"))
        .order_by("due_on", "pk")
    )
