"""Reading the book: what someone holds, what a user may see, and whether it was tampered with."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, scope_of
from thidua.people.models import Person
from thidua.register.models import Claim, RegisterEntry


def awards_of(
    *,
    person: Person | None = None,
    collective: Body | None = None,
    with_revoked: bool = False,
) -> QuerySet[RegisterEntry]:
    """Awards that a person or a collective holds: matched for certain, oldest first."""
    held = RegisterEntry.objects.filter(match=RegisterEntry.Match.MATCHED)
    if person is not None:
        held = held.filter(person=person)
    elif collective is not None:
        held = held.filter(collective=collective)
    else:
        raise ValueError("awards_of() needs a person or a collective")
    if with_revoked:
        held = held.exclude(state=RegisterEntry.State.WITHDRAWN)
    else:
        held = held.filter(state=RegisterEntry.State.VALID)
    return held.order_by("year", "decided_on", "sequence")


def visible_to(user: Any) -> QuerySet[RegisterEntry]:
    """The whole book of the department, the lines of the units one heads, and the own awards."""
    scope = scope_of(user)
    own = getattr(user, "person_id", None)
    certain = RegisterEntry.Match.MATCHED
    mine = Q(person=own, match=certain) if own else Q(pk__in=[])
    entries = RegisterEntry.objects.all()
    if scope.department is None:
        return entries.filter(mine)
    if scope.whole_department:
        if own is None or Person.objects.filter(pk=own, department=scope.department).exists():
            # One department only, so that its indexes serve. A second of the same is no other.
            return entries.filter(scope.of_department())
        return entries.filter(scope.of_department() | mine)
    units = scope.unit_ids
    return entries.filter(
        Q(department=scope.department, match=certain)
        & (Q(person__unit__in=units) | Q(collective__in=units))
        | mine
    )


def claims_visible_to(user: Any) -> QuerySet[Claim]:
    """Claims in the same scope as the book."""
    scope = scope_of(user)
    own = getattr(user, "person_id", None)
    mine = Q(person=own) if own else Q(pk__in=[])
    claims = Claim.objects.all()
    if scope.department is None:
        return claims.filter(mine)
    if scope.whole_department:
        return claims.filter(scope.of_department() | mine)
    units = scope.unit_ids
    return claims.filter(
        Q(department=scope.department) & (Q(person__unit__in=units) | Q(collective__in=units))
        | mine
    )


def waiting_to_match(user: Any) -> QuerySet[RegisterEntry]:
    """Entries whose person only a human can tell; empty for those who may not decide it."""
    scope = scope_of(user)
    if scope.department is None or not scope.has(Role.OFFICER):
        return RegisterEntry.objects.none()
    return (
        RegisterEntry.objects.filter(scope.of_department(), match=RegisterEntry.Match.ASKED)
        .exclude(state=RegisterEntry.State.WITHDRAWN)
        .order_by("recipient_sort", "sequence")
    )


def search(entries: QuerySet[RegisterEntry], text: str) -> QuerySet[RegisterEntry]:
    """Entries where each word begins a word of the recipient, or is in the number or award name.

    Marks are ignored; "1482" finds 1482/QĐ-UBND, "2025" also the year.
    """
    words = fold(text).split()
    names = _award_names() if words else {}
    for word in words:
        found = (
            Q(recipient_folded__startswith=word)
            | Q(recipient_folded__contains=f" {word}")
            | Q(decision_folded__contains=word)
            | Q(award_code__icontains=word)
        )
        if word.isascii() and word.isdigit() and len(word) == 4:
            found |= Q(year=int(word))
        if named := [name for name, folded in names.items() if word in folded]:
            found |= Q(award_name__in=named)
        entries = entries.filter(found)
    return entries


def _award_names() -> dict[str, str]:
    """Award names of the book and how they fold: a few dozen, folded here, not in SQL (a query)."""
    names = RegisterEntry.objects.values_list("award_name", flat=True).distinct().order_by()
    return {name: fold(name) for name in names}
