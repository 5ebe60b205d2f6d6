"""Accounts and roles as the administrator of a department keeps them."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.accounts.models import Role, RoleAssignment, User
from thidua.accounts.permissions import check_may_change_account, check_may_manage_accounts
from thidua.accounts.queries import holders_of
from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.people.models import Person

# Letters and digits that are not mistaken for each other when read out or copied by hand.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def generated_password() -> str:
    """Four groups of four, about 78 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_account(
    *,
    department: Body,
    username: str,
    full_name: str,
    person: Person | None = None,
    roles: Iterable[tuple[str, Body]] = (),
    password: str | None = None,
    by: Any,
) -> tuple[User, str]:
    """Add an account with its roles; returns it with its password, which is shown once.

    Without `password` one is made up, to be replaced at the first sign-in. Refuses a name in use,
    a person of another department or one who has an account.
    """
    check_may_manage_accounts(by, department=department)
    username = username.strip().lower()
    full_name = squeeze(full_name)
    if not _USERNAME.fullmatch(username):
        raise WrongState(
            "Tên đăng nhập gồm 3 đến 60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối.",
            field="username",
        )
    if User.objects.filter(username__iexact=username).exists():
        raise WrongState(f"Tên đăng nhập “{username}” đã có người dùng.", field="username")
    if not full_name:
        raise WrongState("Ghi họ và tên người dùng.", field="full_name")
    if person is not None:
        if person.department_id != department.pk:
            raise WrongState(f"{person.full_name} không thuộc {department.name}.", field="person")
        if User.objects.filter(person=person).exists():
            raise WrongState(f"{person.full_name} đã có tài khoản.", field="person")
    chosen = password or generated_password()
    user = User(
        username=username,
        full_name=full_name,
        person=person,
        home=department,
        must_change_password=password is None,
    )
    user.set_password(chosen)
    user.save()
    record(
        by=by,
        action="accounts.create",
        text=f"Tạo tài khoản {username} cho {full_name}",
        subject=user,
        body=department,
    )
    for role, body in roles:
        give_role(user=user, role=role, body=body, by=by)
    return user, chosen


@transaction.atomic
def give_role(
    *, user: User, role: str, body: Body, from_date: dt.date | None = None, by: Any
) -> RoleAssignment:
    """Let the user act as `role` at `body`; a role already held is returned as it is.

    Refuses a head at the department itself, other roles at a unit, and roles at two departments.
    """
    check_may_change_account(by, user=user)
    department = body.department
    check_may_manage_accounts(by, department=department)
    if role not in Role.values:
        raise WrongState(f"Vai trò “{role}” không có trong danh mục.", field="role")
    label = Role(role).label
    if (role == Role.HEAD_OF_UNIT) == (body == department):
        where = "một phòng, đơn vị" if role == Role.HEAD_OF_UNIT else f"{department.name}"
        raise WrongState(f"Vai trò {label} được giao tại {where}.", field="body")
    open_roles = user.roles.filter(Q(to_date=None) | Q(to_date__gte=timezone.localdate()))
    for held in open_roles.select_related("body__parent"):
        if held.body.department != department:
            raise WrongState(
                f"{user} đang có vai trò tại {held.body.department}. Kết thúc vai trò đó trước."
            )
    known = open_roles.filter(role=role, body=body, to_date=None).first()
    if known is not None:
        return known
    given = RoleAssignment.objects.create(user=user, role=role, body=body, from_date=from_date)
    _forget_scope(user)
    record(
        by=by,
        action="accounts.give_role",
        text=f"Giao vai trò {label} tại {body.name} cho {user.full_name}",
        subject=user,
        body=department,
    )
    return given


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Any) -> RoleAssignment:
    """The role ends today and stays in the record. Refuses to end the last administrator."""
    check_may_change_account(by, user=assignment.user)
    today = timezone.localdate()
    department = assignment.body.department
    if assignment.to_date is not None and assignment.to_date < today:
        raise WrongState("Vai trò này đã kết thúc.")
    if assignment.role == Role.ADMINISTRATOR:
        _keep_an_administrator(department, without=assignment.user)
    # The last day is yesterday, so that the role is gone at once.
    assignment.to_date = today - dt.timedelta(days=1)
    if assignment.from_date and assignment.from_date > assignment.to_date:
        assignment.from_date = assignment.to_date
    assignment.save(update_fields=["to_date", "from_date"])
    _forget_scope(assignment.user)
    record(
        by=by,
        action="accounts.end_role",
        text=f"Kết thúc vai trò {assignment.get_role_display()} của {assignment.user.full_name}",
        subject=assignment.user,
        body=department,
    )
    return assignment


@transaction.atomic
def set_active(*, user: User, active: bool, by: Any) -> User:
    """Close or reopen an account; sessions end. Not the own, nor the last administrator."""
    check_may_change_account(by, user=user)
    if user.is_active == active:
        return user
    if not active:
        if by is not None and by.pk == user.pk:
            raise WrongState("Không tự khóa tài khoản của mình. Nhờ quản trị khác khóa.")
        if user.scope.department and user.scope.has(Role.ADMINISTRATOR):
            _keep_an_administrator(user.scope.department, without=user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    _forget_scope(user)
    record(
        by=by,
        action="accounts.set_active",
        text=f"{'Mở lại' if active else 'Khóa'} tài khoản {user.username} ({user.full_name})",
        subject=user,
        body=user.home or user.scope.department,
    )
    return user


@transaction.atomic
def reset_password(*, user: User, by: Any) -> str:
    """A new made-up password, shown once; it must be replaced at the next sign-in."""
    check_may_change_account(by, user=user)
    password = generated_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(
        by=by,
        action="accounts.reset_password",
        text=f"Cấp lại mật khẩu cho {user.username} ({user.full_name})",
        subject=user,
        body=user.home or user.scope.department,
    )
    return password


def _keep_an_administrator(department: Body, *, without: User) -> None:
    if not any(u.pk != without.pk for u in holders_of(Role.ADMINISTRATOR, body=department)):
        raise WrongState(
            "Đây là quản trị cuối cùng của cơ quan. Giao vai trò quản trị cho người khác trước."
        )


def _forget_scope(user: User) -> None:
    user.__dict__.pop("scope", None)
