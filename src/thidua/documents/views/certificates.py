"""The designer of certificates: forms of the body, one draft with its preview, printers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.documents import actions, designing
from thidua.documents.certificate_fields import SOURCES
from thidua.documents.certificate_layout import (
    ALIGN,
    SIDE_LIMITS,
    UPRIGHT,
    LayoutFaultError,
    layout_from,
)
from thidua.documents.certificate_pages import background_of, trial_page
from thidua.documents.certificate_pictures import MAX_BYTES
from thidua.documents.certificate_samples import SAMPLES, sample
from thidua.documents.drawing.fonts import FAMILIES, WEIGHTS
from thidua.documents.drawing.pdf import pdf_pages
from thidua.documents.forms import PictureForm, PrinterForm
from thidua.documents.models import CertificateForm, PrinterCorrection
from thidua.documents.permissions import (
    check_may_keep_templates,
    may_keep_templates,
    readable_body,
)
from thidua.documents.queries import certificates as queries
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.lists import key_of
from thidua.kit.text import fold

CHOICES = {
    "sources": [(code, one.label) for code, one in SOURCES.items()],
    "aligns": list(ALIGN.items()),
    "uprights": list(UPRIGHT.items()),
    "families": list(FAMILIES.items()),
    "weights": list(WEIGHTS.items()),
    "samples": [(code, label) for code, (label, _) in SAMPLES.items()],
}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Forms by what they are for, and printers; POST notes a printer."""
    body = readable_body(request.user)
    sent: Any = request.POST if request.method == "POST" else None
    form = PrinterForm(sent)
    if sent is not None:
        check_may_keep_templates(request.user, body)
        if form.is_valid():
            try:
                row = actions.keep_printer(body=body, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.blame(str(refusal), getattr(refusal, "field", None))
            else:
                messages.success(request, f"Đã ghi độ lệch của {row.name}")
                return redirect("documents:certificates")
    lines = queries.targets_of(body)
    taken = {line.code for line in lines}
    context = {
        "body": body,
        "lines": lines,
        "awards": [
            (code, info.name)
            for code, info in queries.awards_on(timezone.localdate()).items()
            if code not in taken
        ],
        "printers": list(queries.printers_of(body)),
        "form": form,
        "may_keep": may_keep_templates(request.user, body),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/certificates.html", context, status=status)


@require_POST
def remove_printer(request: HttpRequest, printer: int) -> HttpResponse:
    body = readable_body(request.user)
    row = get_object_or_404(PrinterCorrection, body=body, pk=printer)
    actions.remove_printer(printer=row, by=request.user)
    messages.success(request, f"Đã bỏ máy in {row.name}")
    return redirect("documents:certificates")


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open the draft for a target (`muc`), like version `theo` if given."""
    body = readable_body(request.user)
    target = request.POST.get("muc", "")
    target = "" if target == "chung" else target
    like = CertificateForm.objects.filter(
        body=body, target=target, pk=key_of(request.POST.get("theo", ""))
    ).first()
    row = actions.start_form(body=body, target=target, like=like, by=request.user)
    return redirect("documents:certificate_form", row.pk)


@require_safe
def target(request: HttpRequest, slug: str) -> HttpResponse:
    """Versions of the forms for one target."""
    body = readable_body(request.user)
    code = "" if slug == "chung" else slug
    try:
        label = queries.label_of(code)
    except KeyError:
        raise Http404 from None
    context = {
        "label": label,
        "slug": slug,
        "versions": list(queries.versions_of(body, code)),
        "may_keep": may_keep_templates(request.user, body),
    }
    return render(request, "documents/certificate_target.html", context)


@require_POST
def return_to_shipped(request: HttpRequest, slug: str) -> HttpResponse:
    body = readable_body(request.user)
    return _done(
        request,
        lambda: actions.return_to_shipped_form(
            body=body, target="" if slug == "chung" else slug, by=request.user
        ),
        "Đã thôi dùng mẫu riêng",
        slug,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def design(request: HttpRequest, form: int) -> HttpResponse:
    """The designer; POST keeps the draft (`lam`: keep, add a field, use)."""
    row = _form(request, form)
    if request.method == "POST":
        check_may_keep_templates(request.user, row.body)
        raw = designing.sent_layout(request.POST)
        try:
            layout_from(raw)
        except LayoutFaultError as fault:
            return _designer(request, row, raw, faults=fault.faults)
        try:
            actions.save_form(
                form=row,
                layout=raw,
                prints_background=request.POST.get("prints_background") == "on",
                note=request.POST.get("note", ""),
                by=request.user,
            )
            if request.POST.get("lam") == "dung":
                actions.use_form(form=row, by=request.user)
                messages.success(request, f"Đang dùng phiên bản {row.version}")
                return redirect("documents:certificate_target", row.target or "chung")
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã lưu bản thiết kế")
        return redirect("documents:certificate_form", row.pk)
    return _designer(request, row, row.layout)


def _designer(
    request: HttpRequest, row: CertificateForm, raw: dict[str, Any], *, faults: Any = ()
) -> HttpResponse:
    chosen = request.GET.get("mau", request.POST.get("mau", "thuong"))
    context = {
        "row": row,
        "label": queries.label_of(row.target),
        "slug": row.target or "chung",
        "raw": raw,
        "sides": [_short(raw.get(side, "")) for side in ("width", "height")],
        "rows": designing.rows_of(raw),
        "preview": designing.preview(raw, sample(chosen)),
        "sample": chosen,
        "faults": faults,
        "limits": SIDE_LIMITS,
        "printers": list(queries.printers_of(row.body)),
        "picture_form": PictureForm(),
        "may_keep": may_keep_templates(request.user, row.body) and row.is_draft,
        **CHOICES,
    }
    return render(
        request, "documents/certificate_form.html", context, status=422 if faults else 200
    )


def _short(value: Any) -> str:
    """A number without a nought behind the point; what is no number as it was sent."""
    return f"{value:g}" if isinstance(value, float) else str(value)


@require_POST
def preview(request: HttpRequest, form: int) -> HttpResponse:
    """The drawing for what stands in the page now; nothing is kept."""
    row = _form(request, form)
    raw = designing.sent_layout(request.POST)
    drawn = designing.preview(raw, sample(request.POST.get("mau", "")))
    context = {"row": row, "preview": drawn}
    return render(request, "documents/_certificate_preview.html", context)


@require_POST
def set_background(request: HttpRequest, form: int) -> HttpResponse:
    """Put a picture behind the draft, or take it away (`bo`)."""
    row = _form(request, form)
    check_may_keep_templates(request.user, row.body)
    sent = PictureForm(request.POST, request.FILES)
    content, name = None, ""
    if "bo" not in request.POST:
        if not sent.is_valid():
            messages.error(request, str(next(iter(sent.errors.values()))[0]))
            return redirect("documents:certificate_form", row.pk)
        upload = sent.cleaned_data["file"]
        # One byte over the limit is enough to be refused; the rest is not read.
        content, name = upload.read(MAX_BYTES + 1), upload.name or "nen.jpg"
    try:
        _, remark = actions.set_background(
            form=row, content=content, file_name=name, by=request.user
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        done = "Đã bỏ ảnh nền" if content is None else f"Đã đặt ảnh nền. {remark}".strip()
        messages.success(request, done)
    return redirect("documents:certificate_form", row.pk)


@require_safe
def background(request: HttpRequest, form: int) -> HttpResponse:
    """The picture behind a form; made anew from what was sent, so that it is nothing but one."""
    row = _form(request, form)
    if not row.background:
        raise Http404
    return _picture(bytes(row.background), "image/jpeg", "nen.jpg")


@require_safe
def ornament(request: HttpRequest) -> HttpResponse:
    """Drum and frame of the program for a sheet of `rong` x `cao` millimetres."""
    readable_body(request.user)
    sides = [request.GET.get("rong", "297"), request.GET.get("cao", "210")]
    try:
        width, height = (float(side) for side in sides)
    except ValueError:
        raise Http404 from None
    low, high = SIDE_LIMITS
    if not (low <= width <= high and low <= height <= high):
        raise Http404
    return _picture(designing.ornament_svg(width, height), "image/svg+xml", "hoa-van.svg")


def _picture(content: bytes, kind: str, name: str) -> HttpResponse:
    """Shown inside a page; opened by itself it is saved, never shown as a page."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def trial(request: HttpRequest, form: int) -> HttpResponse:
    """A test print: sample, boxes, ruler, crop marks, by the correction of a printer."""
    row = _form(request, form)
    layout = queries.layout_of(row)
    shown = None
    if row.prints_background:
        shown = queries.picture_of(row) or background_of(layout)
    shift = queries.shift_of(row.body, key_of(request.GET.get("may-in", "")))
    page = trial_page(sample(request.GET.get("mau", "")), layout, background=shown, shift=shift)
    content = b"".join(pdf_pages([page], title="In thử mẫu bằng", author=row.body.name))
    response = HttpResponse(content, content_type="application/pdf")
    name = slugify(fold(f"in thu {queries.label_of(row.target)} {row.version}"))
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@require_POST
def use(request: HttpRequest, form: int) -> HttpResponse:
    row = _form(request, form)
    return _done(
        request,
        lambda: actions.use_form(form=row, by=request.user),
        f"Đang dùng phiên bản {row.version}",
        row.target or "chung",
    )


@require_POST
def discard(request: HttpRequest, form: int) -> HttpResponse:
    row = _form(request, form)
    return _done(
        request,
        lambda: actions.discard_form(form=row, by=request.user),
        "Đã bỏ bản thiết kế",
        row.target or "chung",
    )


def _done(request: HttpRequest, act: Any, said: str, slug: str) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("documents:certificate_target", slug)


def _form(request: HttpRequest, pk: int) -> CertificateForm:
    body = readable_body(request.user)
    return get_object_or_404(CertificateForm.objects.select_related("body"), body=body, pk=pk)
