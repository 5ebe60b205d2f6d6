"""Keeping the initiatives of a person by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from thidua.councils.models import Council
from thidua.councils.queries import visible_sittings
from thidua.initiatives import actions, lists
from thidua.initiatives.forms import InitiativeForm, RecogniseForm, known
from thidua.initiatives.models import Initiative
from thidua.initiatives.permissions import check_may_keep_initiatives, check_may_put_initiatives
from thidua.initiatives.queries import under_review, waiting_for_council
from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, keys_of, page_of, sorting
from thidua.organisations.scopes import Role, scope_of
from thidua.people.models import Person
from thidua.people.queries import visible_to

HEADS = (
    "Năm", "Mã cán bộ", "Họ và tên", "Đơn vị", "Tên sáng kiến, đề tài", "Loại", "Cấp công nhận",
    "Số quyết định", "Ngày công nhận", "Tình trạng",
)  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All initiatives that the user may see: search, filters, sorting, paging."""
    found = lists.listing(request.user, request.GET)
    order, fields = sorting(request, lists.SORTS, "-nam")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "states": lists.STATES,
        "levels": lists.LEVELS,
        "officer": scope_of(request.user).has(Role.OFFICER),
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "initiatives/index.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found = lists.listing(request.user, request.GET)
    _, fields = sorting(request, lists.SORTS, "-nam")
    rows = (
        (
            one.year,
            one.person.code,
            one.person.full_name,
            one.person.unit.name if one.person.unit else "",
            one.name,
            str(one.get_kind_display()),
            str(one.get_level_display()),
            one.decision_number,
            one.recognised_on,
            str(one.get_state_display()),
        )
        for one in found.rows.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )
    return exported(request, name="sang-kien", title="Sáng kiến, đề tài", heads=HEADS, rows=rows)


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
    if one.council_said:
        hint += f". {one.council_said} ({one.council_on:%d/%m/%Y})"
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


@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the initiatives that the sitting `pk` of the initiative council scores."""
    sitting = get_object_or_404(visible_sittings(request.user), pk=pk)
    department = sitting.council.body.department
    check_may_put_initiatives(request.user, department=department)
    text = request.GET.get("q", "")
    if request.method == "POST":
        keys = keys_of(request.POST.getlist("sang-kien"))
        chosen = list(Initiative.objects.filter(person__department=department, pk__in=keys))
        try:
            made = actions.put_to_council(initiatives=chosen, sitting=sitting, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã đưa {len(made)} sáng kiến, đề tài vào phiên họp")
            return redirect("councils:sitting", sitting.pk)
    sheets = waiting_for_council(department, text=text)
    page = page_of(request, sheets)
    busy = under_review([sheet.reference for sheet in page.object_list])
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "page": page,
        "busy": busy,
        "q": text,
        "chosen": set(request.POST.getlist("sang-kien")),
        "right": sitting.council.kind == Council.Kind.INITIATIVE,
    }
    return render(request, "initiatives/put.html", context)


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
