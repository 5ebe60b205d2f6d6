"""Identity numbers at rest: AES-GCM under the installation's key, found by a keyed digest.

Serves the protection of personal data: the number is never stored, listed or logged in clear.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from thidua.kit.errors import WrongState

_NONCE = 12


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"thidua:{purpose}".encode(), hashlib.sha256).digest()


def _secret() -> str:
    return str(settings.IDENTITY_KEY)


def clean(number: str) -> str:
    """Twelve digits; blanks, dots and dashes are dropped, anything else is refused."""
    digits = re.sub(r"[\s.\-']", "", str(number))
    if not digits.isascii() or not digits.isdigit():
        raise WrongState("Số định danh chỉ gồm chữ số.", field="identity_number")
    if len(digits) != 12:
        raise WrongState(
            f"Số định danh gồm 12 chữ số, đã ghi {len(digits)} chữ số. "
            "Kiểm tra lại, nhất là số 0 ở đầu.",
            field="identity_number",
        )
    return digits


def digest(number: str) -> str:
    """Keyed digest by which a number is found again; `number` may hold blanks."""
    return hmac.new(_key(_secret(), "digest"), clean(number).encode(), hashlib.sha256).hexdigest()


def encrypt(number: str, *, person_id: int) -> bytes:
    """Bound to the person: the cipher of one row cannot be moved to another unnoticed."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(_secret(), "cipher")).encrypt(
        nonce, clean(number).encode(), str(person_id).encode()
    )
    return nonce + sealed


def decrypt(cipher: bytes, *, person_id: int) -> str:
    """The number; refuses when the key of the installation is not the one it was stored with."""
    data = bytes(cipher)
    try:
        plain = AESGCM(_key(_secret(), "cipher")).decrypt(
            data[:_NONCE], data[_NONCE:], str(person_id).encode()
        )
    except InvalidTag:
        raise WrongState(
            "Không mở được số định danh: khóa mã hóa của máy chủ không phải khóa đã dùng khi lưu. "
            "Báo quản trị hệ thống khôi phục tệp khóa."
        ) from None
    return plain.decode()


def masked(number: str) -> str:
    """Only the last three digits show."""
    return "•" * 9 + number[-3:]


def year_in(number: str) -> int | None:
    """Year of birth inside a twelve-digit number; centuries 20 and 21 only."""
    if number[3] not in "0123":
        return None
    return (1900 if number[3] in "01" else 2000) + int(number[4:6])


def gender_in(number: str) -> str | None:
    """Sex inside a twelve-digit number."""
    if number[3] not in "0123":
        return None
    return "male" if number[3] in "02" else "female"


def seal(content: bytes, *, about: str) -> bytes:
    """Encrypt a file that holds identity numbers; `about` binds it to what it belongs to."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(_secret(), "file")).encrypt(nonce, content, about.encode())


def unseal(sealed: bytes, *, about: str) -> bytes:
    """The content; refuses when the key is another one or the file was changed or moved."""
    try:
        return AESGCM(_key(_secret(), "file")).decrypt(
            sealed[:_NONCE], sealed[_NONCE:], about.encode()
        )
    except (InvalidTag, ValueError):
        raise WrongState(
            "Không mở được tệp đã lưu: khóa mã hóa của máy chủ không phải khóa đã dùng khi lưu, "
            "hoặc tệp đã bị thay đổi. Báo quản trị hệ thống khôi phục tệp khóa."
        ) from None
