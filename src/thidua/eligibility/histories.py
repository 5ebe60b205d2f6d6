"""Columns of facts back as one history per person: what the interpreter is asked with.

The way round that explains one person of many, and that the screener is checked against: nothing of
`eligibility.spans` is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from thidua.eligibility.columns import SEVERAL, WORDS, Book, FactColumns
from thidua.eligibility.subjects import PersonHistory, person_subject
from thidua.law import RoundSubject, facts

_USED = facts.UsedFor(SEVERAL, 0)


def subjects_of(
    columns: FactColumns, year: int, rows: Iterable[int] | None = None
) -> list[RoundSubject]:
    """Facts of the people of `columns` (or of some rows), as they are asked in `year`."""
    wanted = np.arange(columns.size) if rows is None else np.array(list(rows), dtype="i8")
    return [person_subject(one, year=year) for one in _histories(columns.only(wanted), year)]


def _histories(columns: FactColumns, year: int) -> list[PersonHistory]:
    people = _plain(columns, "people")
    by = {name: _by_person(columns, name) for name in columns.tables if name != "people"}
    return [
        _history(columns, {name: values[row] for name, values in people.items()}, row, by, year)
        for row in range(columns.size)
    ]


def _plain(columns: FactColumns, name: str) -> dict[str, list[Any]]:
    return {column: values.tolist() for column, values in columns[name].items()}


def _by_person(columns: FactColumns, name: str) -> dict[int, list[dict[str, Any]]]:
    table = _plain(columns, name)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for number, person in enumerate(table["person"]):
        found[person].append({column: values[number] for column, values in table.items()})
    return found


def _history(
    columns: FactColumns,
    person: dict[str, Any],
    row: int,
    by: dict[str, dict[int, list[dict[str, Any]]]],
    year: int,
) -> PersonHistory:
    book = columns.books[person["book"]]
    held = [(_award(columns, one), one["claimed"]) for one in by["awards"][row]]
    ratings = tuple(
        facts.Rating(one["year"], str(WORDS["grade"][one["grade"]])) for one in by["ratings"][row]
    )
    return PersonHistory(
        key=f"p{person['pk']}",
        name=str(person["pk"]),
        unit_key=f"u{person['unit']}" if person["unit"] else None,
        gender=WORDS["gender"][person["gender"]],
        group=WORDS["group"][person["group"]],
        employment=WORDS["employment"][person["employment"]],
        recruited_on=person["recruited"],
        posts=tuple(facts.Post("", one["start"], None, one["end"]) for one in by["posts"][row])
        if person["posts_listed"]
        else None,
        leave=tuple(
            facts.Leave(str(WORDS["leave"][one["kind"]]), one["start"], one["end"])
            for one in by["leave"][row]
        )
        if person["leave_listed"]
        else None,
        study=(),
        registrations=_registrations(by["registrations"][row], book, year),
        ratings=ratings,
        initiatives=tuple(map(_initiative, by["initiatives"][row]))
        if book.ledger is not None
        else None,
        initiatives_since=_since(book, [rating.year for rating in ratings], year),
        disciplines=tuple(
            facts.Discipline(str(WORDS["measure"][one["measure"]]), one["start"], one["end"])
            for one in by["disciplines"][row]
        )
        if person["disciplines_listed"]
        else None,
        awards=tuple(award for award, claimed in held if not claimed),
        claims=tuple(award for award, claimed in held if claimed),
        register_years=_here(book.years, person),
        award_years={code: _here(years, person) for code, years in (book.own or {}).items()},
        pending=tuple(
            facts.Pending(str(WORDS["pending"][one["kind"]]), one["start"], one["end"])
            for one in by["pending"][row]
        ),
    )


def _award(columns: FactColumns, one: dict[str, Any]) -> facts.AwardHeld:
    period = facts.Period(one["start"], one["end"]) if one["start"] and one["end"] else None
    return facts.AwardHeld(
        code=str(WORDS["code"][one["code"]]),
        year=one["year"],
        decision=columns.decisions[one["decision"]],
        decided_on=one["decided"],
        period=period,
        merit=WORDS["merit"][one["merit"]],
    )


def _initiative(one: dict[str, Any]) -> facts.Initiative:
    used = WORDS["used"][one["used"]]
    if used == SEVERAL:
        uses: tuple[facts.UsedFor, ...] = (_USED, facts.UsedFor(SEVERAL, 1))
    else:
        uses = (facts.UsedFor(used, one["used_year"]),) if used else ()
    # That it is recognised is all that the columns keep of a decision without a day.
    number = "(có)" if one["recognised"] and one["recognised_on"] is None else None
    return facts.Initiative(
        year=one["year"],
        level=str(WORDS["level"][one["level"]]),
        kind=str(WORDS["kind"][one["kind"]]),
        recognised_on=one["recognised_on"],
        decision=number,
        used_for=uses,
    )


def _registrations(
    rows: list[dict[str, Any]], book: Book, year: int
) -> tuple[facts.Registration, ...] | None:
    if year not in book.registered:
        return None
    return tuple(facts.Registration(one["year"], "ldtt") for one in rows if one["year"] <= year)


def _here(years: frozenset[int], person: dict[str, Any]) -> frozenset[int]:
    """The years in which the book would name this person: since the arrival from elsewhere."""
    if not person["elsewhere"]:
        return years
    since = person["joined"] or max(years, default=0)
    return frozenset(year for year in years if year >= since)


def _since(book: Book, rated: list[int], year: int) -> int | None:
    if book.ledger is None:
        return None
    first = year
    if rated:
        known = set(rated)
        first = max(known)
        while first - 1 in known:
            first -= 1
    return max(book.ledger, first)
