"""Checking the book, and the end of its chain for print."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of
from thidua.register import actions, queries, tasks
from thidua.register.forms import HeadForm
from thidua.register.models import RegisterCheck
from thidua.register.permissions import check_may_verify

# A check that told nothing for so long was interrupted (the server was stopped).
_STILL = timedelta(minutes=2)


def _department(request: HttpRequest) -> Body:
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Chỉ người được xem toàn bộ sổ mới được kiểm tra sổ.")
    check_may_verify(request.user, department=department)
    return department


@never_cache
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """The last check with its progress or its outcome, the end of the chain, a form to compare."""
    department = _department(request)
    form = HeadForm(request.GET if "so" in request.GET else None)
    fits = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        fits = queries.fits_head(department, data["so"], data["ma"])
    context = {
        **_state(department),
        "head": queries.head_of(department),
        "form": form,
        "fits": fits,
    }
    status = 422 if form.errors else 200
    return render(request, "register/checks.html", context, status=status)


@never_cache
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that tells how far the last check is."""
    return render(request, "register/_check.html", _state(_department(request)))


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the book; a long one beside the request."""
    department = _department(request)
    if not _state(department)["at_work"]:
        tasks.walk(actions.ask_check(department=department, by=request.user))
    return redirect("register:checks")


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """The end of the chain as a page to be printed and kept."""
    department = _department(request)
    context = {"department": department, "head": queries.head_of(department)}
    return render(request, "register/head.html", context)


def _state(department: Body) -> dict[str, Any]:
    last = RegisterCheck.objects.filter(department=department).select_related("asked_by").first()
    open_ = last is not None and last.finished_at is None
    still = last is not None and last.touched_at < timezone.now() - _STILL
    found = queries.BookCheck(**last.result) if last is not None and last.result else None
    broken = None
    if found is not None and found.broken_at is not None:
        broken = department.register.filter(sequence=found.broken_at).first()
    return {
        "last": last,
        "at_work": open_ and not still,
        "interrupted": open_ and still,
        "found": found,
        "broken": broken,
    }
