"""Signing in with slowed-down guessing, signing out, changing the own password."""

from __future__ import annotations

import datetime as dt
import math

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from thidua.accounts.models import SignInFailure, User
from thidua.audit.actions import record
from thidua.kit.errors import WrongState

TRIES = 5
TRIES_OF_AN_ADDRESS = 50  # a whole office may share one address
WINDOW = dt.timedelta(minutes=5)
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt."


def check_credentials(*, username: str, password: str, address: str) -> User:
    """The active user of this name and password; the view then starts the session.

    The refusal is the same for an unknown name, a wrong password and a closed account, and takes
    as long. After five wrong tries of a name from an address in five minutes it tells how long
    to wait; right passwords wait too.
    """
    name = username.strip().lower()[:150]  # names are kept in small letters
    waiting = _waiting_minutes(name, address)
    if waiting:
        raise WrongState(
            f"Đã nhập sai {TRIES} lần. Thử lại sau {waiting} phút, "
            "hoặc đề nghị quản trị hệ thống cấp lại mật khẩu.",
            field="username",
        )
    user = authenticate(username=name, password=password)
    with transaction.atomic():
        if isinstance(user, User):
            SignInFailure.objects.filter(username=name, address=address).delete()
            SignInFailure.objects.filter(at__lt=timezone.now() - dt.timedelta(days=1)).delete()
            record(
                by=user,
                action="accounts.sign_in",
                text="Đăng nhập",
                subject=user,
                body=user.scope.department or user.home,
            )
            return user
        SignInFailure.objects.create(username=name, address=address, at=timezone.now())
    raise WrongState(WRONG)


def _waiting_minutes(name: str, address: str) -> int:
    now = timezone.now()
    recent = SignInFailure.objects.filter(address=address, at__gt=now - WINDOW).order_by("-at")
    own = list(recent.filter(username=name).values_list("at", flat=True)[:TRIES])
    everyone = recent.count()
    if len(own) < TRIES and everyone < TRIES_OF_AN_ADDRESS:
        return 0
    oldest = (
        own[-1]
        if len(own) == TRIES
        else recent.values_list("at", flat=True)[TRIES_OF_AN_ADDRESS - 1]
    )
    return max(1, math.ceil((oldest + WINDOW - now).total_seconds() / 60))


@transaction.atomic
def note_sign_out(*, user: User) -> None:
    """Log that a session ended by its owner."""
    record(
        by=user,
        action="accounts.sign_out",
        text="Đăng xuất",
        subject=user,
        body=user.scope.department or user.home,
    )


@transaction.atomic
def change_password(*, user: User, old: str, new: str) -> User:
    """Replace the own password; other sessions of the account end.

    Refuses a wrong present password, the same one again, and one that is too weak (with the rule).
    """
    if not user.check_password(old):
        raise WrongState("Mật khẩu hiện tại chưa đúng.", field="old")
    if old == new:
        raise WrongState("Mật khẩu mới phải khác mật khẩu hiện tại.", field="new")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise WrongState(" ".join(error.messages), field="new") from error
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(
        by=user,
        action="accounts.change_password",
        text="Đổi mật khẩu",
        subject=user,
        body=user.scope.department or user.home,
    )
    return user
