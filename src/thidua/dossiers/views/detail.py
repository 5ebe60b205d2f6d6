"""The page of one dossier in four tabs, and its submission as a paper."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.documents.submission import submission_docx
from thidua.dossiers.forms import ConfirmForm
from thidua.dossiers.queries.papers import submission_paper
from thidua.dossiers.states import AFTER_VOTE
from thidua.dossiers.views.shared import find, page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def nominees(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "dossiers/nominees.html", page(request, find(request, pk), "nguoi"))


@require_safe
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    context = page(request, find(request, pk), "tai-lieu", after_vote=AFTER_VOTE)
    return render(request, "dossiers/documents.html", context)


@require_safe
def conditions(request: HttpRequest, pk: int) -> HttpResponse:
    context = page(request, find(request, pk), "dieu-kien", form=ConfirmForm())
    return render(request, "dossiers/conditions.html", context)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "dossiers/history.html", page(request, find(request, pk), "lich-su"))


@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Tờ trình as DOCX."""
    dossier = find(request, pk)
    response = HttpResponse(submission_docx(submission_paper(dossier)), content_type=DOCX)
    name = quote(f"Tờ trình {dossier.code}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
