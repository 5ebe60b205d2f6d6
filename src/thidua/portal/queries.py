"""The answers of a check: valid, cancelled, replaced by a new one, altered, not found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from thidua.decisions.models import Certificate
from thidua.decisions.queries.awardable import TITLE_KIND, award_info
from thidua.decisions.queries.lists import (
    certificate_by_code,
    certificates_by_number,
    corrected,
)
from thidua.decisions.queries.papers import (
    authority,
    full_name,
    sealed_facts,
    signature,
)
from thidua.decisions.signing import (
    certificate_address,
    known_keys,
    public_keys,
    read_code,
)
from thidua.documents.codes import printed_code
from thidua.documents.drawing.svg import strokes
from thidua.documents.qr import qr_code
from thidua.documents.seal import (
    SealedFacts,
    SealError,
    SealForgedError,
    key_of_seal,
    verify,
)
from thidua.documents.seal_check import seal_of
from thidua.documents.words import join_words
from thidua.register.models import RegisterEntry
from thidua.register.queries import extract_by_code


class Answer(StrEnum):
    VALID = "valid"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    CORRECTED = "corrected"
    ALTERED = "altered"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public may see of a certificate, and nothing else."""

    name: str
    honorific: str
    office: str
    unit: str
    body: str
    authority: str
    award_code: str
    award_name: str
    is_title: bool
    merit: str
    decision_number: str
    decided_on: date | None
    place: str
    signer_powers: tuple[str, ...]
    signer_name: str
    register_number: int
    code: str
    provisional: bool
    qr_size: int
    qr_path: str


@dataclass(frozen=True, slots=True)
class Check:
    """An answer, what may be shown with it, and why content counts as altered.

    The reason of a cancellation is written for the body itself and stays there.
    """

    answer: Answer
    shown: Shown | None = None
    # Its key was revoked; the seal is the very one that the book keeps.
    key_revoked: bool = False
    reason: str = ""
    printed: SealedFacts | None = None


NOT_FOUND = Check(Answer.NOT_FOUND)


def check_code(code: str, *, seal: str = "") -> Check:
    """Answer for a code, and for the seal of the QR code when there is one.

    A malformed code and an unknown one get the same answer.
    """
    wanted = read_code(code)
    certificate = certificate_by_code(wanted) if wanted else None
    if certificate is None:
        return NOT_FOUND
    return _judge(certificate, seal or certificate.payload)


@dataclass(frozen=True, slots=True)
class ShownExtract:
    """What the public may see of a certified extract: what is printed on it, and if it holds."""

    number: str
    issued_on: date
    body: str
    recipient: str
    office: str
    lines: list[dict[str, Any]]
    signer: str
    code: str
    place: int
    digest: str
    cancelled: bool


def check_extract(code: str) -> ShownExtract | None:
    """The certified extract of a register behind a code; None for anything else."""
    found = extract_by_code(read_code(code))
    if found is None:
        return None
    return ShownExtract(
        number=f"{found.number:02d}/TrS-{found.department.symbol}",
        issued_on=found.issued_on,
        body=full_name(found.department),
        recipient=found.content["recipient"],
        office=found.content.get("office", ""),
        lines=found.content["lines"],
        signer=", ".join([*found.signatory_powers, found.signatory_name]),
        code=printed_code(found.code),
        place=found.chain_place,
        digest=found.chain_hash,
        cancelled=found.cancelled_at is not None,
    )


def check_number(number: str, name: str) -> list[Check]:
    """Answers for decision number and exact name together; empty when they do not fit."""
    return [_judge(row, row.payload) for row in certificates_by_number(number, name)]


def check_seal(text: str) -> Check:
    """Answer for pasted QR content: the signature first, with no database but the public keys;
    then the register, which alone knows of a cancellation."""
    seal = seal_of(text)
    try:
        facts = verify(seal, public_keys())
    except SealForgedError as error:
        return Check(Answer.ALTERED, reason=str(error))
    except SealError as error:
        return Check(Answer.NOT_FOUND, reason=str(error))
    found = check_code(facts.code, seal=seal)
    if found.answer is Answer.NOT_FOUND:
        reason = "Chữ ký đúng nhưng mã không có trong sổ của cơ quan."
        return Check(Answer.NOT_FOUND, reason=reason, printed=facts)
    return found


def _judge(certificate: Certificate, seal: str) -> Check:
    shown = _shown(certificate)
    keys, leaked = known_keys()
    try:
        facts = verify(seal, keys)
    except SealError as error:
        return Check(Answer.ALTERED, reason=str(error))
    revoked = key_of_seal(seal) in leaked
    if revoked and seal != certificate.payload:
        # Whoever holds the leaked key can sign anything: only what the book keeps is believed.
        reason = "Mã QR ký bằng khóa đã thu hồi vì lộ và không trùng bản lưu trong sổ."
        return Check(Answer.ALTERED, reason=reason, printed=facts)
    if certificate.state == Certificate.State.REPLACED and facts.code == certificate.token:
        # The line may have been corrected since: the seal alone vouches for what was printed.
        answer = Answer.CORRECTED if corrected(certificate) else Answer.REPLACED
        return Check(answer, shown, key_revoked=revoked)
    if facts != sealed_facts(certificate.award, certificate.token):
        reason = "Nội dung trong mã QR khác nội dung trong sổ."
        return Check(Answer.ALTERED, reason=reason, printed=facts)
    entry = certificate.award.register_entry
    if certificate.state == Certificate.State.CANCELLED:
        return Check(Answer.CANCELLED, shown, key_revoked=revoked)
    if entry is not None and entry.state == RegisterEntry.State.REVOKED:
        return Check(Answer.CANCELLED, shown, key_revoked=revoked)
    return Check(Answer.VALID, shown, key_revoked=revoked)


def _shown(certificate: Certificate) -> Shown:
    award = certificate.award
    decision = award.decision
    day = decision.decided_on or decision.round.received_on
    code = qr_code(certificate_address(certificate.token, certificate.payload))
    return Shown(
        name=award.recipient_name,
        honorific=award.honorific,
        office=join_words([award.office, award.unit_name]),
        unit=award.unit_name,
        body=full_name(decision.department),
        authority=authority(decision.department),
        award_code=award.award_code,
        award_name=award.award_name,
        is_title=award_info(award.award_code, on=day).kind == TITLE_KIND,
        merit=award.merit,
        decision_number=decision.full_number,
        decided_on=decision.decided_on,
        place=decision.place,
        signer_powers=signature(decision).powers,
        signer_name=decision.signatory_name,
        register_number=certificate.number,
        code=certificate.printed_code,
        provisional=award.provisional,
        qr_size=code.size,
        qr_path=strokes(code),
    )
