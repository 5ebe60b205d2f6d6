"""How an entry may change after it was written: matching to a person, and revocation.

Serves Luật 06/2022/QH15 on the keeping of award records; the content itself never changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua.register.models import RegisterEntry

Match = RegisterEntry.Match
State = RegisterEntry.State


@dataclass(frozen=True)
class Transition:
    """One permitted change: what it is called in the log and which roles may do it."""

    name: str
    source: str
    target: str
    roles: tuple[str, ...]
    log_text: str


MATCHING = (
    Transition("confirm", Match.ASKED, Match.MATCHED, ("officer",), "Khớp dòng sổ với"),
    Transition("confirm", Match.UNMATCHED, Match.MATCHED, ("officer",), "Khớp dòng sổ với"),
    Transition("reject", Match.ASKED, Match.UNMATCHED, ("officer",), "Không có người khớp dòng sổ"),
    Transition("undo", Match.MATCHED, Match.ASKED, ("officer",), "Gỡ khớp người"),
)
STANDING = (
    Transition("revoke", State.VALID, State.REVOKED, ("officer",), "Ghi việc hủy bỏ, thu hồi"),
)


def transition(table: tuple[Transition, ...], name: str, source: str) -> Transition | None:
    """The change `name` out of `source`, or None when it is not permitted from there."""
    return next((t for t in table if t.name == name and t.source == source), None)
