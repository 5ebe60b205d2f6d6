"""The network address a request comes from, also when a web server stands in front."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the caller: what the outermost of our own proxies saw.

    Entries further left in X-Forwarded-For were written by the caller and count for nothing.
    """
    proxies = int(settings.PROXIES)
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(seen) >= proxies and seen[-proxies]:
        return seen[-proxies][:64]
    return str(request.META.get("REMOTE_ADDR", ""))
