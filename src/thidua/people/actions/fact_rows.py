"""What one line of a dated fact about a person holds: rating, discipline, leave, matter."""

from __future__ import annotations

import datetime as dt
from typing import NotRequired, TypedDict

from thidua.people.models import Person


class RatingRow(TypedDict):
    """One line of `record_ratings`."""

    person: Person
    year: int
    grade: str
    source: NotRequired[str]


class DisciplineRow(TypedDict):
    """One line of `record_disciplines`."""

    person: Person
    measure: str
    from_date: dt.date | None
    to_date: NotRequired[dt.date | None]
    decision_number: NotRequired[str]
    note: NotRequired[str]


class FactRow(TypedDict):
    """One line of `record_leaves` or `record_pendings`; `kind` from the list of that fact."""

    person: Person
    kind: str
    from_date: dt.date | None
    to_date: NotRequired[dt.date | None]
    note: NotRequired[str]
