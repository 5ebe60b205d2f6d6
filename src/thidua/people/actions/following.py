"""What of this app follows when two records become one: fields, number, facts, posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

from thidua.kit.moves import Change, Moves
from thidua.people import identity
from thidua.people.models import (
    Correction,
    Departure,
    Discipline,
    IdentityNumber,
    Leave,
    PendingMatter,
    Person,
    Post,
    Rating,
)
from thidua.people.queries.merging import GROUPS, RATING

_ABSORBED = "absorbed"
_PERSON = Person._meta.label_lower
_NUMBER = IdentityNumber._meta.label_lower
_DAYS = {f.attname for f in Person._meta.concrete_fields if isinstance(f, models.DateField)}


def settle_fields(moves: Moves, choices: Mapping[str, str]) -> None:
    """Write the chosen values into the survivor; the other record steps out of every list."""
    kept, gone = moves.new, moves.old
    for key, columns in GROUPS.items():
        if choices.get(key) == _ABSORBED:
            for column in columns:
                _put(moves, kept, column, getattr(gone, column))
    _ratings(moves, choices)
    _number(moves, choices.get("identity_number") == _ABSORBED)
    _put(moves, gone, "merged_into_id", kept.pk)
    # Left out by joins as well, which know no manager.
    _put(moves, gone, "unit_id", None)
    _put(moves, gone, "status", Person.MERGED)
    kept.save()
    gone.save()
    # Records merged into the other before stand behind the same person now: never a chain.
    for behind in Person.everyone.filter(merged_into=gone.pk):
        _put(moves, behind, "merged_into_id", kept.pk)
        behind.save()


def part_records(moves: Moves) -> None:
    """The former values of both records, and the number of each."""
    kept, gone = moves.new, moves.old
    noted = moves.noted or ()
    about = [c for c in noted if c.model == _PERSON]
    people = Person.everyone.in_bulk({c.row for c in about}) | {kept.pk: kept, gone.pk: gone}
    for change in reversed(about):
        person = people[change.row]
        if _plain(getattr(person, change.field)) == change.after:
            setattr(person, change.field, _value(change.field, change.before))
        else:
            moves.kept += 1
    for person in people.values():
        person.save()
    for row in moves.returned(Rating, ["grade", "source"]):
        row.save()
    if any(change.model == _NUMBER for change in noted):
        _swap_numbers(kept, gone)


def follow_person(*, moves: Moves) -> None:
    """Facts, posts and requests of the one record go over to the other."""
    moves.follow(Rating, "person", same=("year",))
    moves.follow(Discipline, "person", same=("measure", "from_date", "to_date", "decision_number"))
    for fact in (Leave, PendingMatter):
        moves.follow(fact, "person", same=("kind", "from_date", "to_date"))
    moves.follow(Post, "person", same=("unit_id", "title", "from_date"))
    open_one = models.Q(to_date=None)
    if moves.back:
        moves.follow(Departure, "person")
    else:
        moves.follow(Departure, "person", among=~open_one)
        # Only one departure of a person is open; the status decided above says whose.
        if not Departure.objects.filter(open_one, person=moves.new.pk).exists():
            moves.follow(Departure, "person", among=open_one)
    moves.follow(Correction, "person")


def _ratings(moves: Moves, choices: Mapping[str, str]) -> None:
    chosen = {int(k.removeprefix(RATING)) for k, v in choices.items() if _is_theirs(k, v)}
    theirs = {r.year: r for r in Rating.objects.filter(person=moves.old.pk, year__in=chosen)}
    for rating in Rating.objects.filter(person=moves.new.pk, year__in=theirs):
        moves.put(rating, "grade", theirs[rating.year].grade)
        moves.put(rating, "source", theirs[rating.year].source)
        rating.save(update_fields=["grade", "source"])


def _is_theirs(key: str, side: str) -> bool:
    return key.startswith(RATING) and side == _ABSORBED


def _number(moves: Moves, chosen: bool) -> None:
    """The number that holds is the survivor's; a number not chosen stays with the other record."""
    mine = IdentityNumber.objects.filter(person=moves.new.pk).exists()
    theirs = IdentityNumber.objects.filter(person=moves.old.pk).exists()
    if theirs and (chosen or not mine):
        _swap_numbers(moves.new, moves.old)
        # That they changed hands, never what they are.
        moves.done.append(Change(_NUMBER, moves.new.pk, "swapped", False, True))


def _swap_numbers(one: Person, other: Person) -> None:
    """Each number is bound to its person by the cipher, so it is sealed anew."""
    kept = list(IdentityNumber.objects.filter(person__in=[one.pk, other.pk]))
    plain = [
        (identity.decrypt(bytes(row.cipher), person_id=row.person_id), row.digest, row.person_id)
        for row in kept
    ]
    IdentityNumber.objects.filter(pk__in=[row.pk for row in kept]).delete()
    IdentityNumber.objects.bulk_create(
        [
            IdentityNumber(
                person_id=owner, cipher=identity.encrypt(number, person_id=owner), digest=digest
            )
            for number, digest, was in plain
            for owner in [other.pk if was == one.pk else one.pk]
        ]
    )


def _put(moves: Moves, person: Person, column: str, value: Any) -> None:
    before = getattr(person, column)
    if before == value:
        return
    setattr(person, column, value)
    moves.done.append(Change(_PERSON, person.pk, column, _plain(before), _plain(value)))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _value(column: str, plain: Any) -> Any:
    return dt.date.fromisoformat(plain) if column in _DAYS and plain else plain
