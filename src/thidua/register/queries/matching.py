"""Who a line of the book may be about: the suggested person first, then namesakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.models import RegisterEntry


@dataclass
class Suggestion:
    """An entry that waits, with the persons it may be about."""

    entry: RegisterEntry
    people: list[Person] = field(default_factory=list)


def suggestions(department: Body, entries: Sequence[RegisterEntry]) -> list[Suggestion]:
    """For the entries of one page: one query for all namesakes."""
    names = {entry.recipient_folded for entry in entries}
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(
        department=department, folded_name__in=names
    ).select_related("unit"):
        by_name[person.folded_name].append(person)
    found = []
    for entry in entries:
        people = list(by_name[entry.recipient_folded])
        if entry.person is not None:
            people = [entry.person, *(p for p in people if p.pk != entry.person_id)]
        found.append(Suggestion(entry, people))
    return found
