"""The long tables that the SQL reads, all numbers, as rows for loading them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from thidua.law.facts import words as w
from thidua.law.index import award_index
from thidua.law.screen.building import NONE, people_columns, ranked, recognised
from thidua.law.screen.from_facts import SEVERAL
from thidua.law.screen.tables import Array, Table

NUMBERS = {"none": NONE}
# Columns of words that are made from rows of these tables.
WORDS_ROWS = {"barred": "disciplines", "served": "disciplines", "registered": "registrations"}


def plain(name: str) -> str:
    """The name of a column in SQL."""
    return "c_" + "".join(c if c.isalnum() else "_" for c in name)


def long_tables(tables: Mapping[str, Any]) -> dict[str, dict[str, Array]]:
    """The tables of the package in numbers: dates yyyymmdd, words of closed lists from 1 on, 0 for
    what is not recorded; `rid` keeps the order in which rows were told."""
    given = {name: Table(name, data) for name, data in tables.items()}
    size = given["subjects"].size
    columns: dict[str, Any] = {}
    people_columns(columns, given["subjects"], given)
    found = {"subjects": {"subject": np.arange(size)}}
    for name, value in columns.items():
        found["subjects"][plain(name)] = np.array(np.broadcast_to(value, size))
    for name, make in _MADE.items():
        table = given.get(name, Table(name, {"subject": []}))
        found[name] = {
            "rid": np.arange(table.size),
            "subject": table.subjects(size),
            **make(table),
        }
    return found


def _awards(table: Table) -> dict[str, Array]:
    every = np.arange(table.size)
    return {
        "code": table.coded("code", award_index()),
        "year": table.numbers("year"),
        "merit": table.coded("merit", w.MERITS),
        "decided": table.days("decided_on"),
        "start": table.days("period_from"),
        "after": table.days("period_to", later=1),
        "decision": ranked(table, every),
    }


def _initiatives(table: Table) -> dict[str, Array]:
    return {
        "year": table.numbers("year"),
        "level": table.coded("level", w.LEVELS),
        "kind": table.coded("kind", w.INITIATIVE_KINDS),
        "sure": recognised(table, table.days("recognised_on")),
        "day": table.days("recognised_on"),
        "used": table.coded("used_award", (*award_index(), SEVERAL)),
        "used_year": table.numbers("used_year"),
    }


def _disciplines(table: Table) -> dict[str, Array]:
    return {
        "measure": table.coded("measure", w.MEASURES),
        "start": table.days("from"),
        "until": table.days("to"),
        "after": table.days("to", later=1),
    }


def _findings(table: Table) -> dict[str, Array]:
    return {
        "about": np.array(table.texts("about"), object),
        "award": np.array(table.texts("award"), object),
        "holds": table.flags("holds", default=True),
        "year": table.numbers("year"),
        "day": table.days("decided_on"),
    }


_MADE: dict[str, Callable[[Table], dict[str, Array]]] = {
    "awards": _awards,
    "ratings": lambda t: {"year": t.numbers("year"), "grade": t.coded("grade", w.GRADES)},
    "initiatives": _initiatives,
    "disciplines": _disciplines,
    "pending": lambda t: {"start": t.days("from"), "until": t.days("to")},
    "registrations": lambda t: {"year": t.numbers("year")},
    "members_with": lambda t: {
        "code": t.coded("award", award_index()),
        "have": t.numbers("have", NONE),
        "undecided": t.numbers("undecided"),
    },
    "awards_complete": lambda t: {
        "code": t.coded("award", award_index()),
        "first": t.numbers("from"),
        "last": t.numbers("to"),
    },
    "findings": _findings,
}
