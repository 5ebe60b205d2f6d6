"""Movements that a user sees, who answers them, and what came of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from thidua.kit.text import fold
from thidua.movements.models import Movement, MovementDecline, MovementReview
from thidua.organisations.models import NOT_UNITS, Body, Cluster, ClusterMember
from thidua.organisations.queries import units_of
from thidua.organisations.queries.clusters import members
from thidua.organisations.scopes import Role, scope_of

M = Movement.State
OPEN = (M.LAUNCHED, M.ENDED)
WHOLE = frozenset({Role.OFFICER, Role.DIRECTOR, Role.SECRETARY})
ANSWERED_BELOW = (Movement.Reach.NATION, Movement.Reach.BRANCH)
SORTS = {
    "ten": ("folded_name", "-pk"),
    "tu": ("starts", "-pk"),
    "den": ("ends", "-pk"),
    "trang-thai": ("state", "-starts", "-pk"),
}
MONTHS_WATCHED = 12  # a movement of three years or more is reviewed at least this often
_DEEPEST = 4  # levels of bodies one above the other


def above(body: Body) -> QuerySet[Body]:
    """The bodies above a department, for use inside another query."""
    found, path = Q(units=body.pk), "units"
    for _ in range(_DEEPEST - 1):
        path = f"{path}__units"
        found |= Q(**{path: body.pk})
    return Body.objects.filter(found).order_by()


def departments_below(body: Body) -> list[Body]:
    """Bodies with books of their own that stand below, nearest first (one query a level)."""
    found: list[Body] = []
    level = [body.pk]
    for _ in range(_DEEPEST):
        below = list(
            Body.objects.filter(
                parent__in=level, kind__in=NOT_UNITS, closed_on=None, in_catalogue=False
            )
        )
        if not below:
            break
        found += below
        level = [one.pk for one in below]
    return found


def movements_for(user: Any) -> QuerySet[Movement]:
    """The department's own (running or past for those without an office), and those from above."""
    scope = scope_of(user)
    mine = scope.department
    if mine is None:
        return Movement.objects.none()
    own = Q(department=mine)
    if not scope.has(*WHOLE):
        own &= Q(state__in=OPEN)
    handed_down = Q(department__in=above(mine), state__in=OPEN, reach__in=ANSWERED_BELOW)
    in_cluster = Q(state__in=OPEN) & Exists(_place_of([mine.pk]))
    return Movement.objects.filter(own | handed_down | in_cluster)


def _place_of(bodies: list[int]) -> QuerySet[ClusterMember]:
    """The place of any of the bodies in the cluster of a movement, in the movement's first year."""
    return ClusterMember.objects.filter(
        body__in=bodies,
        to_date=None,
        cluster_year__cluster=OuterRef("cluster"),
        year=OuterRef("starts__year"),
    )


def asked_to_answer(movement: Movement, body: Body) -> bool:
    """Whether the movement, by its scope, is handed down to that body."""
    if movement.reach == Movement.Reach.CLUSTER:
        return movement.department_id != body.pk and any(
            body.pk == one.pk for one in departments_of_answers(movement)
        )
    return (
        movement.reach in ANSWERED_BELOW and above(body).filter(pk=movement.department_id).exists()
    )


def clusters_of_head(department: Body) -> QuerySet[Cluster]:
    """Clusters that the department, or one of its units, has headed: whose movements it plans."""
    led = ClusterMember.objects.filter(duty=ClusterMember.Duty.HEAD, to_date=None).filter(
        Q(body=department) | Q(body__in=units_of(department).order_by())
    )
    return Cluster.objects.filter(pk__in=led.values("cluster_year__cluster"), last_year=None)


def unanswered_for(body: Body) -> QuerySet[Movement]:
    """Running movements from above that the body has neither answered nor declined."""
    answered = Movement.objects.filter(department=body, parent__isnull=False).exclude(
        state=M.STOPPED
    )
    from_above = Q(department__in=above(body), reach__in=ANSWERED_BELOW)
    of_cluster = ~Q(department=body) & Exists(_place_of([body.pk]))
    return (
        Movement.objects.filter(from_above | of_cluster, state=M.LAUNCHED)
        .exclude(pk__in=answered.values("parent"))
        .exclude(declines__department=body)
        .select_related("department")
        .order_by("launched_on", "pk")
    )


def months_unreviewed(movement: Movement, reviews: Sequence[MovementReview]) -> int:
    """Whole months since a long running movement was launched or reviewed last; 0 under twelve."""
    if movement.state != M.LAUNCHED or not movement.is_long or movement.launched_on is None:
        return 0
    last = max([movement.launched_on, *(one.held_on for one in reviews)])
    today = timezone.localdate()
    months = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
    return months if months >= MONTHS_WATCHED else 0


def long_unreviewed(body: Body) -> list[tuple[Movement, int]]:
    """Long movements of a body that nobody reviewed for a year or more (two queries)."""
    running = Movement.objects.filter(
        department=body, state=M.LAUNCHED, starts__isnull=False, ends__isnull=False
    ).prefetch_related("reviews")
    found = [(one, months_unreviewed(one, list(one.reviews.all()))) for one in running]
    return [(one, months) for one, months in found if months]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a body below made of a movement: its own one, a reason why not, or nothing yet."""

    body: Body
    movement: Movement | None
    decline: MovementDecline | None

    @property
    def state(self) -> str:
        if self.movement is not None:
            return str(self.movement.get_state_display())
        return "Không hưởng ứng" if self.decline else "Chưa hưởng ứng"

    @property
    def launched(self) -> bool:
        return self.movement is not None and self.movement.state in OPEN


def departments_of_answers(movement: Movement) -> list[Body]:
    """The bodies that the movement is handed down to; units of a body answer with it."""
    if movement.cluster is not None and movement.starts is not None:
        places = members(movement.cluster, movement.starts.year)
        return [
            one.body
            for one in places
            if one.body.kind in NOT_UNITS and one.body_id != movement.department_id
        ]
    if movement.reach not in ANSWERED_BELOW:
        return []
    return departments_below(movement.department)


def answers_of(movement: Movement) -> list[Answer]:
    """One line for each body below, in the order of the bodies (queries do not grow with them)."""
    own = {
        one.department_id: one for one in movement.answers.exclude(state=M.STOPPED).order_by("pk")
    }
    declined = {one.department_id: one for one in movement.declines.all()}
    return [
        Answer(body, own.get(body.pk), declined.get(body.pk))
        for body in departments_of_answers(movement)
    ]


@dataclass(frozen=True)
class Listing:
    """Movements asked for, and what the filters were understood as."""

    rows: QuerySet[Movement]
    text: str
    year: int | None
    state: str
    whose: str
    years: list[int]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.year or self.state or self.whose)


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """By `q` (words of name or theme), `nam`, `trang-thai`, `cua` (minh, tren)."""
    found = movements_for(user)
    days = found.order_by().values_list("starts", "ends")
    years = sorted(
        {
            year
            for first, last in days
            if first
            for year in range(first.year, (last or first).year + 1)
        },
        reverse=True,
    )
    text, state, whose = (
        asked.get("q", "").strip(),
        asked.get("trang-thai", ""),
        asked.get("cua", ""),
    )
    year = next((one for one in years if str(one) == asked.get("nam", "")), None)
    for word in fold(text).split():
        found = found.filter(folded_name__contains=word)
    if year:
        found = found.filter(starts__year__lte=year).filter(Q(ends=None) | Q(ends__year__gte=year))
    state = state if state in Movement.State.values else ""
    if state:
        found = found.filter(state=state)
    mine = scope_of(user).department
    if whose == "minh":
        found = found.filter(department=mine)
    elif whose == "tren":
        found = found.exclude(department=mine)
    else:
        whose = ""
    return Listing(found.select_related("department", "parent"), text, year, state, whose, years)
