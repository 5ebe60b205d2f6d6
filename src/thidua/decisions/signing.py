"""The key behind the QR codes: one per installation, its public half kept with every certificate.

`THIDUA_SIGNING_KEY` (64 hexadecimal digits) or the file `certificate-key` in the data folder.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from thidua.decisions.models import VerificationKey
from thidua.documents.seal import Signer, load_signer

KEY_FILE = "certificate-key"
# Digits and letters that are not mistaken for one another on paper (no I, L, O, U).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def signer() -> Signer:
    return _signer(Path(settings.VAR_DIR))


@lru_cache(maxsize=4)
def _signer(folder: Path) -> Signer:
    return load_signer(folder / KEY_FILE)


def public_keys() -> dict[str, bytes]:
    """Every public key that certificates of this installation were signed with."""
    kept = VerificationKey.objects.values_list("key_id", "public_key")
    return {key_id: bytes.fromhex(public) for key_id, public in kept}


def new_code() -> str:
    """A code nobody can guess: 12 characters, 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """What a person typed, as stored: upper case, no dashes, letters mistaken for digits mended."""
    kept = "".join(ch for ch in typed.upper() if ch.isalnum()).translate(_MISREAD)
    return kept if len(kept) == CODE_LENGTH and not set(kept) - set(ALPHABET) else ""


def certificate_address(code: str, seal: str) -> str:
    """The address in the QR code."""
    return f"{settings.PUBLIC_URL}/xac-minh/{code}/?c={seal}"
