"""Keeping a fund: opening it, sources, allocations, spending, reversing entries.

NĐ 152/2025/NĐ-CP Điều 46 (sources), 47 (management), 48 (uses, the share for organising work).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.bonuses.actions.ledger import append, check_amount, locked, log_first
from thidua.bonuses.models import Fund, FundEntry, Payment
from thidua.bonuses.permissions import check_may_keep_fund
from thidua.bonuses.queries import funds
from thidua.bonuses.queries.limits import ORGANISING
from thidua.decisions.models import Decision
from thidua.kit.dates import dong
from thidua.kit.errors import LawSaysNo, WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body

S, I, K = FundEntry.Sort, FundEntry.Item, Fund.Kind  # noqa: E741 - short names of closed lists
SOURCES = {
    K.COMMENDATION: (I.BUDGET, I.CONTRIBUTION, I.OTHER_INCOME),
    K.SALARY_BONUS: (I.BUDGET, I.OTHER_INCOME),
}
PURPOSES = {
    K.COMMENDATION: (I.REWARD, I.OBJECTS, *ORGANISING),
    K.SALARY_BONUS: (I.SALARY_BONUS,),
}


@transaction.atomic
def open_fund(*, department: Body, kind: str, year: int, by: Any) -> Fund:
    """Open the ledger of one fund for one year.

    A commendation fund takes in the rewards of every decision issued in that year: bound, or spent
    where they are marked as paid. Refuses a second one, a year closed behind, a year far ahead.
    """
    check_may_keep_fund(by, department)
    log_first()
    if kind not in K.values:
        raise WrongState("Chọn loại quỹ.", field="kind")
    this_year = timezone.localdate().year
    if not 2000 <= year <= this_year + 1:
        raise WrongState(f"Năm của quỹ từ 2000 đến {this_year + 1}.", field="year")
    same = Fund.objects.filter(department=department, kind=kind)
    if same.filter(year=year).exists():
        raise WrongState(f"{K(kind).label} năm {year} đã mở. Mở trang quỹ đó.", field="year")
    later = same.filter(year__gt=year).order_by("year").first()
    if later is not None:
        raise WrongState(
            f"Đã có {later}, không mở thêm quỹ của năm trước. Ghi vào quỹ đang mở.", field="year"
        )
    try:
        with transaction.atomic():
            fund = Fund.objects.create(department=department, kind=kind, year=year, opened_by=by)
    except IntegrityError:
        raise WrongState(f"{K(kind).label} năm {year} đã mở. Mở trang quỹ đó.") from None
    taken = _take_in(fund, by=by) if kind == K.COMMENDATION else 0
    record(
        by=by,
        action="bonuses.open_fund",
        text=f"Mở {fund}" + (f", đưa vào {taken} quyết định đã ban hành" if taken else ""),
        subject=fund,
        body=department,
        detail={"kind": kind, "year": year, "decisions": taken},
    )
    return fund


def _take_in(fund: Fund, *, by: Any) -> int:
    """Decisions of the year that were issued before the fund was kept; how many."""
    rows = (
        Payment.objects.filter(
            award__decision__department=fund.department_id,
            award__decision__year=fund.year,
            award__decision__state=Decision.State.ISSUED,
            dropped_by=None,
        )
        .select_related("award__decision")
        .order_by("award__decision__decided_on", "award__decision_id", "pk")
    )
    bound: dict[Decision, int] = defaultdict(int)
    paid: dict[tuple[Decision, date, str], int] = defaultdict(int)
    for row in rows:
        decision = row.award.decision
        bound[decision] += row.amount
        if row.paid_on is not None:
            paid[decision, row.paid_on, row.paid_paper] += row.amount
    for decision, total in bound.items():
        day = decision.decided_on or date(fund.year, 1, 1)
        text = f"Tiền thưởng theo Quyết định số {decision.full_number}"
        append(
            fund, sort=S.COMMITMENT, item=I.REWARD, amount=total, day=day, text=text,
            decision=decision, document_number=decision.full_number,
            document_on=decision.decided_on, by=by,
        )  # fmt: skip
    for (decision, day, paper), total in paid.items():
        text = f"Đã chi tiền thưởng theo {decision.full_number} trước khi mở quỹ"
        for sort, amount in ((S.COMMITMENT, -total), (S.SPENDING, total)):
            append(
                fund, sort=sort, item=I.REWARD, amount=amount, day=day, text=text,
                decision=decision, document_number=paper, by=by,
            )  # fmt: skip
    return len(bound)


@transaction.atomic
def add_income(
    *,
    fund: Fund,
    item: str,
    amount: int,
    day: date,
    text: str,
    by: Any,
    document_number: str = "",
    document_on: date | None = None,
    upload: UploadedFile[Any] | None = None,
) -> FundEntry:
    """A source of the fund with the paper it rests on. Refuses one that this fund cannot have."""
    fund = _kept(fund, by)
    if item not in SOURCES[K(fund.kind)]:
        raise WrongState("Chọn nguồn trong danh sách của quỹ này.", field="item")
    check_amount(amount)
    _check_day(fund, day)
    if not squeeze(document_number):
        raise WrongState("Ghi số văn bản giao dự toán hoặc chứng từ thu.", field="document_number")
    made = append(
        fund, sort=S.INCOME, item=item, amount=amount, day=day,
        text=_said(text) or I(item).label, document_number=document_number,
        document_on=document_on, upload=upload, by=by,
    )  # fmt: skip
    _log(made, "add_income", f"Ghi nguồn {I(item).label.lower()} {dong(amount)} vào {fund}", by=by)
    return made


@transaction.atomic
def allocate(
    *,
    fund: Fund,
    item: str,
    amount: int,
    day: date,
    text: str,
    by: Any,
    unit: Body | None = None,
    document_number: str = "",
    document_on: date | None = None,
) -> FundEntry:
    """Set money of the fund aside for a purpose, for one unit or for all.

    Refuses more than came in and is not set aside yet, a unit of another body.
    """
    fund = _kept(fund, by)
    if fund.kind != K.COMMENDATION or item not in PURPOSES[K.COMMENDATION]:
        raise WrongState("Chọn mục đích phân bổ trong danh sách của quỹ này.", field="item")
    check_amount(amount)
    _check_day(fund, day)
    _check_unit(fund, unit)
    left = funds.balance(fund).unallocated
    if amount > left:
        raise WrongState(
            f"Quỹ chỉ còn {dong(left)} chưa phân bổ. Ghi thêm nguồn hoặc giảm số phân bổ.",
            field="amount",
        )
    made = append(
        fund, sort=S.ALLOCATION, item=item, amount=amount, day=day, unit=unit,
        text=_said(text) or f"Phân bổ {I(item).label.lower()}", document_number=document_number,
        document_on=document_on, by=by,
    )  # fmt: skip
    _log(made, "allocate", f"Phân bổ {dong(amount)} của {fund} cho {I(item).label.lower()}", by=by)
    return made


@transaction.atomic
def spend(
    *,
    fund: Fund,
    item: str,
    amount: int,
    day: date,
    text: str,
    by: Any,
    unit: Body | None = None,
    document_number: str = "",
    document_on: date | None = None,
    upload: UploadedFile[Any] | None = None,
    over: bool = False,
) -> FundEntry:
    """Money went out by hand: objects, organising work, rewards of decisions not kept here.

    Refuses organising work beyond the share that the law of the day allows (LawSaysNo), and money
    that is not free unless `over` says that it was spent all the same.
    """
    fund = _kept(fund, by)
    if item not in PURPOSES[K(fund.kind)]:
        raise WrongState("Chọn khoản chi trong danh sách của quỹ này.", field="item")
    check_amount(amount)
    _check_day(fund, day)
    _check_unit(fund, unit)
    if not _said(text):
        raise WrongState("Ghi nội dung chi.", field="text")
    if not squeeze(document_number):
        raise WrongState("Ghi số chứng từ chi.", field="document_number")
    at = funds.balance(fund)
    if item in ORGANISING:
        limit = funds.limit_of(fund, at, on=day)
        if limit.wide is not None and at.organising + amount > limit.wide:
            raise LawSaysNo(
                f"Chi cho tổ chức phong trào đã {dong(at.organising)}; thêm {dong(amount)} thì "
                f"vượt mức tối đa {dong(limit.wide)} ({limit.citation}). Giảm số chi hoặc ghi đủ "
                "nguồn của quỹ trước."
            )
    if amount > at.free and not over:
        raise WrongState(
            f"Quỹ chỉ còn {dong(at.free)} chưa cam kết, chi {dong(amount)} sẽ vượt. Kiểm tra lại; "
            "nếu đã chi thật thì đánh dấu “Vẫn ghi”.",
            field="over",
        )
    made = append(
        fund, sort=S.SPENDING, item=item, amount=amount, day=day, unit=unit, text=text,
        document_number=document_number, document_on=document_on, upload=upload, by=by,
    )  # fmt: skip
    _log(
        made,
        "spend",
        f"Chi {dong(amount)} của {fund}: {I(item).label.lower()}",
        by=by,
        over=amount > at.free,
    )
    return made


@transaction.atomic
def reverse_entry(*, entry: FundEntry, reason: str, by: Any) -> FundEntry:
    """Correct a line by one with the other sign; the wrong one stays readable.

    Refuses lines that decisions and the closing of a year made (they are corrected where they come
    from), a reversing line, one reversed already, and no reason.
    """
    fund = _kept(entry.fund, by)
    entry = funds.entries_of(fund).get(pk=entry.pk)
    reason = _said(reason)
    if not reason:
        raise WrongState("Ghi lý do ghi đảo.", field="reason")
    why = funds.why_not_reversed(entry)
    if why:
        raise WrongState(why)
    made = append(
        fund, sort=entry.sort, item=entry.item, amount=-entry.amount, day=timezone.localdate(),
        unit=entry.unit, text=f"Ghi đảo dòng {entry.sequence}: {reason}",
        document_number=entry.document_number, document_on=entry.document_on, reverses=entry,
        by=by,
    )  # fmt: skip
    _log(made, "reverse", f"Ghi đảo dòng {entry.sequence} của {fund}: {reason}", by=by)
    return made


def _kept(fund: Fund, by: Any) -> Fund:
    check_may_keep_fund(by, fund.department)
    return locked(fund)


def _said(text: str) -> str:
    return squeeze(text)


def _check_day(fund: Fund, day: date) -> None:
    today = timezone.localdate()
    if day > today:
        raise WrongState(
            f"Ngày {day:%d/%m/%Y} chưa tới. Chọn ngày không muộn hơn {today:%d/%m/%Y}.",
            field="day",
        )
    if day < date(fund.year, 1, 1):
        raise WrongState(f"Ngày phải từ 01/01/{fund.year}, năm của quỹ.", field="day")


def _check_unit(fund: Fund, unit: Body | None) -> None:
    if unit is not None and unit.department.pk != fund.department_id:
        raise WrongState("Chọn đơn vị thuộc cơ quan.", field="unit")


def _log(entry: FundEntry, verb: str, text: str, *, by: Any, **more: Any) -> None:
    record(
        by=by,
        action=f"bonuses.{verb}",
        text=text,
        subject=entry.fund,
        body=entry.fund.department,
        detail={
            "entry": entry.sequence,
            "sort": entry.sort,
            "item": entry.item,
            "amount": entry.amount,
            **more,
        },
    )
