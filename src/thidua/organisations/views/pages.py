"""Pages of units: the list and one unit with its people, years and awards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.kit.exports import exported
from thidua.kit.lists import page_of, sorting
from thidua.organisations import queries
from thidua.organisations.forms import MEASURES, RATINGS, UNIT_KINDS
from thidua.organisations.models import Body
from thidua.organisations.permissions import may_keep_bodies, may_reorganise
from thidua.organisations.queries.clusters import cluster_years_of
from thidua.organisations.scopes import scope_of
from thidua.organisations.views.history import told_of

SORTS = {"thu-tu": ("order", "name"), "ten": ("folded_name",), "loai": ("kind", "order")}
HEADS = ("Đơn vị", "Loại", "Số người", "Nữ", "Lãnh đạo", "Xếp loại", "Lượt khen thưởng")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Units of the scope with counts."""
    text, kind, units = _asked(request)
    order, fields = sorting(request, SORTS, "thu-tu")
    page = page_of(request, units.order_by(*fields))
    year = timezone.localdate().year
    rows = queries.counted(units.filter(pk__in=[u.pk for u in page]).order_by(*fields), year)
    context = {
        "page": page,
        "rows": rows,
        "sorting": order,
        "year": year,
        "q": text,
        "kind": kind,
        "kinds": UNIT_KINDS,
        "ratings": RATINGS,
        "filtered": bool(text or kind),
        "officer": scope_of(request.user).has("officer"),
    }
    return render(request, "organisations/index.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a workbook."""
    _, _, units = _asked(request)
    _, fields = sorting(request, SORTS, "thu-tu")
    day = timezone.localdate()
    rows = [
        (
            row.unit.name,
            row.unit.get_kind_display(),
            row.people,
            row.women,
            row.leaders,
            RATINGS.get(row.rating, row.rating),
            row.awards,
        )
        for row in queries.counted(units.order_by(*fields), day.year)
    ]
    return exported(request, name="danh-sach-don-vi", title="Đơn vị", heads=HEADS, rows=rows)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: people, years, awards, names it bore."""
    found = queries.openable_by(request.user).select_related("parent")
    unit: Any = get_object_or_404(found, pk=pk)
    people = unit.people.order_by("sort_key", "pk")
    awards = unit.awards.filter(match="matched").order_by("-year", "-decided_on", "-sequence")
    context = {
        "unit": unit,
        "people": page_of(request, people),
        "awards": awards[:20],
        "award_count": awards.count(),
        "years": unit.years.order_by("-year"),
        "names": unit.names.order_by("valid_to", "name"),
        "ratings": RATINGS,
        "measures": {code: f"Kỷ luật nặng nhất: {word.lower()}" for code, word in MEASURES.items()},
        "registrations": queries.registered(unit),
        "places": cluster_years_of(unit)[:10],
        "may_keep": may_keep_bodies(request.user, department=unit.department),
        "is_unit": unit.department != unit,
        "may_reorganise": may_reorganise(request.user, body=unit) and unit.closed_on is None,
        **told_of(request, unit, opens=True, succession=queries.Succession.read()),
    }
    return render(request, "organisations/detail.html", context)


def _asked(request: HttpRequest) -> tuple[str, str, Any]:
    text = request.GET.get("q", "").strip()
    kind = request.GET.get("loai", "")
    units = queries.search(queries.visible_to(request.user), text)
    if kind in Body.Kind.values:
        return text, kind, units.filter(kind=kind)
    return text, "", units
