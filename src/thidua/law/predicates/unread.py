"""Text that nobody has read: it never makes anyone eligible."""

from __future__ import annotations

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome
from thidua.law.values import NEEDS_TEXT


def unknown(_: Case, condition: Condition) -> Outcome:
    """The condition was not read; only the official text settles it."""
    return Outcome(NEEDS_TEXT, note=f"{condition.params['text']}")
