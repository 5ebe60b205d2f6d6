"""Entries and claims follow a person whose two records become one, or are parted again."""

from __future__ import annotations

from thidua.kit.moves import Moves
from thidua.register.actions.chaining import append_events
from thidua.register.actions.claims import recheck_claims
from thidua.register.models import Claim, RegisterEntry, RegisterEvent, RegisterExtract


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`; declared awards of both are checked again.

    Lines that only may be about the person name the record that stands for them.
    """
    moves.follow(RegisterEntry, "person")
    moves.follow(Claim, "person")
    moves.follow(RegisterExtract, "person")
    department = moves.new.department
    if moves.back:
        returned = moves.returned(RegisterEntry, ["candidates"])
        asked = [row for row in returned if isinstance(row, RegisterEntry)]
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
    label = RegisterEntry._meta.label_lower
    changes = moves.noted or () if moves.back else moves.done
    keys = [c.row for c in changes if c.model == label and c.field == "person"]
    followed = [
        entry
        for start in range(0, len(keys), 500)
        for entry in RegisterEntry.objects.filter(
            pk__in=keys[start : start + 500], person__in=[moves.new.pk, moves.old.pk]
        ).order_by("sequence")
    ]
    append_events(followed, RegisterEvent.Kind.MOVED, department=department, by=moves.by)
    recipients = [(moves.new.pk, None), (moves.old.pk, None)]
    recheck_claims(department=department, recipients=recipients, by=moves.by)
