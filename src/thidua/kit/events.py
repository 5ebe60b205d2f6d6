"""Named events by which a lower app tells an upper one; at most ten, all listed here.

The upper app subscribes in its `apps.py`; receivers run inside the sender's transaction, so a
receiver that fails undoes the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Event:
    """A list of receivers called in the order of subscription with keyword arguments."""

    def __init__(self, name: str, carries: str) -> None:
        self.name = name
        self.carries = carries
        self._receivers: list[Callable[..., None]] = []

    def subscribe(self, receiver: Callable[..., None]) -> Callable[..., None]:
        """Add `receiver` once; usable as a decorator."""
        if receiver not in self._receivers:
            self._receivers.append(receiver)
        return receiver

    def send(self, **facts: Any) -> None:
        for receiver in self._receivers:
            receiver(**facts)


motion_decided = Event("motion_decided", "motion, by: a ballot closed and the motion has a result")
decision_issued = Event("decision_issued", "decision, by: a decision got its number and signature")
awards_cancelled = Event(
    "awards_cancelled", "decision, awards, by: a later decision cancelled lines of an earlier one"
)
reward_returned = Event(
    "reward_returned", "line, amount, day, by: money of a cancelled award came back"
)
person_moved = Event(
    "person_moved", "moves: two records of a person become one, or are parted again (kit.moves)"
)
bodies_replaced = Event(
    "bodies_replaced",
    "replaced (pairs: a body that ends, the one that takes its people over), day, by",
)
bodies_restored = Event(
    "bodies_restored", "replaced (the same pairs), day, by: such an event is taken back"
)
record_signed = Event(
    "record_signed", "record, by: the minutes or the tally record of a sitting got all signatures"
)
EVENTS = (
    motion_decided,
    decision_issued,
    awards_cancelled,
    reward_returned,
    person_moved,
    bodies_replaced,
    bodies_restored,
    record_signed,
)
