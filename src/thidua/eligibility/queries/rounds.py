"""Rounds and answers that a user may see: those of the department, of the unit headed, the own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.accounts.queries import scope_of
from thidua.eligibility.models import Assessment, Finding, Round
from thidua.organisations.models import Body
from thidua.people.models import Person


def rounds_visible_to(user: Any) -> QuerySet[Round]:
    """Rounds of the department, for those who work on all of it and for heads of its units."""
    scope = scope_of(user)
    if scope.department is None or not (scope.whole_department or scope.unit_ids):
        return Round.objects.none()
    return Round.objects.filter(scope.of_department()).select_related("department")


def with_sizes(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Each round with the number of people and collectives that have an answer in it."""
    current = Q(assessment_set__is_current=True)
    return rounds.annotate(
        people_asked=Count("assessment_set__person", filter=current, distinct=True),
        units_asked=Count("assessment_set__collective", filter=current, distinct=True),
    )


def current_assessments(
    round: Round,
    *,
    person: Person | None = None,
    collective: Body | None = None,
    award_code: str | None = None,
) -> QuerySet[Assessment]:
    """The answers that stand now, of everybody or of one subject, of all awards or of one."""
    found = Assessment.objects.filter(round=round, is_current=True)
    if person is not None:
        found = found.filter(person=person)
    if collective is not None:
        found = found.filter(collective=collective)
    if award_code is not None:
        found = found.filter(award_code=award_code)
    return found


def assessments_visible_to(user: Any) -> QuerySet[Assessment]:
    """Answers about the user's own people and units, and about the user."""
    scope = scope_of(user)
    own = Q(pk__in=[])
    if scope.department is not None and scope.whole_department:
        own = scope.of_department("round__department")
    elif scope.department is not None and scope.unit_ids:
        own = Q(round__department=scope.department) & (
            Q(person__unit__in=scope.unit_ids) | Q(collective__in=scope.unit_ids)
        )
    if getattr(user, "person_id", None):
        own |= Q(person=user.person_id)
    return Assessment.objects.filter(own)


def findings_of(assessment: Assessment) -> QuerySet[Finding]:
    """Findings about the subject in this round, withdrawn ones too, newest first."""
    return (
        Finding.objects.filter(
            round=assessment.round_id,
            person=assessment.person_id,
            collective=assessment.collective_id,
        )
        .select_related("recorded_by")
        .order_by("-recorded_at", "-pk")
    )
