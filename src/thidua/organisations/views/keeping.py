"""Keeping the list of units by hand: new ones and corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations import actions, forms, queries
from thidua.organisations.models import Body
from thidua.organisations.permissions import check_may_keep_bodies
from thidua.organisations.scopes import scope_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A unit of the officer's department."""
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào. Đề nghị quản trị giao vai trò.")
    check_may_keep_bodies(request.user, department=department)
    form = forms.UnitForm(request.POST or None)

    def act(data: dict[str, Any]) -> Body:
        return actions.create_body(parent=department, by=request.user, **data)

    return _answer(request, form, act, None, "Thêm đơn vị", "Thêm đơn vị", "Đã thêm đơn vị.")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Kind, short name, place in the list, founding day."""
    unit = kept_unit(request, pk)
    form = forms.UnitForm(request.POST or None, unit=unit)

    def act(data: dict[str, Any]) -> Body:
        actions.edit_body(body=unit, by=request.user, **data)
        return unit

    return _answer(request, form, act, unit, "Sửa đơn vị", "Lưu", "Đã lưu đơn vị.")


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a closing noted by mistake."""
    unit = kept_unit(request, pk)
    try:
        actions.reopen_body(body=unit, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã mở lại đơn vị.")
    return redirect("organisations:detail", pk)


def kept_unit(request: HttpRequest, pk: int) -> Body:
    """A unit that the user may keep; 404 outside the scope, refused inside it without the role."""
    unit = get_object_or_404(queries.openable_by(request.user).select_related("parent"), pk=pk)
    check_may_keep_bodies(request.user, department=unit.department)
    return unit


def _answer(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], Body],
    unit: Body | None,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = act(form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, done)
            return redirect("organisations:detail", kept.pk)
    context = {"form": form, "unit": unit, "title": title, "button": button}
    status = 422 if form.errors else 200
    return render(request, "organisations/form.html", context, status=status)
