"""Steps of a sheet: one button, one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from thidua.kit.errors import WrongState
from thidua.scoring import actions
from thidua.scoring.models import Sheet
from thidua.scoring.views.common import found_sheet, seen_cluster_sheet


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")[:2000]


def _done(request: HttpRequest, sheet: Sheet, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do it and say so; a refusal is shown on the sheet, where its reasons are."""
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("scoring:sheet", pk=sheet.pk)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    return _done(
        request, sheet,
        lambda: actions.submit_sheet(sheet=sheet, explanation=_words(request), by=request.user),
        "Đã nộp phiếu.",
    )  # fmt: skip


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    return _done(
        request, sheet,
        lambda: actions.return_sheet(sheet=sheet, reason=_words(request), by=request.user),
        "Đã trả lại phiếu để giải trình.",
    )  # fmt: skip


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    return _done(
        request, sheet,
        lambda: actions.agree_with_self(sheet=sheet, by=request.user),
        "Đã thẩm định các dòng còn lại theo điểm tự chấm.",
    )  # fmt: skip


@require_POST
def close_check(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    return _done(
        request, sheet,
        lambda: actions.close_check(sheet=sheet, by=request.user),
        "Đã chốt điểm thẩm định.",
    )  # fmt: skip


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    return _done(
        request, sheet,
        lambda: actions.reopen_check(sheet=sheet, reason=_words(request), by=request.user),
        "Đã mở lại thẩm định.",
    )  # fmt: skip


@require_POST
def close_cross(request: HttpRequest, pk: int) -> HttpResponse:
    """The head draws the points together; the head need not see the sheet otherwise."""
    sheet = seen_cluster_sheet(request, pk)
    try:
        actions.close_cross(sheet=sheet, reason=_words(request), by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã chốt điểm chấm chéo.")
    if request.POST.get("ve") == "xep-hang":
        return redirect("scoring:board", pk=sheet.cluster_id, year=sheet.table.year)
    return redirect("scoring:sheet", pk=sheet.pk)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    return _done(
        request, sheet,
        lambda: actions.settle_sheet(sheet=sheet, paper=_words(request), by=request.user),
        "Đã chốt điểm.",
    )  # fmt: skip


@require_POST
def unsettle(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    return _done(
        request, sheet,
        lambda: actions.unsettle_sheet(sheet=sheet, reason=_words(request), by=request.user),
        "Đã mở lại điểm.",
    )  # fmt: skip


@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = found_sheet(request, pk)
    try:
        told = actions.refresh_figures(sheet=sheet, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        more = f" {len(told)} dòng có số liệu mới." if told else " Không có số liệu mới."
        messages.success(request, f"Đã lấy số liệu.{more}")
    return redirect("scoring:sheet", pk=sheet.pk)
