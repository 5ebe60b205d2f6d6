"""The grid of a round: persons (or collectives) and awards, with filters, counts and the quota."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from thidua.accounts.queries import Scope, scope_of
from thidua.eligibility.actions.keeping import columns_of
from thidua.eligibility.models import Round
from thidua.eligibility.permissions import may_propose, may_run_round
from thidua.eligibility.queries import grid
from thidua.eligibility.queries.awards import columns, text_awaited
from thidua.eligibility.queries.preview import Preview
from thidua.eligibility.queries.quotas import LIMITED, quota
from thidua.eligibility.queries.rounds import rounds_visible_to
from thidua.kit.dates import grouped
from thidua.kit.lists import key_of, sorting
from thidua.law import LawError
from thidua.legislation.queries import texts_changed_at
from thidua.organisations.models import Body
from thidua.organisations.queries import within

SIZES = (50, 100, 300)
# The words of the address for each verdict.
ADDRESS = {
    "du": "eligible",
    "xem-xet": "needs_decision",
    "thieu-du-lieu": "needs_facts",
    "chua-du": "not_eligible",
    "cho-van-ban": "needs_official_text",
}
WORDS = {verdict: word for word, verdict in ADDRESS.items()}
PEOPLE_ORDER = {
    "ten": ("sort_key",),
    "don-vi": ("unit__order", "unit__name", "sort_key"),
}
UNIT_ORDER = {"ten": ("order", "name")}


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """`/dot-xet/<pk>/`: people by awards. At most twelve queries whatever the page holds; before
    the first screening those of `columns_of` besides, and verdicts that are kept nowhere."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    scope = scope_of(request.user)
    everyone = grid.people_in(round_, scope)
    heads = columns(round_)
    filters = read_filters(request, [c.code for c in heads])
    counted = grid.narrow_people(everyone, filters, round_=round_, with_verdict=False)
    order, fields = sorting(request, PEOPLE_ORDER, "ten")
    found = grid.narrow_people(everyone, filters, round_=round_)
    page = page_of(request, found.select_related("unit").order_by(*fields))
    eligible = grid.eligible_by_award(round_, everyone)
    number, stale = grid.counted_with_stale(round_, everyone)
    context = _common(request, round_, page, heads, filters, eligible)
    preview = _preview(round_, heads)
    if preview is not None:
        context["preview"] = True
        context["rows"] = preview.rows(list(page.object_list), context["columns"])
        context["eligible"] = preview.eligible(scope)
    return render(
        request,
        "eligibility/grid.html",
        {
            **context,
            "stale": stale,
            "order": order,
            "tab": "nguoi",
            "noun": "người",
            "chips": _chips(grid.counts_by_verdict(round_, counted, filters), filters),
            "total_label": _total(scope, number, "người"),
            "sort_links": {"ten": order.link("ten"), "unit": order.link("don-vi")},
            "units": units_of(round_, scope.unit_ids, whole=scope.whole_department),
            "quotas": [
                found_quota
                for code in LIMITED
                if scope.whole_department
                and round_.screened_at
                and (found_quota := quota(round_, code, eligible=eligible))
            ],
        },
    )


def _preview(round_: Round, heads: list[Any]) -> Preview | None:
    """How everybody stands before the first screening; None after it, or where nobody can say."""
    if round_.screened_at is not None or round_.state != Round.State.OPEN:
        return None
    try:
        return Preview(columns_of([round_.department]), round_, heads)
    except LawError:  # said in full when the round is screened
        return None


@require_safe
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """`/dot-xet/<pk>/tap-the/`: collectives by awards."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    scope = scope_of(request.user)
    everyone = grid.units_in(round_, scope)
    heads = columns(round_, collective=True)
    filters = read_filters(request, [c.code for c in heads])
    counted = grid.narrow_units(everyone, filters, round_=round_, with_verdict=False)
    order, fields = sorting(request, UNIT_ORDER, "ten")
    found = grid.narrow_units(everyone, filters, round_=round_)
    page = page_of(request, found.order_by(*fields))
    eligible = grid.eligible_by_award(round_, everyone)
    number, stale = grid.counted_with_stale(round_, everyone)
    return render(
        request,
        "eligibility/grid.html",
        {
            **_common(request, round_, page, heads, filters, eligible),
            "stale": stale,
            "order": order,
            "tab": "tap-the",
            "noun": "tập thể",
            "chips": _chips(grid.counts_by_verdict(round_, counted, filters), filters),
            "total_label": _total(scope, number, "tập thể"),
            "sort_links": {"ten": order.link("ten")},
            "quotas": [],
        },
    )


def read_filters(request: HttpRequest, codes: list[str]) -> grid.Filters:
    """What the address asks for; unknown words are left aside."""
    unit = request.GET.get("don-vi", "")
    award = request.GET.get("danh-hieu", "")
    return grid.Filters(
        q=request.GET.get("q", "").strip()[:100],
        unit=key_of(unit) or None,
        award=award if award in codes else "",
        verdict=ADDRESS.get(request.GET.get("kq", ""), ""),
        direct=request.GET.get("truc-tiep") == "1",
    )


def page_of(request: HttpRequest, found: QuerySet[Any]) -> Page[Any]:
    asked = request.GET.get("co", "")
    size = key_of(asked) if key_of(asked) in SIZES else SIZES[0]
    return Paginator(found, size).get_page(request.GET.get("trang"))


def _common(
    request: HttpRequest,
    round_: Round,
    page: Page[Any],
    heads: list[Any],
    filters: grid.Filters,
    eligible: dict[str, int],
) -> dict[str, Any]:
    shown = [c for c in heads if c.code == filters.award] if filters.award else heads
    return {
        "round": round_,
        "page": page,
        "columns": shown,
        "all_columns": heads,
        "rows": grid.rows(round_, list(page.object_list), shown),
        "filters": filters,
        "eligible": eligible,
        "sizes": SIZES,
        "may_run": may_run_round(request.user, round=round_),
        "may_propose": may_propose(request.user, round=round_),
        "newer_texts": _newer_texts(round_),
        "waiting": [c for c in heads if round_.screened_at and _awaits_text(c.code, round_)],
    }


def _newer_texts(round_: Round) -> bool:
    """Whether an official text was loaded since the answers were given."""
    loaded = texts_changed_at()
    return loaded is not None and round_.screened_at is not None and loaded > round_.screened_at


def _chips(counts: dict[str, int], filters: grid.Filters) -> list[dict[str, Any]]:
    return [
        {**chip, "word": WORDS[chip["verdict"]]} for chip in grid.chips(counts, filters.verdict)
    ]


def _total(scope: Scope, number: int, noun: str) -> str:
    whose = "Toàn cơ quan" if scope.whole_department else "Đơn vị của tôi"
    return f"{whose}, {grouped(number)} {noun}"


def _awaits_text(code: str, round_: Round) -> bool:
    return text_awaited(code, round_.received_on)


def units_of(round_: Round, headed: frozenset[int], *, whole: bool) -> list[Body]:
    found = Body.objects.filter(within([round_.department_id]), closed_on=None)
    return list(found if whole else found.filter(pk__in=headed))
