"""Funds: the list by year, one ledger with its balance and limits, the lines added to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.queries import scope_of
from thidua.bonuses import actions
from thidua.bonuses.forms import (
    AllocationForm,
    CloseForm,
    IncomeForm,
    OpenFundForm,
    ReverseForm,
    SpendingForm,
)
from thidua.bonuses.models import Fund, FundEntry
from thidua.bonuses.permissions import (
    check_may_close_fund,
    check_may_keep_fund,
    check_may_read,
    may_close_fund,
    may_keep_fund,
)
from thidua.bonuses.queries import funds
from thidua.bonuses.queries.limits import (
    OPEN_QUESTION,
    SALARY_BONUS_CITATION,
    day_for,
    rules_on,
)
from thidua.kit.dates import dong
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.exports import exported
from thidua.kit.fields import KitForm
from thidua.kit.lists import page_of, sorting
from thidua.kit.uploads import attachment

FUND_HEADS = (
    "Năm", "Quỹ", "Tổng nguồn", "Phân bổ", "Cam kết chưa chi", "Đã chi", "Trong đó tổ chức",
    "Kết chuyển", "Còn lại", "Chưa cam kết", "Tình trạng",
)  # fmt: skip
ENTRY_HEADS = (
    "Số", "Ngày", "Loại", "Khoản", "Nội dung", "Đơn vị", "Quyết định", "Chứng từ",
    "Ngày chứng từ", "Số tiền (đồng)", "Ghi đảo dòng", "Người ghi",
)  # fmt: skip
SORTS = {"so": ("sequence",), "ngay": ("day", "sequence"), "tien": ("amount",)}
POSTING = ["GET", "HEAD", "POST"]


@require_http_methods(POSTING)
def index(request: HttpRequest) -> HttpResponse:
    """Funds of the department, newest first; POST opens one."""
    department = scope_of(request.user).department
    check_may_read(request.user, department)
    year = timezone.localdate().year
    form = OpenFundForm(_sent(request), initial={"year": year})
    if request.method == "POST":
        check_may_keep_fund(request.user, department)
        if department is not None and form.is_valid():
            try:
                made = actions.open_fund(
                    department=department, by=request.user, **form.cleaned_data
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.blame(str(refusal), getattr(refusal, "field", None))
            else:
                messages.success(request, f"Đã mở {made}")
                return redirect("bonuses:fund", made.pk)
    page = page_of(request, funds.visible_to(request.user).order_by("-year", "kind"))
    found = funds.balances(page.object_list)
    context = {
        "page": page,
        "rows": [(fund, found[fund.pk]) for fund in page],
        "form": form,
        "may_keep": may_keep_fund(request.user, department),
        "citation": SALARY_BONUS_CITATION,
    }
    return render(request, "bonuses/funds.html", context, status=422 if form.errors else 200)


@require_safe
def export_funds(request: HttpRequest) -> StreamingHttpResponse:
    """The funds with their balances as a file."""
    check_may_read(request.user, scope_of(request.user).department)
    listed = list(funds.visible_to(request.user).order_by("-year", "kind"))
    found = funds.balances(listed)
    rows = (
        (
            fund.year, fund.get_kind_display(), at.total, at.allocated, at.committed, at.spent,
            at.organising, at.closed_out, at.cash, at.free,
            "đang mở" if fund.is_open else "đã khóa sổ",
        )
        for fund, at in ((fund, found[fund.pk]) for fund in listed)
    )  # fmt: skip
    return exported(request, name="quy", title="Quỹ", heads=FUND_HEADS, rows=rows)


def _sent(request: HttpRequest) -> Any:
    """What was sent; an empty form that was sent is answered, not shown as new."""
    return request.POST if request.method == "POST" else None


def _found(request: HttpRequest, pk: int) -> Fund:
    check_may_read(request.user, scope_of(request.user).department)
    return get_object_or_404(funds.visible_to(request.user), pk=pk)


def _filtered(request: HttpRequest, fund: Fund) -> tuple[Any, Any]:
    order, fields = sorting(request, SORTS, "-so")
    asked = {name: request.GET.get(key, "") for key, name in _FILTERS}
    return order, funds.matching(funds.entries_of(fund), **asked).order_by(*fields)


_FILTERS = (("loai", "sort"), ("khoan", "item"), ("q", "text"))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One ledger: balance, the share for organising work, purposes, lines."""
    fund = _found(request, pk)
    order, entries = _filtered(request, fund)
    at = funds.balance(fund)
    day = day_for(fund, timezone.localdate())
    page = page_of(request, entries)
    context = {
        "fund": fund,
        "at": at,
        "limit": funds.limit_of(fund, at, on=day),
        "law_day": day,
        "rules": rules_on(day) if fund.kind == Fund.Kind.COMMENDATION else [],
        "open_question": OPEN_QUESTION,
        "citation": SALARY_BONUS_CITATION,
        "shares": funds.shares(fund),
        "page": page,
        "rows": [(entry, not funds.why_not_reversed(entry)) for entry in page],
        "sorting": order,
        "sorts": FundEntry.Sort.choices,
        "items": FundEntry.Item.choices,
        "asked": {name: request.GET.get(key, "") for key, name in _FILTERS},
        "may_keep": fund.is_open and may_keep_fund(request.user, fund.department),
        "may_close": fund.is_open and may_close_fund(request.user, fund.department),
    }
    return render(request, "bonuses/fund.html", context)


@require_safe
def export_entries(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The lines as filtered, as a file."""
    fund = _found(request, pk)
    _, entries = _filtered(request, fund)
    rows = (
        (
            one.sequence,
            one.day,
            one.get_sort_display(),
            one.get_item_display(),
            one.text,
            one.unit.name if one.unit else "",
            one.decision.full_number if one.decision else "",
            one.document_number,
            one.document_on,
            one.amount,
            one.reverses.sequence if one.reverses else None,
            one.made_by.full_name if one.made_by else "",
        )
        for one in entries.iterator(chunk_size=500)
    )
    name = f"so-quy-{fund.year}"
    return exported(request, name=name, title="Sổ quỹ", heads=ENTRY_HEADS, rows=rows)


def _add(
    request: HttpRequest,
    pk: int,
    *,
    kind: type[KitForm],
    action: Callable[..., FundEntry],
    words: dict[str, str],
) -> HttpResponse:
    """A form for one line of the ledger; POST writes it."""
    fund = _found(request, pk)
    check_may_keep_fund(request.user, fund.department)
    form = kind(_sent(request), request.FILES or None, fund=fund)
    if request.method == "POST" and form.is_valid():
        try:
            made = action(fund=fund, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã ghi dòng {made.sequence}: {dong(made.amount)}")
            _warn(request, fund)
            return redirect("bonuses:fund", pk)
    at = funds.balance(fund)
    context = {"fund": fund, "form": form, "at": at, "limit": funds.limit_of(fund, at), **words}
    return render(request, "bonuses/entry.html", context, status=422 if form.errors else 200)


def _warn(request: HttpRequest, fund: Fund) -> None:
    at = funds.balance(fund)
    if at.free < 0:
        messages.warning(request, f"Quỹ đã cam kết và chi vượt nguồn {dong(-at.free)}.")
    limit = funds.limit_of(fund, at)
    if limit.near or limit.over:
        messages.warning(
            request,
            f"Chi tổ chức phong trào {dong(limit.used)} đã quá {dong(limit.strict)}, mức tính trên "
            f"nguồn trong năm ({limit.citation}).",
        )


@require_http_methods(POSTING)
def income(request: HttpRequest, pk: int) -> HttpResponse:
    """A source of the fund."""
    words = {"title": "Ghi nguồn của quỹ", "verb": "Ghi nguồn", "what": "income"}
    return _add(request, pk, kind=IncomeForm, action=actions.add_income, words=words)


@require_http_methods(POSTING)
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Money set aside for a purpose."""
    words = {"title": "Phân bổ quỹ", "verb": "Phân bổ", "what": "allocation"}
    return _add(request, pk, kind=AllocationForm, action=actions.allocate, words=words)


@require_http_methods(POSTING)
def spending(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that went out by hand."""
    words = {"title": "Ghi khoản chi", "verb": "Ghi khoản chi", "what": "spending"}
    return _add(request, pk, kind=SpendingForm, action=actions.spend, words=words)


@require_http_methods(POSTING)
def reverse(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Correct a line by a reversing one, with its reason."""
    fund = _found(request, pk)
    check_may_keep_fund(request.user, fund.department)
    line = get_object_or_404(funds.entries_of(fund), pk=entry)
    form = ReverseForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.reverse_entry(entry=line, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã ghi đảo dòng {line.sequence} bằng dòng {made.sequence}")
            return redirect("bonuses:fund", pk)
    context = {"fund": fund, "line": line, "form": form, "why": funds.why_not_reversed(line)}
    return render(request, "bonuses/reverse.html", context, status=422 if form.errors else 200)


@require_safe
def document(request: HttpRequest, pk: int, entry: int) -> FileResponse | HttpResponse:
    """The scan that a line rests on."""
    fund = _found(request, pk)
    line = get_object_or_404(FundEntry.objects.exclude(file=""), fund=fund, pk=entry)
    return attachment(line.file, line.file_name)


@require_http_methods(POSTING)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the year: what is carried over, what is given back; the director confirms."""
    fund = _found(request, pk)
    check_may_close_fund(request.user, fund.department)
    form = CloseForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            following = actions.close_year(fund=fund, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã khóa sổ {fund}; sổ năm {following.year} đã mở")
            return redirect("bonuses:fund", following.pk)
    context = {
        "fund": fund,
        "form": form,
        "at": funds.balance(fund),
        "bound": len(funds.outstanding(fund)),
        "proof": funds.proof(fund),
    }
    return render(request, "bonuses/close.html", context, status=422 if form.errors else 200)
