"""Sign what a certificate says with Ed25519 and check it without a network.

The seal is URL-safe base64: version and key id (5 bytes), signature (64 bytes), then the content,
a compact JSON list: code, decision number, date, award code, name, unit. No identity number and
no birth date: a certificate carries nothing that it does not print.
"""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ENV_KEY = "THIDUA_SIGNING_KEY"
_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_HEAD_BYTES = 1 + _KEY_ID_BYTES + _SIGNATURE_BYTES
# A seal in a QR code is far shorter; longer input is not worth decoding.
_MAX_SEAL_CHARACTERS = 4000


class SealError(Exception):
    """The text is no seal, or no public key answers for it; the message is a sentence."""


class SealForgedError(SealError):
    """The text is a seal of a known key, but content and signature do not belong together."""


class SigningKeyError(Exception):
    """The signing key cannot be read or made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """What a certificate says about itself."""

    code: str
    decision_number: str
    decided_on: date
    award_code: str
    name: str
    unit: str

    def content(self) -> bytes:
        values = [
            self.code,
            self.decision_number,
            self.decided_on.isoformat(),
            self.award_code,
            self.name,
            self.unit,
        ]
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its id; the id is the start of the digest of the public key."""

    private: Ed25519PrivateKey

    @property
    def public_bytes(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def key_id(self) -> str:
        return key_id(self.public_bytes)


def key_id(public_bytes: bytes) -> str:
    return sha256(public_bytes).hexdigest()[: 2 * _KEY_ID_BYTES]


def sign(facts: SealedFacts, signer: Signer) -> str:
    """Seal the facts; the result goes into the QR code."""
    head = _VERSION + bytes.fromhex(signer.key_id)
    content = facts.content()
    return _encode(head + signer.private.sign(head + content) + content)


def verify(seal: str, public_keys: Mapping[str, bytes]) -> SealedFacts:
    """Check a seal against known public keys (id -> 32 bytes) and return what it says.

    Needs no network. Raises `SealForgedError` when the signature does not fit, `SealError` when
    the text is no seal or its key is unknown.
    """
    raw = _decode(seal)
    if len(raw) <= _HEAD_BYTES or raw[:1] != _VERSION:
        raise SealError("Chuỗi này không phải dữ liệu xác minh. Quét lại mã QR và dán đủ cả chuỗi.")
    identifier = raw[1 : 1 + _KEY_ID_BYTES].hex()
    public = public_keys.get(identifier)
    if public is None:
        raise SealError(
            f"Không có khóa công khai {identifier} để kiểm tra. Bằng này không do cơ quan này cấp."
        )
    head, signature, content = (
        raw[: 1 + _KEY_ID_BYTES],
        raw[1 + _KEY_ID_BYTES : _HEAD_BYTES],
        raw[_HEAD_BYTES:],
    )
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, head + content)
    except InvalidSignature:
        raise SealForgedError("Nội dung đã bị sửa sau khi ký: chữ ký không khớp.") from None
    return _facts(content)


def key_of_seal(seal: str) -> str:
    """The id of the key that a seal names; raises `SealError` for what is no seal."""
    raw = _decode(seal)
    if len(raw) <= _HEAD_BYTES or raw[:1] != _VERSION:
        raise SealError("Chuỗi này không phải dữ liệu xác minh. Quét lại mã QR và dán đủ cả chuỗi.")
    return raw[1 : 1 + _KEY_ID_BYTES].hex()


def load_signer(key_file: Path, env: Mapping[str, str] = os.environ) -> Signer:
    """Read `THIDUA_SIGNING_KEY` (64 hexadecimal digits), else the file, made when absent.

    The file is readable by its owner only. Losing it does not spoil certificates already given
    (their public key is kept), but no one can sign under that key again: back it up.
    """
    given = env.get(ENV_KEY, "").strip()
    if given:
        return signer_from_hex(given, f"biến môi trường {ENV_KEY}")
    try:
        if not key_file.exists():
            _make_key_file(key_file)
        return signer_from_hex(key_file.read_text("ascii").strip(), str(key_file))
    except (OSError, UnicodeDecodeError) as error:
        raise SigningKeyError(
            f"Không đọc được khóa ký ở {key_file}: {error}. Kiểm tra quyền đọc, ghi của thư mục."
        ) from error


def _make_key_file(key_file: Path) -> None:
    key_file.parent.mkdir(parents=True, exist_ok=True)
    # A link is made only once: two processes starting together end with the same key.
    draft = key_file.with_name(f".{key_file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
    try:
        os.link(draft, key_file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def signer_from_hex(text: str, source: str) -> Signer:
    try:
        return Signer(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text)))
    except ValueError:
        raise SigningKeyError(
            f"Khóa ký ở {source} phải là 64 chữ số thập lục phân. Khôi phục khóa từ bản sao lưu."
        ) from None


def _facts(content: bytes) -> SealedFacts:
    try:
        code, number, day, award, name, unit = json.loads(content)
        return SealedFacts(code, number, date.fromisoformat(day), award, name, unit)
    except (ValueError, TypeError):
        raise SealError(
            "Dữ liệu xác minh có chữ ký đúng nhưng theo mẫu mà bản này chưa đọc được."
        ) from None


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    compact = "".join(text.split())
    if not compact or len(compact) > _MAX_SEAL_CHARACTERS:
        raise SealError("Chuỗi này không phải dữ liệu xác minh. Quét lại mã QR và dán đủ cả chuỗi.")
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise SealError(
            "Chuỗi này không phải dữ liệu xác minh. Quét lại mã QR và dán đủ cả chuỗi."
        ) from None
