"""Middleware: a password given by the administrator is replaced before anything else is done."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from thidua.accounts.doorkeeper import CONFINED

_OPEN = {"accounts:settings", "accounts:sign_out", "accounts:sign_in"}


class PasswordRenewalMiddleware:
    """Leads every page to the change of password while `must_change_password` is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not getattr(user, "must_change_password", False):
            return None
        if CONFINED in request.session:
            return None  # a one-time code opens no page where a password would matter
        match = request.resolver_match
        if match is None or match.view_name in _OPEN:
            return None
        messages.warning(request, "Đổi mật khẩu được cấp trước khi làm việc.")
        return redirect("accounts:settings")
