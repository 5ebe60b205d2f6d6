"""Pages of units: looking, keeping by hand, what happens to them through time."""

from thidua.organisations.views.history import history, recognise, withdraw
from thidua.organisations.views.keeping import add, edit, reopen
from thidua.organisations.views.pages import detail, export, index
from thidua.organisations.views.reorganising import choose, correct_name, reorganise, undo
from thidua.organisations.views.tree import export_tree, tree
from thidua.organisations.views.years import add_year, change_year, remove_year

__all__ = [
    "add",
    "add_year",
    "change_year",
    "choose",
    "correct_name",
    "detail",
    "edit",
    "export",
    "export_tree",
    "history",
    "index",
    "recognise",
    "remove_year",
    "reopen",
    "reorganise",
    "tree",
    "undo",
    "withdraw",
]
