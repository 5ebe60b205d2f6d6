"""Payment lists: sums by decision, one list with its marks, Excel and Word."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.queries import scope_of
from thidua.bonuses import actions, queries
from thidua.bonuses.forms import PaidForm, TakeBackForm
from thidua.bonuses.models import Payment
from thidua.bonuses.permissions import check_may_pay, check_may_read, may_pay
from thidua.decisions.models import Decision
from thidua.documents.payments import payment_list_docx
from thidua.kit.dates import short_date
from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import keys_of, page_of, sorting

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SORTS = {
    "so": ("year", "number"),
    "ngay": ("decided_on",),
    "tong": ("total",),
    "da-chi": ("total_paid",),
}
COLUMNS = (
    ("Stt", 6),
    ("Họ và tên, tên tập thể", 34),
    ("Chức vụ", 24),
    ("Đơn vị", 32),
    ("Danh hiệu, hình thức", 30),
    ("Hệ số", 8),
    ("Lương cơ sở", 13),
    ("Tiền thưởng", 14),
    ("Ngày chi", 12),
    ("Chứng từ chi", 20),
    ("Ghi chú", 30),
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Issued decisions with what is to be paid and what has been."""
    department = scope_of(request.user).department
    check_may_read(request.user, department)
    order, fields = sorting(request, SORTS, "-ngay")
    rows = queries.decisions_with_sums(request.user).order_by(*fields)
    context = {
        "page": page_of(request, rows),
        "sorting": order,
        "sums": queries.sums(queries.visible_to(request.user)),
    }
    return render(request, "bonuses/index.html", context)


INDEX_HEADS = (
    "Quyết định", "Ngày ký", "Trích yếu", "Trường hợp", "Phải chi", "Trường hợp đã chi", "Đã chi",
)  # fmt: skip


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The sums by decision as a file."""
    check_may_read(request.user, scope_of(request.user).department)
    _, fields = sorting(request, SORTS, "-ngay")
    summed: QuerySet[Any] = queries.decisions_with_sums(request.user).order_by(*fields)
    rows = (
        (
            item.full_number, item.decided_on, item.title, item.lines, item.total,
            item.lines_paid, item.total_paid,
        )
        for item in summed
    )  # fmt: skip
    return exported(request, name="tien-thuong", title="Tiền thưởng", heads=INDEX_HEADS, rows=rows)


@require_safe
def lines(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The payments of one decision, filtered as on its page, as a file without layout."""
    item = _found(request, pk)
    state, text = request.GET.get("tinh-trang", ""), request.GET.get("q", "")
    found = queries.matching(queries.payments_of(item), state=state, text=text)
    rows = (
        (
            place, f"{one.award.honorific} {one.award.recipient_name}".strip(), one.award.office,
            one.award.unit_name, one.award.award_name, one.award.multiple,
            one.award.base_salary, one.amount, one.paid_on, one.paid_paper, _said(one),
        )
        for place, one in enumerate(found, 1)
    )  # fmt: skip
    heads = [name for name, _ in COLUMNS]
    return exported(request, name=f"chi-tien-thuong-{item.pk}", title="Chi", heads=heads, rows=rows)


def _said(one: Payment) -> str:
    """The note of a line; one that was cancelled before it was paid says by which decision."""
    if one.dropped_by is None:
        return one.note
    return f"Không chi, hủy bỏ theo {one.dropped_by.full_number}. {one.note}".strip()


def _found(request: HttpRequest, pk: int) -> Decision:
    department = scope_of(request.user).department
    check_may_read(request.user, department)
    rows = queries.decisions_with_sums(request.user).select_related("department__parent")
    return get_object_or_404(rows, pk=pk)


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The payment list of one decision."""
    item = _found(request, pk)
    every = queries.payments_of(item)
    state, text = request.GET.get("tinh-trang", ""), request.GET.get("q", "")
    context = {
        "decision": item,
        "page": page_of(request, queries.matching(every, state=state, text=text)),
        "sums": queries.sums(every),
        "without": list(queries.unpaid_awards(item)),
        "payers": queries.payers(every),
        "fund": queries.fund_of(request.user, item),
        "state": state,
        "text": text,
        "may_pay": may_pay(request.user, item.department),
        "paid_form": PaidForm(initial={"paid_on": timezone.localdate()}),
        "back_form": TakeBackForm(),
    }
    return render(request, "bonuses/decision.html", context)


@require_POST
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the chosen payments as paid."""
    item = _found(request, pk)
    check_may_pay(request.user, item.department)
    form = PaidForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("bonuses:decision", pk)
    try:
        count = actions.mark_paid(
            payments=_chosen(request, item), by=request.user, **form.cleaned_data
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã ghi nhận chi {count} trường hợp")
    return redirect("bonuses:decision", pk)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the mark of payment of the chosen ones."""
    item = _found(request, pk)
    check_may_pay(request.user, item.department)
    form = TakeBackForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        count = actions.take_back(payments=_chosen(request, item), reason=reason, by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã bỏ ghi nhận chi {count} trường hợp")
    return redirect("bonuses:decision", pk)


def _chosen(request: HttpRequest, item: Decision) -> list[Payment]:
    keys = keys_of(request.POST.getlist("payment"))
    return list(queries.payments_of(item).filter(pk__in=keys))


def _attachment(content: bytes, item: Decision, ending: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = slugify(f"chi tien thuong {item.number} {item.symbol}".replace("Đ", "D"))
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to sign on, as DOCX."""
    item = _found(request, pk)
    payments = list(queries.payments_of(item).filter(dropped_by=None))
    if not payments:
        raise WrongState("Quyết định này không có khoản tiền thưởng nào để lập danh sách.")
    content = payment_list_docx(queries.payment_paper(item, payments))
    return _attachment(content, item, "docx", DOCX)


@require_safe
def xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to pay as a workbook; the sum is a formula with its value."""
    item = _found(request, pk)
    content = _workbook(item, list(queries.payments_of(item).filter(dropped_by=None)))
    return _attachment(content, item, "xlsx", XLSX)


def _workbook(item: Decision, payments: list[Payment]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Chi tiền thưởng")
    head = book.add_format({"bold": True, "bg_color": "#efeff1", "border": 1, "text_wrap": True})
    money = book.add_format({"num_format": "#,##0", "border": 1})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "border": 1})
    total = book.add_format({"bold": True, "num_format": "#,##0", "border": 1})
    title = f"Danh sách chi tiền thưởng theo Quyết định số {item.full_number}"
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, f"Ngày ký {short_date(item.decided_on)}. Nguồn chi: {item.fund}")
    top = 3
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, name, head)
    for place, payment in enumerate(payments, start=1):
        award, row = payment.award, top + place
        sheet.write_number(row, 0, place, cell)
        texts = (
            (1, f"{award.honorific} {award.recipient_name}".strip()),
            (2, award.office),
            (3, award.unit_name),
            (4, award.award_name),
            (5, award.multiple),
            (8, short_date(payment.paid_on)),
            (9, payment.paid_paper),
            (10, payment.note),
        )
        for column, text in texts:
            # write_string: a name that begins with "=" stays a text.
            sheet.write_string(row, column, text, cell)
        if award.base_salary is None:
            sheet.write_blank(row, 6, None, cell)
        else:
            sheet.write_number(row, 6, award.base_salary, money)
        sheet.write_number(row, 7, payment.amount, money)
    last = top + len(payments)
    sheet.write_string(last + 1, 1, "Tổng cộng", bold)
    amount = sum(p.amount for p in payments)
    if payments:
        sheet.write_formula(last + 1, 7, f"=SUM(H{top + 2}:H{last + 1})", total, amount)
    else:
        sheet.write_number(last + 1, 7, 0, total)
    sheet.freeze_panes(top + 1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()
