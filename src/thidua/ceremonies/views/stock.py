"""The stock: what there is, one kind of object with its movements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.ceremonies import actions
from thidua.ceremonies.forms import ItemForm, MoveForm
from thidua.ceremonies.models import StockItem, StockMove
from thidua.ceremonies.permissions import check_may_keep_stock, may_plan, readable_body
from thidua.ceremonies.queries import stock as queries
from thidua.decisions.models import Decision
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.exports import exported
from thidua.kit.lists import page_of, sorting

SORTS = {"ten": ("folded_name",), "loai": ("kind", "folded_name"), "ton": ("balance",)}
HEADS = ("Loại", "Tên", "Đơn vị tính", "Tồn", "Báo khi còn dưới", "Đi kèm", "Mỗi trường hợp")
MOVE_HEADS = ("Ngày", "Loại", "Số lượng", "Tồn sau đó", "Lý do, chứng từ", "Quyết định",
              "Người ghi", "Ghi lúc", "Ghi đảo dòng")  # fmt: skip


def _rows(request: HttpRequest) -> Any:
    body = readable_body(request.user)
    sort, fields = sorting(request, SORTS, "loai")
    rows = queries.matching(
        queries.items_of(body), kind=request.GET.get("loai", ""), text=request.GET.get("q", "")
    )
    return body, sort, rows.order_by(*fields)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    body, sort, rows = _rows(request)
    page = page_of(request, rows)
    context = {
        "page": page,
        "sorting": sort,
        "text": request.GET.get("q", ""),
        "kind": request.GET.get("loai", ""),
        "kinds": StockItem.Kind.choices,
        "targets": {one.pk: queries.target_label(one.target) for one in page},
        "total": queries.items_of(body).count(),
        "may_keep": may_plan(request.user, body),
        "body": body,
    }
    return render(request, "ceremonies/stock.html", context)


@require_safe
def export_items(request: HttpRequest) -> StreamingHttpResponse:
    _, _, rows = _rows(request)
    lines = (
        (
            one.get_kind_display(), one.name, one.unit, one.balance, one.low_at,
            queries.target_label(one.target), one.per_award,
        )
        for one in rows.iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="hien-vat", title="Phôi bằng, hiện vật", heads=HEADS, rows=lines)


@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: HttpRequest) -> HttpResponse:
    body = readable_body(request.user)
    check_may_keep_stock(request.user, body)
    return _save(request, body, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: HttpRequest, pk: int) -> HttpResponse:
    body, item = _found(request, pk)
    check_may_keep_stock(request.user, body)
    return _save(request, body, item)


def _save(request: HttpRequest, body: Any, item: StockItem | None) -> HttpResponse:
    initial = {name: getattr(item, name) for name in ItemForm.base_fields} if item else None
    form = ItemForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        targets=queries.target_choices(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_item(body=body, item=item, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã ghi {made.name}")
            return redirect("ceremonies:item", made.pk)
    context = {"form": form, "item": item}
    return render(request, "ceremonies/item_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One kind of object with its movements; POST moves it."""
    body, row = _found(request, pk)
    sent: Any = request.POST if request.method == "POST" else None
    form = MoveForm(sent, initial={"on": timezone.localdate(), "kind": StockMove.Kind.RECEIPT})
    if sent is not None:
        check_may_keep_stock(request.user, body)
        if form.is_valid():
            try:
                actions.move_stock(item=row, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.blame(str(refusal), getattr(refusal, "field", None))
            else:
                messages.success(request, f"Đã ghi; còn {row.balance} {row.unit}")
                return redirect("ceremonies:item", row.pk)
    context = {
        "item": row,
        "page": page_of(request, queries.moves_of(row)),
        "target": queries.target_label(row.target),
        "form": form,
        "may_keep": may_plan(request.user, body),
    }
    return render(request, "ceremonies/item.html", context, status=422 if form.errors else 200)


@require_safe
def export_moves(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    _, row = _found(request, pk)
    lines = (
        (
            one.on, one.get_kind_display(), one.signed, one.balance_after, one.reason,
            one.decision.full_number if one.decision else "", str(one.by or ""), one.at,
            one.undoes_id,
        )
        for one in queries.moves_of(row).iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="nhap-xuat", title="Nhập, xuất", heads=MOVE_HEADS, rows=lines)


@require_POST
def undo(request: HttpRequest, pk: int, move: int) -> HttpResponse:
    """Write the opposite of a movement."""
    _, row = _found(request, pk)
    one = get_object_or_404(StockMove.objects.select_related("item__body"), item=row, pk=move)
    try:
        actions.undo_move(move=one, reason=request.POST.get("reason", ""), by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã ghi đảo")
    return redirect("ceremonies:item", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def for_decision(request: HttpRequest, decision: int) -> HttpResponse:
    """What a decision still needs; POST takes all of it out."""
    body = readable_body(request.user)
    row = get_object_or_404(
        Decision.objects.select_related("department"), department=body, pk=decision,
        kind=Decision.Kind.AWARD,
    )  # fmt: skip
    if request.method == "POST":
        try:
            moves = actions.issue_for_decision(decision=row, by=request.user)
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã xuất {len(moves)} loại cho {row}")
        return redirect("ceremonies:for_decision", row.pk)
    context = {
        "decision": row,
        "needs": queries.still_needed(row),
        "moves": StockMove.objects.filter(decision=row).select_related("item", "by"),
        "may_keep": may_plan(request.user, body),
    }
    return render(request, "ceremonies/for_decision.html", context)


def _found(request: HttpRequest, pk: int) -> tuple[Any, StockItem]:
    body = readable_body(request.user)
    return body, get_object_or_404(StockItem.objects.select_related("body"), body=body, pk=pk)
