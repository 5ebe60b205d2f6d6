"""Doing an act only to say what it would change: everything is taken back at once."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from thidua.organisations.models import BodyEvent


def rehearse(act: Callable[[], BodyEvent]) -> tuple[str, ...]:
    """The sentences of what `act` does, refusals raised as they would be; nothing is kept.

    The page that asks before is thereby told by the act itself and cannot differ from it.
    """
    with transaction.atomic():
        told = act().told
        transaction.set_rollback(True)
    return told
