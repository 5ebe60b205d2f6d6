"""The keys behind the QR codes: public halves in rows, private halves sealed in files.

One key of the installation signs at a time. `THIDUA_SIGNING_KEY` (64 hexadecimal digits) takes its
place where a secret store holds it. Private keys lie in the folder `certificate-keys` of the data
folder, sealed with the key that seals identity numbers: a copy of the folder alone signs nothing.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from thidua.decisions.models import VerificationKey
from thidua.documents.codes import ALPHABET, CODE_LENGTH, new_code, read_code
from thidua.documents.seal import ENV_KEY, Signer, SigningKeyError, signer_from_hex
from thidua.kit.errors import WrongState
from thidua.people import identity

FOLDER = "certificate-keys"
# The one key of earlier versions, in clear; it is sealed when it is first used again.
PLAIN_FILE = "certificate-key"
__all__ = [
    "ALPHABET",
    "CODE_LENGTH",
    "FOLDER",
    "certificate_address",
    "known_keys",
    "new_code",
    "new_signer",
    "plain_signer",
    "public_keys",
    "read_code",
    "signer",
    "signer_from_environment",
    "store_signer",
]


def signer() -> Signer:
    """The key that signs now. Raises `SigningKeyError` where there is none or its file is gone."""
    given = signer_from_environment()
    if given is not None:
        return given
    key_id = VerificationKey.objects.filter(signs=True).values_list("key_id", flat=True).first()
    if key_id is None:
        raise SigningKeyError("Chưa có khóa ký bằng. Khóa được tạo khi ban hành lần đầu.")
    return _opened(_file(key_id), key_id)


def signer_from_environment() -> Signer | None:
    given = os.environ.get(ENV_KEY, "").strip()
    return signer_from_hex(given, f"biến môi trường {ENV_KEY}") if given else None


def new_signer() -> Signer:
    return Signer(Ed25519PrivateKey.generate())


def plain_signer() -> tuple[Signer, Path] | None:
    """The key of an earlier version that lies in clear, and its file."""
    file = Path(settings.VAR_DIR) / PLAIN_FILE
    if not file.exists():
        return None
    return signer_from_hex(file.read_text("ascii").strip(), str(file)), file


def store_signer(key: Signer) -> Path:
    """Seal the private key in its file, readable by the owner only; written whole or not at all."""
    file = _file(key.key_id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sealed = identity.seal(key.private.private_bytes_raw(), about=_about(key.key_id))
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(sealed)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
    return file


def public_keys() -> dict[str, bytes]:
    """Every public key that certificates of this installation were signed with."""
    kept = VerificationKey.objects.values_list("key_id", "public_key")
    return {key_id: bytes.fromhex(public) for key_id, public in kept}


def known_keys() -> tuple[dict[str, bytes], set[str]]:
    """The same, and the ids of those that others may hold (one query): what such a key signed is
    believed only if the book has it."""
    rows = list(VerificationKey.objects.values_list("key_id", "public_key", "revoked_at"))
    keys = {key_id: bytes.fromhex(public) for key_id, public, _ in rows}
    return keys, {key_id for key_id, _, revoked in rows if revoked is not None}


def certificate_address(code: str, seal: str) -> str:
    """The address in the QR code."""
    return f"{settings.PUBLIC_URL}/xac-minh/{code}/?c={seal}"


def _file(key_id: str) -> Path:
    return Path(settings.VAR_DIR) / FOLDER / f"{key_id}.sealed"


def _about(key_id: str) -> str:
    return f"certificate-key:{key_id}"


@lru_cache(maxsize=4)
def _opened(file: Path, key_id: str) -> Signer:
    try:
        sealed = file.read_bytes()
    except OSError as error:
        raise SigningKeyError(
            f"Không đọc được khóa ký ở {file}: {error.strerror}. Khôi phục tệp từ bản sao lưu, "
            "hoặc đổi khóa ở trang Khóa ký bằng."
        ) from error
    try:
        raw = identity.unseal(sealed, about=_about(key_id))
    except WrongState as refusal:
        raise SigningKeyError(str(refusal)) from refusal
    return Signer(Ed25519PrivateKey.from_private_bytes(raw))
