"""Turns refusals raised by actions and queries into pages and API answers with their sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from thidua.kit.errors import LawSaysNo, NotAllowed, Refusal


def status_of(refusal: Refusal) -> int:
    """403 for who, 422 for what the law refuses, 409 for a wrong state."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 422 if isinstance(refusal, LawSaysNo) else 409


class RefusalMiddleware:
    """Shows the sentence of a refusal that a view did not catch itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        status = status_of(exception)
        if request.path.startswith("/api/"):
            return JsonResponse({"error": str(exception)}, status=status)
        return render(request, "kit/refusal.html", {"sentence": str(exception)}, status=status)
