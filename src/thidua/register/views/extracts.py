"""Certified extracts: issuing, the list, the papers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.documents.codes import printed_code
from thidua.documents.extract import ExtractLine, ExtractPaper, extract_docx, extract_pdf
from thidua.documents.papers import Letterhead, Signature
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import page_of
from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.organisations.scopes import scope_of
from thidua.people.models import Person
from thidua.people.queries import visible_to as people_visible_to
from thidua.register import actions, queries
from thidua.register.forms import CancelForm, ExtractForm
from thidua.register.models import RegisterExtract
from thidua.register.permissions import check_may_extract, may_extract

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HEADS = ("Số", "Ngày", "Người, tập thể", "Mục đích", "Số lượt", "Người ký", "Mã kiểm tra", "Hủy")


@require_safe
def extracts(request: HttpRequest) -> HttpResponse:
    """Extracts given so far; one's own for everybody."""
    found, text = _listed(request)
    department = scope_of(request.user).department
    context = {
        "page": page_of(request, found),
        "text": text,
        "may_extract": may_extract(request.user, department=department),
    }
    return render(request, "register/extracts.html", context)


@require_safe
def export_extracts(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found, _ = _listed(request)
    rows = (
        (
            number_of(one),
            one.issued_on,
            one.content.get("recipient", ""),
            one.purpose,
            len(one.content.get("lines", ())),
            one.signatory_name,
            printed_code(one.code),
            one.cancel_reason,
        )
        for one in found.iterator(chunk_size=500)
    )
    return exported(request, name="trich-sao", title="Trích sao sổ", heads=HEADS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A new extract for a `person` or a `collective`, shown before it is issued."""
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào. Đề nghị quản trị giao vai trò.")
    check_may_extract(request.user, department=department)
    person, collective = _subject(request, department, pk, kind)
    form = ExtractForm(request.POST or None, department=department)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            extract = actions.issue_extract(
                department=department,
                person=person,
                collective=collective,
                by=request.user,
                purpose=data["purpose"],
                issued_on=data["issued_on"],
                signatory_name=data["signatory_name"],
                signatory_powers=[data["signing_form"], data["signatory_post"]],
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã cấp bản trích sao số {number_of(extract)}.")
            return redirect("register:extract", extract.pk)
    context = {
        "form": form,
        "subject": person or collective,
        "person": person,
        "collective": collective,
        "lines": queries.extract_lines(person=person, collective=collective),
        "waiting": queries.lines_waiting_for(department, person=person, collective=collective),
    }
    return render(request, "register/issue.html", context, status=422 if form.errors else 200)


@require_safe
def extract(request: HttpRequest, pk: int) -> HttpResponse:
    """One extract with its papers."""
    return _page(request, _one(request, pk))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The extract no longer holds."""
    found = _one(request, pk)
    form = CancelForm(request.POST)
    check_may_extract(request.user, department=found.department)
    if form.is_valid():
        try:
            actions.cancel_extract(
                extract=found, reason=form.cleaned_data["reason"], by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã hủy bản trích sao.")
            return redirect("register:extract", pk)
    return _page(request, found, form=form, status=422)


@require_safe
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as `docx` or `pdf`."""
    found = _one(request, pk)
    made = paper_of(found)
    content, media = (extract_pdf(made), PDF) if kind == "pdf" else (extract_docx(made), DOCX)
    name = f"trich-sao-{found.number:02d}-{found.year}-{fold(made.recipient).replace(' ', '-')}"
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or ""
    return answer


def paper_of(found: RegisterExtract) -> ExtractPaper:
    """The kept content as the paper that was given."""
    body = found.department
    above = body.parent.name if body.parent else ""
    return ExtractPaper(
        head=Letterhead(
            body=body.name,
            parent=above,
            symbol=f"TrS-{body.symbol}",
            place=body.place,
            number=str(found.number),
            signed_on=found.issued_on,
            year=found.year,
        ),
        book=f"sổ khen thưởng của {body.name}",
        recipient=found.content["recipient"],
        office=found.content.get("office", ""),
        lines=tuple(
            ExtractLine(
                line["sequence"], line["award"], line["time"], _decision(line), line["state"]
            )
            for line in found.content["lines"]
        ),
        purpose=found.purpose,
        place=found.chain_place,
        digest=found.chain_hash,
        code=printed_code(found.code),
        check_url=f"{settings.PUBLIC_URL}/xac-minh/{found.code}/",
        signature=Signature(tuple(found.signatory_powers), found.signatory_name),
        recipients=("Như trên", f"Lưu: VT, {body.symbol}"),
        cancelled=found.cancelled_at is not None,
    )


def number_of(found: RegisterExtract) -> str:
    return f"{found.number:02d}/TrS-{found.department.symbol}"


def _decision(line: dict[str, Any]) -> str:
    number = line["decision"] and f"Số {line['decision']}"
    day = line["decided_on"] and f"ngày {line['decided_on']}"
    head = " ".join(part for part in (number, day) if part)
    return ", ".join(part for part in (head, line["authority"]) if part) or "không ghi"


def _listed(request: HttpRequest) -> tuple[Any, str]:
    found = queries.extracts_visible_to(request.user).select_related("department")
    text = request.GET.get("q", "").strip()
    if text:
        wanted = fold(text).split()
        said = {one.pk: fold(f"{one.content['recipient']} {number_of(one)}") for one in found}
        kept = [pk for pk, words in said.items() if all(word in words for word in wanted)]
        found = found.filter(pk__in=kept)
    return found.order_by("-year", "-number"), text


def _one(request: HttpRequest, pk: int) -> RegisterExtract:
    found = queries.extracts_visible_to(request.user).select_related("department__parent")
    return get_object_or_404(found, pk=pk)


def _page(
    request: HttpRequest, found: RegisterExtract, *, form: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "extract": found,
        "number": number_of(found),
        "code": printed_code(found.code),
        "may_cancel": found.cancelled_at is None
        and may_extract(request.user, department=found.department),
        "form": form or CancelForm(),
    }
    return render(request, "register/extract.html", context, status=status)


def _subject(
    request: HttpRequest, department: Body, pk: int, kind: str
) -> tuple[Person | None, Body | None]:
    if kind == "person":
        people = people_visible_to(request.user).filter(department=department)
        return get_object_or_404(people.select_related("unit"), pk=pk), None
    if pk == department.pk:
        return None, department
    return None, get_object_or_404(units_of(department, with_closed=True), pk=pk)
