"""What the shell of every page shows: body, role, navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Body, role label and navigation of the signed-in user; empty for strangers."""
    return {"shell": {}}
