"""The key behind the QR codes: one per installation, its public half kept with every certificate.

`THIDUA_SIGNING_KEY` (64 hexadecimal digits) or the file `certificate-key` in the data folder.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from thidua.decisions.models import VerificationKey
from thidua.documents.codes import ALPHABET, CODE_LENGTH, new_code, read_code
from thidua.documents.seal import Signer, load_signer

KEY_FILE = "certificate-key"
__all__ = [
    "ALPHABET",
    "CODE_LENGTH",
    "KEY_FILE",
    "certificate_address",
    "new_code",
    "public_keys",
    "read_code",
    "signer",
]


def signer() -> Signer:
    return _signer(Path(settings.VAR_DIR))


@lru_cache(maxsize=4)
def _signer(folder: Path) -> Signer:
    return load_signer(folder / KEY_FILE)


def public_keys() -> dict[str, bytes]:
    """Every public key that certificates of this installation were signed with."""
    kept = VerificationKey.objects.values_list("key_id", "public_key")
    return {key_id: bytes.fromhex(public) for key_id, public in kept}


def certificate_address(code: str, seal: str) -> str:
    """The address in the QR code."""
    return f"{settings.PUBLIC_URL}/xac-minh/{code}/?c={seal}"
