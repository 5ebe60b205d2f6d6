"""Keeping the facts of a collective year by year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from thidua.kit.errors import WrongState
from thidua.organisations import actions, forms
from thidua.organisations.models import Body
from thidua.organisations.views.keeping import kept_unit


@require_http_methods(["GET", "HEAD", "POST"])
def add_year(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of a year that has none yet."""
    unit = kept_unit(request, pk)
    form = forms.YearForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        if unit.years.filter(year=year).exists():
            form.blame(f"Đã ghi kết quả năm {year}. Sửa dòng đó.", "year")
        elif _set(request, unit, form, form.cleaned_data):
            return redirect(_back(unit))
    return _page(request, unit, form, "Ghi kết quả năm")


@require_http_methods(["GET", "HEAD", "POST"])
def change_year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Correct the facts of a year; the former ones stay in the log."""
    unit = kept_unit(request, pk)
    entry = get_object_or_404(unit.years, year=year)
    names = [name for name in forms.YearForm.base_fields if name != "year"]
    form = forms.YearForm(
        request.POST or None, fixed=True, initial={name: getattr(entry, name) for name in names}
    )
    posted = request.method == "POST" and form.is_valid()
    if posted and _set(request, unit, form, {**form.cleaned_data, "year": year}):
        return redirect(_back(unit))
    return _page(request, unit, form, f"Sửa kết quả năm {year}")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Ask, then take the facts of a year out."""
    unit = kept_unit(request, pk)
    entry = get_object_or_404(unit.years, year=year)
    if request.method == "POST":
        actions.remove_collective_year(entry=entry, by=request.user)
        messages.success(request, f"Đã xóa kết quả năm {year}.")
        return redirect(_back(unit))
    rating = forms.RATINGS.get(entry.rating, entry.rating)
    context = {
        "unit": unit,
        "entry": entry,
        "rating": rating,
        "title": f"Xóa kết quả năm {year}?",
        "back": _back(unit),
    }
    return render(request, "organisations/remove.html", context)


def _set(request: HttpRequest, unit: Body, form: forms.YearForm, data: dict[str, Any]) -> bool:
    try:
        actions.set_collective_year(body=unit, by=request.user, **data)
    except WrongState as refusal:
        form.blame(str(refusal), refusal.field)
        return False
    messages.success(request, f"Đã ghi kết quả năm {data['year']}.")
    return True


def _back(unit: Body) -> str:
    return f"{reverse('organisations:detail', args=[unit.pk])}#h-nam"


def _page(request: HttpRequest, unit: Body, form: forms.YearForm, title: str) -> HttpResponse:
    context = {"form": form, "unit": unit, "title": title, "button": "Lưu", "danger": False}
    status = 422 if form.errors else 200
    return render(request, "organisations/form.html", context, status=status)
