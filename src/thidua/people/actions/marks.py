"""The moment from which answers of the law about a person may be stale."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from thidua.people.models import Person

_CHUNK = 500


def mark_changed(*, person_ids: Iterable[int]) -> None:
    """Note that facts of these persons changed now, inside the transaction of the change.

    Called by the actions of this app and of those above it that keep facts of persons.
    """
    ids = sorted(person_ids)
    now = timezone.now()
    for start in range(0, len(ids), _CHUNK):
        Person.objects.filter(pk__in=ids[start : start + _CHUNK]).update(changed_at=now)
