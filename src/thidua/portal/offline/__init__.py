"""The list of public keys, and the page that checks a certificate with it without a network.

The page is one file: its script and style are named by their digests in its own policy, which
allows nothing else, so that it cannot reach any network even where there is one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.utils import timezone

from thidua.decisions.queries.keys import published_keys
from thidua.documents.seal_check import FORMAT, VERSION


def keys() -> list[dict[str, Any]]:
    """Every key, the newest first, as the public may see it."""
    return published_keys()


def keys_json() -> str:
    return json.dumps(_listed(), ensure_ascii=False, indent=1) + "\n"


def _listed() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "address": f"{settings.PUBLIC_URL}/xac-minh/",
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "keys": [{name: one[name] for name in _FIELDS} for one in keys()],
    }


_FIELDS = ("id", "algorithm", "public_key", "state", "used_from", "retired_at", "revoked_at",
           "leaked_on")  # fmt: skip


def page() -> str:
    """The page with the keys of today inside."""
    parts = files("thidua.portal.offline")
    script = parts.joinpath("check.js").read_text("utf-8")
    look = parts.joinpath("check.css").read_text("utf-8")
    listed = json.dumps(_listed(), ensure_ascii=False).replace("<", "\\u003c")
    rules = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; "
        f"style-src 'sha256-{_digest(look)}'"
    )
    shell = parts.joinpath("shell.txt").read_text("utf-8")
    for name, value in (
        ("POLICY", rules), ("LOOK", look), ("SCRIPT", script), ("KEYS", listed),
        ("DAY", f"{timezone.localdate():%d/%m/%Y}"),
    ):  # fmt: skip
        shell = shell.replace(f"%%{name}%%", value)
    return shell


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
