"""The list of dossiers with filters, and its export as a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.accounts.queries import scope_of
from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.queries import Filters, find
from thidua.dossiers.queries.detail import VERDICTS, office_of
from thidua.dossiers.queries.lists import awards_used, export_rows, state_counts, units_used
from thidua.dossiers.states import WORDS
from thidua.dossiers.views.shared import words_for
from thidua.eligibility.queries.awards import column
from thidua.kit.exports import exported
from thidua.kit.lists import page_of, sorting
from thidua.law import load_rulebook

_SORTS = {
    "ma": ("number",),
    "ten": ("folded_title",),
    "don-vi": ("unit__order", "unit__name"),
    "tinh-trang": ("state", "-created_at"),
    "ngay": ("created_at",),
}


def filters_of(request: HttpRequest) -> Filters:
    asked = request.GET
    return Filters(
        text=asked.get("q", "")[:100],
        state=asked.get("tinh-trang", ""),
        unit=asked.get("don-vi", ""),
        award=asked.get("hinh-thuc", ""),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    filters = filters_of(request)
    order, fields = sorting(request, _SORTS, "-ngay")
    page = page_of(request, find(request.user, filters).order_by(*fields))
    for dossier in page.object_list:
        dossier.words = WORDS[Dossier.State(dossier.state)]
        dossier.state_word = words_for(request.user, dossier)
    rb = load_rulebook()
    counts = state_counts(request.user)
    context = {
        "page": page,
        "sorting": order,
        "filters": filters,
        "states": [(s, WORDS[s].officer, counts.get(s, 0)) for s in WORDS if counts.get(s)],
        "total": sum(counts.values()),
        "units": list(units_used(request.user)),
        "awards": [(code, rb.info(code).short_name) for code in awards_used(request.user)],
        "scope": scope_of(request.user),
    }
    return render(request, "dossiers/index.html", context)


_HEADS = (
    "Mã hồ sơ",
    "Tên hồ sơ",
    "Đơn vị đề nghị",
    "Đợt xét",
    "Tình trạng hồ sơ",
    "Người, tập thể",
    "Chức vụ, đơn vị",
    "Hình thức đề nghị",
    "Kết quả xét",
    "Kết quả đề nghị",
)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The dossiers found, one row per nominee."""
    nominees = export_rows(find(request.user, filters_of(request)))
    return exported(
        request,
        name="ho-so-khen-thuong",
        title="Hồ sơ",
        heads=_HEADS,
        rows=(_exported(nominee) for nominee in nominees),
    )


def _exported(nominee: Nominee) -> tuple[str, ...]:
    dossier = nominee.dossier
    verdict = VERDICTS.get(nominee.assessment.verdict, ("", "", ""))[2]
    if nominee.assessment.provisional in VERDICTS:
        verdict += f" (tạm tính: {VERDICTS[nominee.assessment.provisional][2].lower()})"
    return (
        dossier.code,
        dossier.title,
        dossier.unit.name,
        dossier.round.name,
        str(WORDS[Dossier.State(dossier.state)].officer),
        nominee.name,
        office_of(nominee),
        column(nominee.award_code, dossier.round.received_on).name,
        verdict,
        str(nominee.get_state_display()),
    )
