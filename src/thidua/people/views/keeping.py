"""Keeping a person by hand: a new one, and corrections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.scopes import scope_of
from thidua.people import actions, queries
from thidua.people.forms import PersonForm
from thidua.people.permissions import check_may_keep_people


@sensitive_post_parameters("identity_number")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A person who is in no list yet."""
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào. Đề nghị quản trị giao vai trò.")
    check_may_keep_people(request.user, department=department)
    form = PersonForm(request.POST or None, department=department)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = actions.add_person(
                department=department,
                by=request.user,
                full_name=data["full_name"],
                fields=form.facts,  # type: ignore[arg-type]  # the form has cleaned them
                code=data["code"],
                identity_number=data["identity_number"],
                since=data["changed_on"],
                namesake=data["namesake"],
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã thêm {person.full_name}, mã {person.code}.")
            return redirect("people:detail", person.pk)
    context = {"form": form, "title": "Thêm cán bộ", "button": "Thêm cán bộ", "person": None}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("identity_number")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a person, move them to another unit, or note that they left."""
    people = queries.visible_to(request.user).select_related("unit", "department", "identity")
    person = get_object_or_404(people, pk=pk)
    check_may_keep_people(request.user, department=person.department)
    form = PersonForm(request.POST or None, department=person.department, person=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = actions.edit_person(
                person=person,
                by=request.user,
                full_name=data["full_name"],
                fields=form.facts,  # type: ignore[arg-type]  # the form has cleaned them
                code=data["code"],
                identity_number=data["identity_number"],
                forget_identity=data.get("forget_identity", False),
                changed_on=data["changed_on"],
                slip=data["slip"],
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            said = "Đã lưu thông tin." if changed else "Không có gì thay đổi."
            messages.success(request, said)
            return redirect("people:detail", person.pk)
    context = {
        "form": form,
        "title": "Sửa thông tin",
        "button": "Lưu thông tin",
        "person": person,
    }
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
