"""Signing a decision: who signs, the PDF prepared, a signature with a key, one made elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from thidua.decisions import actions
from thidua.decisions.forms import PrepareForm, SignedFileForm, SignersForm, SignForm
from thidua.decisions.models import Decision, DecisionSigner, SignedPaper
from thidua.decisions.permissions import check_may_read_papers, check_may_take, may_sign
from thidua.decisions.queries import checks, lists
from thidua.decisions.queries.signatures import seals_of
from thidua.decisions.views.frame import found, frame
from thidua.documents.signatures import MAX_KEY_BYTES, Key, KeyFile, Token
from thidua.kit.errors import NotAllowed, Refusal, WrongState

P = DecisionSigner.Purpose


@require_safe
def signing(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, found(request, pk))


@require_POST
def set_signers(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    form = SignersForm(request.POST)
    if not form.is_valid():
        return _page(request, decision, signers_form=form)
    rows = []
    for line in form.cleaned_data["reviewers"]:
        name, _, post = line.partition(",")
        rows.append(actions.SignerRow(P.REVIEWER, name.strip(), post.strip()))
    if form.cleaned_data["agency"]:
        rows.append(actions.SignerRow(P.AGENCY, form.cleaned_data["agency"]))
    return _did(
        request,
        pk,
        "Đã ghi người ký",
        lambda: actions.set_signers(decision=decision, signers=rows, by=request.user),
    )


@require_POST
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    form = PrepareForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("decisions:signing", pk)
    given = form.cleaned_data
    return _did(
        request,
        pk,
        "Đã lập bản để ký",
        lambda: actions.prepare_paper(decision=decision, by=request.user, **given),
    )


@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    return _did(
        request,
        pk,
        "Đã bỏ bản để ký",
        lambda: actions.give_up_paper(decision=decision, by=request.user),
    )


@sensitive_post_parameters("passphrase", "pin")
@sensitive_variables("form", "key")
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The authority signs and the decision is issued, in one transaction."""
    decision = found(request, pk)
    check_may_take(request.user, decision, "issue")
    form = SignForm(request.POST, request.FILES)
    rows = list(lists.awards_visible_to(request.user, decision))
    noted = checks.sentences(checks.checks(decision, rows))
    if not form.is_valid():
        return _page(request, decision, sign_form=form)
    if noted and not form.cleaned_data["seen"]:
        form.blame(f"Xem {len(noted)} điểm cần lưu ý ở thẻ Kiểm tra rồi đánh dấu.", "seen")
        return _page(request, decision, sign_form=form)
    try:
        issued = actions.issue_decision(
            decision=decision,
            by=request.user,
            key=_key(form),
            number=form.cleaned_data["number"],
            decided_on=form.cleaned_data["decided_on"],
            skipped_elsewhere=form.cleaned_data["skipped_elsewhere"],
            noted=noted,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.blame(str(refusal), getattr(refusal, "field", None))
        return _page(request, decision, sign_form=form)
    messages.success(request, f"Đã ký số và ban hành Quyết định số {issued.full_number}")
    return redirect("decisions:signing", pk)


@sensitive_post_parameters("passphrase", "pin")
@sensitive_variables("form", "key")
@require_POST
def sign(request: HttpRequest, pk: int, signer: int) -> HttpResponse:
    """A reviewer signs a prepared paper, or the body's own signature is added after the issue."""
    decision = found(request, pk)
    row = get_object_or_404(DecisionSigner, decision=decision, pk=signer)
    form = SignForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, decision, sign_form=form)
    try:
        actions.sign_paper(signer=row, key=_key(form), by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.blame(str(refusal), getattr(refusal, "field", None))
        return _page(request, decision, sign_form=form)
    messages.success(request, f"{row.name} đã ký số")
    return redirect("decisions:signing", pk)


@require_POST
def attach(request: HttpRequest, pk: int, signer: int) -> HttpResponse:
    """The PDF signed on a device of one's own comes back."""
    decision = found(request, pk)
    row = get_object_or_404(DecisionSigner, decision=decision, pk=signer)
    form = SignedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, decision, file_form=form)
    try:
        actions.attach_signed(signer=row, content=form.cleaned_data["file"].read(), by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.blame(str(refusal), getattr(refusal, "field", None))
        return _page(request, decision, file_form=form)
    messages.success(request, f"Đã nhận chữ ký số của {row.name}")
    return redirect("decisions:signing", pk)


@sensitive_variables()
def _key(form: SignForm) -> Key:
    data = form.cleaned_data
    upload = data["key"]
    if upload is not None:
        if upload.size > MAX_KEY_BYTES:
            raise WrongState("Tệp chứng thư số không quá 200 KB.", field="key")
        return KeyFile(upload.read(), data["passphrase"])
    if data["token"] and settings.PKCS11_MODULE:
        return Token(Path(settings.PKCS11_MODULE), data["token"], data["label"], data["pin"])
    raise WrongState("Chọn tệp chứng thư số để ký.", field="key")


def _did(request: HttpRequest, pk: int, done: str, act: Any) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("decisions:signing", pk)


def _page(
    request: HttpRequest,
    decision: Decision,
    *,
    sign_form: SignForm | None = None,
    file_form: SignedFileForm | None = None,
    signers_form: SignersForm | None = None,
) -> HttpResponse:
    check_may_read_papers(request.user, decision)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = frame(request, decision, "ky-so", rows)
    paper = SignedPaper.objects.filter(decision=decision).first()
    signers = list(decision.signers.select_related("signed_by"))
    following = next((one for one in signers if one.signed_at is None), None)
    if following is not None and following.purpose == P.AGENCY and not _issued(decision):
        following = None
    context |= {
        "paper": paper,
        "signers": signers,
        "seals": seals_of(paper),
        "following": following,
        "may_sign_next": following is not None
        and paper is not None
        and may_sign(request.user, decision, following),
        "reviewer_waiting": any(
            one.purpose == P.REVIEWER and one.signed_at is None for one in signers
        ),
        "has_roots": bool(settings.TRUSTED_ROOTS),
        "has_token": bool(settings.PKCS11_MODULE),
        "prepare_on": decision.decided_on or timezone.localdate(),
        "sign_form": sign_form
        or SignForm(
            initial={
                "number": decision.number,
                "decided_on": decision.decided_on or timezone.localdate(),
            }
        ),
        "file_form": file_form or SignedFileForm(),
        "signers_form": signers_form or SignersForm(initial=_initial(signers)),
    }
    wrong = any(form is not None and form.errors for form in (sign_form, file_form, signers_form))
    return render(request, "decisions/tab_signing.html", context, status=422 if wrong else 200)


def _initial(signers: list[DecisionSigner]) -> dict[str, Any]:
    return {
        "reviewers": [
            ", ".join(part for part in (one.name, one.post) if part)
            for one in signers
            if one.purpose == P.REVIEWER
        ],
        "agency": next((one.name for one in signers if one.purpose == P.AGENCY), ""),
    }


def _issued(decision: Decision) -> bool:
    return decision.state == Decision.State.ISSUED
