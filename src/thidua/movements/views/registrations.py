"""Noting by hand which titles a person or a collective registers for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.movements import actions
from thidua.movements.forms.registrations import RegistrationForm
from thidua.movements.models import Registration
from thidua.movements.permissions import check_may_register_titles
from thidua.movements.queries import SORTS, listing, title_of
from thidua.movements.queries.calls import calls_for
from thidua.organisations.queries import openable_by
from thidua.organisations.scopes import WHOLE_DEPARTMENT, Role, scope_of
from thidua.people.queries import visible_to

WORKERS = WHOLE_DEPARTMENT | {Role.HEAD_OF_UNIT}
HEADS = (
    "Năm",
    "Loại",
    "Mã cán bộ",
    "Họ và tên, tên tập thể",
    "Đơn vị",
    "Danh hiệu",
    "Mã danh hiệu",
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who aims at what: search without diacritics, filters, sorting, paging."""
    found = listing(request.user, request.GET)
    order, fields = sorting(request, SORTS, "-nam")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "lines": [(one, title_of(one.award_code)) for one in page],
        "officer": scope_of(request.user).has(Role.OFFICER),
        "anyone": found.filtered or page.paginator.count,
        "calls": list(calls_for(request.user)[:3]),
        "workers": scope_of(request.user).has(*WORKERS),
        "whole": scope_of(request.user).whole_department,
    }
    return render(request, "movements/index.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found = listing(request.user, request.GET)
    _, fields = sorting(request, SORTS, "-nam")
    rows = (
        (
            one.year,
            "Tập thể" if one.collective else "Cá nhân",
            one.person.code if one.person else "",
            str(one.person or one.collective),
            one.person.unit.name if one.person and one.person.unit else "",
            title_of(one.award_code),
            one.award_code,
        )
        for one in found.rows.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )
    return exported(
        request, name="dang-ky-thi-dua", title="Đăng ký thi đua", heads=HEADS, rows=rows
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """The person `pk` aims at a title."""
    person = get_object_or_404(visible_to(request.user).select_related("department"), pk=pk)
    return _add(request, person=person)


@require_http_methods(["GET", "HEAD", "POST"])
def add_collective(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit `pk` aims at a title."""
    unit = get_object_or_404(openable_by(request.user).select_related("parent"), pk=pk)
    return _add(request, collective=unit)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take one out."""
    mine = Q(person__in=visible_to(request.user)) | Q(collective__in=openable_by(request.user))
    found = Registration.objects.filter(mine).select_related("department", "person", "collective")
    one = get_object_or_404(found, pk=pk)
    check_may_register_titles(request.user, department=one.department)
    subject: Any = one.person or one.collective
    if request.method == "POST":
        actions.remove_registration(registration=one, by=request.user)
        messages.success(request, "Đã xóa đăng ký thi đua.")
        return redirect(_back(subject))
    context = {
        "title": "Xóa đăng ký thi đua?",
        "award": title_of(one.award_code),
        "one": one,
        "subject": subject,
        "back": _back(subject),
    }
    return render(request, "movements/remove.html", context)


def _add(request: HttpRequest, **subject: Any) -> HttpResponse:
    (owner,) = subject.values()
    check_may_register_titles(request.user, department=owner.department)
    form = RegistrationForm(request.POST or None, collective="collective" in subject)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.register_for(
                department=owner.department, by=request.user, **subject, **form.cleaned_data
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            if new:
                messages.success(request, "Đã ghi đăng ký thi đua.")
                return redirect(_back(owner))
            form.blame("Đã đăng ký danh hiệu này cho năm đó.", "award_code")
    context = {
        "title": "Ghi đăng ký thi đua",
        "form": form,
        "subject": owner,
        "back": _back(owner),
    }
    status = 422 if form.errors else 200
    return render(request, "movements/form.html", context, status=status)


def _back(owner: Any) -> str:
    app = owner._meta.app_label
    part = "ho-so-hang-nam" if app == "people" else "h-nam"
    return f"{reverse(f'{app}:detail', args=[owner.pk])}#{part}"
