"""Everything that writes in councils; each action checks who, refuses in words, is logged."""

from thidua.councils.actions.agenda import (
    NewMotion,
    add_motion,
    add_motions,
    create_sitting,
    edit_sitting,
    remove_motion,
    set_attendance,
    write_minutes,
)
from thidua.councils.actions.seats import add_member, create_council, edit_council, end_member
from thidua.councils.actions.voting import cast, close_ballot, conclude, convene, open_ballot

__all__ = [
    "NewMotion",
    "add_member",
    "add_motion",
    "add_motions",
    "cast",
    "close_ballot",
    "conclude",
    "convene",
    "create_council",
    "create_sitting",
    "edit_council",
    "edit_sitting",
    "end_member",
    "open_ballot",
    "remove_motion",
    "set_attendance",
    "write_minutes",
]
