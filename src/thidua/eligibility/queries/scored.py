"""Scores shown beside an answer with their source: the settled grade, the concluded place."""

from __future__ import annotations

from thidua.eligibility.models import Assessment
from thidua.scoring.queries.facts import grades_of, places_of


def scored_beside(assessment: Assessment) -> list[str]:
    """For a collective its own, for a person those of the unit; of the year of the round.

    The place decides the condition on leading a cluster, the grade stands for the yearly rating
    where none is recorded; everything else is evidence for whoever concludes.
    """
    body = assessment.collective or (assessment.person and assessment.person.unit)
    if not body:
        return []
    year = assessment.round.year
    told = []
    grade = grades_of([body.pk], year).get(body.pk)
    if grade:
        told.append(f"{body.name}: {grade.source}")
    place = places_of([body.pk], year).get(body.pk)
    if place:
        flag = "; được cụm, khối đề nghị tặng Cờ thi đua" if place.flag else ""
        told.append(f"{body.name}: {place.source} trong {place.of} đơn vị{flag}")
    return told
