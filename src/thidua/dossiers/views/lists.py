"""The list of dossiers with filters, and its export as a spreadsheet."""

from __future__ import annotations

import io

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.accounts.queries import scope_of
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries import Filters, find
from thidua.dossiers.queries.detail import VERDICTS, office_of
from thidua.dossiers.queries.lists import awards_used, export_rows, state_counts, units_used
from thidua.dossiers.states import WORDS
from thidua.dossiers.views.shared import words_for
from thidua.eligibility.queries.awards import column
from thidua.kit.lists import page_of, sorting
from thidua.law import load_rulebook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    ("Mã hồ sơ", 16),
    ("Tên hồ sơ", 46),
    ("Đơn vị đề nghị", 30),
    ("Đợt xét", 26),
    ("Tình trạng hồ sơ", 18),
    ("Người, tập thể", 28),
    ("Chức vụ, đơn vị", 40),
    ("Hình thức đề nghị", 34),
    ("Kết quả xét", 20),
    ("Kết quả đề nghị", 22),
)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The dossiers found, one row per nominee; texts are written as texts, never as formulas."""
    rows = export_rows(find(request.user, filters_of(request)))
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Hồ sơ")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for number, (head, width) in enumerate(_HEADS):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, head, bold)
    last = 0
    for last, nominee in enumerate(rows, start=1):
        dossier = nominee.dossier
        verdict = VERDICTS.get(nominee.assessment.verdict, ("", "", ""))[2]
        if nominee.assessment.provisional in VERDICTS:
            verdict += f" (tạm tính: {VERDICTS[nominee.assessment.provisional][2].lower()})"
        cells = (
            dossier.code,
            dossier.title,
            dossier.unit.name,
            dossier.round.name,
            WORDS[Dossier.State(dossier.state)].officer,
            nominee.name,
            office_of(nominee),
            column(nominee.award_code, dossier.round.received_on).name,
            verdict,
            nominee.get_state_display(),
        )
        for number, cell in enumerate(cells):
            sheet.write_string(last, number, cell, plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(_HEADS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    book.close()
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="ho-so-khen-thuong.xlsx"'
    return response
