"""Pledges that a user reads, those waiting for a signature, and the versions of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from thidua.kit.text import fold
from thidua.movements.models import Pledge, PledgeSide, PledgeVersion
from thidua.organisations.models import Body, Cluster, ClusterMember
from thidua.organisations.queries import units_of
from thidua.organisations.queries.clusters import acting_keys, clusters_for, members
from thidua.organisations.scopes import WHOLE_DEPARTMENT, Role, scope_of

P = Pledge.State
PLEDGE_SORTS = {
    "ten": ("folded_title", "-year"),
    "nam": ("year", "folded_title"),
    "trang-thai": ("state", "-year", "folded_title"),
    "da-ky": ("signed", "folded_title"),
}


def bodies_to_sign(cluster: Cluster | None, body: Body | None, year: int) -> list[Body]:
    """Who may be a side: the members of that year; or the body and its living units."""
    if cluster is not None:
        return [one.body for one in members(cluster, year)]
    return [body, *units_of(body)] if body is not None else []


def writing(pledge: Pledge) -> PledgeVersion | None:
    """The version still being written."""
    return pledge.versions.filter(digest="").first()


def latest_frozen(pledge: Pledge) -> PledgeVersion | None:
    """The version that was sent out last."""
    return pledge.versions.exclude(digest="").order_by("-number").first()


def pledges_for(user: Any) -> QuerySet[Pledge]:
    """Those of clusters that the user reads and of the own body, once they were sent out.

    What is still a first draft is read by whoever may write it only.
    """
    scope = scope_of(user)
    mine = scope.department
    if mine is None or not (scope.roles & WHOLE_DEPARTMENT or scope.has(Role.HEAD_OF_UNIT)):
        return Pledge.objects.none()
    sent = Exists(PledgeVersion.objects.filter(pledge=OuterRef("pk")).exclude(digest=""))
    in_sight = Q(cluster__in=clusters_for(user)) | Q(
        Exists(PledgeSide.objects.filter(version__pledge=OuterRef("pk"), body__in=scope.unit_ids))
    )
    leads = Exists(
        ClusterMember.objects.filter(
            cluster_year__cluster=OuterRef("cluster"),
            year=OuterRef("year"),
            duty=ClusterMember.Duty.HEAD,
            to_date=None,
            body__in=acting_keys(user),
        )
    )
    own = Q(pk__in=[])
    if scope.roles & WHOLE_DEPARTMENT:
        own = Q(body=mine)
        in_sight |= own
    writes = Q(leads)
    if scope.has(Role.OFFICER, Role.DIRECTOR):
        writes |= own
    return Pledge.objects.filter(Q(sent) & in_sight | writes)


def signing_keys(user: Any) -> set[int]:
    """Keys of the bodies for which the user signs."""
    scope = scope_of(user)
    keys = set(scope.unit_ids) if scope.has(Role.HEAD_OF_UNIT) else set()
    if scope.has(Role.DIRECTOR) and scope.department is not None:
        keys |= {scope.department.pk, *scope.inherited}
    return keys


def waiting_to_sign(user: Any) -> QuerySet[PledgeSide]:
    """Sides of pledges out for signing that the user has not answered."""
    keys = signing_keys(user)
    if not keys:
        return PledgeSide.objects.none()
    newest = PledgeVersion.objects.filter(pledge=OuterRef("version__pledge")).order_by("-number")
    return (
        PledgeSide.objects.filter(
            body__in=keys,
            answer="",
            version__pledge__state=P.SIGNING,
            version=Subquery(newest.values("pk")[:1]),
        )
        .select_related("version__pledge__cluster", "version__pledge__body", "body")
        .order_by("version__sent_at", "pk")
    )


@dataclass(frozen=True)
class PledgeListing:
    """Pledges asked for, and what the filters were understood as."""

    rows: QuerySet[Any]  # each with signed, refused, sides of its newest version
    text: str
    year: int | None
    state: str
    years: list[int]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.year or self.state)


def pledge_listing(user: Any, asked: Mapping[str, str]) -> PledgeListing:
    """By `q` (words of the title, cluster or body), `nam`, `trang-thai`."""
    rows: Any = pledges_for(user)
    years = sorted(set(rows.order_by().values_list("year", flat=True)), reverse=True)
    text, state = asked.get("q", "").strip(), asked.get("trang-thai", "")
    year = next((one for one in years if str(one) == asked.get("nam", "")), None)
    for word in fold(text).split():
        rows = rows.filter(
            Q(folded_title__contains=word)
            | Q(cluster__folded_name__contains=word)
            | Q(body__folded_name__contains=word)
        )
    if year:
        rows = rows.filter(year=year)
    state = state if state in P.values else ""
    if state:
        rows = rows.filter(state=state)
    newest = (
        PledgeVersion.objects.filter(pledge=OuterRef("pk")).exclude(digest="").order_by("-number")
    )
    sides = (
        PledgeSide.objects.filter(version=OuterRef("newest"))
        .order_by()
        .values("version")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = rows.annotate(newest=Subquery(newest.values("pk")[:1])).annotate(
        sides=Subquery(sides),
        signed=Subquery(sides.filter(answer=PledgeSide.Answer.SIGNED)),
        refused=Subquery(sides.filter(answer=PledgeSide.Answer.REFUSED)),
    )
    return PledgeListing(rows.select_related("cluster", "body"), text, year, state, years)
