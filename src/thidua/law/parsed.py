"""Parsed copies of the program's own rulebook files: a fresh process need not parse YAML again.

A copy is plain JSON in the cache folder of the account, named by the digest of all files; a file
that changed by one byte gives another name, so a stale copy is never read. Where no folder of one's
own can be had, files are parsed as they are: slower, with the same answer.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from thidua.law.errors import RulebookError
from thidua.law.yamlio import parse_yaml, read_yaml

RULEBOOK = Path(__file__).resolve().parent.parent / "rulebook"
VARIABLE = "THIDUA_CACHE_DIR"
_PREFIX = "rulebook-"
_DAY = "~day"


def read_file(path: Path) -> Any:
    """The document in a rulebook file; those of the program come from the copy where there is one.

    Raises RulebookError with the line of the fault.
    """
    if RULEBOOK in path.parents:
        copy = _copies()
        name = path.relative_to(RULEBOOK).as_posix()
        if name in copy:
            return copy[name]
    return read_yaml(path, RulebookError)


@cache
def _copies() -> dict[str, Any]:
    """Documents by name; empty where the copy is neither there nor can be made."""
    folder = _folder()
    if folder is None:
        return {}
    texts = {p.relative_to(RULEBOOK).as_posix(): p for p in sorted(RULEBOOK.rglob("*.yaml"))}
    raw = {name: path.read_bytes() for name, path in texts.items()}
    digest = hashlib.sha256()
    for name, content in raw.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    kept = folder / f"{_PREFIX}{digest.hexdigest()[:32]}.json"
    try:
        found: dict[str, Any] = json.loads(kept.read_bytes(), object_hook=_read_day)
    except (OSError, ValueError):
        found = {
            name: parse_yaml(content.decode("utf-8-sig"), file=texts[name], error=RulebookError)
            for name, content in raw.items()
        }
        _keep(kept, found)
    return found


def _folder() -> Path | None:
    """A folder that only this account writes to, or None."""
    named = os.environ.get(VARIABLE)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(named) if named else Path(base) / "thidua"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):
        return None
    if about.st_uid != os.geteuid() or about.st_mode & 0o022:
        return None
    return folder


def _keep(path: Path, documents: dict[str, Any]) -> None:
    """Write beside, then put in place; older copies go. A full or locked disk is no fault."""
    with contextlib.suppress(OSError):
        handle, beside = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(documents, out, ensure_ascii=False, default=_write_day)
        os.replace(beside, path)
        for old in path.parent.glob(f"{_PREFIX}*.json"):
            if old != path:
                old.unlink(missing_ok=True)


def _write_day(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(type(value))


def _read_day(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[_DAY]) if _DAY in found else found
