"""API of payments and funds: the same scope, actions and refusals as the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.accounts.queries import scope_of
from thidua.bonuses import actions, queries
from thidua.bonuses.models import Fund, FundEntry, Payment
from thidua.bonuses.permissions import check_may_read
from thidua.bonuses.queries import funds
from thidua.decisions.models import Decision

router = Router(tags=["bonuses"])
LARGEST_PAGE = 200


class PaymentOut(Schema):
    """One reward of a decision in đồng; `dropped_by`: the decision that cancelled it unpaid."""

    id: int
    recipient: str
    award: str
    amount: int
    paid_on: dt.date | None
    paper: str
    payer: str
    citation: str
    dropped_by: str


class PaymentsOut(Schema):
    """The payments of one decision with their sums; `total` is without what was dropped."""

    decision: int
    number: str
    total: int
    paid: int
    unpaid: int
    dropped: int
    items: list[PaymentOut]


class PayIn(Schema):
    """Which payments were handed over, when, by which paper."""

    payments: list[int]
    paid_on: dt.date
    paper: str = ""


class FundOut(Schema):
    """A fund with its balance in đồng; `organising_limit` is null where no text was read."""

    id: int
    kind: str
    year: int
    open: bool
    income: int
    carried: int
    allocated: int
    committed: int
    spent: int
    organising: int
    organising_limit: int | None
    citation: str
    cash: int
    free: int


class EntryOut(Schema):
    """One line of a ledger as written."""

    sequence: int
    day: dt.date
    sort: str
    item: str
    amount: int
    text: str
    unit: str
    decision: int | None
    document_number: str
    reverses: int | None
    hash: str


class EntriesOut(Schema):
    """One page of a ledger, oldest first."""

    total: int
    page: int
    size: int
    items: list[EntryOut]


class ProofOut(Schema):
    """Whether the chain of a ledger is whole, and where it is not."""

    whole: bool
    length: int
    broken_at: int | None
    problem: str


def _decision(request: HttpRequest, pk: int) -> Decision:
    check_may_read(request.user, scope_of(request.user).department)
    return get_object_or_404(queries.decisions_with_sums(request.user), pk=pk)


@router.get("/decisions/{pk}", response=PaymentsOut, summary="Danh sách chi của một quyết định")
def decision_payments(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The payments in the order of the annex."""
    return _paid(_decision(request, pk))


@router.post("/decisions/{pk}/pay", response=PaymentsOut, summary="Ghi nhận đã chi")
def pay_rewards(request: HttpRequest, pk: int, data: PayIn) -> dict[str, Any]:
    """Mark payments of one decision as paid; those marked before keep their day."""
    decision = _decision(request, pk)
    chosen = list(queries.payments_of(decision).filter(pk__in=data.payments))
    actions.mark_paid(payments=chosen, paid_on=data.paid_on, paper=data.paper, by=request.user)
    return _paid(decision)


@router.get("/funds", response=list[FundOut], summary="Các quỹ")
def fund_list(request: HttpRequest) -> list[dict[str, Any]]:
    """Funds of the body, newest year first: two a year."""
    check_may_read(request.user, scope_of(request.user).department)
    rows = list(funds.visible_to(request.user).order_by("-year", "kind"))
    found = funds.balances(rows)
    return [_fund(row, found[row.pk]) for row in rows]


@router.get("/funds/{pk}", response=FundOut, summary="Một quỹ")
def fund_balance(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One fund with its balance and the limit for organising work."""
    found = _found(request, pk)
    return _fund(found, funds.balance(found))


@router.get("/funds/{pk}/entries", response=EntriesOut, summary="Sổ quỹ")
def fund_entries(
    request: HttpRequest, pk: int, sort: str = "", page: int = 1, size: int = 100
) -> dict[str, Any]:
    """The lines of a ledger, oldest first."""
    rows = funds.matching(funds.entries_of(_found(request, pk)), sort=sort).order_by("sequence")
    pages = Paginator(rows, max(1, min(size, LARGEST_PAGE)))
    shown = pages.get_page(page)
    return {
        "total": pages.count,
        "page": shown.number,
        "size": pages.per_page,
        "items": [_entry(row) for row in shown],
    }


@router.get("/funds/{pk}/proof", response=ProofOut, summary="Kiểm tra chuỗi sổ quỹ")
def fund_proof(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Walk the ledger: was a line changed, taken out or put in."""
    found = funds.proof(_found(request, pk))
    return {
        "whole": found.whole,
        "length": found.length,
        "broken_at": found.broken_at,
        "problem": found.problem,
    }


def _found(request: HttpRequest, pk: int) -> Fund:
    check_may_read(request.user, scope_of(request.user).department)
    return get_object_or_404(funds.visible_to(request.user), pk=pk)


def _paid(decision: Decision) -> dict[str, Any]:
    rows = queries.payments_of(decision)
    sums = queries.sums(rows)
    return {
        "decision": decision.pk,
        "number": decision.full_number,
        "items": [_payment(row) for row in rows],
        **{name: sums[name] for name in ("total", "paid", "unpaid", "dropped")},
    }


def _payment(row: Payment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "recipient": row.award.recipient_name,
        "award": row.award.award_code,
        "amount": row.amount,
        "paid_on": row.paid_on,
        "paper": row.paid_paper,
        "payer": row.payer_rule,
        "citation": row.payer_citation,
        "dropped_by": row.dropped_by.full_number if row.dropped_by else "",
    }


def _fund(row: Fund, at: funds.Balance) -> dict[str, Any]:
    limit = funds.limit_of(row, at)
    return {
        "id": row.pk,
        "kind": row.kind,
        "year": row.year,
        "open": row.is_open,
        "income": at.income,
        "carried": at.carried,
        "allocated": at.allocated,
        "committed": at.committed,
        "spent": at.spent,
        "organising": at.organising,
        "organising_limit": limit.wide,
        "citation": limit.citation,
        "cash": at.cash,
        "free": at.free,
    }


def _entry(row: FundEntry) -> dict[str, Any]:
    return {
        "sequence": row.sequence,
        "day": row.day,
        "sort": row.sort,
        "item": row.item,
        "amount": row.amount,
        "text": row.text,
        "unit": row.unit.name if row.unit else "",
        "decision": row.decision_id,
        "document_number": row.document_number,
        "reverses": row.reverses.sequence if row.reverses else None,
        "hash": row.row_hash,
    }
