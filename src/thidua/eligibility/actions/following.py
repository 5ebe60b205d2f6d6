"""Answers of the law follow a person whose two records become one, or are parted again."""

from __future__ import annotations

from django.db.models import Q

from thidua.eligibility.models import Assessment, FactsSnapshot, Finding
from thidua.kit.moves import Moves


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`.

    Where both records have a current answer to the same question, each keeps its own; the one
    that stands for the person is stale and asked again with all facts.
    """
    moves.follow(FactsSnapshot, "person")
    current = Q(is_current=True)
    moves.follow(Assessment, "person", same=("round_id", "award_code"), among=current)
    if not moves.back:
        moves.follow(Assessment, "person", among=~current)
    standing = Q(withdrawn_at=None)
    moves.follow(Finding, "person", same=("round_id", "about"), among=standing)
    if not moves.back:
        moves.follow(Finding, "person", among=~standing)
