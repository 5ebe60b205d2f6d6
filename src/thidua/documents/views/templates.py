"""Pages of templates: every form of the body, one form with its versions, previews, downloads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.documents import actions
from thidua.documents.checking import MAX_BYTES
from thidua.documents.forms import TemplateForm
from thidua.documents.models import PaperTemplate
from thidua.documents.pdf import pdf_of
from thidua.documents.permissions import (
    check_may_keep_templates,
    may_keep_templates,
    readable_body,
)
from thidua.documents.queries import (
    SHIPPED,
    forms_of,
    press_of,
    template_of,
    version_in_use,
    versions_of,
)
from thidua.documents.sheet import Sheet, sheets
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.text import fold

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    body = readable_body(request.user)
    return render(request, "documents/index.html", {"lines": forms_of(body), "body": body})


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Fields and versions of one form; POST loads a new version."""
    body, known = readable_body(request.user), _form(code)
    may_keep = may_keep_templates(request.user, body)
    sent = request.method == "POST"
    form = TemplateForm(request.POST if sent else None, request.FILES if sent else None)
    faults: list[str] = []
    if sent and form.is_valid():
        upload = form.cleaned_data["file"]
        # One byte over the limit is enough to be refused; the rest is not read.
        content = upload.read(MAX_BYTES + 1)
        try:
            row = actions.load_template(
                body=body,
                form=code,
                content=content,
                file_name=upload.name or "mau.docx",
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except NotAllowed:
            raise
        except actions.TemplateRefused as refusal:
            faults = refusal.faults
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã tải lên phiên bản {row.version}; xem thử rồi bấm Dùng")
            return redirect("documents:detail", code)
    elif sent and not may_keep:
        check_may_keep_templates(request.user, body)
    context = {
        "known": known,
        "versions": list(versions_of(body, code)),
        "in_use": version_in_use(body, code),
        "may_keep": may_keep,
        "form": form,
        "faults": faults,
    }
    status = 422 if faults or (sent and form.errors) else 200
    return render(request, "documents/detail.html", context, status=status)


@require_POST
def use(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Put a version to use; 0 returns to the shipped template."""
    body, known = readable_body(request.user), _form(code)
    try:
        if version == SHIPPED:
            actions.return_to_shipped(body=body, form=known.code, by=request.user)
            messages.success(request, "Đã trở về mẫu gốc")
        else:
            row = get_object_or_404(PaperTemplate, body=body, form=known.code, version=version)
            actions.use_template(template=row, by=request.user)
            messages.success(request, f"Đang dùng phiên bản {version}")
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("documents:detail", code)


@require_safe
def download(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The template itself, to be changed in Word."""
    body, known = readable_body(request.user), _form(code)
    content = _or_404(template_of, body, known.code, version)
    return _file(content, f"mau {known.code} {version or 'goc'}.docx", DOCX)


@require_safe
def preview(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The template filled with samples, as PDF."""
    body, known = readable_body(request.user), _form(code)
    press = _or_404(press_of, body, known.code, version)
    content = pdf_of(press.fill(known.sample))
    return _file(content, f"xem thu {known.code} {version or 'goc'}.pdf", "application/pdf")


def _form(code: str) -> Sheet:
    known = sheets().get(code)
    if known is None:
        raise Http404
    return known


def _or_404(question: Any, *asked: Any) -> Any:
    try:
        return question(*asked)
    except PaperTemplate.DoesNotExist:
        raise Http404 from None


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    stem, _, ending = name.rpartition(".")
    shown = f"{slugify(fold(stem))}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{shown}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
