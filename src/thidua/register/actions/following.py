"""Entries and claims follow a person whose two records become one, or are parted again."""

from __future__ import annotations

from thidua.kit.moves import Moves
from thidua.register.actions.claims import recheck_claims
from thidua.register.models import Claim, RegisterEntry


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`; declared awards of both are checked again.

    Lines that only may be about the person name the record that stands for them.
    """
    moves.follow(RegisterEntry, "person")
    moves.follow(Claim, "person")
    department = moves.new.department
    if moves.back:
        asked = moves.returned(RegisterEntry, ["candidates"])
    else:
        asked = []
        for entry in RegisterEntry.objects.filter(
            department=department, match=RegisterEntry.Match.ASKED
        ).exclude(candidates=[]):
            if moves.old.pk in entry.candidates:
                named = (moves.new.pk if pk == moves.old.pk else pk for pk in entry.candidates)
                moves.put(entry, "candidates", list(dict.fromkeys(named)))
                asked.append(entry)
    RegisterEntry.objects.bulk_update(asked, ["candidates"], batch_size=200)
    recipients = [(moves.new.pk, None), (moves.old.pk, None)]
    recheck_claims(department=department, recipients=recipients, by=moves.by)
