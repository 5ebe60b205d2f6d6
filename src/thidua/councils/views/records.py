"""Minutes and tally record: writing, reading, sending to be signed, signing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from thidua.councils import actions
from thidua.councils.forms import SendRecordForm, TakeBackForm, record_form
from thidua.councils.models import Record, Sitting
from thidua.councils.permissions import (
    check_may_manage,
    check_may_sign,
    may_manage,
    may_see_sitting,
)
from thidua.councils.queries import sitting_for
from thidua.councils.queries.minutes import in_groups, paper_of
from thidua.councils.queries.papers_of_record import docx_of, file_name, pdf_of_record
from thidua.councils.queries.records import (
    able_to_sign,
    is_intact,
    latest,
    record_of,
    sections_of,
    signers_of,
    sitting_to_sign,
)
from thidua.councils.views.papers_out import DOCX, PDF, download
from thidua.kit.errors import NotAllowed, WrongState


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The sections to write, who has signed, and the versions; POST keeps a version."""
    sitting = _sitting(request, pk, kind)
    record = record_of(sitting, kind)
    form_type = record_form(kind)
    manages = may_manage(user=request.user, department=sitting.council.body.department)
    if request.method == "POST":
        check_may_manage(user=request.user, department=sitting.council.body.department)
        form = form_type(request.POST)
        if form.is_valid():
            data = dict(form.cleaned_data)
            note, seen = data.pop("ghi_chu"), data.pop("lan")
            try:
                actions.write_record(
                    sitting=sitting, kind=kind, texts=data, note=note, seen=seen, by=request.user
                )
            except WrongState as refusal:
                form.blame(str(refusal), refusal.field)
            else:
                messages.success(request, "Đã lưu nội dung biên bản")
                return redirect("councils:record", sitting.pk, kind)
    else:
        last = latest(record) if record else None
        form = form_type(initial={**sections_of(record, kind), "lan": last.number if last else 0})
    return _page(request, sitting, kind, form=form, manages=manages)


def _page(
    request: HttpRequest, sitting: Sitting, kind: str, *, form: object, manages: bool
) -> HttpResponse:
    record = record_of(sitting, kind)
    version = latest(record) if record else None
    state = record.state if record else Record.State.DRAFT
    signers = signers_of(sitting, kind)
    able = {(duty, member.pk) for duty, member in able_to_sign(signers)}
    signed = {(s.duty, s.member_id): s for s in version.signatures.all()} if version else {}
    lines = [
        (member, duty, signed.get((duty, member.pk)), (duty, member.pk) in able)
        for duty, member in signers
    ]
    user = request.user
    mine = any(m.user_id == user.pk and not done for m, _, done, _ in lines)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "kind": kind,
        "label": Record.Kind(kind).label,
        "record": record,
        "state": state,
        "version": version,
        "versions": list(record.versions.select_related("made_by")) if record else [],
        "digest": in_groups(version.digest) if version and version.digest else "",
        "intact": is_intact(version) if version else True,
        "signers": lines,
        "may_write": manages and state == Record.State.DRAFT,
        "may_send": manages and state == Record.State.DRAFT,
        "may_take_back": manages and state == Record.State.SIGNING,
        "may_sign": mine and state == Record.State.SIGNING,
        "waits": _waits(sitting, kind),
        "form": form,
        "outside": not may_see_sitting(user=user, sitting=sitting),
    }
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, "councils/record.html", context, status=status)


def _waits(sitting: Sitting, kind: str) -> str:
    """What must happen before the record can be sent to be signed; empty when nothing."""
    box = getattr(sitting, "box", None)
    if box is None or box.state != "closed":
        return "Trình ký được sau khi đóng hòm phiếu và kiểm phiếu."
    if kind == Record.Kind.MINUTES and sitting.state != Sitting.State.CONCLUDED:
        return "Trình ký được sau khi kết luận phiên họp."
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask, then freeze the text and wait for signatures."""
    sitting = _sitting(request, pk, kind)
    check_may_manage(user=request.user, department=sitting.council.body.department)
    label = Record.Kind(kind).label
    form = SendRecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_record(sitting=sitting, kind=kind, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã trình ký")
            return redirect("councils:record", sitting.pk, kind)
    context = {
        "form": form,
        "title": f"Trình ký {label.lower()}",
        "council": sitting.council,
        "sitting": sitting,
        "lead": "Nội dung được chốt cùng mã nội dung; người ký xác nhận đúng bản này. Muốn sửa "
        "thì rút về, các chữ ký đã có không còn giá trị cho bản mới.",
        "verb": "Trình ký",
    }
    return render(request, "councils/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    sitting = _sitting(request, pk, kind)
    check_may_manage(user=request.user, department=sitting.council.body.department)
    record = _record(sitting, kind)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            actions.take_back_record(record=record, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã rút biên bản về sửa")
            return redirect("councils:record", sitting.pk, kind)
    context = {
        "form": form,
        "title": f"Rút {record.get_kind_display().lower()} về sửa",
        "council": sitting.council,
        "sitting": sitting,
        "lead": "Các chữ ký đã có thuộc bản cũ; bản mới cần ký lại.",
        "verb": "Rút về sửa",
    }
    return render(request, "councils/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show what is signed with its digest; POST confirms by account."""
    sitting = _sitting(request, pk, kind)
    record = _record(sitting, kind)
    duties = check_may_sign(user=request.user, record=record, signers=signers_of(sitting, kind))
    version = latest(record)
    if version is None or record.state != Record.State.SIGNING:
        return redirect("councils:record", sitting.pk, kind)
    if request.method == "POST":
        try:
            actions.sign_record(record=record, digest=request.POST.get("ma", ""), by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã ký biên bản")
        return redirect("councils:record", sitting.pk, kind)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "kind": kind,
        "label": record.get_kind_display(),
        "version": version,
        "digest": in_groups(version.digest),
        "paper": paper_of(sitting, kind),
        "duties": duties,
        "outside": not may_see_sitting(user=request.user, sitting=sitting),
    }
    return render(request, "councils/sign.html", context)


@require_safe
def docx(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The record as DOCX; DỰ THẢO until it is sent to be signed."""
    sitting = _sitting(request, pk, kind)
    return download(docx_of(sitting, kind), file_name(sitting, kind, "docx"), DOCX)


@require_safe
def pdf(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same pages as PDF."""
    sitting = _sitting(request, pk, kind)
    return download(pdf_of_record(sitting, kind), file_name(sitting, kind, "pdf"), PDF)


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as DOCX at the address that dossiers link to."""
    return docx(request, pk, Record.Kind.MINUTES)


def _sitting(request: HttpRequest, pk: int, kind: str) -> Sitting:
    if kind not in Record.Kind.values:
        raise Http404
    sitting = sitting_for(request.user, pk) or sitting_to_sign(request.user, pk, kind)
    if sitting is None:
        raise Http404
    if kind == Record.Kind.TALLY:
        box = getattr(sitting, "box", None)
        if box is None or box.state != "closed":
            raise NotAllowed("Biên bản kiểm phiếu có sau khi đóng hòm phiếu.")
    return sitting


def _record(sitting: Sitting, kind: str) -> Record:
    record = record_of(sitting, kind)
    if record is None:
        raise Http404
    return record
