"""API of the book of record: the list, one entry, and whether the chain is whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.kit.errors import NotAllowed
from thidua.organisations.scopes import scope_of
from thidua.register import queries
from thidua.register.models import RegisterEntry

router = Router(tags=["register"])
LARGEST_PAGE = 200


class EntryOut(Schema):
    """A line of the book as written; `person` only when it is matched for certain."""

    id: int
    sequence: int
    recipient: str
    is_collective: bool
    person: int | None
    collective: int | None
    unit: str
    award: str
    name: str
    year: int | None
    decision_number: str
    decided_on: dt.date | None
    authority: str
    match: str
    state: str
    hash: str


class EntriesOut(Schema):
    """One page of the book, newest decision first."""

    total: int
    page: int
    size: int
    items: list[EntryOut]


class EventOut(Schema):
    """Something that happened to an entry later, a link of the same chain."""

    place: int
    kind: str
    day: dt.date | None
    document_number: str
    document_on: dt.date | None
    authority: str
    reason: str
    objects: str
    amount: int | None
    state: str
    recovery: str
    at: dt.datetime
    by: str
    hash: str


class HeadOut(Schema):
    """The end of the chain, to be kept apart."""

    place: int
    hash: str
    at: dt.datetime


class ExtractOut(Schema):
    """A certified extract as it was given."""

    id: int
    number: int
    year: int
    issued_on: dt.date
    recipient: str
    lines: list[dict[str, Any]]
    signer: str
    code: str
    chain_place: int
    chain_hash: str
    cancelled: bool


class ChainOut(Schema):
    """Outcome of walking the chain of the department's book."""

    whole: bool
    length: int
    broken_at: int | None
    problem: str
    entries: int
    events: int
    field: str
    expected: str
    found: str


@router.get("/", response=EntriesOut, summary="Sổ khen thưởng")
def entries(
    request: HttpRequest,
    q: str = "",
    award: str = "",
    source: str = "",
    match: str = "",
    state: str = "",
    since: str = "",
    until: str = "",
    page: int = 1,
    size: int = 100,
) -> dict[str, Any]:
    """Lines that the signed-in user may see; `q` is searched without marks."""
    asked = {
        "q": q,
        "khen": award,
        "nguon": source,
        "khop": match,
        "tinh-trang": state,
        "tu": since,
        "den": until,
    }
    found = queries.listing(request.user, asked).entries.order_by("-decided_on", "-sequence")
    pages = Paginator(found, max(1, min(size, LARGEST_PAGE)))
    shown = pages.get_page(page)
    return {
        "total": pages.count,
        "page": shown.number,
        "size": pages.per_page,
        "items": [_line(entry) for entry in shown],
    }


@router.get("/chain", response=ChainOut, summary="Kiểm tra sổ")
def chain(request: HttpRequest) -> dict[str, Any]:
    """Walk the chain; for those who see the whole book."""
    scope = scope_of(request.user)
    if scope.department is None or not scope.whole_department:
        raise NotAllowed("Chỉ người được xem toàn bộ sổ mới được kiểm tra sổ.")
    check = queries.verify_chain(scope.department)
    return {
        "whole": check.whole,
        "length": check.length,
        "broken_at": check.broken_at,
        "problem": check.problem,
        "entries": check.entries,
        "events": check.events,
        "field": check.field,
        "expected": check.expected,
        "found": check.found,
    }


@router.get("/head", response=HeadOut, summary="Dấu chốt sổ")
def head(request: HttpRequest) -> dict[str, Any]:
    """The end of the chain now; for those who see the whole book."""
    scope = scope_of(request.user)
    if scope.department is None or not scope.whole_department:
        raise NotAllowed("Chỉ người được xem toàn bộ sổ mới được lấy dấu chốt sổ.")
    found = queries.head_of(scope.department)
    return {"place": found.place, "hash": found.hash, "at": found.at}


@router.get("/extracts", response=list[ExtractOut], summary="Bản trích sao sổ")
def extracts(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 extracts that the signed-in user may see."""
    found = queries.extracts_visible_to(request.user)[:200]
    return [
        {
            "id": one.pk,
            "number": one.number,
            "year": one.year,
            "issued_on": one.issued_on,
            "recipient": one.content["recipient"],
            "lines": one.content["lines"],
            "signer": one.signatory_name,
            "code": one.code,
            "chain_place": one.chain_place,
            "chain_hash": one.chain_hash,
            "cancelled": one.cancelled_at is not None,
        }
        for one in found
    ]


@router.get("/{pk}", response=EntryOut, summary="Một dòng sổ")
def entry(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One line; 404 outside the scope, as if there were none."""
    return _line(get_object_or_404(queries.visible_to(request.user), pk=pk))


def _line(found: RegisterEntry) -> dict[str, Any]:
    certain = found.match == RegisterEntry.Match.MATCHED
    return {
        "id": found.pk,
        "sequence": found.sequence,
        "recipient": found.recipient_name,
        "is_collective": found.is_collective,
        "person": found.person_id if certain else None,
        "collective": found.collective_id if certain else None,
        "unit": found.unit_name,
        "award": found.award_code,
        "name": found.award_name,
        "year": found.year,
        "decision_number": found.decision_number,
        "decided_on": found.decided_on,
        "authority": found.authority,
        "match": found.match,
        "state": found.state,
        "hash": found.entry_hash,
    }


@router.get("/{pk}/events", response=list[EventOut], summary="Diễn biến của một dòng sổ")
def events(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """What happened to the line since, oldest first; 404 outside the scope."""
    entry = get_object_or_404(queries.visible_to(request.user), pk=pk)
    return [
        {
            "place": event.place,
            "kind": event.kind,
            "day": event.day,
            "document_number": event.document_number,
            "document_on": event.document_on,
            "authority": event.authority,
            "reason": event.reason,
            "objects": event.objects_named,
            "amount": event.amount,
            "state": event.state,
            "recovery": event.recovery,
            "at": event.at,
            "by": event.by_name,
            "hash": event.event_hash,
        }
        for event in entry.events.order_by("place")
    ]
