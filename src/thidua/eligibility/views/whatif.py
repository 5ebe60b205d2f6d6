"""The page of what-if: a file of changes in, tables, charts and papers out; nothing is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from thidua.eligibility.actions.keeping import columns_of
from thidua.eligibility.forms import WhatIfForm
from thidua.eligibility.permissions import check_may_try_rules
from thidua.eligibility.queries.bodies import bodies_counted_for
from thidua.eligibility.whatif.change import read_change
from thidua.eligibility.whatif.charts import bars_svg
from thidua.eligibility.whatif.findings import what_if
from thidua.eligibility.whatif.paper import report_docx, report_pdf
from thidua.eligibility.whatif.report import Report, report_of
from thidua.law import LawError, load_rulebook
from thidua.organisations.models import Body

_PAPERS = {
    "docx": (
        report_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (report_pdf, "application/pdf"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """`/dot-xet/thu-quy-dinh/`: the same form gives the page, DOCX and PDF (`xuat`)."""
    check_may_try_rules(request.user)
    bodies = bodies_counted_for(request.user)
    form = WhatIfForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "bodies": bodies, "province": len(bodies) > 1}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            report = _report(form.cleaned_data, bodies)
        except LawError as refusal:
            form.add_error("text", str(refusal))
        else:
            wanted = request.POST.get("xuat", "")
            if wanted in _PAPERS:
                return _paper(report, text, wanted, author=request.user)
            context |= {"report": report, "text": text, "charts": _charts(report)}
    status = 400 if form.errors else 200
    return render(request, "eligibility/whatif.html", context, status=status)


def _report(given: dict[str, Any], bodies: list[Body]) -> Report:
    rulebook = load_rulebook()
    years = range(given["first"], given["last"] + 1)
    on = given["law_on"] or dt.date(given["last"], 12, 1)
    change = read_change(given["text"], rulebook, on=on)
    findings = what_if(columns_of(bodies), rulebook, change, years=list(years), on=on)
    return report_of(findings, rulebook, bodies={body.pk: body.name for body in bodies})


def _charts(report: Report) -> list[tuple[str, str]]:
    # Made of escaped texts and numbers alone (charts.py).
    return [
        (chart.title, mark_safe(bars_svg(chart.title, chart.bars)))  # noqa: S308 - drawn here, texts escaped
        for chart in report.charts
    ]


def _paper(report: Report, text: str, kind: str, *, author: Any) -> HttpResponse:
    make, content_type = _PAPERS[kind]
    name = getattr(author, "full_name", "") or str(author)
    response = HttpResponse(make(report, author=name, text=text), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="thu-quy-dinh.{kind}"'
    return response
