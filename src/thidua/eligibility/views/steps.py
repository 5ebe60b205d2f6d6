"""The path finder: next steps of one person, and who of a round is one step away."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from thidua.accounts.queries import scope_of
from thidua.eligibility.models import Round
from thidua.eligibility.permissions import check_may_see_next_steps
from thidua.eligibility.queries import near
from thidua.eligibility.queries.awards import columns
from thidua.eligibility.queries.rounds import rounds_visible_to
from thidua.eligibility.queries.steps import next_steps
from thidua.eligibility.views.grid import read_filters, units_of
from thidua.kit.exports import exported
from thidua.kit.lists import page_of, sorting
from thidua.law import LawError
from thidua.people.queries import visible_to

ORDER = {
    "ten": ("person__sort_key", "award_code"),
    "don-vi": ("person__unit__order", "person__unit__name", "person__sort_key"),
    "danh-hieu": ("award_code", "person__sort_key"),
}
HEADS = (
    "Mã cán bộ",
    "Họ và tên",
    "Đơn vị",
    "Danh hiệu, hình thức",
    "Còn thiếu",
    "Chi tiết",
    "Căn cứ",
)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """`/dot-xet/buoc-tiep-theo/<pk>/`: a page; asked by htmx only its section."""
    subject = get_object_or_404(
        visible_to(request.user).select_related("unit", "department"), pk=pk
    )
    check_may_see_next_steps(request.user, person=subject)
    context: dict[str, Any] = {"person": subject}
    try:
        context["steps"] = next_steps(subject)
    except LawError as refusal:
        context["refusal"] = str(refusal)
    part = getattr(request, "htmx", False)
    name = "eligibility/_steps.html" if part else "eligibility/steps.html"
    return render(request, name, {**context, "part": part})


@require_safe
def one_away(request: HttpRequest, pk: int) -> HttpResponse:
    """`/dot-xet/<pk>/mot-buoc/`: people one condition away from an award, and which."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    scope = scope_of(request.user)
    heads = columns(round_)
    filters = read_filters(request, [c.code for c in heads])
    order, fields = sorting(request, ORDER, "ten")
    found = near.near_answers(round_, scope, filters)
    page = page_of(request, found.select_related("person__unit").order_by(*fields))
    counts = near.counts_by_award(found)
    return render(
        request,
        "eligibility/near.html",
        {
            "round": round_,
            "page": page,
            "rows": near.steps_of(list(page.object_list), heads),
            "filters": filters,
            "order": order,
            "all_columns": heads,
            "counts": [(c, counts[c.code]) for c in heads if counts.get(c.code)],
            "units": units_of(round_, scope.unit_ids, whole=scope.whole_department),
            "years": _other_years(request, round_),
            "same_filters": _without_page(request),
        },
    )


def _other_years(request: HttpRequest, round_: Round) -> list[tuple[Round, str]]:
    """The rounds of the department with what their tabs say: the year, where several share one the
    name."""
    rounds = list(rounds_visible_to(request.user).filter(department=round_.department_id))
    times = Counter(one.year for one in rounds)
    return [(one, f"Năm {one.year}" if times[one.year] == 1 else one.name) for one in rounds]


def _without_page(request: HttpRequest) -> str:
    """The filters of the address for the same list of another year, from its first page on."""
    asked = request.GET.copy()
    asked.pop("trang", None)
    return f"?{asked.urlencode()}" if asked else ""


@require_safe
def export_one_away(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """What the filters of the address leave, as a workbook or CSV."""
    round_: Round = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    heads = columns(round_)
    filters = read_filters(request, [c.code for c in heads])
    _, fields = sorting(request, ORDER, "ten")
    found = near.near_answers(round_, scope_of(request.user), filters)
    found = found.select_related("person__unit").order_by(*fields)
    rows = (
        (
            one.answer.person.code,
            one.answer.person.full_name,
            one.answer.person.unit.name if one.answer.person.unit else "",
            one.award.name,
            one.step,
            one.note,
            one.citation,
        )
        for one in near.all_steps(found, heads)
        if one.answer.person is not None
    )
    return exported(
        request,
        name="con-mot-buoc",
        title=f"Còn một bước, năm {round_.year}",
        heads=HEADS,
        rows=rows,
    )
