"""Papers to keep: the decision, its annex, certificates, the submission upward."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from thidua.accounts.queries import scope_of
from thidua.decisions.models import Certificate
from thidua.decisions.permissions import check_may_read_papers, reads_everything
from thidua.decisions.queries import awardable, lists, papers, rewards
from thidua.decisions.views.detail import found
from thidua.documents.certificates import certificates_pdf
from thidua.documents.decision import annex_docx, decision_docx
from thidua.documents.papers import DecisionPaper
from thidua.documents.submission import submission_docx
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.text import fold

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save; the name is plain ASCII so that every browser and disk keeps it."""
    response = HttpResponse(content, content_type=kind)
    stem, _, ending = name.rpartition(".")
    response["Content-Disposition"] = f'attachment; filename="{slugify(fold(stem))}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _paper(request: HttpRequest, pk: int) -> DecisionPaper:
    decision = found(request, pk)
    check_may_read_papers(request.user, decision)
    rows = list(lists.awards_visible_to(request.user, decision))
    return papers.decision_paper(decision, rows, rewards.rewards_of(decision, rows))


def _name(paper: DecisionPaper, prefix: str) -> str:
    number = f"{paper.head.number} {paper.head.symbol}" if paper.head.issued else "du thao"
    return f"{prefix} {number}.docx"


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk)
    return attachment(decision_docx(paper), _name(paper, "quyet dinh"), DOCX)


@require_safe
def annex(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk)
    return attachment(annex_docx(paper), _name(paper, "danh sach kem theo"), DOCX)


@require_safe
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """All certificates of an issued decision in one PDF; `?nen=khong` for preprinted sheets."""
    item = found(request, pk)
    check_may_read_papers(request.user, item)
    rows = lists.certificates_of(item)
    if not rows:
        raise WrongState("Bằng chỉ có sau khi quyết định được ban hành.")
    plain = request.GET.get("nen") == "khong"
    content = certificates_pdf([papers.certificate_paper(row) for row in rows], ornament=not plain)
    return attachment(content, f"bang {item.number} {item.symbol}.pdf", PDF)


@require_safe
def one_certificate(request: HttpRequest, pk: int, certificate: int) -> HttpResponse:
    """One certificate; a head of unit may print those of the own unit."""
    item = found(request, pk)
    seen = lists.awards_visible_to(request.user, item)
    row = get_object_or_404(
        Certificate.objects.select_related("award__decision__department__parent"),
        pk=certificate,
        award__in=seen,
    )
    content = certificates_pdf([papers.certificate_paper(row)])
    return attachment(content, f"bang {row.award.recipient_name}.pdf", PDF)


@require_safe
def submission(request: HttpRequest, award: str) -> HttpResponse:
    """The submission upward for one award, with the council's votes."""
    department = scope_of(request.user).department
    if department is None or not reads_everything(request.user):
        raise NotAllowed("Tờ trình dành cho người làm công tác thi đua, khen thưởng.")
    today = timezone.localdate()
    groups = awardable.waiting(department, on=today, here=False)
    group = next((g for g in groups if g.award.code == award), None)
    if group is None:
        raise WrongState("Không còn trường hợp nào chờ trình cấp trên với hình thức này.")
    content = submission_docx(papers.submission_paper(department, group))
    return attachment(content, f"to trinh {group.award.short_name}.docx", DOCX)
