"""Printing certificates: what is looked at before, one PDF or one file each, one alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from thidua.decisions.models import Certificate, Decision
from thidua.decisions.permissions import check_may_read_papers
from thidua.decisions.queries import certificates, lists, papers
from thidua.decisions.views.frame import found
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.queries.certificates import printers_of, shift_of
from thidua.kit.errors import WrongState
from thidua.kit.lists import key_of
from thidua.kit.text import fold

KINDS = {"pdf": "application/pdf", "zip": "application/zip"}


def _ready(request: HttpRequest, pk: int) -> Decision:
    decision = found(request, pk)
    check_may_read_papers(request.user, decision)
    if not lists.certificates_of(decision).exists():
        raise WrongState("Bằng chỉ có sau khi quyết định được ban hành.")
    return decision


def streamed(pieces: Iterator[bytes], name: str, ending: str) -> StreamingHttpResponse:
    """A file to save, sent as it is made; the name is plain ASCII."""
    return StreamingHttpResponse(
        pieces,
        content_type=KINDS[ending],
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(fold(name))}.{ending}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """What to print, on which printer, and what speaks against it."""
    decision = _ready(request, pk)
    sheets = certificates.sheets_of(decision)
    counts = {one.code: one.count for one in sheets}
    context = {
        "decision": decision,
        "sheets": sheets,
        "total": sum(counts.values()),
        "printers": list(printers_of(decision.department)),
        "warnings": certificates.print_notes(decision.department, counts),
        "notes": certificates.fit_notes(decision.department, certificates.papers_of(decision)),
    }
    return render(request, "decisions/print.html", context)


@require_safe
def as_one(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All certificates in one PDF: `danh-hieu` narrows, `may-in` corrects, `nen=khong` bare."""
    decision = _ready(request, pk)
    pieces = certificates.pdf_of_papers(
        decision.department,
        _papers(request, decision),
        shift=_shift(request, decision),
        ornament=request.GET.get("nen") != "khong",
    )
    return streamed(pieces, f"bang {decision.number} {decision.symbol}", "pdf")


@require_safe
def one_each(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """One file for each certificate, in one package."""
    decision = _ready(request, pk)
    pieces = certificates.zip_of_papers(
        decision.department, _papers(request, decision), shift=_shift(request, decision)
    )
    return streamed(pieces, f"bang {decision.number} {decision.symbol}", "zip")


@require_safe
def single(request: HttpRequest, pk: int, certificate: int) -> StreamingHttpResponse:
    """One certificate; a head of unit may print those of the own unit."""
    decision = found(request, pk)
    seen = lists.awards_visible_to(request.user, decision)
    row = get_object_or_404(
        Certificate.objects.select_related(
            "award__decision__department__parent", "award__decision__round"
        ),
        pk=certificate,
        award__in=seen,
    )
    pieces = certificates.pdf_of_papers(
        decision.department, [papers.certificate_paper(row)], shift=_shift(request, decision)
    )
    return streamed(pieces, f"bang {row.award.recipient_name}", "pdf")


def _papers(request: HttpRequest, decision: Decision) -> Iterator[CertificatePaper]:
    award = request.GET.get("danh-hieu", "")
    if award and all(award != one.code for one in certificates.sheets_of(decision)):
        raise WrongState("Quyết định không có danh hiệu, hình thức này. Chọn lại.")
    return certificates.papers_of(decision, award=award)


def _shift(request: HttpRequest, decision: Decision) -> tuple[float, float]:
    return shift_of(decision.department, key_of(request.GET.get("may-in", "")))
