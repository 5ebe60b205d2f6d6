"""Locking a year of scoring, and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from thidua.kit.errors import WrongState
from thidua.scoring import actions
from thidua.scoring.forms.tables import YearForm
from thidua.scoring.models import YearLock
from thidua.scoring.permissions import (
    check_may_lock,
)
from thidua.scoring.views.table_page import own_department


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Close a year."""
    mine = own_department(request)
    check_may_lock(request.user, department=mine)
    form = YearForm(request.POST)
    if not form.is_valid():
        raise WrongState("Ghi năm bằng 4 chữ số, ví dụ 2026.")
    given = form.cleaned_data
    actions.lock_year(department=mine, year=given["year"], reason=given["reason"], by=request.user)
    messages.success(request, f"Đã khóa năm chấm điểm {given['year']}.")
    return redirect("scoring:tables")


@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a locked year again."""
    mine = own_department(request)
    found = get_object_or_404(YearLock, pk=pk, department=mine)
    year = found.year
    actions.unlock_year(lock=found, reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, f"Đã mở khóa năm chấm điểm {year}.")
    return redirect("scoring:tables")
