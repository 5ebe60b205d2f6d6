"""All bodies of a day: the tree, searched, sorted, page by page, and as a workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.kit.exports import exported
from thidua.kit.fields import DayField
from thidua.kit.lists import Sorting, page_of
from thidua.organisations import queries
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of

HEADS = ("Tên", "Loại", "Cấp", "Thuộc", "Thành lập", "Kết thúc", "Tên hiện nay")
SORTS = ("thu-tu", "ten", "loai")
HOUSES = {
    "co-quan": "Cơ quan của tôi",
    "danh-muc": "Tỉnh, bộ, ngành",
    "tat-ca": "Tất cả",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `mistake` when its day cannot be read."""

    day: dt.date
    written: str
    mistake: str
    text: str
    house: str
    sorting: Sorting


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The tree of a day within the sight of the user."""
    asked, nodes = _found(request)
    page = page_of(request, nodes)
    openable = queries.openable_by(request.user)
    context = {
        "asked": asked,
        "page": page,
        "sorting": asked.sorting,
        "houses": HOUSES,
        "filtered": bool(asked.text or request.GET.get("pham-vi")),
        "today": asked.day == timezone.localdate(),
        "openable": set(
            openable.filter(pk__in=[n.body.pk for n in page]).values_list("pk", flat=True)
        ),
        "indented": asked.sorting.key == "thu-tu" and not asked.text,
    }
    return render(request, "organisations/tree.html", context)


@require_safe
def export_tree(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a workbook."""
    _, nodes = _found(request)
    rows = (
        (
            node.name,
            node.kind_label,
            node.level_label,
            node.parent_name,
            node.body.founded_on,
            node.body.closed_on,
            node.body.name if node.body.name != node.name else "",
        )
        for node in nodes
    )
    return exported(request, name="cay-to-chuc", title="Cây tổ chức", heads=HEADS, rows=rows)


def _found(request: HttpRequest) -> tuple[Asked, list[Any]]:
    asked = _asked(request)
    forest, succession = queries.Forest.read(), queries.Succession.read()
    sight = queries.sight_of(request.user, forest=forest, succession=succession)
    if asked.house != "tat-ca":
        catalogue = set(Body.objects.filter(in_catalogue=True).values_list("pk", flat=True))
        sight = sight & catalogue if asked.house == "danh-muc" else sight - catalogue
    nodes = queries.tree_on(asked.day, within=sight, forest=forest)
    nodes = queries.matching(nodes, asked.text)
    if asked.sorting.key == "ten":
        nodes.sort(key=lambda n: queries.folded(n.name))
    elif asked.sorting.key == "loai":
        nodes.sort(key=lambda n: (n.kind_label, queries.folded(n.name)))
    if asked.sorting.descending:
        nodes.reverse()
    return asked, nodes


def _asked(request: HttpRequest) -> Asked:
    written = request.GET.get("ngay", "").strip()
    day, mistake = timezone.localdate(), ""
    if written:
        try:
            day = DayField(required=False).clean(written) or day
        except django_forms.ValidationError:
            mistake = "Ghi ngày theo dạng dd/mm/yyyy, ví dụ 27/11/2026. Đang xem ngày hôm nay."
    key = request.GET.get("sap-xep", "thu-tu")
    bare = key.lstrip("-")
    order = Sorting(bare, key.startswith("-")) if bare in SORTS else Sorting("thu-tu", False)
    # People of no department have only the catalogue to look at.
    usual = "co-quan" if scope_of(request.user).department is not None else "danh-muc"
    house = request.GET.get("pham-vi", usual)
    return Asked(
        day=day,
        written=f"{day:%d/%m/%Y}",
        mistake=mistake,
        text=request.GET.get("q", "").strip(),
        house=house if house in HOUSES else usual,
        sorting=order,
    )
