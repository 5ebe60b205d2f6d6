"""Long work seen from outside: how far it is, and whether anybody is still at it.

A file beside the stored imports holds the figures, because rows written inside a transaction are
seen by nobody until it ends. The lock on it is let go by the system when the process dies, so work
that was killed is known at once and can be taken up again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Progress:
    """`done` of `total` steps of the work called `doing`; `failure` is a sentence."""

    doing: str
    done: int = 0
    total: int = 0
    failure: str = ""

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class Work:
    """What whoever does the work tells; `silent` where nobody watches."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def tell(self, doing: str, done: int = 0, total: int = 0, failure: str = "") -> None:
        if self._descriptor is None:
            return
        words = json.dumps(asdict(Progress(doing, done, total, failure)), ensure_ascii=False)
        content = words.encode()
        # One write of a padded line: a reader never sees half of an old and half of a new one.
        os.pwrite(self._descriptor, content.ljust(4096)[:4096], 0)


SILENT = Work(None)


@contextmanager
def working(key: str) -> Iterator[Work | None]:
    """Do the work called `key` alone; None where somebody is at it already."""
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield Work(descriptor)
    finally:
        os.close(descriptor)


def is_at_work(key: str) -> bool:
    """True while a living process works at `key`."""
    try:
        descriptor = os.open(_path(key), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def last_told(key: str) -> Progress | None:
    """What was told last; None where nothing was, or the work ended and was cleared away."""
    try:
        content = _path(key).read_bytes()
    except FileNotFoundError:
        return None
    try:
        return Progress(**json.loads(content))
    except (ValueError, TypeError):
        return None


def forget(key: str) -> None:
    """Clear away what was told."""
    _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "nhap" / "dang-lam" / f"{key}.json"
