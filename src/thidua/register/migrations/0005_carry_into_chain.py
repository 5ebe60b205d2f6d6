"""Entries written before events were chained: each gets its place, and one event that says how it
stood on the day of the change (person, match, state), chained after all of them.

The hashes of the entries stay as they were written, so that a copy of the chain's head made before
still fits. Nothing is renumbered.
"""

import hashlib
import json

from django.db import migrations
from django.db.models import F
from django.utils import timezone

BATCH = 500


def _hash(previous, content):
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def carry(apps, _editor):
    entries = apps.get_model("register", "RegisterEntry").objects
    events = apps.get_model("register", "RegisterEvent")
    heads = apps.get_model("audit", "ChainHead").objects
    entries.filter(place=None).update(place=F("sequence"), form=1)
    now = timezone.now()
    departments = entries.order_by().values_list("department", flat=True).distinct()
    for department in list(departments):
        head = heads.filter(name=f"register:{department}").first()
        if head is None:
            continue
        pending = []
        for entry in entries.filter(department=department).order_by("place").iterator(BATCH):
            head.sequence += 1
            event = events(
                department_id=department,
                place=head.sequence,
                entry_id=entry.pk,
                kind="carried",
                reason=entry.state_reason if entry.state == "revoked" else "",
                person=entry.person_id,
                collective=entry.collective_id,
                match=entry.match,
                state=entry.state,
                recovery="",
                at=now,
                by_name="Hệ thống",
                previous_hash=head.last_hash,
            )
            content = {
                "place": event.place,
                "kind": "carried",
                "day": None,
                "document_number": "",
                "document_on": None,
                "authority": "",
                "reason": event.reason,
                "objects_named": "",
                "amount": None,
                "person": event.person,
                "collective": event.collective,
                "match": event.match,
                "state": event.state,
                "recovery": "",
                "at": now.isoformat(timespec="microseconds"),
                "by_id": None,
                "by_name": "Hệ thống",
                "entry": entry.sequence,
            }
            head.last_hash = event.event_hash = _hash(head.last_hash, content)
            pending.append(event)
            if len(pending) == BATCH:
                events.objects.bulk_create(pending)
                pending = []
        events.objects.bulk_create(pending)
        head.save(update_fields=["sequence", "last_hash"])


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0004_events_and_extracts'),
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
