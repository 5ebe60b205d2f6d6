"""API of decisions: the list, one decision with its awardees; same scope as the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.permissions import reads_everything
from thidua.decisions.queries import lists, rewards

router = Router(tags=["decisions"])
LARGEST_PAGE = 200


class DecisionOut(Schema):
    """A decision in a list; `amends` names the one that it corrects or cancels.

    `total` is the sum of frozen rewards: null before it is issued, and for a head of unit, who sees
    the own lines only.
    """

    id: int
    number: str
    title: str
    kind: str
    amends: int | None
    state: str
    decided_on: dt.date | None
    people: int
    collectives: int
    total: int | None


class DecisionsOut(Schema):
    """One page of decisions, newest first."""

    total: int
    page: int
    size: int
    items: list[DecisionOut]


class AwardOut(Schema):
    """One line of the annex; `amount` is null where the law engine has no figure."""

    order: int
    recipient: str
    is_collective: bool
    office: str
    unit: str
    award: str
    name: str
    provisional: bool
    amount: int | None
    paid: bool
    standing: str
    reason: str
    citations: list[str]


class DecisionDetailOut(DecisionOut):
    """A decision with the lines of its annex that the asker may see."""

    grounds: list[str]
    period_from: dt.date | None
    period_to: dt.date | None
    signatory: str
    awards: list[AwardOut]


@router.get("/", response=DecisionsOut, summary="Quyết định khen thưởng")
def decisions(
    request: HttpRequest, q: str = "", state: str = "", page: int = 1, size: int = 100
) -> dict[str, Any]:
    """Decisions that the signed-in user may see; `q` is searched without marks."""
    seen = lists.matching(lists.visible_to(request.user), state=state, text=q)
    rows: QuerySet[Any] = lists.listed(seen)
    rows = rows.order_by("-sort_day", "-pk")
    pages = Paginator(rows, max(1, min(size, LARGEST_PAGE)))
    shown = pages.get_page(page)
    whole = reads_everything(request.user)
    return {
        "total": pages.count,
        "page": shown.number,
        "size": pages.per_page,
        "items": [_short(row, money=whole) for row in shown],
    }


@router.get("/{pk}", response=DecisionDetailOut, summary="Một quyết định")
def decision(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One decision; lines of other units are left out for a head of unit."""
    rows = lists.listed(lists.visible_to(request.user)).select_related("department__parent")
    found = get_object_or_404(rows, pk=pk)
    awards = list(lists.awards_visible_to(request.user, found))
    given = rewards.rewards_of(found, awards)
    return {
        **_short(found, money=False),
        "people": sum(1 for row in awards if not row.is_collective),
        "collectives": sum(1 for row in awards if row.is_collective),
        "total": rewards.total(given.values()) if found.state == lists.ISSUED else None,
        "grounds": found.grounds,
        "period_from": found.period_from,
        "period_to": found.period_to,
        "signatory": found.signatory_name,
        "awards": [_line(row, given[row.pk]) for row in awards],
    }


def _short(row: Decision, *, money: bool) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.full_number,
        "title": row.title,
        "kind": row.kind,
        "amends": row.amends_id,
        "state": row.state,
        "decided_on": row.decided_on,
        "people": getattr(row, "people", 0),
        "collectives": getattr(row, "collectives", 0),
        "total": getattr(row, "total", None) if money else None,
    }


def _line(row: DecisionAward, reward: rewards.Reward) -> dict[str, Any]:
    return {
        "order": row.order,
        "recipient": row.recipient_name,
        "is_collective": row.is_collective,
        "office": row.office,
        "unit": row.unit_name,
        "award": row.award_code,
        "name": row.award_name,
        "provisional": row.provisional,
        "amount": reward.amount,
        "paid": reward.paid,
        "standing": row.standing,
        "reason": reward.reason,
        "citations": list(reward.citations),
    }
