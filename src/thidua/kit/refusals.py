"""Turns refusals raised by actions and queries into pages and API answers with their sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from thidua.kit.errors import LawSaysNo, NotAllowed, Refusal

AT_ONCE = (
    "Nội dung này vừa được ghi, có thể do bấm hai lần hoặc người khác làm cùng lúc. Lần này không "
    "ghi gì thêm. Tải lại trang để xem."
)
_log = logging.getLogger(__name__)


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

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if not _has_nul(request):
            return None
        sentence = "Nội dung gửi lên có ký tự không in được (mã 0). Xóa ký tự đó rồi gửi lại."
        return _answer(request, sentence, 400)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IntegrityError):
            # Two people at the same moment; the transaction of the second kept nothing.
            _log.error("A constraint refused a request to %s", request.path, exc_info=exception)
            return _answer(request, AT_ONCE, 409)
        if not isinstance(exception, Refusal):
            return None
        return _answer(request, str(exception), status_of(exception))


def _answer(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"error": sentence}, status=status)
    return render(request, "kit/refusal.html", {"sentence": sentence}, status=status)


def _has_nul(request: HttpRequest) -> bool:
    """Whether a text holds the character 0, which PostgreSQL cannot store and no key types."""
    if request.content_type == "application/json" and b"\\u0000" in request.body:
        return True
    sent = (values for form in (request.GET, request.POST) for values in form.lists())
    return any("\0" in text for name, texts in sent for text in (name, *texts))
