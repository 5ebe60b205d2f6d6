"""Papers to keep: decision, annex, signed PDF, letters, the submission upward."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from thidua.accounts.queries import scope_of
from thidua.decisions.models import Decision, SignedPaper
from thidua.decisions.permissions import check_may_read_papers, reads_everything
from thidua.decisions.queries import awardable, letters, papers, printing
from thidua.decisions.views.frame import found
from thidua.documents.queries import press_of
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


def _readable(request: HttpRequest, pk: int) -> Decision:
    decision = found(request, pk)
    check_may_read_papers(request.user, decision)
    return decision


def _name(decision: Decision, prefix: str, ending: str) -> str:
    issued = decision.number and decision.decided_on
    number = f"{decision.number} {decision.symbol}" if issued else "du thao"
    return f"{prefix} {number}.{ending}"


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    item = _readable(request, pk)
    return attachment(printing.docx_of(item), _name(item, "quyet dinh", "docx"), DOCX)


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed PDF where there is one, else the paper as it stands now."""
    item = _readable(request, pk)
    signed = SignedPaper.objects.filter(decision=item).first()
    if signed is not None:
        return attachment(bytes(signed.content), _name(item, "quyet dinh", "pdf"), PDF)
    issued = item.state == Decision.State.ISSUED
    version = item.template_version if issued else printing.current_version(item)
    content = printing.pdf_with(item, printing.values_of(item), version)
    return attachment(content, _name(item, "quyet dinh", "pdf"), PDF)


@require_safe
def annex(request: HttpRequest, pk: int) -> HttpResponse:
    item = _readable(request, pk)
    if item.kind != Decision.Kind.AWARD:
        raise WrongState("Danh sách nằm trong chính quyết định đính chính, hủy bỏ.")
    return attachment(printing.annex_of(item), _name(item, "danh sach kem theo", "docx"), DOCX)


@require_safe
def all_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter for each awardee, in one package, in the order of the annex."""
    item = _readable(request, pk)
    if item.state != Decision.State.ISSUED or item.kind != Decision.Kind.AWARD:
        raise WrongState("Thông báo gửi từng người có sau khi quyết định khen thưởng ban hành.")
    packed = BytesIO()
    # Each letter is packed already; the package only holds them.
    with ZipFile(packed, "w", ZIP_STORED) as package:
        for name, content in letters.letters_of(item):
            package.writestr(name, content)
    return attachment(packed.getvalue(), _name(item, "thong bao", "zip"), "application/zip")


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
    press = press_of(department, "to-trinh")
    content = submission_docx(papers.submission_paper(department, group), press)
    return attachment(content, f"to trinh {group.award.short_name}.docx", DOCX)
