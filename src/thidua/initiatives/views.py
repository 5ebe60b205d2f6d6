"""Keeping the initiatives of a person by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from thidua.initiatives import actions
from thidua.initiatives.forms import InitiativeForm, RecogniseForm, known
from thidua.initiatives.models import Initiative
from thidua.initiatives.permissions import check_may_keep_initiatives
from thidua.kit.errors import WrongState
from thidua.people.models import Person
from thidua.people.queries import visible_to


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more initiative of the person `pk`."""
    person = get_object_or_404(visible_to(request.user).select_related("department"), pk=pk)
    check_may_keep_initiatives(request.user, department=person.department)
    form = InitiativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_initiative(person=person, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã thêm sáng kiến, đề tài.")
            return redirect(_back(person))
    return _page(request, person, form, "Thêm sáng kiến, đề tài", "Thêm sáng kiến")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one; the former content stays in the log."""
    one = _one(request, pk)
    form = InitiativeForm(request.POST or None, initial=known(one, InitiativeForm))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_initiative(initiative=one, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã sửa sáng kiến, đề tài.")
            return redirect(_back(one.person))
    return _page(request, one.person, form, "Sửa sáng kiến, đề tài", "Lưu")


@require_http_methods(["GET", "HEAD", "POST"])
def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    """An initiative that waited or was in doubt has been recognised."""
    one = _one(request, pk)
    form = RecogniseForm(request.POST or None, initial=known(one, RecogniseForm))
    if request.method == "POST" and form.is_valid():
        rest: Any = {"year": one.year, "kind": one.kind, "name": one.name}
        try:
            actions.change_initiative(
                initiative=one,
                by=request.user,
                state=Initiative.State.RECOGNISED.value,
                **rest,
                **form.cleaned_data,
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã ghi công nhận.")
            return redirect(_back(one.person))
    hint = f"{one.get_kind_display()} năm {one.year}: {one.name}"
    return _page(request, one.person, form, "Ghi công nhận", "Ghi công nhận", hint=hint)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take one out."""
    one = _one(request, pk)
    person = one.person
    if request.method == "POST":
        actions.remove_initiative(initiative=one, by=request.user)
        messages.success(request, "Đã xóa sáng kiến, đề tài.")
        return redirect(_back(person))
    context = {"one": one, "person": person, "title": "Xóa sáng kiến?", "back": _back(person)}
    return render(request, "initiatives/remove.html", context)


def _one(request: HttpRequest, pk: int) -> Initiative:
    found = Initiative.objects.filter(person__in=visible_to(request.user))
    one = get_object_or_404(found.select_related("person__department"), pk=pk)
    check_may_keep_initiatives(request.user, department=one.person.department)
    return one


def _back(person: Person) -> str:
    return f"{reverse('people:detail', args=[person.pk])}#ho-so-hang-nam"


def _page(
    request: HttpRequest, person: Person, form: Any, title: str, button: str, *, hint: str = ""
) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "title": title,
        "button": button,
        "hint": hint,
        "back": _back(person),
    }
    return render(request, "people/fact.html", context, status=422 if form.errors else 200)
