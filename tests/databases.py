"""The migrations build a test database once; every further process starts from a copy of it.

The copy is named by what built it, so a changed migration or library makes another one. SQLite
copies are files in the folder for temporary files; PostgreSQL copies are databases that the server
takes as templates.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MARK = "thidua_template_"
KEPT = 3  # days since a copy was last taken


@cache
def key() -> str:
    """What the database is built from, in 16 letters."""
    files = sorted((ROOT / "src").glob("thidua/*/migrations/*.py"))
    summed = hashlib.sha256()
    for path in [ROOT / "uv.lock", *files]:
        summed.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return summed.hexdigest()[:16]


def folder() -> Path:
    """The user's own folder for copies and locks."""
    place = Path(tempfile.gettempdir()) / f"thidua-tests-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.stat().st_uid != os.getuid():
        raise RuntimeError(f"{place} belongs to somebody else: remove it or set TMPDIR")
    return place


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One process at a time, across the machine."""
    with (folder() / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def copy_file(to: Path) -> bool:
    """Put the copy for SQLite at `to`; False when none was kept yet."""
    kept = folder() / f"{key()}.sqlite3"
    if not kept.exists():
        return False
    kept.touch()
    shutil.copyfile(kept, to)
    return True


def keep_file(connection: Any) -> None:
    """Keep what the migrations built in this connection's file, for others."""
    place = folder()
    for path in place.glob("*.sqlite3"):
        if path.stat().st_mtime < time.time() - KEPT * 86400:
            path.unlink(missing_ok=True)
    made = place / f"{key()}.{os.getpid()}.part"
    made.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(made)])
    made.replace(place / f"{key()}.sqlite3")


def template(connection: Any) -> str | None:
    """The name of the template on this server; None when none was kept yet."""
    name = MARK + key()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return name if cursor.fetchone() else None


def keep_template(connection: Any) -> None:
    """Keep this connection's database as a template; earlier ones go."""
    built, name = connection.settings_dict["NAME"], MARK + key()
    connection.close()  # nobody may be connected to what is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [MARK])
        for (old,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{built}"')
