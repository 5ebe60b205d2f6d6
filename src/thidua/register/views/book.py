"""Reading the book: the list, one entry, claims, the workbook, the check of the chain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from thidua.kit.errors import NotAllowed
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.kit.sheets import download, workbook
from thidua.organisations.queries import units_of
from thidua.organisations.scopes import scope_of
from thidua.register import queries
from thidua.register.forms import RevokeForm
from thidua.register.models import Claim, RegisterEntry
from thidua.register.permissions import may_keep_register
from thidua.register.queries.lists import KINDS

HEADS = (
    "Vào sổ số",
    "Số quyết định",
    "Ngày ký",
    "Người, tập thể",
    "Đơn vị khi đó",
    "Danh hiệu, hình thức",
    "Năm",
    "Cơ quan quyết định",
    "Loại hình",
    "Nguồn",
    "Khớp người",
    "Tình trạng",
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The book: search, filters, sorting, paging."""
    return _index(request)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """The same page with the outcome of walking the chain of the department's book."""
    scope = scope_of(request.user)
    if scope.department is None or not scope.whole_department:
        raise NotAllowed("Chỉ người được xem toàn bộ sổ mới được kiểm tra sổ.")
    return _index(request, queries.verify_chain(scope.department))


def _index(request: HttpRequest, check: queries.BookCheck | None = None) -> HttpResponse:
    found = queries.listing(request.user, request.GET)
    order, fields = sorting(request, queries.SORTS, "-ngay")
    page = page_of(request, found.entries.order_by(*empty_last(fields)))
    scope = scope_of(request.user)
    keeper = may_keep_register(request.user, department=scope.department)
    broken = None
    if check is not None and check.broken_at is not None:
        broken = queries.visible_to(request.user).filter(sequence=check.broken_at).first()
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "kinds": [(key, label, found.kinds[key]) for key, (label, _) in KINDS.items()],
        "sources": RegisterEntry.Source.choices,
        "matches": RegisterEntry.Match.choices,
        "states": RegisterEntry.State.choices,
        "keeper": keeper,
        "waiting": queries.waiting_to_match(request.user).count() if keeper else 0,
        "whole": scope.whole_department,
        "check": check,
        "broken": broken,
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "register/index.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    found = queries.listing(request.user, request.GET)
    _, fields = sorting(request, queries.SORTS, "-ngay")
    rows = (
        (
            entry.sequence,
            entry.decision_number,
            entry.decided_on,
            entry.recipient_name,
            entry.unit_name,
            entry.award_name,
            entry.year,
            entry.authority,
            entry.get_merit_display(),
            entry.get_source_display(),
            entry.get_match_display(),
            entry.get_state_display(),
        )
        for entry in found.entries.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )
    day = timezone.localdate()
    return download(workbook("Sổ khen thưởng", HEADS, rows), f"so-khen-thuong-{day:%Y%m%d}")


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry as written, with what happened to it since."""
    entries = queries.visible_to(request.user)
    entry = get_object_or_404(
        entries.select_related("person__unit", "collective", "department", "recorded_by"), pk=pk
    )
    return render(request, "register/detail.html", entry_context(request, entry))


def entry_context(request: HttpRequest, entry: RegisterEntry, **more: Any) -> dict[str, Any]:
    """What the page of an entry shows; `more` carries a form that was refused."""
    keeper = may_keep_register(request.user, department=entry.department)
    open_line = keeper and entry.match != RegisterEntry.Match.MATCHED
    people = queries.suggestions(entry.department, [entry])[0].people if open_line else []
    return {
        "entry": entry,
        "keeper": keeper,
        "people": people,
        "units": units_of(entry.department) if open_line and entry.is_collective else [],
        "may_undo": keeper
        and entry.match == RegisterEntry.Match.MATCHED
        and entry.source != RegisterEntry.Source.DECISION,
        "form": RevokeForm(),
        **more,
    }


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Declared awards that the book does not confirm."""
    found, text, status = queries.claims(request.user, request.GET)
    order, fields = sorting(
        request,
        {"nam": ("year", "person__sort_key"), "ten": ("person__sort_key", "-year")},
        "ten",
    )
    keeper = may_keep_register(request.user, department=scope_of(request.user).department)
    context = {
        "keeper": keeper,
        "waiting": queries.waiting_to_match(request.user).count() if keeper else 0,
        "page": page_of(request, found.order_by(*empty_last(fields))),
        "sorting": order,
        "q": text,
        "status": status,
        "statuses": [c for c in Claim.Status.choices if c[0] != Claim.Status.CONFIRMED],
        "filtered": bool(text or status),
    }
    return render(request, "register/claims.html", context)
