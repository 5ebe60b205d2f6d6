"""API of ceremonies and the stock: lists for those who work on the whole department."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.ceremonies.models import Ceremony
from thidua.ceremonies.permissions import readable_body
from thidua.ceremonies.queries import ceremonies as queries
from thidua.ceremonies.queries import stock

router = Router(tags=["ceremonies"])
LARGEST_PAGE = 200


class CeremonyOut(Schema):
    """A ceremony in a list."""

    id: int
    title: str
    held_on: dt.date
    place: str
    people: int
    coming: int


class TurnOut(Schema):
    """One line of the order; `seat` is empty before seats are given."""

    order: int
    group: int
    recipient: str
    award: str
    decision: str
    presenter: str
    attendance: str
    receiver: str
    seat: str


class CeremonyDetailOut(Schema):
    """A ceremony with everybody in the order of the handing over."""

    id: int
    title: str
    held_on: dt.date
    place: str
    turns: list[TurnOut]


class StockItemOut(Schema):
    """A kind of object; `target` is an award code, a kind of awards, "*" for all, or empty."""

    id: int
    kind: str
    name: str
    unit: str
    balance: int
    low_at: int
    low: bool
    target: str
    per_award: int


@router.get("/", response=list[CeremonyOut], summary="Lễ trao thưởng")
def ceremonies(request: HttpRequest, page: int = 1, size: int = 100) -> list[dict[str, Any]]:
    """Ceremonies of the department, the newest first."""
    rows = queries.ceremonies_of(readable_body(request.user)).order_by("-held_on", "-pk")
    shown = Paginator(rows, max(1, min(size, LARGEST_PAGE))).get_page(page)
    names = ("title", "held_on", "place", "people", "coming")
    return [{"id": one.pk, **{name: getattr(one, name) for name in names}} for one in shown]


@router.get("/stock", response=list[StockItemOut], summary="Phôi bằng, hiện vật")
def stock_items(request: HttpRequest, kind: str = "", q: str = "") -> list[dict[str, Any]]:
    """What the department keeps; `kind=thieu` gives what is below its level."""
    rows = stock.matching(stock.items_of(readable_body(request.user)), kind=kind, text=q)
    names = ("kind", "name", "unit", "balance", "low_at", "low", "target", "per_award")
    return [{"id": one.pk, **{name: getattr(one, name) for name in names}} for one in rows]


@router.get("/{pk}", response=CeremonyDetailOut, summary="Một buổi lễ")
def ceremony(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One ceremony with its order."""
    found = get_object_or_404(Ceremony, body=readable_body(request.user), pk=pk)
    return {
        "id": found.pk,
        "title": found.title,
        "held_on": found.held_on,
        "place": found.place,
        "turns": [
            {
                "order": turn.order,
                "group": turn.group,
                "recipient": turn.award.recipient_name,
                "award": turn.award.award_code,
                "decision": turn.award.decision.full_number,
                "presenter": turn.presenter.name if turn.presenter else "",
                "attendance": turn.attendance,
                "receiver": turn.receiver,
                "seat": turn.place,
            }
            for turn in queries.turns_of(found)
        ],
    }
