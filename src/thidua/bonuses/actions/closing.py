"""Closing the year of a fund: what is left goes to the next year, or back to the budget."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.bonuses.actions.ledger import append, locked
from thidua.bonuses.models import Fund, FundEntry
from thidua.bonuses.permissions import check_may_close_fund
from thidua.bonuses.queries import funds
from thidua.decisions.models import Decision
from thidua.kit.dates import dong
from thidua.kit.errors import WrongState

S, I = FundEntry.Sort, FundEntry.Item  # noqa: E741 - short names of two closed lists


@transaction.atomic
def close_year(*, fund: Fund, carry: bool, by: Any) -> Fund:
    """Close the ledger (the director decides) and open that of the next year; returns the latter.

    Rewards bound and not paid go over with the money for them. What is free goes over too with
    `carry`, else it is given back to the budget. Only to the fund of the same kind of the same
    body. Refuses a year that is not over, and one whose earlier year is open.
    """
    check_may_close_fund(by, fund.department)
    fund = locked(fund)
    today = timezone.localdate()
    if today < date(fund.year, 12, 31):
        raise WrongState(
            f"Năm {fund.year} chưa hết. Khóa sổ từ ngày 31/12/{fund.year}.", field="carry"
        )
    same = Fund.objects.filter(department=fund.department, kind=fund.kind)
    earlier = same.filter(year__lt=fund.year, closed_on=None).order_by("year").first()
    if earlier is not None:
        raise WrongState(f"{earlier} còn mở. Khóa sổ năm trước đó trước.")
    following, _ = same.select_related("department").get_or_create(
        year=fund.year + 1,
        defaults={"department": fund.department, "kind": fund.kind, "opened_by": by},
    )
    at = funds.balance(fund)
    _move_bound(fund, following, today, by=by)
    kept = at.cash if carry else min(at.cash, at.committed)
    text = f"Số dư {fund} chuyển sang năm {following.year}"
    if kept:
        append(fund, sort=S.CLOSING, item=I.CARRIED_OUT, amount=kept, day=today, text=text, by=by)
        append(
            following, sort=S.INCOME, item=I.CARRIED_IN, amount=kept, day=_first(following, today),
            text=text, by=by,
        )  # fmt: skip
    if at.cash - kept:
        append(
            fund, sort=S.CLOSING, item=I.GIVEN_BACK, amount=at.cash - kept, day=today,
            text=f"Nộp trả ngân sách số dư của {fund}", by=by,
        )  # fmt: skip
    fund.closed_on, fund.closed_by = today, by
    fund.save(update_fields=["closed_on", "closed_by"])
    record(
        by=by,
        action="bonuses.close_year",
        text=f"Khóa sổ {fund}: chuyển sang năm sau {dong(kept)}, nộp trả {dong(at.cash - kept)}",
        subject=fund,
        body=fund.department,
        detail={"carried": kept, "given_back": at.cash - kept, "bound": at.committed},
    )
    return following


def _move_bound(fund: Fund, following: Fund, today: date, *, by: Any) -> None:
    bound = funds.outstanding(fund)
    decisions = Decision.objects.in_bulk([key for key, _ in bound])
    for key, total in bound:
        decision = decisions[key]
        text = f"Tiền thưởng chưa chi theo Quyết định số {decision.full_number}"
        said: dict[str, Any] = {
            "sort": S.COMMITMENT, "item": I.REWARD, "decision": decision, "by": by,
            "document_number": decision.full_number, "document_on": decision.decided_on,
        }  # fmt: skip
        append(fund, amount=-total, day=today, text=f"{text}, chuyển năm {following.year}", **said)
        append(following, amount=total, day=_first(following, today), text=text, **said)


def _first(following: Fund, today: date) -> date:
    """The line stands in the new year even where the old one is closed on its last day."""
    return max(today, date(following.year, 1, 1))
