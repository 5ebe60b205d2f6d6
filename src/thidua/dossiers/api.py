"""API of dossiers: the same questions, actions and refusals as the pages."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.dossiers import actions
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries import Filters, find, missing_for_submission, visible_to
from thidua.dossiers.queries.detail import lines_of
from thidua.dossiers.states import WORDS

router = Router(tags=["dossiers"])


class DossierOut(Schema):
    id: int
    code: str
    title: str
    unit: str
    round: str
    state: str
    state_label: str
    version: int


class NomineeOut(Schema):
    id: int
    name: str
    is_collective: bool
    award: str
    award_name: str
    verdict: str
    provisional: str
    state: str
    unconfirmed: int


class DossierDetail(DossierOut):
    return_reason: str
    return_by_date: dt.date | None
    nominees: list[NomineeOut]
    missing: list[str]


class VersionIn(Schema):
    version: int


class ReturnIn(VersionIn):
    reason: str
    by_date: dt.date | None = None


def _out(dossier: Dossier) -> dict[str, object]:
    return {
        "id": dossier.pk,
        "code": dossier.code,
        "title": dossier.title,
        "unit": dossier.unit.name,
        "round": dossier.round.name,
        "state": dossier.state,
        "state_label": WORDS[Dossier.State(dossier.state)].officer,
        "version": dossier.version,
    }


def _one(request: HttpRequest, pk: int) -> Dossier:
    rows = visible_to(request.user).select_related("unit", "round", "department")
    return get_object_or_404(rows, pk=pk)


@router.get("/", response=list[DossierOut])
def index(
    request: HttpRequest, q: str = "", state: str = "", unit: str = "", award: str = ""
) -> list[dict[str, object]]:
    """Dossiers the user sees, newest first; at most 500."""
    found = find(request.user, Filters(text=q, state=state, unit=unit, award=award))
    return [_out(dossier) for dossier in found.order_by("-created_at", "-pk")[:500]]


@router.get("/{pk}", response=DossierDetail)
def detail(request: HttpRequest, pk: int) -> dict[str, object]:
    """One dossier with its nominees and everything that is missing before submission."""
    dossier = _one(request, pk)
    lines = lines_of(dossier)
    return {
        **_out(dossier),
        "return_reason": dossier.return_reason,
        "return_by_date": dossier.return_by_date,
        "missing": [item.sentence for item in missing_for_submission(dossier, lines)],
        "nominees": [
            {
                "id": line.nominee.pk,
                "name": line.nominee.name,
                "is_collective": line.nominee.collective_id is not None,
                "award": line.nominee.award_code,
                "award_name": line.award.name,
                "verdict": line.nominee.assessment.verdict,
                "provisional": line.nominee.assessment.provisional,
                "state": line.nominee.state,
                "unconfirmed": len(line.unconfirmed),
            }
            for line in lines
        ],
    }


@router.post("/{pk}/submit", response=DossierOut)
def submit(request: HttpRequest, pk: int, sent: VersionIn) -> dict[str, object]:
    """Trình hồ sơ; 409 lists what is missing."""
    return _out(actions.submit(dossier=_one(request, pk), by=request.user, version=sent.version))


@router.post("/{pk}/return", response=DossierOut)
def return_(request: HttpRequest, pk: int, sent: ReturnIn) -> dict[str, object]:
    """Trả lại bổ sung."""
    dossier = _one(request, pk)
    return _out(
        actions.return_dossier(
            dossier=dossier,
            reason=sent.reason,
            by_date=sent.by_date,
            by=request.user,
            version=sent.version,
        )
    )


@router.post("/{pk}/accept", response=DossierOut)
def accept(request: HttpRequest, pk: int, sent: VersionIn) -> dict[str, object]:
    """Thẩm định xong."""
    return _out(actions.accept(dossier=_one(request, pk), by=request.user, version=sent.version))
