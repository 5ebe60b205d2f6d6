"""Confirming conditions and attaching documents."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from thidua.dossiers import actions
from thidua.dossiers.forms import ConfirmForm
from thidua.dossiers.models import Confirmation, DossierDocument
from thidua.dossiers.permissions import check_may_read_document, may_read_document
from thidua.dossiers.queries import visible_to
from thidua.dossiers.views.shared import find, page, version_of
from thidua.kit.errors import WrongState
from thidua.kit.lists import key_of


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the ticked conditions, or all that are open (`tat-ca`), as one meeting did."""
    dossier = find(request, pk)
    form = ConfirmForm(request.POST)
    ticked = request.POST.getlist("dieu-kien")
    everything = bool(request.POST.get("tat-ca"))
    if form.is_valid():
        try:
            if not everything and not ticked:
                raise WrongState("Chọn ít nhất một điều kiện, hoặc bấm “Xác nhận tất cả”.")
            count = 0
            if everything:
                count = actions.confirm_conditions(
                    dossier=dossier,
                    by=request.user,
                    version=version_of(request),
                    **form.cleaned_data,
                )
            else:
                count = actions.confirm_conditions(
                    dossier=dossier,
                    by=request.user,
                    pairs=_pairs(ticked),
                    version=version_of(request),
                    **form.cleaned_data,
                )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã ghi xác nhận {count} điều kiện")
            return redirect("dossiers:conditions", dossier.pk)
    context = page(request, dossier, "dieu-kien", form=form, ticked=ticked)
    return render(request, "dossiers/conditions.html", context, status=422)


def _pairs(ticked: list[str]) -> list[tuple[int, str]]:
    pairs: list[tuple[int, str]] = []
    for value in ticked:
        number, _, slug = value.partition(":")
        if key_of(number) and slug:
            pairs.append((key_of(number), slug))
    return pairs


@require_POST
def withdraw_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Confirmation.objects.select_related("nominee__dossier")
    confirmation = get_object_or_404(
        rows.filter(nominee__dossier__in=visible_to(request.user).values("pk")), pk=pk
    )
    dossier_pk = confirmation.nominee.dossier_id
    try:
        actions.withdraw_confirmation(
            confirmation=confirmation, by=request.user, version=version_of(request)
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ xác nhận")
    return redirect("dossiers:conditions", dossier_pk)


@require_POST
def add_row(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that the law does not ask for: its name and, at once, its file."""
    dossier = find(request, pk)
    try:
        row = actions.add_document_row(
            dossier=dossier,
            name=request.POST.get("ten", ""),
            upload=request.FILES.get("tep"),
            by=request.user,
            version=version_of(request),
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã thêm tài liệu “{row.name}”")
    return redirect("dossiers:documents", dossier.pk)


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    document = _document(request, pk)
    dossier = find(request, document.dossier_id)
    sent = request.FILES.get("tep")
    try:
        if sent is None:
            raise WrongState("Chọn tệp để tải lên.")
        actions.attach_document(
            document=document, upload=sent, by=request.user, version=version_of(request)
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã tải lên “{document.name}”")
    return redirect("dossiers:documents", dossier.pk)


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The file, as an attachment: an uploaded page is never shown inside this site."""
    document = _document(request, pk)
    check_may_read_document(request.user, document)
    if not document.file:
        raise Http404
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        raise WrongState(
            f"Tệp “{document.file_name}” không còn trong kho lưu. Đề nghị tải lên lại, hoặc báo "
            "quản trị khôi phục từ bản sao lưu."
        ) from None
    response = FileResponse(content, content_type="application/octet-stream")
    name = quote(document.file_name or document.name)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response


def _document(request: HttpRequest, pk: int) -> DossierDocument:
    document = get_object_or_404(DossierDocument.objects.select_related("dossier"), pk=pk)
    if not may_read_document(request.user, document):
        raise Http404
    return document
