"""Columns of facts made the tables that year words are built from, for one year asked.

The same rules as `eligibility.subjects` has for one person, for all at once: which years of the
register, of the ratings and of the initiatives are known. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from thidua.eligibility.columns import WORDS, Array, Coded, FactColumns
from thidua.eligibility.subjects import LONG_AGO, known_years


def considered(columns: FactColumns, year: int) -> Array:
    """Who worked there in `year`, as `people_considered` says: a mask over `people`."""
    people = columns["people"]
    still: Array = (people["left"] == 0) & ~people["gone"]
    return still | (people["left"] >= year)


def tables_for(columns: FactColumns, year: int, *, with_claims: bool = False) -> dict[str, Any]:
    """The tables of `law.screen` for everybody in `columns`, asked in `year`.

    `with_claims` takes declared awards that the register does not confirm as held.
    """
    people = columns["people"]
    size = columns.size
    yes = np.ones(size, bool)
    subjects: dict[str, Any] = {
        "group": _words(people["group"], "group"),
        "gender": _words(people["gender"], "gender"),
        "employment": _words(people["employment"], "employment"),
        "recruited_on": people["recruited"],
        "disciplines_listed": people["disciplines_listed"],
        "leave_listed": people["leave_listed"],
        "posts_listed": people["posts_listed"],
        "awards_listed": yes,
        "pending_listed": yes,
        "study_listed": yes,
        "ratings_listed": _rated(columns),
        "registrations_listed": _of_book(columns, [year in b.registered for b in columns.books]),
        "initiatives_listed": _of_book(columns, [b.ledger is not None for b in columns.books]),
    }
    complete = [*_spans(columns, year, subjects)]
    awards = columns["awards"]
    chosen = slice(None) if with_claims else ~awards["claimed"]
    held = {name: values[chosen] for name, values in awards.items()}
    made, registered = columns["initiatives"], columns["registrations"]
    registered = {name: v[registered["year"] <= year] for name, v in registered.items()}
    return {
        "subjects": subjects,
        "awards": {
            "subject": held["person"],
            "code": _words(held["code"], "code"),
            "year": held["year"],
            "decided_on": held["decided"],
            "period_from": held["start"],
            "period_to": held["end"],
            "merit": _words(held["merit"], "merit"),
            "decision": Coded(held["decision"], columns.decisions),
        },
        "ratings": {
            "subject": columns["ratings"]["person"],
            "year": columns["ratings"]["year"],
            "grade": _words(columns["ratings"]["grade"], "grade"),
        },
        "initiatives": {
            "subject": made["person"],
            "year": made["year"],
            "level": _words(made["level"], "level"),
            "kind": _words(made["kind"], "kind"),
            "recognised_on": made["recognised_on"],
            "recognised": made["recognised"],
            "used_award": _words(made["used"], "used"),
            "used_year": made["used_year"],
        },
        "disciplines": _dated(columns, "disciplines", measure="measure"),
        "leave": _dated(columns, "leave", kind="leave"),
        "pending": _dated(columns, "pending", kind="pending"),
        "posts": {**_dated(columns, "posts"), "level": [None] * len(columns["posts"]["person"])},
        "registrations": {"subject": registered["person"], "year": registered["year"]},
        "awards_complete": {
            name: [row[place] for row in complete]
            for place, name in enumerate(("subject", "award", "from", "to"))
        },
    }


def _words(codes: Array, name: str) -> Coded:
    return Coded(codes, WORDS[name])


def _dated(columns: FactColumns, name: str, **words: str) -> dict[str, Any]:
    table = columns[name]
    coded = {column: _words(table[column], kind) for column, kind in words.items()}
    return {"subject": table["person"], **coded, "from": table["start"], "to": table["end"]}


def _of_book(columns: FactColumns, said: list[bool]) -> Array:
    found: Array = np.array([*said, False])[columns["people"]["book"]]
    return found


def _rated(columns: FactColumns) -> Array:
    found = np.zeros(columns.size, bool)
    found[columns["ratings"]["person"]] = True
    return found


def _spans(
    columns: FactColumns, year: int, subjects: dict[str, Any]
) -> Iterator[tuple[int, str, int, int]]:
    """Sets the known years in `subjects`; gives the rows of awards with years of their own."""
    people = columns["people"]
    recruited = _years(people["recruited"])
    start, end = _register(columns, year, recruited, None)
    whole = (start == LONG_AGO) & (end == year)
    subjects["awards_from"] = np.where(whole, 0, start)
    subjects["awards_to"] = np.where(whole, 0, end)
    codes = sorted({code for book in columns.books for code in book.own or {}})
    for code in codes:
        own = _of_book(columns, [code in (book.own or {}) for book in columns.books])
        first, last = _register(columns, year, recruited, code)
        for row in np.flatnonzero(own & ((first != start) | (last != end))).tolist():
            yield row, code, int(first[row]), int(last[row])
    begins, ends = _last_runs(columns)
    rated = subjects["ratings_listed"]
    since = _since_recruitment(begins, recruited)
    subjects["ratings_from"] = np.where(rated, since, 0)
    subjects["ratings_to"] = np.where(rated, ends, 0)
    ledger = np.array([*((book.ledger or 0) for book in columns.books), 0])[people["book"]]
    file = np.maximum(ledger, np.where(rated, begins, year))
    known = subjects["initiatives_listed"]
    subjects["initiatives_from"] = np.where(known, _since_recruitment(file, recruited), 0)
    subjects["initiatives_to"] = np.where(known, year, 0)


def _register(
    columns: FactColumns, year: int, recruited: Array, code: str | None
) -> tuple[Array, Array]:
    """The years of the register that are known of each person, of all awards or of one."""
    people = columns["people"]
    arrived = np.where(people["elsewhere"], np.where(people["joined"], people["joined"], -1), 0)
    kinds, which = np.unique(np.stack([people["book"], arrived]), axis=1, return_inverse=True)
    spans = []
    for place, since in kinds.T.tolist():
        book = columns.books[place]
        years = book.years if code is None else (book.own or {}).get(code, book.years)
        if since == -1:
            since = max(years, default=0)
        spans.append(known_years(frozenset(y for y in years if y >= since), year))
    if not spans:
        return np.zeros(0, int), np.zeros(0, int)
    found = np.array([span or (LONG_AGO, LONG_AGO) for span in spans])[which.reshape(-1)]
    told = np.array([span is not None for span in spans])[which.reshape(-1)]
    start = np.where(told, _since_recruitment(found[:, 0], recruited), found[:, 0])
    return start, found[:, 1]


def _since_recruitment(start: Array, recruited: Array) -> Array:
    """A record that reaches back to the day of recruitment leaves nothing unknown before it."""
    return np.where((recruited > 0) & (start <= recruited), LONG_AGO, start)


def _last_runs(columns: FactColumns) -> tuple[Array, Array]:
    """The unbroken years of ratings that end with each person's latest; 0 where there is none."""
    table = columns["ratings"]
    word = np.zeros(columns.size, np.int64)
    earliest = int(table["year"].max(initial=0)) - 62  # no run of ratings is longer
    bits = np.clip(table["year"] - earliest, 0, 62).astype(np.int64)
    np.bitwise_or.at(word, table["person"], np.int64(1) << bits)
    last = np.zeros(columns.size, np.int64)
    np.maximum.at(last, table["person"], bits)
    first = last.copy()
    while True:
        more = (first > 0) & ((word >> np.maximum(first - 1, 0)) & 1 == 1)
        if not more.any():
            break
        first -= more
    known = word != 0
    return np.where(known, first + earliest, 0), np.where(known, last + earliest, 0)


def _years(days: Array) -> Array:
    """The year of each day, 0 for none."""
    known = ~np.isnat(days)
    years = np.where(known, days, np.datetime64("1970-01-01")).astype("M8[Y]").astype(int) + 1970
    return np.where(known, years, 0)
