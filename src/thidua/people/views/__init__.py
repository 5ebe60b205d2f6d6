"""Pages of persons: looking, and keeping by hand."""

from thidua.people.views.facts import add_fact, change_fact, conclude, remove_fact
from thidua.people.views.keeping import add, edit
from thidua.people.views.pages import detail, export, identity, index

__all__ = [
    "add",
    "add_fact",
    "change_fact",
    "conclude",
    "detail",
    "edit",
    "export",
    "identity",
    "index",
    "remove_fact",
]
