"""The facts of whole bodies as columns, kept beside the data and read anew where facts changed.

Whoever writes a fact marks the person as changed in the same transaction. A kept row whose mark is
not the one of the database is read again; a body whose register, ledger or registrations begin
elsewhere has other answers for everybody and nothing to read again: what is known of it as a whole
is asked every time. So nothing kept is ever used after the facts changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from django.db import transaction

from thidua.eligibility.columns import Array, Book, FactColumns, joined, without
from thidua.eligibility.models import KeptColumns
from thidua.eligibility.queries.reading import books_of, people_stamps, read_columns
from thidua.organisations.models import Body

# Called with (bodies done, bodies in all) before each body that must be read.
Progress = Callable[[int, int], None]


def columns_of(departments: Sequence[Body], *, progress: Progress | None = None) -> FactColumns:
    """The facts of everybody of these bodies as they stand now, people in the order of names.

    A fifth of a second for 30,000 people of whom nobody changed; some seconds when read for the
    first time. What was read is kept. No permission is asked: the caller says for whom.
    """
    books = books_of(departments)
    stamps = people_stamps(books)
    kept = {
        row.department_id: row.content
        for row in KeptColumns.objects.filter(department__in=list(books))
    }
    parts = []
    for number, department in enumerate(departments):
        mine = stamps[stamps[:, 1] == department.pk]
        book = books[department.pk]
        before = _read(kept.get(department.pk))
        fresh = _stale(before, mine) if before is not None else None
        if before is None or fresh is None or len(fresh):
            if progress is not None:
                progress(number, len(departments))
            before = _renewed(department, book, before, mine, fresh)
            _keep(department, before)
        parts.append(_with_book(before, book))
    return _in_order(joined(parts), stamps[:, 0])


def prepare(departments: Sequence[Body], *, seconds: float) -> tuple[int, int]:
    """Read bodies of which nothing is kept yet, for about so many seconds; (kept, of how many).

    For pages: what one request began, the next one goes on with, and whoever leaves has stopped it.
    """
    kept = set(
        KeptColumns.objects.filter(department__in=departments).values_list("department", flat=True)
    )
    lacking = [body for body in departments if body.pk not in kept]
    until = time.monotonic() + seconds
    done = len(departments) - len(lacking)
    books = books_of(lacking) if lacking else {}
    for body in lacking:
        _keep(body, read_columns(body, books[body.pk]))
        done += 1
        if time.monotonic() >= until:
            break
    return done, len(departments)


def _read(content: bytes | memoryview | None) -> FactColumns | None:
    """None where nothing is kept, or in the format of another version."""
    if content is None:
        return None
    try:
        return FactColumns.from_bytes(bytes(content))
    except ValueError:
        return None


def _stale(kept: FactColumns, stamps: Array) -> Array:
    """Primary keys of people who changed, came or went since the columns were kept."""
    people = kept["people"]
    before = np.stack([people["pk"], people["changed"]], axis=1)
    now = stamps[:, [0, 2]]
    both = np.concatenate([before, now])
    pairs, counts = np.unique(both, axis=0, return_counts=True)
    found: Array = np.unique(pairs[counts == 1, 0])
    return found


def _renewed(
    department: Body, book: Book, before: FactColumns | None, stamps: Array, changed: Array | None
) -> FactColumns:
    if before is None or changed is None or 2 * len(changed) > len(stamps):
        return read_columns(department, book)
    keys = set(changed.tolist())
    return joined([without(before, keys), read_columns(department, book, keys)])


def _keep(department: Body, columns: FactColumns) -> None:
    # Two readers at once: the last one stands, and the next use compares it with the rows anyway.
    with transaction.atomic():
        KeptColumns.objects.update_or_create(
            department=department,
            defaults={"content": _one_book(columns).to_bytes(), "people": columns.size},
        )


def _with_book(columns: FactColumns, book: Book) -> FactColumns:
    one = _one_book(columns)
    return FactColumns((book,), one.tables, one.decisions)


def _one_book(columns: FactColumns) -> FactColumns:
    """Joined parts of one body have its book twice: everybody points to the first."""
    tables = dict(columns.tables)
    tables["people"] = {**tables["people"], "book": np.zeros(columns.size, "i4")}
    return FactColumns(columns.books[:1], tables, columns.decisions)


def _in_order(columns: FactColumns, keys: Array) -> FactColumns:
    """People in the order of `keys`, as far as they are in the columns."""
    pk = columns["people"]["pk"]
    order = np.argsort(pk)
    place = np.searchsorted(pk[order], keys)
    there = place < len(pk)
    there[there] = pk[order][place[there]] == keys[there]
    return columns.only(order[place[there]])
