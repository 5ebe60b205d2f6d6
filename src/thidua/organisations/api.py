"""API of units and bodies through time, and of clusters: lists, the tree of a day, events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from thidua.organisations import queries
from thidua.organisations.models import Body, BodyEvent
from thidua.organisations.queries import clusters

router = Router(tags=["organisations"])


class UnitOut(Schema):
    """A unit with what the list shows of it."""

    id: int
    code: str
    name: str
    kind: str
    people: int
    women: int
    leaders: int
    rating: str
    awards: int


@router.get("/", response=list[UnitOut], summary="Danh sách đơn vị")
def units(request: HttpRequest, q: str = "") -> list[dict[str, Any]]:
    """Units that the signed-in user may see, in the order of the department."""
    found = queries.search(queries.visible_to(request.user), q).order_by("order", "name", "pk")
    return [
        {
            "id": row.unit.pk,
            "code": row.unit.code,
            "name": row.unit.name,
            "kind": row.unit.kind,
            "people": row.people,
            "women": row.women,
            "leaders": row.leaders,
            "rating": row.rating,
            "awards": row.awards,
        }
        for row in queries.counted(found, timezone.localdate().year)
    ]


class NodeOut(Schema):
    """A body of the tree on a day: as it was called and where it stood then."""

    id: int
    code: str
    name: str
    name_today: str
    kind: str
    level: str
    parent: int | None
    depth: int
    founded_on: dt.date | None
    closed_on: dt.date | None


class PartOut(Schema):
    """A body in an event; `body` is empty where the user may not look it up."""

    body: int | None
    name: str
    role: str


class EventOut(Schema):
    """What happened to bodies, with its legal basis and how sure the source is."""

    id: int
    kind: str
    label: str
    effective_on: dt.date
    document_number: str
    document_issuer: str
    document_date: dt.date | None
    function: str
    citation: str
    confidence: str
    parts: list[PartOut]


class StandOut(Schema):
    """Where a body stood from a day to a day."""

    parent: int | None
    kind: str
    level: str
    since: dt.date | None
    until: dt.date | None


class BodyHistoryOut(Schema):
    """A body through time."""

    id: int
    code: str
    name: str
    founded_on: dt.date | None
    closed_on: dt.date | None
    stands: list[StandOut]
    predecessors: list[int]
    successors: list[int]
    events: list[EventOut]


@router.get("/tree", response=list[NodeOut], summary="Cây tổ chức của một ngày")
def tree(request: HttpRequest, on: dt.date | None = None, q: str = "") -> list[dict[str, Any]]:
    """Bodies living on `on` (default today) that the user may look up, parents first."""
    forest, sight = _sight(request)
    nodes = queries.tree_on(on or timezone.localdate(), within=sight, forest=forest)
    return [
        {
            "id": node.body.pk,
            "code": node.body.code,
            "name": node.name,
            "name_today": node.body.name,
            "kind": node.kind,
            "level": node.level,
            "parent": node.parent if node.parent in sight else None,
            "depth": node.depth,
            "founded_on": node.body.founded_on,
            "closed_on": node.body.closed_on,
        }
        for node in queries.matching(nodes, q)
    ]


@router.get("/events", response=list[EventOut], summary="Các việc sắp xếp tổ chức")
def body_events(
    request: HttpRequest, since: dt.date | None = None, until: dt.date | None = None
) -> list[dict[str, Any]]:
    """Standing events of bodies that the user may look up, in order of time."""
    _, sight = _sight(request)
    return [
        _event(event, sight)
        for event in queries.events_of(sight)
        if (since is None or event.effective_on >= since)
        and (until is None or event.effective_on <= until)
    ]


@router.get("/{pk}/history", response=BodyHistoryOut, summary="Một cơ quan, đơn vị qua các thời kỳ")
def body_history(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One body; 404 for what the user may not look up, as if there were none."""
    forest, sight = _sight(request)
    body = get_object_or_404(Body.objects.filter(pk__in=sight & {pk}))
    succession = queries.Succession.read()
    return {
        "id": body.pk,
        "code": body.code,
        "name": body.name,
        "founded_on": body.founded_on,
        "closed_on": body.closed_on,
        "stands": [
            {
                "parent": stand.parent if stand.parent in sight else None,
                "kind": stand.kind,
                "level": stand.level,
                "since": stand.since,
                "until": stand.until,
            }
            for stand in forest.lives[body.pk].stands
        ],
        "predecessors": [pk for pk in succession.predecessors(body.pk) if pk in sight],
        "successors": [pk for pk in succession.successors(body.pk) if pk in sight],
        "events": [_event(event, sight) for event in queries.events_of([body.pk])],
    }


def _sight(request: HttpRequest) -> tuple[queries.Forest, set[int]]:
    forest, succession = queries.Forest.read(), queries.Succession.read()
    return forest, queries.sight_of(request.user, forest=forest, succession=succession)


def _event(event: BodyEvent, sight: set[int]) -> dict[str, Any]:
    return {
        "id": event.pk,
        "kind": event.kind,
        "label": event.get_kind_display(),
        "effective_on": event.effective_on,
        "document_number": event.document_number,
        "document_issuer": event.document_issuer,
        "document_date": event.document_date,
        "function": event.function,
        "citation": event.citation,
        "confidence": event.confidence,
        "parts": [
            {
                "body": part.body_id if part.body_id in sight else None,
                "name": part.name,
                "role": part.role,
            }
            for part in event.parts_in_order
        ],
    }


class ClusterOut(Schema):
    """A cluster or block in one year; `head` is empty while nobody heads it."""

    id: int
    kind: str
    name: str
    set_up_by: str
    decision_number: str
    decision_date: dt.date
    first_year: int
    last_year: int | None
    year: int
    members: int
    head: str
    deputy: str


class ClusterMemberOut(Schema):
    """A body in a cluster for a year; `to_date` where it left during the year."""

    body: int
    name: str
    place: int
    duty: str
    way: str
    from_date: dt.date | None
    to_date: dt.date | None


class ClusterYearOut(Schema):
    """A cluster's year: its members in order, and whether the year is locked."""

    id: int
    name: str
    year: int
    closed_on: dt.date | None
    members: list[ClusterMemberOut]


@router.get("/clusters", response=list[ClusterOut], summary="Cụm, khối thi đua của một năm")
def list_clusters(
    request: HttpRequest, q: str = "", year: int | None = None, kind: str = ""
) -> list[dict[str, Any]]:
    """Clusters that the signed-in user may read, by name; at most 500."""
    asked = {"q": q, "nam": str(year or ""), "loai": kind}
    found = clusters.cluster_listing(request.user, asked)
    return [
        {
            "id": one.pk,
            "kind": one.kind,
            "name": one.name,
            "set_up_by": one.set_up_by.name,
            "decision_number": one.decision_number,
            "decision_date": one.decision_date,
            "first_year": one.first_year,
            "last_year": one.last_year,
            "year": found.year,
            "members": one.member_count,
            "head": one.head_name or "",
            "deputy": one.deputy_name or "",
        }
        for one in found.rows.order_by("folded_name", "pk")[:500]
    ]


@router.get("/clusters/{pk}/{year}", response=ClusterYearOut, summary="Thành viên cụm, khối")
def cluster_year(request: HttpRequest, pk: int, year: int) -> dict[str, Any]:
    """The members of one year, those who left included; 404 for a stranger."""
    one = get_object_or_404(clusters.clusters_for(request.user), pk=pk)
    held = get_object_or_404(one.years, year=year)
    return {
        "id": one.pk,
        "name": one.name,
        "year": held.year,
        "closed_on": held.closed_on,
        "members": [
            {
                "body": place.body_id,
                "name": place.body.name,
                "place": place.place,
                "duty": place.duty,
                "way": place.way,
                "from_date": place.from_date,
                "to_date": place.to_date,
            }
            for place in held.members.select_related("body")
        ],
    }
