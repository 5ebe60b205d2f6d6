"""Everything that writes about persons: who they are, and dated facts about them."""

from thidua.people.actions.batch import PersonRow
from thidua.people.actions.facts import (
    record_discipline,
    record_disciplines,
    record_leave,
    record_leaves,
    record_pending,
    record_pendings,
    record_rating,
    record_ratings,
)
from thidua.people.actions.marks import mark_changed
from thidua.people.actions.persons import reveal_identity, save_people, save_person
from thidua.people.actions.posts import record_post, record_posts

__all__ = [
    "PersonRow",
    "mark_changed",
    "record_discipline",
    "record_disciplines",
    "record_leave",
    "record_leaves",
    "record_pending",
    "record_pendings",
    "record_post",
    "record_posts",
    "record_rating",
    "record_ratings",
    "reveal_identity",
    "save_people",
    "save_person",
]
