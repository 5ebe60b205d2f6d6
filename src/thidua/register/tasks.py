"""Long checks beside the request: a thread walks the book, the page tells how far it is."""

from __future__ import annotations

from threading import Thread

from django.db import connection

from thidua.register import actions
from thidua.register.models import RegisterCheck

# Up to this many links a book is walked while the browser waits (about a second).
LONG = 10_000


def walk(check: RegisterCheck) -> None:
    """Walk the book of `check`, beside the request when it is long."""
    if check.total <= 2 * LONG:
        actions.run_check(check=check)
        return
    Thread(target=_run, args=(check,), name=f"register-check-{check.pk}", daemon=True).start()


def _run(check: RegisterCheck) -> None:
    try:
        actions.run_check(check=check)
    finally:
        connection.close()
