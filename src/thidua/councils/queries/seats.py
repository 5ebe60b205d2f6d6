"""Who sits on which council and who may see which sitting."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from thidua.accounts.models import User
from thidua.accounts.queries import scope_of
from thidua.councils.models import Attendance, BallotBox, Council, HasVoted, Member, Sitting
from thidua.kit.text import fold


def current_members(council: Council) -> QuerySet[Member]:
    """Members whose seat has not ended, in the order of the decision."""
    return council.members.filter(to_date=None).select_related("user").order_by("order", "pk")


def seat_of(user: Any, council: Council) -> Member | None:
    """The present seat of `user` on `council`, if any."""
    if not getattr(user, "is_authenticated", False):
        return None
    return council.members.filter(user=user, to_date=None).first()


def visible_councils(user: Any) -> QuerySet[Council]:
    """Officer, secretary, director: the department's councils; a member: their own."""
    scope = scope_of(user)
    seen = Q(members__user_id=getattr(user, "pk", None), members__to_date=None)
    if scope.whole_department and scope.department is not None:
        seen |= Q(body=scope.department)
    if not getattr(user, "is_authenticated", False):
        return Council.objects.none()
    return Council.objects.filter(seen).distinct().select_related("body").order_by("pk")


def visible_sittings(user: Any) -> QuerySet[Sitting]:
    """Those who prepare see every sitting of the department; a member those they are called to."""
    if not getattr(user, "is_authenticated", False):
        return Sitting.objects.none()
    scope = scope_of(user)
    seen = Q(council__members__user=user, council__members__to_date=None) & ~Q(
        state=Sitting.State.DRAFT
    )
    if scope.whole_department and scope.department is not None:
        seen |= Q(council__body=scope.department)
    return (
        Sitting.objects.filter(seen)
        .distinct()
        .select_related("council", "council__body", "box", "presided_by", "secretary")
    )


def sittings_of(council: Council, user: Any) -> QuerySet[Sitting]:
    """Sittings of one council with the number of motions and sheets, newest first (one query)."""
    return (
        visible_sittings(user)
        .filter(council=council)
        .annotate(
            motions_count=Count("motions", distinct=True),
            voters_count=Count("box__voters", distinct=True),
        )
        .order_by("-held_on", "-pk")
    )


def sitting_for(user: Any, pk: int) -> Sitting | None:
    """The sitting if `user` may see it."""
    return visible_sittings(user).filter(pk=pk).first()


def attending(sitting: Sitting) -> QuerySet[Attendance]:
    """Attendance rows of the sitting in the order of seats."""
    return sitting.attendance.select_related("member", "member__user").order_by(
        "member__order", "member_id"
    )


def needs_ballot(user: Any) -> QuerySet[Sitting]:
    """Sittings whose box is open and waits for the sheet of `user` (for the desk)."""
    if not getattr(user, "is_authenticated", False):
        return Sitting.objects.none()
    done = HasVoted.objects.filter(box__sitting=OuterRef("sitting"), member=OuterRef("member"))
    waiting = Attendance.objects.filter(
        ~Exists(done),
        member__user=user,
        sitting__box__state=BallotBox.State.OPEN,
        status__in=[Attendance.Status.PRESENT, Attendance.Status.WRITTEN],
    )
    return Sitting.objects.filter(pk__in=waiting.values("sitting")).select_related("council", "box")


def sitting_list(user: Any, *, text: str = "", state: str = "") -> QuerySet[Sitting]:
    """Sittings that `user` may see, searched without diacritics, with counts for the list."""
    found = visible_sittings(user).annotate(
        motions_count=Count("motions", distinct=True),
        voters_count=Count("box__voters", distinct=True),
    )
    if state in Sitting.State.values:
        found = found.filter(state=state)
    words = fold(text).split()
    if words:
        # Titles are few (some sittings a year), so they are folded here and not stored twice.
        titles = visible_sittings(user).values_list("pk", "title")
        found = found.filter(
            pk__in=[pk for pk, title in titles if all(w in fold(title) for w in words)]
        )
    return found


def voting_accounts(council: Council) -> QuerySet[User]:
    """Accounts of the department that hold no seat on the council yet."""
    seated = council.members.filter(to_date=None, user__isnull=False).values("user")
    return (
        User.objects.filter(
            Q(roles__body=council.body) | Q(roles__body__parent=council.body), is_active=True
        )
        .exclude(pk__in=seated)
        .distinct()
        .order_by("full_name", "pk")
    )
