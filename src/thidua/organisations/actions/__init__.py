"""Everything that writes about units: the list, their names, and the facts of a year."""

from thidua.organisations.actions.units import (
    add_name,
    close_body,
    create_body,
    edit_body,
    rename_body,
    reopen_body,
)
from thidua.organisations.actions.years import (
    CollectiveYearRow,
    mark_changed,
    record_collective_year,
    record_collective_years,
    remove_collective_year,
    set_collective_year,
)

__all__ = [
    "CollectiveYearRow",
    "add_name",
    "close_body",
    "create_body",
    "edit_body",
    "mark_changed",
    "record_collective_year",
    "record_collective_years",
    "remove_collective_year",
    "rename_body",
    "reopen_body",
    "set_collective_year",
]
