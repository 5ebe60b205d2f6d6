"""What a certificate prints: authority, award, recipient, merit, decision, signer, check."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """One certificate.

    `check_url` goes into the QR code; `code` is printed beside it for people without a camera.
    """

    authority_line: str
    award_name: str
    recipient: str
    merit: str
    decision_number: str
    decided_on: date
    place: str
    signer_powers: tuple[str, ...]
    signer_name: str
    check_url: str
    code: str
    is_title: bool = False
    honorific: str = ""
    office: str = ""
    register_number: str = ""
    check_address: str = ""
    provisional: bool = False
    # Which form it is printed by.
    award_code: str = ""
