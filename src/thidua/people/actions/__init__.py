"""Everything that writes about persons: who they are, and dated facts about them."""

from thidua.people.actions.asking import ask_in_words
from thidua.people.actions.batch import PersonRow
from thidua.people.actions.corrections import (
    accept_correction,
    ask_correction,
    refuse_correction,
    withdraw_correction,
)
from thidua.people.actions.editing import (
    SORTS,
    add_fact,
    change_fact,
    conclude_matter,
    remove_fact,
)
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
from thidua.people.actions.keeping import add_person, edit_person
from thidua.people.actions.leaving import (
    DepartureRow,
    change_departure,
    record_departure,
    record_departures,
    record_return,
    remove_departure,
)
from thidua.people.actions.marks import mark_changed
from thidua.people.actions.merging import merge_people, take_back_apart, tell_apart, undo_merge
from thidua.people.actions.persons import reveal_identity, save_people, save_person
from thidua.people.actions.posts import record_post, record_posts
from thidua.people.actions.removing import remove_people
from thidua.people.actions.taking_back import take_back_posts

__all__ = [
    "SORTS",
    "DepartureRow",
    "PersonRow",
    "accept_correction",
    "add_fact",
    "add_person",
    "ask_correction",
    "ask_in_words",
    "change_departure",
    "change_fact",
    "conclude_matter",
    "edit_person",
    "mark_changed",
    "merge_people",
    "record_departure",
    "record_departures",
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
    "record_return",
    "refuse_correction",
    "remove_departure",
    "remove_fact",
    "remove_people",
    "reveal_identity",
    "save_people",
    "save_person",
    "take_back_apart",
    "take_back_posts",
    "tell_apart",
    "undo_merge",
    "withdraw_correction",
]
