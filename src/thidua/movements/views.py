"""Noting by hand which titles a person or a collective registers for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from thidua.kit.errors import WrongState
from thidua.movements import actions
from thidua.movements.forms import RegistrationForm
from thidua.movements.models import Registration
from thidua.movements.permissions import check_may_register_titles
from thidua.movements.queries import title_of
from thidua.organisations.queries import openable_by
from thidua.people.queries import visible_to


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
