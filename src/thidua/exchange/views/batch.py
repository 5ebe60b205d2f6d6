"""One import: its rows with their problems, how far long work is, and taking it up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from thidua.exchange import queries, tasks
from thidua.exchange.models import ImportBatch
from thidua.exchange.views.frame import batch_of, frame
from thidua.kit.lists import page_of
from thidua.kit.sheets import download, workbook

PROBLEM_HEADS = ("Trang tính", "Dòng", "Cột", "Người, tập thể", "Nội dung đọc được", "Nghi vấn")


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows, filtered (`loc`) and searched (`q`) by link."""
    found = batch_of(request, pk)
    which, text = request.GET.get("loc", ""), request.GET.get("q", "").strip()
    counts = queries.counts_of(found)
    rows = queries.rows_of(found, which=which, text=text, alike=request.GET.get("nhom", ""))
    page = page_of(request, rows, 25)
    answers = {
        effect: queries.choices_for(found, effect) for effect in {row.effect for row in page}
    }
    return render(
        request,
        "exchange/batch.html",
        {
            **frame(found, "rows"),
            "page": page,
            "rows": [(row, answers[row.effect]) for row in page],
            "filters": [
                (key, label, counts[key])
                for key, (label, _) in queries.FILTERS.items()
                if counts[key] or key in ("", which)
            ],
            "which": which if which in queries.FILTERS else "",
            "text": text,
            "alike": request.GET.get("nhom", ""),
        },
    )


@require_safe
def progress_part(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is; the page asks again while it goes on."""
    found = batch_of(request, pk)
    response = render(request, "exchange/_progress.html", frame(found, "rows"))
    if not frame(found, "rows")["at_work"]:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a kept file again after the reading was cut off."""
    found = batch_of(request, pk)
    if found.state == ImportBatch.State.READING:
        tasks.read_later(found, by=request.user)
        messages.info(request, "Đang đọc lại tệp từ đầu.")
    return redirect("exchange:batch", pk)


@require_safe
def problems(request: HttpRequest, pk: int) -> HttpResponse:
    """Every doubtful cell as a workbook, for whoever corrects the source."""
    found = batch_of(request, pk)
    return download(
        workbook("Nghi vấn", PROBLEM_HEADS, queries.problems_of(found)), f"nghi-van-{found.pk}"
    )
