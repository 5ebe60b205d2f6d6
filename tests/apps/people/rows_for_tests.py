"""Every row of the program as plain values, to compare two moments."""

from __future__ import annotations

from typing import Any

from django.apps import apps

# What tells of the act itself, or of the moment: not of the people.
APART = {
    "audit.auditrow", "audit.chainhead", "register.registerevent",
    "people.personmerge", "people.mergechange",
    "people.distinctpair", "people.identitynumber",
}  # fmt: skip
MOMENTS = {"changed_at"}


def everything() -> dict[tuple[str, Any], dict[str, Any]]:
    """Table and key to the values of the row; identity numbers in clear, by their person."""
    from thidua.people import identity
    from thidua.people.models import IdentityNumber

    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if not model.__module__.startswith("thidua.") or label in APART:
            continue
        names = [f.attname for f in model._meta.concrete_fields if f.name not in MOMENTS]
        for row in model._base_manager.values(*names):
            # A table of plain texts has no number; the row is its own key.
            found[label, row.get(model._meta.pk.attname, tuple(row.values()))] = row
    for number in IdentityNumber.objects.all():
        found["number", number.person_id] = {
            "number": identity.decrypt(bytes(number.cipher), person_id=number.person_id),
            "digest": number.digest,
        }
    return found
