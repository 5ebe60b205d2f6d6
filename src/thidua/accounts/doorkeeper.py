"""Middleware: who is not signed in is led to the sign-in page, each in the way they asked.

A page goes there and comes back afterwards; a fragment asks the whole page to go; the API, which
nobody looks at, gets 401 with a sentence. What signed-in people see stays out of shared and
stored caches: an office computer has a Back button.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect


class SignInMiddleware(LoginRequiredMiddleware):
    """As Django's own, for pages, fragments and the API."""

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
