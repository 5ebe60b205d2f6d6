"""Who persons are: adding, updating, and looking at an identity number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body
from thidua.people import identity
from thidua.people.actions.batch import Batch, PersonFields, PersonRow
from thidua.people.actions.posts import open_posts
from thidua.people.models import IdentityNumber, Person
from thidua.people.permissions import check_may_keep_people, check_may_reveal_identity


@transaction.atomic
def save_people(
    *, department: Body, rows: Sequence[PersonRow], by: Any, with_posts: bool = True
) -> list[tuple[Person, bool]]:
    """Add or update many persons, in the order of `rows`; each with whether it changed.

    A line is found again by `person`, else by `code`, else by the identity number; otherwise it is
    a new person with the next staff code. Refuses a future date, an unknown word, a unit of
    another department, an identity number that is another person's; then nothing is stored.

    A list says where somebody works now: `with_posts` opens the post for whom it is new, its first
    day unknown, and notes of a post held until then that its last day is unknown.
    """
    check_may_keep_people(by, department=department)
    batch = Batch(department, rows)
    before = {pk: (p.unit_id, p.position, p.group) for pk, p in batch.by_pk.items()}
    results = [batch.take(row) for row in rows]
    batch.store()
    if with_posts:
        people = {person.pk: person for person, different in results if different}
        open_posts(
            people=[
                person
                for pk, person in people.items()
                if before.get(pk) != (person.unit_id, person.position, person.group)
            ]
        )
    changed = sum(1 for _, different in results if different)
    if changed:
        one = results[0][0] if len(results) == 1 else None
        record(
            by=by,
            action="people.save_people",
            text=f"Cập nhật hồ sơ {one.full_name}" if one else f"Cập nhật hồ sơ {changed} người",
            subject=one or department,
            body=department,
            detail={"added": batch.added, "altered": changed - batch.added},
        )
    return results


def save_person(
    *,
    department: Body,
    by: Any,
    full_name: str,
    code: str | None = None,
    person: Person | None = None,
    identity_number: str | None = None,
    with_posts: bool = True,
    **fields: Unpack[PersonFields],
) -> tuple[Person, bool]:
    """The same for one person; returns the person and whether anything changed."""
    row: PersonRow = {
        **fields,
        "full_name": full_name,
        "code": code,
        "person": person,
        "identity_number": identity_number,
    }
    return save_people(department=department, rows=[row], by=by, with_posts=with_posts)[0]


@transaction.atomic
def reveal_identity(*, person: Person, by: Any) -> str:
    """The identity number in clear, for the officer; every look leaves an audit row.

    Refuses when no number is recorded, so that the log never tells of a look that showed nothing.
    """
    check_may_reveal_identity(by, person=person)
    kept = IdentityNumber.objects.filter(person=person).first()
    if kept is None:
        raise WrongState(f"Chưa ghi số định danh của {person.full_name}.")
    number = identity.decrypt(bytes(kept.cipher), person_id=person.pk)
    record(
        by=by,
        action="people.reveal_identity",
        text=f"Xem số định danh của {person.full_name}",
        subject=person,
        body=person.department,
    )
    return number
