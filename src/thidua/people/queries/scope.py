"""Reading persons: scope, search without diacritics, namesakes, the number behind a digest."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of
from thidua.people import identity
from thidua.people.models import IdentityNumber, Person
from thidua.people.queries.merging import standing

GONE = (Person.Status.TRANSFERRED, Person.Status.RETIRED, Person.Status.LEFT)


def own_person_id(user: Any) -> int | None:
    """The record of the person behind the account; after a merge the one that stands for it."""
    linked = getattr(user, "person_id", None)
    return standing(linked) if linked else None


def visible_to(user: Any) -> QuerySet[Person]:
    """The whole department, the units one heads, and always the own record; nobody else's."""
    scope = scope_of(user)
    linked: int = getattr(user, "person_id", None) or 0
    own = Person.everyone.filter(pk=linked).values(standing=Coalesce("merged_into_id", "pk"))
    mine = Q(pk__in=own) if linked else Q(pk__in=[])
    if scope.department is None:
        return Person.objects.filter(mine)
    if scope.whole_department:
        return Person.objects.filter(scope.of_department() | mine)
    return Person.objects.filter(Q(department=scope.department, unit__in=scope.unit_ids) | mine)


def search(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Those with a name word that begins with each word of `text`, in any order, or that code.

    Marks are ignored; "anh" finds Ánh and Anh, not Thanh.
    """
    for word in fold(text).split():
        people = people.filter(
            Q(folded_name__startswith=word)
            | Q(folded_name__contains=f" {word}")
            | Q(code__istartswith=word)
        )
    return people


def namesakes(department: Body, name: str) -> QuerySet[Person]:
    """Persons of the department with the same name, marks ignored."""
    return Person.objects.filter(department=department, folded_name=fold(name)).select_related(
        "unit"
    )


def identity_digest(number: str) -> str:
    """Keyed digest of an identity number; refuses what is not twelve digits."""
    return identity.digest(number)


def by_identity(department: Body, number: str) -> Person | None:
    """The person of the department with that identity number."""
    kept = IdentityNumber.objects.filter(
        person__department=department, digest=identity.digest(number)
    ).first()
    return Person.objects.filter(pk=standing(kept.person_id)).first() if kept else None
