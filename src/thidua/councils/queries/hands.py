"""An open vote: who votes on which motion, before the hands are counted."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.councils.models import BallotBox, Sitting
from thidua.councils.queries.progress import VOTING
from thidua.councils.queries.tally import not_voting


@dataclass(frozen=True)
class HandsLine:
    """A motion and the members whose hands or written opinions are counted for it."""

    number: int
    title: str
    voters: frozenset[int]

    @property
    def voting(self) -> int:
        return len(self.voters)


def hands_of(sitting: Sitting, box: BallotBox) -> list[HandsLine]:
    """The motions of an open vote with their voters: present or in writing, not stepped aside."""
    rows = list(sitting.attendance.filter(status__in=VOTING))
    away = {row.member_id: not_voting(box, row) for row in rows}
    return [
        HandsLine(
            asked["number"],
            asked["title"],
            frozenset(pk for pk, motions in away.items() if asked["id"] not in motions),
        )
        for asked in box.asked
    ]
