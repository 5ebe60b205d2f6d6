"""Everything that writes about units: the list, what happens to bodies, the facts of a year."""

from thidua.organisations.actions.catalogue import Loaded, load_catalogue
from thidua.organisations.actions.closing import close_body
from thidua.organisations.actions.dividing import divide_body, separate_bodies
from thidua.organisations.actions.joining import absorb_bodies, join_bodies
from thidua.organisations.actions.moving import change_kind, move_body, move_function
from thidua.organisations.actions.recognition import recognise_history, withdraw_recognition
from thidua.organisations.actions.rehearsal import rehearse
from thidua.organisations.actions.renaming import correct_name, rename_body
from thidua.organisations.actions.reorganising import Basis, Formed
from thidua.organisations.actions.undoing import undo_event
from thidua.organisations.actions.units import add_name, create_body, edit_body, reopen_body
from thidua.organisations.actions.years import (
    CollectiveYearRow,
    mark_changed,
    record_collective_year,
    record_collective_years,
    remove_collective_year,
    set_collective_year,
)

__all__ = [
    "Basis",
    "CollectiveYearRow",
    "Formed",
    "Loaded",
    "absorb_bodies",
    "add_name",
    "change_kind",
    "close_body",
    "correct_name",
    "create_body",
    "divide_body",
    "edit_body",
    "join_bodies",
    "load_catalogue",
    "mark_changed",
    "move_body",
    "move_function",
    "recognise_history",
    "record_collective_year",
    "record_collective_years",
    "rehearse",
    "remove_collective_year",
    "rename_body",
    "reopen_body",
    "separate_bodies",
    "set_collective_year",
    "undo_event",
    "withdraw_recognition",
]
