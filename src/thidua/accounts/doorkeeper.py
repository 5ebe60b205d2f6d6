"""Middleware: who is not signed in is led to the sign-in page, each in the way they asked.

A page goes there and comes back afterwards; a fragment asks the whole page to go; the API, which
nobody looks at, gets 401 with a sentence. What signed-in people see stays out of shared and
stored caches: an office computer has a Back button. Who came in with a one-time code opens the
few pages the code was given for, and no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

# Key of the session: the addresses that a one-time code opened.
CONFINED = "only"
CONFINEMENT = (
    "Mã vào một lần chỉ mở trang phiếu bầu và tài liệu kèm theo. Đăng nhập bằng mật khẩu để xem "
    "các trang khác."
)


class SignInMiddleware(LoginRequiredMiddleware):
    """As Django's own, for pages, fragments and the API."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        allowed = request.session.get(CONFINED)
        if allowed is not None and request.user.is_authenticated:
            return _confined(request, allowed)
        answer: HttpResponseBase | None = super().process_view(
            request, view_func, view_args, view_kwargs
        )
        return answer

    def handle_no_permission(  # type: ignore[override]  # Django's own answers pages only
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.path.startswith("/api/"):
            return JsonResponse({"error": "Chưa đăng nhập. Đăng nhập rồi gọi lại."}, status=401)
        answer: HttpResponse = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request") == "true":
            # The redirect of a fragment would put the sign-in page inside the page.
            return HttpResponseClientRedirect(answer.headers["Location"].partition("?")[0])
        return answer

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response


def _confined(request: HttpRequest, allowed: list[str]) -> HttpResponse | None:
    """None for a page the code was given for; its own first page for any other."""
    match = request.resolver_match
    if match is not None and match.view_name == "accounts:sign_out":
        return None
    # Only the first address takes what is sent; the others are read.
    open_now = allowed if request.method in {"GET", "HEAD"} else allowed[:1]
    if any(request.path.startswith(address) for address in open_now):
        return None
    if request.path.startswith("/api/"):
        return JsonResponse({"error": CONFINEMENT}, status=403)
    if request.method in {"GET", "HEAD"} and request.headers.get("HX-Request") != "true":
        return redirect(allowed[0])
    return render(request, "kit/refusal.html", {"sentence": CONFINEMENT}, status=403)
