"""API of pledges: the list, one with its sides, and signing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.movements import actions
from thidua.movements.models import Pledge, PledgeSide, PledgeVersion
from thidua.movements.queries.pledges import latest_frozen, pledge_listing, pledges_for

router = Router(tags=["movements"])
LARGEST = 500


class PledgeOut(Schema):
    """A pledge in a list; the counts are of the version sent out last."""

    id: int
    title: str
    whose: str
    year: int
    state: str
    sides: int
    signed: int
    refused: int


class SideOut(Schema):
    """A side of the version: through whom it signs and what it answered."""

    id: int
    body: str
    signer: str
    post: str
    answer: str
    how: str
    note: str
    answered_at: dt.datetime | None
    answered_by: str


class PledgeTargetOut(Schema):
    """One target as it is signed."""

    text: str
    level: str
    responsible: str


class PledgeDetailOut(Schema):
    """A pledge with the version sent out last; `digest` is what a side signs."""

    id: int
    title: str
    whose: str
    year: int
    state: str
    version: int
    digest: str
    content: str
    targets: list[PledgeTargetOut]
    sides: list[SideOut]
    witnesses: list[str]


class SignIn(Schema):
    """The side that signs, and the fingerprint of the text that was read."""

    side: int
    digest: str


@router.get("/pledges", response=list[PledgeOut], summary="Giao ước thi đua")
def list_pledges(
    request: HttpRequest, q: str = "", year: int | None = None, state: str = ""
) -> list[dict[str, Any]]:
    """Pledges that the signed-in user may read, latest year first; at most 500."""
    asked = {"q": q, "nam": str(year or ""), "trang-thai": state}
    rows = pledge_listing(request.user, asked).rows.order_by("-year", "folded_title", "pk")
    return [
        {
            "id": one.pk,
            "title": one.title,
            "whose": one.whose,
            "year": one.year,
            "state": one.state,
            "sides": one.sides or 0,
            "signed": one.signed or 0,
            "refused": one.refused or 0,
        }
        for one in rows[:LARGEST]
    ]


@router.get("/pledges/{pk}", response=PledgeDetailOut, summary="Một giao ước thi đua")
def pledge(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The version sent out last; 404 for a stranger and while there is none."""
    found, version = _sent(request, pk)
    return _shown(found, version)


@router.post("/pledges/{pk}/sign", response=PledgeDetailOut, summary="Ký giao ước")
def sign_pledge(request: HttpRequest, pk: int, given: SignIn) -> dict[str, Any]:
    """Sign for a side that the user heads. Refused for another text than the present one."""
    found, version = _sent(request, pk)
    rows = PledgeSide.objects.select_related("version__pledge", "body")
    side = get_object_or_404(rows, version=version, pk=given.side)
    actions.sign_pledge(side=side, digest=given.digest, by=request.user)
    found.refresh_from_db()
    return _shown(found, version)


def _sent(request: HttpRequest, pk: int) -> tuple[Pledge, PledgeVersion]:
    rows = pledges_for(request.user).select_related("cluster", "body")
    found = get_object_or_404(rows, pk=pk)
    version = latest_frozen(found)
    return found, version or get_object_or_404(PledgeVersion.objects.none())


def _shown(found: Pledge, version: PledgeVersion) -> dict[str, Any]:
    return {
        "id": found.pk,
        "title": found.title,
        "whose": found.whose,
        "year": found.year,
        "state": found.state,
        "version": version.number,
        "digest": version.digest,
        "content": version.content,
        "targets": [
            {"text": one.text, "level": one.level, "responsible": one.responsible}
            for one in version.targets.all()
        ],
        "sides": [
            {
                "id": one.pk,
                "body": one.body.name,
                "signer": one.signer,
                "post": one.post,
                "answer": one.answer,
                "how": one.how,
                "note": one.note,
                "answered_at": one.answered_at,
                "answered_by": one.answered_name,
            }
            for one in version.sides.select_related("body")
        ],
        "witnesses": [f"{one.name}, {one.post}" for one in version.witnesses.all()],
    }
