"""What can be said of the signatures on a decision's PDF, read from the PDF itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from thidua.decisions.models import SignedPaper
from thidua.documents.signatures import SignatureFacts, SignatureRefused, signatures_of


@dataclass(frozen=True, slots=True)
class Seal:
    """One signature with its answer in words and the tone of the badge."""

    facts: SignatureFacts
    words: str
    tone: str


def seals_of(paper: SignedPaper | None) -> list[Seal]:
    """Every signature on the paper, in the order they were made; none for no paper."""
    if paper is None:
        return []
    try:
        found = signatures_of(bytes(paper.content), settings.TRUSTED_ROOTS)
    except SignatureRefused as refusal:
        nothing = SignatureFacts("", "", "", "", None, False, False, False, False, str(refusal))
        return [Seal(nothing, str(refusal), "danger")]
    return [_seal(facts) for facts in found]


def _seal(facts: SignatureFacts) -> Seal:
    if not facts.intact:
        return Seal(facts, "Nội dung đã đổi sau khi ký", "danger")
    if not facts.in_validity:
        return Seal(facts, "Chứng thư hết hạn vào lúc ký", "danger")
    if facts.trusted is False:
        return Seal(facts, "Nguyên vẹn; chứng thư không do tổ chức được tin cậy cấp", "warn")
    if facts.trusted is None:
        return Seal(facts, "Nguyên vẹn; chưa cài chứng thư gốc để xác định tổ chức cấp", "info")
    return Seal(facts, "Nguyên vẹn, chứng thư được tin cậy (chưa hỏi thu hồi)", "ok")
