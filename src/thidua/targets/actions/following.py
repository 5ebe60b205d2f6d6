"""Rows that follow a person whose record is merged into another."""

from __future__ import annotations

from thidua.kit.moves import Moves
from thidua.targets.models import Target


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`: the owner of a target."""
    moves.follow(Target, "owner_person")
