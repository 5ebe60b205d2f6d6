"""Signing in with a one-time code from the secretary, beside the password."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from thidua.accounts.models import Role, SignInFailure, SignInPass, User
from thidua.accounts.permissions import check_role
from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body

# Letters and digits that are not mistaken for each other; ten of them are 50 bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
LONGEST = dt.timedelta(days=31)
TRIES = 20  # a whole meeting room may share one address
WINDOW = dt.timedelta(minutes=5)
# Failures with a code are counted under a name that no account can have.
NAMELESS = "(mã vào)"
WRONG = "Mã chưa đúng. Nhập lại đúng mã thư ký đưa, hoặc đề nghị thư ký cấp mã mới."
GONE = "Mã này đã dùng, đã hết hạn hoặc đã được thay. Đề nghị thư ký cấp mã mới."


@sensitive_variables("code")
@transaction.atomic
def issue_pass(
    *,
    user: User,
    purpose: str,
    addresses: Sequence[str],
    valid_for: dt.timedelta,
    body: Body,
    by: Any,
) -> tuple[SignInPass, str]:
    """A code that lets `user` in once, to `addresses` only; returns it, to be shown once.

    The secretary or the officer of `body` gives it out. Earlier codes of the user for the same
    purpose end. Refuses a closed account and a time that is no future or longer than a month.
    """
    check_role(by, Role.SECRETARY, Role.OFFICER, department=body.department, to_do="cấp mã vào")
    if not user.is_active:
        raise WrongState(f"Tài khoản của {user.full_name} đã khóa. Mở lại trước khi cấp mã.")
    if not dt.timedelta(0) < valid_for <= LONGEST:
        raise WrongState("Mã vào có hạn trong vòng 31 ngày kể từ bây giờ.")
    now = timezone.now()
    user.passes.filter(purpose=purpose, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    made = SignInPass.objects.create(
        user=user,
        digest=_digest(code),
        purpose=purpose[:200],
        addresses=list(addresses),
        made_by=by,
        expires_at=now + valid_for,
    )
    record(
        by=by,
        action="accounts.issue_pass",
        text=f"Cấp mã vào một lần cho {user.full_name}: {purpose}",
        subject=user,
        body=body.department,
    )
    return made, code


@sensitive_variables("code")
def use_pass(*, code: str, address: str) -> SignInPass:
    """The pass of this code, used up by it; the view then starts the confined session.

    After twenty wrong codes from an address in five minutes it asks to wait.
    """
    now = timezone.now()
    wrong = SignInFailure.objects.filter(username=NAMELESS, address=address, at__gt=now - WINDOW)
    if wrong.count() >= TRIES:
        raise WrongState("Đã nhập sai nhiều lần. Chờ 5 phút rồi thử lại, hoặc báo thư ký.")
    plain = "".join(c for c in code.upper() if c in ALPHABET)
    with transaction.atomic():
        found = SignInPass.objects.select_for_update().filter(digest=_digest(plain)).first()
        usable = (
            found is not None
            and found.used_at is None
            and found.withdrawn_at is None
            and found.expires_at > now
            and found.user.is_active
        )
        if found is not None and usable:
            found.used_at = now
            found.save(update_fields=["used_at"])
            record(
                by=found.user,
                action="accounts.sign_in_by_pass",
                text=f"Vào bằng mã một lần do {found.made_by.full_name} cấp: {found.purpose}",
                subject=found.user,
                body=found.user.scope.department or found.user.home,
            )
            return found
        SignInFailure.objects.create(username=NAMELESS, address=address, at=now)
    raise WrongState(WRONG if found is None else GONE)


def _digest(code: str) -> str:
    key = f"thidua:pass:{settings.SECRET_KEY}".encode()
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()
