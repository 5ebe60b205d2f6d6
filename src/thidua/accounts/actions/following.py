"""An account follows a person whose two records become one, or are parted again."""

from __future__ import annotations

from thidua.accounts.models import User
from thidua.kit.moves import Moves


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`.

    A record has one account: where both have one, each account stays and both see the own record.
    """
    if moves.back or not User.objects.filter(person=moves.new.pk).exists():
        moves.follow(User, "person")
