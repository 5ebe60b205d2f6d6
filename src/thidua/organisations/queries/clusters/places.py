"""Which body stands where in a cluster, by year; in whose name a user acts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from thidua.organisations.models import NOT_UNITS, Body, Cluster, ClusterMember, ClusterYear
from thidua.organisations.queries.units import within
from thidua.organisations.scopes import WHOLE_DEPARTMENT, Role, scope_of

Duty = ClusterMember.Duty
_DEEPEST = 4  # levels of bodies one above the other


def year_of(cluster: Cluster, year: int) -> ClusterYear | None:
    """The year of a cluster as it is kept; None before its members are listed."""
    return cluster.years.filter(year=year).first()


def open_year(cluster: Cluster, year: int) -> ClusterYear | None:
    """The same, only while it is not closed."""
    return cluster.years.filter(year=year, closed_on=None).first()


def members(cluster: Cluster, year: int) -> QuerySet[ClusterMember]:
    """Who is in the cluster in that year, in its order; who left during the year is not."""
    return (
        ClusterMember.objects.filter(
            cluster_year__cluster=cluster, cluster_year__year=year, to_date=None
        )
        .select_related("body")
        .order_by("place", "pk")
    )


def head(cluster: Cluster, year: int) -> Body | None:
    """The body that heads the cluster in that year; None while nobody does."""
    found = members(cluster, year).filter(duty=Duty.HEAD).first()
    return found.body if found else None


def deputies(cluster: Cluster, year: int) -> list[Body]:
    return [one.body for one in members(cluster, year).filter(duty=Duty.DEPUTY)]


def clusters_of(body: Body, year: int) -> QuerySet[Cluster]:
    """The clusters and blocks that the body is in in that year: one at most of each setter."""
    places = ClusterMember.objects.filter(body=body, year=year, to_date=None)
    return Cluster.objects.filter(pk__in=places.values("cluster_year__cluster"))


def cluster_years_of(body: Body) -> QuerySet[ClusterMember]:
    """Every place of the body through the years, latest first, with its cluster."""
    return (
        ClusterMember.objects.filter(body=body)
        .select_related("cluster_year__cluster")
        .order_by("-year", "pk")
    )


def acting_keys(user: Any) -> frozenset[int]:
    """Keys of the bodies in whose name a user does the work of a cluster.

    The officer and the director act for their department, a head of unit for the unit.
    """
    scope = scope_of(user)
    found = set(scope.unit_ids) if scope.has(Role.HEAD_OF_UNIT) else set()
    if scope.department is not None and scope.has(Role.OFFICER, Role.DIRECTOR):
        found |= {scope.department.pk, *scope.inherited}
    return frozenset(found)


def acts_for(user: Any, body: Body | None) -> bool:
    return body is not None and body.pk in acting_keys(user)


def signs_for(user: Any, body: Body) -> bool:
    """Whoever binds a body by signing: its director, or the head of a unit."""
    scope = scope_of(user)
    if scope.has(Role.DIRECTOR) and scope.covers(body):
        return True
    return scope.has(Role.HEAD_OF_UNIT) and body.pk in scope.unit_ids


def clusters_led_by(user: Any, year: int) -> QuerySet[Cluster]:
    """Clusters headed in that year by a body for which the user acts."""
    heads = ClusterMember.objects.filter(
        body__in=acting_keys(user), year=year, to_date=None, duty=Duty.HEAD
    )
    return Cluster.objects.filter(pk__in=heads.values("cluster_year__cluster"))


def clusters_for(user: Any) -> QuerySet[Cluster]:
    """Clusters that a user may read.

    Those kept or set up by the own department, those it or one of its units is or was a member
    of; a head of unit reads those of the unit and of the department.
    """
    scope = scope_of(user)
    mine = scope.department
    if mine is None:
        return Cluster.objects.none()
    keys = set(scope.unit_ids)
    whole = bool(scope.roles & WHOLE_DEPARTMENT)
    if not whole and not scope.has(Role.HEAD_OF_UNIT):
        return Cluster.objects.none()
    keys |= {mine.pk, *scope.inherited}
    found = Q(pk__in=ClusterMember.objects.filter(body__in=keys).values("cluster_year__cluster"))
    if whole:
        found |= Q(keeper__in={mine.pk, *scope.inherited}) | Q(set_up_by=mine)
    return Cluster.objects.filter(found)


def above_of(body: Body) -> QuerySet[Body]:
    """The bodies that stand above a department."""
    found, path = Q(units=body.pk), "units"
    for _ in range(_DEEPEST - 1):
        path = f"{path}__units"
        found |= Q(**{path: body.pk})
    return Body.objects.filter(found).order_by()


def bodies_for(cluster: Cluster, year: int) -> QuerySet[Body]:
    """Bodies that may be members in that year.

    Those right below the setter, however deep, that keep their own books; where the keeper set
    the cluster up itself, its units too. None that had ended before the year.
    """
    setter = cluster.set_up_by
    below, path = Q(parent=setter), "parent"
    for _ in range(_DEEPEST - 1):
        path = f"{path}__parent"
        below |= Q(**{path: setter})
    found = below & Q(kind__in=NOT_UNITS)
    if setter == cluster.keeper:
        found |= within([setter.pk])
    alive = Q(closed_on=None) | Q(closed_on__year__gte=year)
    return Body.objects.filter(found & alive, in_catalogue=False).order_by("folded_name", "pk")
