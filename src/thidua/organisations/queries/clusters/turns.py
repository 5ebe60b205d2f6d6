"""Who headed a cluster through the years, and whose turn comes next."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.organisations.models import Body, Cluster, ClusterMember, ClusterRegulation
from thidua.organisations.queries.clusters.places import members

Duty = ClusterMember.Duty


@dataclass(frozen=True, slots=True)
class Turn:
    """A year of a cluster with its head and deputies; `head` None is a gap to be filled."""

    year: int
    head: ClusterMember | None
    deputies: list[ClusterMember]
    members: int
    closed: bool


def heads_through_time(cluster: Cluster) -> list[Turn]:
    """One line a year, latest first (two queries)."""
    by_year: dict[int, list[ClusterMember]] = {}
    places = ClusterMember.objects.filter(cluster_year__cluster=cluster, to_date=None)
    for one in places.select_related("body"):
        by_year.setdefault(one.year, []).append(one)
    return [
        Turn(
            year=one.year,
            head=next((m for m in by_year.get(one.year, []) if m.duty == Duty.HEAD), None),
            deputies=[m for m in by_year.get(one.year, []) if m.duty == Duty.DEPUTY],
            members=len(by_year.get(one.year, [])),
            closed=one.is_closed,
        )
        for one in cluster.years.all()
    ]


def next_in_turn(cluster: Cluster, year: int) -> Body | None:
    """Whose turn it is to head the cluster in `year`: the members' order is gone through.

    Whoever has not headed it, or longest ago, comes first; among those, the one that stands next
    after the head of the year before.
    """
    here = [one for one in members(cluster, year) if one.body.closed_on is None]
    if not here:
        return None
    earlier = ClusterMember.objects.filter(
        cluster_year__cluster=cluster, duty=Duty.HEAD, year__lt=year
    )
    served = dict(earlier.order_by("year").values_list("body", "year"))
    latest = max(served, key=lambda pk: served[pk]) if served else 0
    place = next((n for n, one in enumerate(here) if one.body_id == latest), -1)
    turned = [*here[place + 1 :], *here[: place + 1]]
    return min(turned, key=lambda one: served.get(one.body_id, 0)).body


def current_rules(cluster: Cluster) -> ClusterRegulation | None:
    """The working rules issued last."""
    return cluster.regulations.order_by("-issued_on", "-pk").first()
