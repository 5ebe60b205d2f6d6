"""Pages of leaving the body and coming back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from thidua.kit.errors import WrongState
from thidua.people import actions, forms, queries
from thidua.people.models import Departure, Person
from thidua.people.permissions import check_may_keep_people


@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is transferred, retires or resigns."""
    person = _person(request, pk)
    form = forms.DepartureForm(request.POST or None, department=person.department)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_departure(person=person, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã ghi. Chức vụ đang giữ kết thúc vào ngày trước đó.")
            return redirect("people:detail", person.pk)
    return _page(request, person, form, "Chuyển công tác, nghỉ hưu, thôi việc", "Ghi")


@require_http_methods(["GET", "HEAD", "POST"])
def change_departure(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    """Correct what was recorded of a departure."""
    person, gone = _departure(request, pk, fact)
    initial = {name: getattr(gone, name) for name in forms.DepartureForm.base_fields}
    form = forms.DepartureForm(
        request.POST or None, department=person.department, initial=initial, asks_why=True
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_departure(departure=gone, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã sửa.")
            return redirect("people:detail", person.pk)
    return _page(request, person, form, "Sửa việc rời cơ quan", "Lưu")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_departure(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    """Ask, then take out a departure recorded by mistake."""
    person, gone = _departure(request, pk, fact)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_departure(
                departure=gone, reason=form.cleaned_data["reason"], by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã xóa. Chức vụ đã kết thúc theo đó được mở lại.")
            return redirect("people:detail", person.pk)
    context = {
        "person": person,
        "title": "Xóa việc rời cơ quan?",
        "sort": "departure",
        "fact": gone,
        "form": form,
        "back": reverse("people:detail", args=[person.pk]),
    }
    return render(request, "people/remove.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who left works here again."""
    person = _person(request, pk)
    form = forms.ReturnForm(request.POST or None, department=person.department)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_return(person=person, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"{person.full_name} đang làm việc ở cơ quan.")
            return redirect("people:detail", person.pk)
    return _page(request, person, form, "Trở lại làm việc", "Ghi")


def _person(request: HttpRequest, pk: int) -> Person:
    people = queries.visible_to(request.user).select_related("department", "unit")
    person = get_object_or_404(people, pk=pk)
    check_may_keep_people(request.user, department=person.department)
    return person


def _departure(request: HttpRequest, pk: int, fact: int) -> tuple[Person, Departure]:
    person = _person(request, pk)
    rows = Departure.objects.select_related("person__department")
    return person, get_object_or_404(rows, pk=fact, person=person)


def _page(request: HttpRequest, person: Person, form: Any, title: str, button: str) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "title": title,
        "button": button,
        "back": reverse("people:detail", args=[person.pk]),
    }
    return render(request, "people/fact.html", context, status=422 if form.errors else 200)
