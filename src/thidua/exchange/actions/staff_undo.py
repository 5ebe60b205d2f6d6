"""Taking a staff list back: facts it added go, fields it changed are as before, new people go."""

from __future__ import annotations

import datetime as dt
from typing import Any

from thidua.exchange.actions.staff_made import FACTS, plain
from thidua.exchange.models import ImportBatch
from thidua.initiatives.actions import remove_initiative
from thidua.movements.actions import remove_registration
from thidua.organisations.actions import remove_collective_year
from thidua.organisations.models import Body, CollectiveYear
from thidua.people import actions as people
from thidua.people.models import Person
from thidua.register.actions import remove_claims

_DATES = {"born_on", "recruited_on", "joined_on", "left_on"}


def undo_staff(batch: ImportBatch, reason: str, by: Any) -> dict[str, int]:
    """Returns how many of each kind were taken back.

    A field that somebody changed since stays as it is now. Units stay: they may be empty, and are
    ended on their own page.
    """
    made = batch.made
    taken: dict[str, int] = {}
    removers: dict[str, Any] = {
        "initiatives": lambda one: remove_initiative(initiative=one, by=by),
        "registrations": lambda one: remove_registration(registration=one, by=by),
    }
    for kind, keys in made.get("facts", {}).items():
        if kind == "claims":
            taken[kind] = remove_claims(department=batch.department, claims=keys, by=by)
        if kind in {"claims", "posts"}:
            continue
        remove = removers.get(kind) or (
            lambda one: people.remove_fact(fact=one, by=by, reason=reason)
        )
        rows = list(FACTS[kind].objects.filter(pk__in=keys))
        for row in rows:
            remove(row)
        taken[kind] = len(rows)
    units = made.get("unit_claims", [])
    taken["unit_claims"] = remove_claims(department=batch.department, claims=units, by=by)
    for year in CollectiveYear.objects.filter(pk__in=made.get("years", [])):
        remove_collective_year(entry=year, by=by)
    taken["fields"] = _fields_back(batch, by)
    # Once people are back where they were, the posts of the list are not their present ones.
    taken["posts"] = people.take_back_posts(
        department=batch.department,
        posts=made.get("facts", {}).get("posts", []),
        reason=reason,
        by=by,
    )
    new = list(Person.objects.filter(pk__in=made.get("people", [])))
    if new:
        taken["people"] = people.remove_people(
            department=batch.department, people=new, reason=reason, by=by
        )
    return taken


def _fields_back(batch: ImportBatch, by: Any) -> int:
    """Old values where the import's are still there."""
    changes = batch.made.get("changes", {})
    rows: list[Any] = []
    for person in Person.objects.filter(pk__in=[int(pk) for pk in changes]):
        back: dict[str, Any] = {}
        for name, (old, new) in changes[str(person.pk)].items():
            if plain(getattr(person, "unit_id" if name == "unit" else name)) == new:
                back[name] = _value(name, old)
        if back:
            rows.append({"full_name": person.full_name, **back, "person": person})
    if rows:
        people.save_people(department=batch.department, rows=rows, by=by, with_posts=False)
    return len(rows)


def _value(name: str, kept: Any) -> Any:
    if name == "unit":
        return Body.objects.filter(pk=kept).first() if kept else None
    if name in _DATES and kept:
        return dt.date.fromisoformat(kept)
    return kept
