"""Persons and the dated facts about them; the identity number is kept apart and encrypted."""

from thidua.people.models.corrections import Correction
from thidua.people.models.facts import (
    DatedFact,
    Departure,
    Discipline,
    Grade,
    Leave,
    PendingMatter,
    Rating,
)
from thidua.people.models.merges import DistinctPair, MergeChange, PersonMerge
from thidua.people.models.persons import IdentityNumber, Person, Post

__all__ = [
    "Correction",
    "DatedFact",
    "Departure",
    "Discipline",
    "DistinctPair",
    "Grade",
    "IdentityNumber",
    "Leave",
    "MergeChange",
    "PendingMatter",
    "Person",
    "PersonMerge",
    "Post",
    "Rating",
]
