"""Long imports beside the request: a thread does the work, the page tells how far it is.

No queue is kept: what is to be done stands in the batch. Work that was killed has stored nothing
and is begun again from the page.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from django.db import connection

from thidua.exchange import actions, progress
from thidua.exchange.actions import work_key
from thidua.exchange.models import ImportBatch
from thidua.exchange.progress import Work
from thidua.kit.errors import NotAllowed, WrongState

# Below this a file is read, and a batch stored, while the browser waits.
LONG_BYTES = 1024 * 1024
LONG_ROWS = 5_000


def read_later(batch: ImportBatch, *, by: Any) -> None:
    """Read a kept file beside the request."""
    _start(batch, "Đọc tệp", lambda work: actions.read_batch(batch=batch, by=by, work=work))


def confirm_later(batch: ImportBatch, *, by: Any) -> None:
    """Store a batch beside the request."""
    _start(batch, "Nhập tệp", lambda work: actions.confirm_import(batch=batch, by=by, work=work))


def _start(batch: ImportBatch, doing: str, act: Callable[[Work], object]) -> None:
    if progress.is_at_work(work_key(batch)):
        return
    Thread(
        target=_run, args=(work_key(batch), doing, act), name=work_key(batch), daemon=True
    ).start()


def _run(key: str, doing: str, act: Callable[[Work], object]) -> None:
    try:
        with progress.working(key) as work:
            if work is None:
                return
            work.tell(doing)
            try:
                act(work)
            except (WrongState, NotAllowed) as refusal:
                work.tell(doing, failure=str(refusal))
            except Exception:
                failure = "Có lỗi bất ngờ: chưa có gì được lưu. Thử lại hoặc báo quản trị hệ thống."
                work.tell(doing, failure=failure)
                raise
            else:
                progress.forget(key)
    finally:
        connection.close()
