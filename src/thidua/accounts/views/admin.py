"""Accounts and roles, for the administrator of a department."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts import actions
from thidua.accounts.forms import AccountForm, RoleForm
from thidua.accounts.models import Role, RoleAssignment, User
from thidua.accounts.permissions import check_may_manage_accounts
from thidua.accounts.queries import accounts_for, current_roles, matching
from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import page_of
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of

HEADS = ("Tên đăng nhập", "Họ và tên", "Đơn vị", "Vai trò", "Tình trạng")
STATES = {"mo": "Đang dùng", "khoa": "Đã khóa"}


def _department(request: HttpRequest) -> Body:
    """The department of the signed-in administrator; refuses everyone else."""
    department = scope_of(request.user).department
    check_may_manage_accounts(request.user, department=department)
    assert department is not None  # noqa: S101 - the check above refused otherwise
    return department


def _found(request: HttpRequest) -> tuple[Any, dict[str, Any]]:
    """The accounts asked for, with the filters as understood."""
    text = request.GET.get("q", "").strip()
    role = request.GET.get("vai-tro", "")
    state = request.GET.get("trang-thai", "")
    accounts = accounts_for(request.user).select_related("person__unit")
    if role in Role.values:
        accounts = accounts.filter(pk__in=current_roles().filter(role=role).values("user"))
    if state in STATES:
        accounts = accounts.filter(is_active=state == "mo")
    shown = accounts.prefetch_related(Prefetch("roles", current_roles(), to_attr="held"))
    asked = {"q": text, "role": role, "state": state, "filtered": bool(text or role or state)}
    return (matching(shown, text) if text else shown), asked


@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """The accounts of the department: search, role and state filters."""
    _department(request)
    found, asked = _found(request)
    context = {
        "page": page_of(request, found),
        "roles": Role.choices,
        "states": STATES.items(),
        **asked,
    }
    return render(request, "accounts/users.html", context)


@require_safe
def export_users(request: HttpRequest) -> StreamingHttpResponse:
    """The same accounts as a file; no password, no identity number."""
    _department(request)
    found, _ = _found(request)
    rows = (
        (
            user.username,
            user.full_name,
            user.person.unit.name if user.person and user.person.unit else "",
            ", ".join(str(held.get_role_display()) for held in user.held),
            STATES["mo" if user.is_active else "khoa"],
        )
        for user in found
    )
    return exported(request, name="tai-khoan", title="Tài khoản", heads=HEADS, rows=rows)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_account(request: HttpRequest) -> HttpResponse:
    """A new account; its password is shown on the page that answers, and nowhere else."""
    department = _department(request)
    form = AccountForm(request.POST or None, department=department)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user, password = actions.create_account(
                department=department,
                username=data["username"],
                full_name=data["full_name"],
                person=data["person_code"],
                roles=[(data["role"], data["body"])] if data["role"] else [],
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(
                str(refusal), {"person": "person_code"}.get(refusal.field or "", refusal.field)
            )
        else:
            return render(
                request, "accounts/password.html", {"account": user, "password": password}
            )
    status = 422 if form.errors else 200
    return render(request, "accounts/add.html", {"form": form}, status=status)


def _account(request: HttpRequest, pk: int) -> User:
    _department(request)
    return get_object_or_404(accounts_for(request.user), pk=pk)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: roles, state, what the administrator may do."""
    user = _account(request, pk)
    return _account_page(request, user, RoleForm(department=_department(request)))


def _account_page(request: HttpRequest, user: User, form: RoleForm) -> HttpResponse:
    held = user.roles.select_related("body").order_by("to_date", "pk")
    open_now = set(current_roles().filter(user=user).values_list("pk", flat=True))
    context = {
        "account": user,
        "held": [r for r in held if r.pk in open_now],
        "ended": [r for r in held if r.pk not in open_now],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/account.html", context, status=status)


@require_POST
def add_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the account a role."""
    user = _account(request, pk)
    form = RoleForm(request.POST, department=_department(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.give_role(user=user, role=data["role"], body=data["body"], by=request.user)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã giao vai trò.")
            return redirect("accounts:account", pk)
    return _account_page(request, user, form)


@require_POST
def finish_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role today."""
    _department(request)
    mine = RoleAssignment.objects.filter(user__in=accounts_for(request.user))
    assignment = get_object_or_404(mine.select_related("user", "body__parent"), pk=pk)
    try:
        actions.end_role(assignment=assignment, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã kết thúc vai trò.")
    return redirect("accounts:account", assignment.user_id)


@require_POST
def switch_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or reopen the account."""
    user = _account(request, pk)
    active = request.POST.get("mo") == "1"
    try:
        actions.set_active(user=user, active=active, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã mở lại tài khoản." if active else "Đã khóa tài khoản.")
    return redirect("accounts:account", pk)


@never_cache
@require_POST
def renew_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A made-up password, shown on the page that answers, and nowhere else."""
    user = _account(request, pk)
    password = actions.reset_password(user=user, by=request.user)
    return render(request, "accounts/password.html", {"account": user, "password": password})
