"""Keys of the QR codes: the first one, a new one in place of the old, a leaked one revoked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.accounts.queries import scope_of
from thidua.audit.actions import record
from thidua.decisions.models import VerificationKey
from thidua.decisions.permissions import check_may_keep_keys
from thidua.decisions.signing import (
    new_signer,
    plain_signer,
    signer,
    signer_from_environment,
    store_signer,
)
from thidua.documents.seal import ENV_KEY, Signer, SigningKeyError
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


@transaction.atomic
def sealing_key(*, by: Any) -> Signer:
    """The key that signs now, made on first use; its public half is kept for every later check.

    Refuses when its file cannot be read, or when the environment names a revoked key.
    """
    try:
        given = signer_from_environment()
        if given is not None:
            return _from_environment(given, by=by)
        if VerificationKey.objects.filter(signs=True).exists():
            return signer()
        return _first(by=by)
    except SigningKeyError as error:
        raise WrongState(str(error)) from error


@transaction.atomic
def rotate_key(*, reason: str, by: Any) -> VerificationKey:
    """A new key signs from now on; the old one stays in the list and certificates stay genuine."""
    check_may_keep_keys(by)
    _only_own_files()
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do đổi khóa, ví dụ: đổi định kỳ năm 2027.", field="reason")
    if not VerificationKey.objects.filter(signs=True).exists():
        sealing_key(by=by)
    signing = VerificationKey.objects.select_for_update().filter(signs=True)
    # Who waited here for another's rotation finds the old key retired, and asks once more.
    old = signing.first() or signing.first()
    if old is not None:
        old.signs, old.retired_at, old.reason = False, timezone.now(), reason[:300]
        old.save(update_fields=["signs", "retired_at", "reason"])
    made = _signing(new_signer())
    _log(by, "rotate_key", f"Đổi khóa ký bằng: {old} thôi ký, {made} ký từ nay", reason)
    return made


@transaction.atomic
def revoke_key(*, key: VerificationKey, leaked_on: date, reason: str, by: Any) -> VerificationKey:
    """Somebody else may hold this key: what it signed is believed only if the book has it.

    Certificates already given stay valid in the book; checked without a network they answer that
    the book must be asked. A key that signs is replaced at once. Cannot be undone.
    """
    check_may_keep_keys(by)
    row = VerificationKey.objects.select_for_update().get(pk=key.pk)
    reason = squeeze(reason)
    if row.revoked_at is not None:
        raise WrongState(f"Khóa {row.key_id} đã thu hồi.")
    if not reason:
        raise WrongState("Ghi lý do thu hồi: lộ thế nào, ai phát hiện.", field="reason")
    if leaked_on > timezone.localdate():
        raise WrongState(f"Ngày {leaked_on:%d/%m/%Y} chưa tới.", field="leaked_on")
    if row.signs:
        _only_own_files()
        row.signs, row.retired_at = False, timezone.now()
    row.revoked_at, row.leaked_on, row.reason = timezone.now(), leaked_on, reason[:300]
    row.save()
    if not VerificationKey.objects.filter(signs=True).exists():
        _signing(new_signer())
    _log(by, "revoke_key", f"Thu hồi khóa ký bằng {row} vì lộ từ {leaked_on:%d/%m/%Y}", reason)
    return row


def _first(*, by: Any) -> Signer:
    """The key of an earlier version taken over, or a new one; two at once end with the same."""
    found = plain_signer()
    key = found[0] if found else new_signer()
    try:
        with transaction.atomic():
            _signing(key)
    except IntegrityError:
        return signer()
    if found is not None:
        # Only when the row is certain may the copy in clear go.
        transaction.on_commit(lambda: found[1].unlink(missing_ok=True))
    _log(by, "first_key", f"Khóa ký bằng đầu tiên: {key.key_id}", "")
    return key


def _from_environment(key: Signer, *, by: Any) -> Signer:
    row = VerificationKey.objects.filter(key_id=key.key_id).first()
    if row is not None and row.revoked_at is not None:
        raise WrongState(
            f"{ENV_KEY} đang là khóa {key.key_id} đã thu hồi. Đặt khóa khác rồi khởi động lại."
        )
    if row is None or not row.signs:
        now = timezone.now()
        VerificationKey.objects.filter(signs=True).update(signs=False, retired_at=now)
        VerificationKey.objects.update_or_create(
            key_id=key.key_id,
            defaults={
                "public_key": key.public_bytes.hex(),
                "signs": True,
                "retired_at": None,
            },
        )
        _log(by, "environment_key", f"Ký bằng khóa {key.key_id} từ biến môi trường", "")
    return key


def _signing(key: Signer) -> VerificationKey:
    store_signer(key)
    row, _ = VerificationKey.objects.update_or_create(
        key_id=key.key_id,
        defaults={"public_key": key.public_bytes.hex(), "signs": True, "retired_at": None},
    )
    return row


def _only_own_files() -> None:
    if signer_from_environment() is not None:
        raise WrongState(
            f"Khóa ký đặt bằng biến môi trường {ENV_KEY}. Đổi biến rồi khởi động lại: khóa cũ tự "
            "thôi ký."
        )


def _log(by: Any, action: str, text: str, reason: str) -> None:
    body = scope_of(by).department
    record(
        by=by,
        action=f"decisions.{action}",
        text=text,
        subject=None,
        body=body,
        detail={"reason": reason} if reason else {},
    )
