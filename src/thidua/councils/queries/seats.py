"""Who sits on which council and who may see which sitting."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from thidua.accounts.models import User
from thidua.accounts.queries import scope_of
from thidua.councils.models import Attendance, BallotBox, Council, HasVoted, Member, Sitting
from thidua.kit.text import fold
from thidua.organisations.models import NOT_UNITS, Body
from thidua.organisations.queries import units_of


def of_department(department: Body, path: str = "body") -> Q:
    """Councils of the department and of those of its units that have one of their own."""
    return Q(**{path: department}) | Q(**{f"{path}__parent": department}) & ~Q(
        **{f"{path}__kind__in": NOT_UNITS}
    )


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
        seen |= of_department(scope.department)
    if not getattr(user, "is_authenticated", False):
        return Council.objects.none()
    return Council.objects.filter(seen).distinct().select_related("body__parent").order_by("pk")


def council_list(user: Any) -> QuerySet[Council]:
    """Councils that `user` sees with their number of members, those still at work first."""
    # Counted apart: the rows that make a council visible to a member are those of the member alone.
    present = (
        Member.objects.filter(council=OuterRef("pk"), to_date=None)
        .order_by()
        .values("council")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        visible_councils(user)
        .annotate(members_count=Coalesce(Subquery(present), 0))
        .order_by(F("ended_on").desc(nulls_first=True), "body__order", "pk")
    )


def bodies_with_councils(department: Body) -> QuerySet[Body]:
    """Units of the department that may have a council of their own: those with people and seal."""
    kinds = (Body.Kind.BRANCH, Body.Kind.CENTRE, Body.Kind.SCHOOL, Body.Kind.FUND, Body.Kind.BOARD)
    return units_of(department).filter(kind__in=kinds).order_by("order", "name")


def visible_sittings(user: Any) -> QuerySet[Sitting]:
    """Those who prepare see every sitting of the department; a member those they are called to."""
    if not getattr(user, "is_authenticated", False):
        return Sitting.objects.none()
    scope = scope_of(user)
    seen = Q(council__members__user=user, council__members__to_date=None) & ~Q(
        state=Sitting.State.DRAFT
    )
    if scope.whole_department and scope.department is not None:
        seen |= of_department(scope.department, "council__body")
    return (
        Sitting.objects.filter(seen)
        .distinct()
        .select_related("council__body__parent", "presided_by__user", "secretary__user")
        .prefetch_related("boxes")
    )


def sittings_of(council: Council, user: Any) -> QuerySet[Sitting]:
    """Sittings of one council with the number of motions and sheets, newest first (one query)."""
    return (
        visible_sittings(user)
        .filter(council=council)
        .annotate(
            motions_count=Count("motions", distinct=True),
            voters_count=Count("boxes__voters", distinct=True),
        )
        .order_by("-held_on", "-pk")
    )


def sitting_for(user: Any, pk: int) -> Sitting | None:
    """The sitting if `user` may see it."""
    return visible_sittings(user).filter(pk=pk).first()


def attendance_of(user: Any, sitting: Sitting) -> Attendance | None:
    """The row of the account's present seat at the sitting, with the seat (one query)."""
    if not getattr(user, "is_authenticated", False):
        return None
    rows = sitting.attendance.select_related("member__person").filter(
        member__user=user,
        member__to_date=None,
        member__council=sitting.council_id,
    )
    # A ballot is asked for by all at once: only what a seat is known by is read.
    return rows.only(
        "sitting", "status", "member__full_name", "member__user", "member__person__gender"
    ).first()


def attending(sitting: Sitting) -> QuerySet[Attendance]:
    """Attendance rows of the sitting in the order of seats."""
    return sitting.attendance.select_related("member", "member__user").order_by(
        "member__order", "member_id"
    )


def needs_ballot(user: Any) -> QuerySet[Sitting]:
    """Sittings whose box is open and waits for the sheet of `user` (for the desk)."""
    if not getattr(user, "is_authenticated", False):
        return Sitting.objects.none()
    # At most one box of a sitting is open.
    done = HasVoted.objects.filter(
        box__sitting=OuterRef("sitting"),
        box__state=BallotBox.State.OPEN,
        member=OuterRef("member"),
    )
    waiting = Attendance.objects.filter(
        ~Exists(done),
        member__user=user,
        sitting__boxes__state=BallotBox.State.OPEN,
        sitting__voting=Sitting.Voting.SECRET,
        status__in=[Attendance.Status.PRESENT, Attendance.Status.WRITTEN],
    )
    return (
        Sitting.objects.filter(pk__in=waiting.values("sitting"))
        .select_related("council")
        .prefetch_related("boxes")
    )


def sitting_list(user: Any, *, text: str = "", state: str = "") -> QuerySet[Sitting]:
    """Sittings that `user` may see, searched without diacritics, with counts for the list."""
    found = visible_sittings(user).annotate(
        motions_count=Count("motions", distinct=True),
        voters_count=Count("boxes__voters", distinct=True),
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
            Q(roles__body=council.body.department)
            | Q(roles__body__in=units_of(council.body.department, with_closed=True)),
            is_active=True,
        )
        .exclude(pk__in=seated)
        .distinct()
        .order_by("full_name", "pk")
    )
