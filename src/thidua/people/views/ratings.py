"""The page of the year's ratings: counts against the cap, and the people behind each number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.organisations.scopes import scope_of
from thidua.people import queries
from thidua.people.models import Grade
from thidua.people.permissions import check_may_see_ratings

_HEADS = ("Năm", "Mã cán bộ", "Họ và tên", "Chức vụ", "Đơn vị", "Loại lao động", "Nhóm",
          "Xếp loại", "Nguồn")  # fmt: skip


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """One year, all units that the user may open or one of them."""
    check_may_see_ratings(request.user)
    found = queries.year_of_ratings(request.user, request.GET)
    order, fields = sorting(request, queries.RATING_SORTS, "ten")
    page = page_of(request, found.people.order_by(*empty_last(fields)))
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "grades": Grade.choices,
        "officer": scope_of(request.user).has("officer"),
    }
    return render(request, "people/ratings.html", context)


@require_safe
def export_ratings(request: HttpRequest) -> StreamingHttpResponse:
    """The people of the page as a file, with the same filters."""
    check_may_see_ratings(request.user)
    found = queries.year_of_ratings(request.user, request.GET)
    rows = (
        (
            one.year, one.person.code, one.person.full_name, one.title_then, one.unit_name or "",
            one.person.get_employment_display(), queries.group_name(one.group_then),
            one.get_grade_display(), one.source,
        )
        for one in found.people.order_by("person__sort_key", "pk").iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="xep-loai", title="Xếp loại", heads=_HEADS, rows=rows)
