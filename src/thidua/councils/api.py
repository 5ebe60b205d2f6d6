"""API of councils: sittings and counted results; a ballot is never read or cast here."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.councils.models import BallotBox, Sitting
from thidua.councils.queries import progress_of, tallies, visible_councils, visible_sittings

router = Router(tags=["councils"])


class CouncilOut(Schema):
    id: int
    name: str
    kind: str
    members: int


class SittingOut(Schema):
    id: int
    title: str
    council: str
    held_on: dt.date
    received_on: dt.date
    state: str


class ResultOut(Schema):
    title: str
    award: str
    agree: int
    disagree: int
    no_opinion: int
    members: int
    threshold: str
    citation: str
    result: str


class SittingDetail(SittingOut):
    members: int
    present: int
    written: int
    quorum: int
    voted: int
    closed: bool
    fingerprint: str
    results: list[ResultOut]


def _out(sitting: Sitting) -> dict[str, object]:
    return {
        "id": sitting.pk,
        "title": sitting.title,
        "council": sitting.council.name,
        "held_on": sitting.held_on,
        "received_on": sitting.received_on,
        "state": sitting.state,
    }


@router.get("/", response=list[CouncilOut])
def councils(request: HttpRequest) -> list[dict[str, object]]:
    """Councils the user sees."""
    return [
        {
            "id": council.pk,
            "name": council.name,
            "kind": council.kind,
            "members": council.members.filter(to_date=None).count(),
        }
        for council in visible_councils(request.user)
    ]


@router.get("/sittings/", response=list[SittingOut])
def sittings(request: HttpRequest) -> list[dict[str, object]]:
    """Sittings the user sees, newest first; at most 500."""
    return [_out(s) for s in visible_sittings(request.user).order_by("-held_on", "-pk")[:500]]


@router.get("/sittings/{pk}", response=SittingDetail)
def sitting(request: HttpRequest, pk: int) -> dict[str, object]:
    """One sitting; results only after the box is closed."""
    found = get_object_or_404(visible_sittings(request.user), pk=pk)
    motions = list(found.motions.all())
    progress = progress_of(found, motions)
    box = getattr(found, "box", None)
    return {
        **_out(found),
        "members": progress.members,
        "present": progress.present,
        "written": progress.written,
        "quorum": progress.quorum,
        "voted": progress.voted,
        "closed": box is not None and box.state == BallotBox.State.CLOSED,
        "fingerprint": box.fingerprint if box else "",
        "results": [
            {
                "title": t.motion.title,
                "award": t.motion.award_code,
                "agree": t.motion.agree or 0,
                "disagree": t.motion.disagree or 0,
                "no_opinion": t.motion.no_opinion or 0,
                "members": t.base,
                "threshold": t.threshold_percent,
                "citation": t.motion.threshold_citation,
                "result": t.motion.result,
            }
            for t in tallies(found, motions, progress.present)
        ],
    }
