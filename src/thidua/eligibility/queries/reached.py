"""Targets reached, shown beside an answer as evidence; no predicate of the law is decided by them.

The facts of the law (thidua-facts/1) know no targets: "hoàn thành vượt mức các chỉ tiêu" is a
condition that a council concludes on, and this is what it reads before it does.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua.eligibility.models import Assessment
from thidua.targets.queries import Achievement, achievement, achievement_of_person


@dataclass(frozen=True)
class Reached:
    """Targets of one subject in one year: the person's own, or those of a body."""

    whose: str
    achievement: Achievement


def reached_beside(assessment: Assessment) -> list[Reached]:
    """For a person the own targets and those of the unit, for a collective its own.

    Of the year of the round; years without any target are left out. The numbers are those of
    today, not of the day of the answer.
    """
    year = assessment.round.year
    found = []
    if assessment.person is not None:
        own = achievement_of_person(assessment.person.pk, year)
        found.append(Reached("Chỉ tiêu giao cho cá nhân", own))
    body = assessment.collective or (assessment.person and assessment.person.unit)
    if body:
        found.append(Reached(f"Chỉ tiêu của {body.name}", achievement(body, year)))
    return [one for one in found if one.achievement.assigned]
