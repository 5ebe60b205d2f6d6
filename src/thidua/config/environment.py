"""Reads what differs between installations: database address and the secret key file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database_from_url(url: str) -> dict[str, Any]:
    """Translate `sqlite:///path` or `postgresql://user:pass@host:port/name` for Django.

    Raises ImproperlyConfigured, naming the accepted forms, for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        # sqlite:////abs/path keeps one leading slash; sqlite:///rel is relative to the folder.
        name = path[1:] if path.startswith("//") else path
        if name != "/:memory:":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # Opening the file anew for each request costs as much as two or three questions.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                # Writers queue up instead of failing in the middle of a transaction.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # A socket folder is written %2Fvar%2Frun%2Fpostgresql.
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"THIDUA_DATABASE_URL có dạng “{parts.scheme}://…”. Dùng sqlite:////đường/dẫn/tệp "
        "hoặc postgresql://người:mật-khẩu@máy:5432/tên."
    )


def load_or_create_secret(path: Path) -> str:
    """Return the key kept in `path`, making a random one readable by the owner only."""
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process made it first
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(key)
    return key
