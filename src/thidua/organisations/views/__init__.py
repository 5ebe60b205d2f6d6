"""Pages of units: looking, and keeping by hand."""

from thidua.organisations.views.keeping import add, close, edit, rename, reopen
from thidua.organisations.views.pages import detail, export, index
from thidua.organisations.views.years import add_year, change_year, remove_year

__all__ = [
    "add",
    "add_year",
    "change_year",
    "close",
    "detail",
    "edit",
    "export",
    "index",
    "remove_year",
    "rename",
    "reopen",
]
