"""Rows of imports follow a person whose two records become one, or are parted again."""

from __future__ import annotations

from thidua.exchange.models import ImportRow
from thidua.kit.moves import Moves


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`."""
    moves.follow(ImportRow, "person")
