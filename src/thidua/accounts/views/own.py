"""Signing in and out, and the own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from thidua.accounts import actions
from thidua.accounts.doorkeeper import CONFINED
from thidua.accounts.forms import PasswordForm, SignInForm
from thidua.accounts.models import User
from thidua.kit.callers import address_of
from thidua.kit.errors import WrongState


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Check the name and password, then go on to the page that was asked for."""
    if request.user.is_authenticated:
        return redirect(_wanted(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.check_credentials(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                address=address_of(request),
            )
        except WrongState as refusal:
            form.blame(str(refusal))
        else:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect(_wanted(request))
    status = 422 if form.errors else 200
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "accounts/sign_in.html", context, status=status)


@sensitive_post_parameters("ma")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, code: str = "") -> HttpResponse:
    """Sign in with a one-time code. Opening the link uses nothing up: programs that preview
    links open them too; the button does."""
    given = request.POST.get("ma", "") if request.method == "POST" else code
    problem = ""
    if request.method == "POST":
        try:
            used = actions.use_pass(code=given, address=address_of(request))
        except WrongState as refusal:
            problem = str(refusal)
        else:
            request.session.flush()
            login(request, used.user, backend="django.contrib.auth.backends.ModelBackend")
            request.session[CONFINED] = used.addresses
            return redirect(used.addresses[0])
    context = {"code": given, "problem": problem}
    return render(request, "accounts/enter.html", context, status=422 if problem else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    assert isinstance(request.user, User)  # noqa: S101 - the login middleware saw to it
    actions.note_sign_out(user=request.user)
    logout(request)
    messages.success(request, "Đã đăng xuất.")
    return redirect("accounts:sign_in")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Change the own password; this session stays, others end."""
    assert isinstance(request.user, User)  # noqa: S101 - the login middleware saw to it
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.change_password(
                user=request.user, old=form.cleaned_data["old"], new=form.cleaned_data["new"]
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "Đã đổi mật khẩu.")
            return redirect("desk:home")
    status = 422 if form.errors else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)


def _wanted(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A word without a slash would be taken for the name of a view.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return "desk:home"
