"""Keeping single facts of a person: rating, discipline, leave, matter under review, post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from thidua.kit.errors import WrongState
from thidua.kit.lists import key_of
from thidua.people import actions, forms, queries
from thidua.people.models import PendingMatter, Person
from thidua.people.permissions import check_may_keep_people


@dataclass(frozen=True)
class Shown:
    """How a sort of fact is named in addresses and on its form."""

    sort: str
    noun: str
    form: type[forms.FactForm]
    hint: str = ""


SHOWN = {
    "xep-loai": Shown("rating", "xếp loại", forms.RatingForm),
    "ky-luat": Shown("discipline", "kỷ luật", forms.DisciplineForm),
    "nghi": Shown("leave", "thời gian nghỉ", forms.LeaveForm),
    "vu-viec": Shown("pending", "vụ việc đang xem xét", forms.PendingForm),
    "cong-tac": Shown(
        "post",
        "chức vụ đã giữ",
        forms.PostForm,
        "Chuyển đơn vị, đổi chức vụ hiện nay thì ghi ở “Sửa thông tin”.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def add_fact(request: HttpRequest, pk: int, sort: str) -> HttpResponse:
    """One more fact; `?nam=` fills the year of a rating in."""
    person, shown = _person(request, pk), _shown(sort)
    given = {"year": key_of(request.GET.get("nam", "")) or None}
    form = shown.form(request.POST or None, department=person.department, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_fact(
                person=person, sort=shown.sort, values=form.cleaned_data, by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã ghi {shown.noun}.")
            return redirect(_back(person))
    return _page(request, person, form, f"Ghi {shown.noun}", "Ghi", hint=shown.hint)


@require_http_methods(["GET", "HEAD", "POST"])
def change_fact(request: HttpRequest, pk: int, sort: str, fact: int) -> HttpResponse:
    """Correct one fact; the former content stays in the log."""
    person, shown = _person(request, pk), _shown(sort)
    known = _fact(person, shown, fact)
    initial = {name: getattr(known, name) for name in shown.form.base_fields}
    form = shown.form(
        request.POST or None, department=person.department, initial=initial, asks_why=True
    )
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data.pop("reason")
        try:
            actions.change_fact(fact=known, values=form.cleaned_data, by=request.user, reason=why)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã sửa {shown.noun}.")
            return redirect(_back(person))
    return _page(request, person, form, f"Sửa {shown.noun}", "Lưu")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_fact(request: HttpRequest, pk: int, sort: str, fact: int) -> HttpResponse:
    """Ask, then take a fact out."""
    person, shown = _person(request, pk), _shown(sort)
    known = _fact(person, shown, fact)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_fact(fact=known, by=request.user, reason=form.cleaned_data["reason"])
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã xóa {shown.noun}.")
        return redirect(_back(person))
    context = {
        "form": form,
        "person": person,
        "title": f"Xóa {shown.noun}?",
        "sort": shown.sort,
        "fact": known,
        "back": _back(person),
    }
    return render(request, "people/remove.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    """A matter under review is over."""
    person = _person(request, pk)
    matter: PendingMatter = _fact(person, SHOWN["vu-viec"], fact)
    form = forms.ConcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.conclude_matter(matter=matter, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã kết thúc vụ việc.")
            return redirect(_back(person))
    hint = f"{matter.get_kind_display()}{f': {matter.note}' if matter.note else ''}."
    return _page(request, person, form, "Kết thúc vụ việc", "Kết thúc vụ việc", hint=hint)


def _person(request: HttpRequest, pk: int) -> Person:
    people = queries.visible_to(request.user).select_related("department", "unit")
    person = get_object_or_404(people, pk=pk)
    check_may_keep_people(request.user, department=person.department)
    return person


def _shown(sort: str) -> Shown:
    if sort not in SHOWN:
        raise Http404
    return SHOWN[sort]


def _fact(person: Person, shown: Shown, pk: int) -> Any:
    known: Any = actions.SORTS[shown.sort].model
    return get_object_or_404(
        known.objects.select_related("person__department"), pk=pk, person=person
    )


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
