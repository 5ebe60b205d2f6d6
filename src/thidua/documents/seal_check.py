"""Check a certificate without a network: the QR content against a list of public keys.

The list is the file `khoa.json` of the public page; its form is described in
`docs/reference/certificate-seal.md` and does not change but by a new version number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thidua.documents.seal import SealedFacts, SealError, SealForgedError, key_of_seal, verify

FORMAT, VERSION = "thidua-certificate-keys", 1


class Verdict(StrEnum):
    GENUINE = "genuine"
    FORGED = "forged"
    REVOKED_KEY = "revoked_key"
    NO_SEAL = "no_seal"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One public key of the list."""

    key_id: str
    public: bytes
    revoked_on: str = ""


@dataclass(frozen=True, slots=True)
class OfflineAnswer:
    """What can be said without the book of record, in a sentence."""

    verdict: Verdict
    sentence: str
    facts: SealedFacts | None = None


class KeyListError(Exception):
    """The list of keys cannot be used; the message says what to do."""


def seal_of(text: str) -> str:
    """The seal inside what was scanned: the whole address, or the seal alone."""
    compact = "".join(text.split())
    _, marker, seal = compact.partition("?c=")
    return seal.partition("&")[0] if marker else compact


def keys_from_json(text: str) -> dict[str, KeyRecord]:
    """Read the list; raises `KeyListError`."""
    try:
        raw: Any = json.loads(text)
        if raw["format"] != FORMAT or raw["version"] != VERSION:
            raise KeyListError(
                f"Danh sách khóa phiên bản {raw['version']} mới hơn chương trình này. Cập nhật "
                "chương trình."
            )
        return {
            one["id"]: KeyRecord(
                one["id"], bytes.fromhex(one["public_key"]), one.get("revoked_at") or ""
            )
            for one in raw["keys"]
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyListError(
            "Tệp không phải danh sách khóa công khai. Tải lại khoa.json từ trang xác minh của cơ "
            "quan cấp bằng."
        ) from None


def check_offline(text: str, keys: Mapping[str, KeyRecord]) -> OfflineAnswer:
    """Judge the content of a QR code. Cancelled or re-issued certificates are known online only."""
    seal = seal_of(text)
    try:
        facts = verify(seal, {key_id: one.public for key_id, one in keys.items()})
    except SealForgedError as error:
        return OfflineAnswer(Verdict.FORGED, str(error))
    except SealError as error:
        return OfflineAnswer(Verdict.NO_SEAL, str(error))
    key = keys[key_of_seal(seal)]
    if key.revoked_on:
        return OfflineAnswer(
            Verdict.REVOKED_KEY,
            f"Chữ ký khớp nhưng khóa {key.key_id} đã bị thu hồi vì lộ: người khác có thể đã ký. "
            "Chỉ tin khi trang xác minh trực tuyến trả lời là thật.",
            facts,
        )
    return OfflineAnswer(
        Verdict.GENUINE,
        "Chữ ký đúng, nội dung chưa bị sửa. Bằng đã bị hủy bỏ hoặc thay mới hay chưa thì phải tra "
        "trực tuyến.",
        facts,
    )
