"""Pages of persons: the list, one person, the list as a workbook, a look at an identity number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.organisations.scopes import scope_of
from thidua.people import actions, queries
from thidua.people.models import Person
from thidua.people.permissions import (
    may_keep_people,
    may_reveal_identity,
    may_see_private_facts,
)
from thidua.people.queries.lists import STATUSES

HEADS = (
    "Mã cán bộ",
    "Họ và tên",
    "Giới tính",
    "Chức vụ",
    "Đơn vị",
    "Nhóm",
    "Loại lao động",
    "Tình trạng",
    "Lượt khen thưởng",
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list: search without diacritics, filters, sorting, paging."""
    found = queries.listing(request.user, request.GET)
    order, fields = sorting(request, queries.SORTS, "ten")
    page = page_of(request, found.people.order_by(*empty_last(fields)))
    scope = scope_of(request.user)
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "groups": queries.GROUPS,
        "statuses": STATUSES,
        "officer": scope.has("officer"),
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "people/index.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file; never with identity numbers or birth dates."""
    found = queries.listing(request.user, request.GET)
    _, fields = sorting(request, queries.SORTS, "ten")
    rows = (
        (
            person.code,
            person.full_name,
            person.get_gender_display(),
            person.position,
            person.unit.name if person.unit else "",
            person.get_group_display(),
            person.get_employment_display(),
            person.get_status_display(),
            person.held,
        )
        for person in found.people.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )
    return exported(request, name="danh-sach-can-bo", title="Cán bộ", heads=HEADS, rows=rows)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, for those whose scope holds them."""
    return _page(request, _person(request, pk))


@never_cache
@require_POST
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page with the identity number shown once; the look is logged."""
    person = _person(request, pk)
    number = actions.reveal_identity(person=person, by=request.user)
    return _page(request, person, number)


def _person(request: HttpRequest, pk: int) -> Person:
    people = queries.visible_to(request.user).select_related("unit", "department", "identity")
    return get_object_or_404(people, pk=pk)


def _page(request: HttpRequest, person: Person, number: str = "") -> HttpResponse:
    private = may_see_private_facts(request.user, person=person)
    context = {
        "person": person,
        "record": queries.record_of(person, private=private),
        "private": private,
        "may_reveal": may_reveal_identity(request.user, person=person),
        "may_keep": may_keep_people(request.user, department=person.department),
        "number": number,
        "may_list": scope_of(request.user).whole_department
        or bool(scope_of(request.user).unit_ids),
    }
    return render(request, "people/detail.html", context)
