"""What rests on an import by now, so that it cannot be taken back without more ado."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.dossiers.models import Dossier, Nominee
from thidua.exchange.models import ImportBatch
from thidua.people.models import Person
from thidua.register.models import RegisterEntry
from thidua.register.queries import resting_on as resting_on_entries

Kind = ImportBatch.Kind


def entries_of(batch: ImportBatch) -> QuerySet[RegisterEntry]:
    """Lines of the register that a batch brought in."""
    span = batch.made.get("entries") or []
    if not span:
        return RegisterEntry.objects.none()
    return RegisterEntry.objects.filter(
        department=batch.department,
        source=RegisterEntry.Source.BOOK,
        sequence__range=(span[0], span[1]),
    ).exclude(state=RegisterEntry.State.WITHDRAWN)


def resting_on(batch: ImportBatch) -> list[str]:
    """A sentence part for each thing that was built on the batch; empty when it can go."""
    if batch.kind == Kind.REGISTER:
        return _on_entries(batch)
    if batch.kind == Kind.PROPOSAL:
        return _on_dossier(batch)
    return _on_people(batch)


def _on_entries(batch: ImportBatch) -> list[str]:
    keys = list(entries_of(batch).values_list("pk", flat=True))
    return list(resting_on_entries(keys, with_claims=False))


def _on_dossier(batch: ImportBatch) -> list[str]:
    dossier = Dossier.objects.filter(pk=batch.made.get("dossier")).first()
    if dossier is None or dossier.state == Dossier.State.DRAFT:
        return []
    return [f"hồ sơ {dossier.code} đã {dossier.get_state_display().lower()}"]


def _on_people(batch: ImportBatch) -> list[str]:
    """New people in a dossier, with an award or an account."""
    made = batch.made.get("people", [])
    found: list[str] = []
    for start in range(0, len(made), 500):
        keys = made[start : start + 500]
        nominees = Nominee.objects.filter(person__in=keys).select_related("person", "dossier")
        found += [f"{n.person} đã có trong hồ sơ {n.dossier.code}" for n in nominees]
        held = RegisterEntry.objects.filter(person__in=keys).values_list("person", flat=True)
        found += [
            f"{person.full_name} ({person.code}) đã có dòng trong sổ khen thưởng"
            for person in Person.objects.filter(pk__in=set(held))
        ]
        found += [
            f"{person.full_name} ({person.code}) đã có tài khoản"
            for person in Person.objects.filter(pk__in=keys, account__isnull=False)
        ]
    return found
