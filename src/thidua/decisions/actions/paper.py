"""The PDF that is signed: prepared with number and day, signed in order, signed elsewhere.

Number and day stand in the PDF before anybody signs it, so its number is kept for it from then on.
No key, passphrase or PIN is stored, logged or put into the audit log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions.actions.numbering import settle_number, take_next
from thidua.decisions.actions.saving import locked
from thidua.decisions.models import Decision, DecisionSigner, SignedPaper
from thidua.decisions.permissions import (
    check_may_edit,
    check_may_prepare,
    check_may_sign,
)
from thidua.decisions.queries.lists import what_is_missing
from thidua.decisions.queries.printing import current_version, digest_of, pdf_with, values_of
from thidua.documents.signatures import (
    Key,
    SignatureFacts,
    SignatureRefused,
    holder,
    sign,
    signatures_of,
)
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze

P = DecisionSigner.Purpose
MAX_PDF_BYTES = 20 * 1024 * 1024
_REASONS = {
    P.REVIEWER: "Xem xét, ký nháy",
    P.AUTHORITY: "Ký ban hành",
    P.AGENCY: "Phát hành",
}


@dataclass(frozen=True, slots=True)
class SignerRow:
    """One signer as the officer lists them; the authority is always the decision's signatory."""

    purpose: str
    name: str
    post: str = ""


@transaction.atomic
def set_signers(*, decision: Decision, signers: Sequence[SignerRow], by: Any) -> None:
    """Say who signs besides the authority: reviewers before, the body's own signature after.

    Refuses a name left out, more than ten signers, a paper that is being signed already.
    """
    decision = locked(decision)
    check_may_edit(by, decision)
    rows = [row for row in signers if row.purpose != P.AUTHORITY]
    if len(rows) > 10:
        raise WrongState("Không quá mười người ký một quyết định.")
    if any(not squeeze(row.name) for row in rows):
        raise WrongState("Ghi họ tên từng người ký.", field="name")
    decision.signers.all().delete()
    before = [row for row in rows if row.purpose == P.REVIEWER]
    after = [row for row in rows if row.purpose == P.AGENCY][:1]
    everyone = [
        *before,
        SignerRow(P.AUTHORITY, decision.signatory_name, decision.signatory_post),
        *after,
    ]
    DecisionSigner.objects.bulk_create(
        [
            DecisionSigner(
                decision=decision,
                order=order,
                purpose=row.purpose,
                name=squeeze(row.name)[:120],
                post=squeeze(row.post)[:120],
            )
            for order, row in enumerate(everyone, start=1)
        ]
    )
    record(
        by=by,
        action="decisions.set_signers",
        text=f"Ghi người ký của “{decision.title}”",
        subject=decision,
        body=decision.department,
        detail={"signers": [f"{row.purpose}: {row.name}" for row in everyone]},
    )


@transaction.atomic
def prepare_paper(
    *,
    decision: Decision,
    by: Any,
    number: int | None = None,
    decided_on: date | None = None,
    skipped_elsewhere: bool = False,
) -> SignedPaper:
    """Make the PDF for signing: its number is kept, its words are fixed until it is given up.

    Needed where several sign, or where somebody signs on a device of their own. Refuses a decision
    not awaiting signature, one that lacks something, one prepared already.
    """
    decision = locked(decision)
    check_may_prepare(by, decision)
    if SignedPaper.objects.filter(decision=decision).exists():
        raise WrongState("Đã có bản để ký. Bỏ bản đó trước khi lập bản khác.")
    decision.decided_on = decided_on or decision.decided_on or timezone.localdate()
    if number is not None:
        decision.number = number
        settle_number(decision, by=by, skipped_elsewhere=skipped_elsewhere)
    else:
        take_next(decision, by=by)
    missing = what_is_missing(decision)
    if missing:
        raise WrongState("Chưa lập được bản để ký. Bổ sung: " + "; ".join(missing) + ".")
    decision.template_version = current_version(decision)
    decision.save()
    paper = write_paper(decision)
    record(
        by=by,
        action="decisions.prepare_paper",
        text=f"Lập bản để ký của {decision.full_number}",
        subject=decision,
        body=decision.department,
        detail={"digest": paper.digest},
    )
    return paper


@transaction.atomic
def give_up_paper(*, decision: Decision, by: Any) -> None:
    """Throw the prepared PDF away with the signatures on it; the number stays with the draft."""
    decision = locked(decision)
    check_may_prepare(by, decision)
    drop_paper(decision)
    record(
        by=by,
        action="decisions.give_up_paper",
        text=f"Bỏ bản để ký của {decision.full_number}",
        subject=decision,
        body=decision.department,
    )


@transaction.atomic
def sign_paper(*, signer: DecisionSigner, key: Key, by: Any) -> DecisionSigner:
    """Add the signature of a reviewer to a prepared paper, or the body's own after the issue.

    The authority signs by `issue_decision(key=…)`, which issues at once. Refuses out of order.
    """
    decision = locked(signer.decision)
    row = DecisionSigner.objects.select_for_update(of=("self",)).get(pk=signer.pk)
    check_may_sign(by, decision, row)
    paper = _paper_for(decision, row)
    _sign(decision, paper, row, key, by=by)
    return row


@transaction.atomic
def attach_signed(*, signer: DecisionSigner, content: bytes, by: Any) -> DecisionSigner:
    """Take in the PDF that somebody signed on a device of their own.

    The bytes of the prepared paper must stand unchanged before what was added, and what was added
    must be sound signatures. A signature of the authority does not issue by itself.
    """
    decision = locked(signer.decision)
    row = DecisionSigner.objects.select_for_update(of=("self",)).get(pk=signer.pk)
    check_may_sign(by, decision, row)
    paper = _paper_for(decision, row)
    if not content.startswith(b"%PDF-") or len(content) > MAX_PDF_BYTES:
        raise WrongState("Chọn tệp PDF đã ký, không quá 20 MB.", field="file")
    before = bytes(paper.content)
    if not content.startswith(before) or content == before:
        raise WrongState(
            "Tệp này không phải bản để ký vừa tải về có thêm chữ ký. Tải lại bản để ký, ký trên "
            "đúng tệp đó rồi tải lên.",
            field="file",
        )
    known = {one.field_name for one in _facts(before)}
    added = [one for one in _facts(content) if one.field_name not in known]
    if not added:
        raise WrongState("Tệp chưa có chữ ký số nào được thêm.", field="file")
    broken = next((one for one in _facts(content) if not one.sound), None)
    if broken is not None:
        raise WrongState(
            f"Chữ ký của “{broken.subject}” không dùng được: {fault_of(broken)}.", field="file"
        )
    _check_holder(row, added[-1].subject)
    _keep(paper, content)
    _mark(row, added[-1], method="elsewhere", by=by)
    _log(decision, row, content, by=by)
    return row


def write_paper(decision: Decision) -> SignedPaper:
    """Make and store the PDF with what the decision says now."""
    values = values_of(decision)
    content = pdf_with(decision, values, decision.template_version)
    return SignedPaper.objects.create(decision=decision, content=content, digest=digest_of(values))


def check_same(decision: Decision, paper: SignedPaper) -> None:
    """Refuse to issue when the decision would say something else than the paper that was signed."""
    if digest_of(values_of(decision)) != paper.digest:
        raise WrongState(
            "Nội dung quyết định đã khác bản để ký (danh sách, tiền thưởng hoặc người ký). Bỏ bản "
            "để ký rồi lập lại."
        )


def signed_by_authority(decision: Decision, paper: SignedPaper, key: Key, *, by: Any) -> None:
    """The signature that issues; part of `issue_decision`, in its transaction."""
    row = decision.signers.filter(purpose=P.AUTHORITY).first()
    if row is None:
        last = decision.signers.order_by("-order").values_list("order", flat=True).first() or 0
        row = DecisionSigner.objects.create(
            decision=decision,
            order=last + 1,
            purpose=P.AUTHORITY,
            name=decision.signatory_name,
            post=decision.signatory_post,
        )
    if row.signed_at is not None:
        raise WrongState(f"{row.name} đã ký bản này.")
    _sign(decision, paper, row, key, by=by)


def drop_paper(decision: Decision) -> None:
    """A draft that goes back is signed by nobody."""
    SignedPaper.objects.filter(decision=decision).delete()
    decision.signers.update(
        signed_at=None, signed_by=None, method="", field_name="", subject="", issuer="", serial=""
    )


def fault_of(facts: SignatureFacts) -> str:
    """Why a signature does not hold, in words."""
    if not facts.intact:
        return "nội dung đã đổi sau khi ký"
    if not facts.in_validity:
        return "chứng thư hết hạn vào lúc ký"
    if facts.trusted is False:
        return "không do tổ chức được tin cậy cấp"
    return ""


def _paper_for(decision: Decision, row: DecisionSigner) -> SignedPaper:
    paper = SignedPaper.objects.select_for_update().filter(decision=decision).first()
    if paper is None:
        raise WrongState("Chưa có bản để ký. Lập bản để ký trước.")
    if row.signed_at is not None:
        raise WrongState(
            f"{row.name} đã ký lúc {timezone.localtime(row.signed_at):%H:%M %d/%m/%Y}."
        )
    issued = decision.state == Decision.State.ISSUED
    if row.purpose == P.AGENCY and not issued:
        raise WrongState("Chữ ký số của cơ quan được thêm sau khi quyết định ban hành.")
    if row.purpose != P.AGENCY and issued:
        raise WrongState("Quyết định đã ban hành, không thêm chữ ký này được nữa.")
    earlier = decision.signers.filter(order__lt=row.order, signed_at=None).first()
    if earlier is not None:
        raise WrongState(f"{earlier.name} ký trước. Ký theo thứ tự đã ghi.")
    return paper


def _sign(
    decision: Decision, paper: SignedPaper, row: DecisionSigner, key: Key, *, by: Any
) -> None:
    try:
        _check_holder(row, holder(key))
        content = sign(
            bytes(paper.content),
            key,
            name=f"ChuKy{row.order}",
            reason=f"{_REASONS[P(row.purpose)]} {decision.full_number}",
            place=decision.place or decision.department.name,
            roots=settings.TRUSTED_ROOTS,
        )
    except SignatureRefused as refusal:
        raise WrongState(str(refusal), field="key") from None
    made = next(one for one in _facts(content) if one.field_name == f"ChuKy{row.order}")
    _keep(paper, content)
    _mark(row, made, method=key.method, by=by)
    _log(decision, row, content, by=by)


def _check_holder(row: DecisionSigner, subject: str) -> None:
    """A person signs with their own certificate; the body's own bears the name of the body."""
    if row.purpose != P.AGENCY and fold(row.name) not in fold(subject):
        raise WrongState(
            f"Chứng thư số đứng tên “{subject}”, người ký là “{row.name}”. Dùng chứng thư của đúng "
            "người ký, hoặc sửa tên người ký.",
            field="key",
        )


def _facts(content: bytes) -> list[SignatureFacts]:
    try:
        return signatures_of(content, settings.TRUSTED_ROOTS)
    except SignatureRefused as refusal:
        raise WrongState(str(refusal), field="file") from None


def _keep(paper: SignedPaper, content: bytes) -> None:
    paper.content = content
    paper.save(update_fields=["content"])


def _mark(row: DecisionSigner, facts: SignatureFacts, *, method: str, by: Any) -> None:
    row.signed_at, row.signed_by, row.method = timezone.now(), by, method
    row.field_name = facts.field_name[:40]
    row.subject, row.issuer, row.serial = facts.subject, facts.issuer, facts.serial
    row.save()


def _log(decision: Decision, row: DecisionSigner, content: bytes, *, by: Any) -> None:
    record(
        by=by,
        action="decisions.sign",
        text=f"{row.name} ký số {decision.full_number} ({row.get_purpose_display().lower()})",
        subject=decision,
        body=decision.department,
        detail={
            "method": row.method,
            "subject": row.subject,
            "issuer": row.issuer,
            "serial": row.serial,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
