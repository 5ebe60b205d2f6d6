"""The list of clusters and blocks with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from thidua.kit.text import fold
from thidua.organisations.models import Cluster, ClusterMember
from thidua.organisations.queries.clusters.places import clusters_for

Duty = ClusterMember.Duty
CLUSTER_SORTS = {
    "ten": ("folded_name",),
    "loai": ("kind", "folded_name"),
    "thanh-vien": ("member_count", "folded_name"),
    "truong": ("head_folded", "folded_name"),
}


@dataclass(frozen=True)
class ClusterListing:
    """The clusters asked for, and what the filters were understood as."""

    rows: QuerySet[Any]  # each with member_count, head_name, deputy_name, my_place
    text: str
    kind: str
    year: int
    years: list[int]
    state: str

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.kind or self.state)


def cluster_listing(user: Any, asked: Mapping[str, str]) -> ClusterListing:
    """By `q` (words of the name or of a member's name), `loai`, `nam`, `tinh-trang`."""
    seen = clusters_for(user)
    this_year = timezone.localdate().year
    years = sorted(
        {this_year, *seen.order_by().values_list("years__year", flat=True)} - {None}, reverse=True
    )
    year = next((one for one in years if str(one) == asked.get("nam", "")), this_year)
    text = asked.get("q", "").strip()
    kind = asked.get("loai", "")
    kind = kind if kind in Cluster.Kind.values else ""
    state = asked.get("tinh-trang", "")
    state = state if state in ("thieu-truong", "da-ket-thuc") else ""
    places = ClusterMember.objects.filter(year=year, to_date=None)
    of_this = places.filter(cluster_year__cluster=OuterRef("pk"))
    heads = of_this.filter(duty=Duty.HEAD)
    rows: Any = seen.annotate(
        member_count=Count(
            "years__members", filter=Q(years__year=year, years__members__to_date=None)
        ),
        head_name=Subquery(heads.values("body__name")[:1]),
        head_folded=Subquery(heads.values("body__folded_name")[:1]),
        deputy_name=Subquery(
            of_this.filter(duty=Duty.DEPUTY).order_by("place").values("body__name")[:1]
        ),
    )
    for word in fold(text).split():
        named = places.filter(body__folded_name__contains=word).values("cluster_year__cluster")
        rows = rows.filter(Q(folded_name__contains=word) | Q(pk__in=named))
    if kind:
        rows = rows.filter(kind=kind)
    if state == "thieu-truong":
        rows = rows.filter(head_name=None, last_year=None)
    elif state == "da-ket-thuc":
        rows = rows.filter(last_year__lt=year)
    return ClusterListing(
        rows.select_related("set_up_by", "keeper"), text, kind, year, years, state
    )
