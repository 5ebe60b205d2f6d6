"""Keeping the tables of names: noting new ones, dropping those that nobody bears any more.

Every function runs inside the caller's transaction, takes any number of names and asks a fixed
number of questions per 5,000 of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from thidua.kit.names.shelves import keys_of

CHUNK = 5_000
Text = tuple[int, str]  # number of the shelf, name as it stands there


def note(texts: Iterable[Text]) -> int:
    """Put names on their shelves; those already there stay. Returns how many were new.

    A name of four words makes four rows by word and six by pair of words.
    """
    added = 0
    for part in _parts(sorted(set(texts))):
        fresh = _absent("names_name", "text", part)
        if fresh:
            _put_up(fresh)
        added += len(fresh)
    return added


def free_to_drop(texts: Iterable[Text]) -> set[Text]:
    """Those of the names that nobody is noting at this moment, kept from being noted until the end.

    Ask before looking who bears them. On PostgreSQL a name that another transaction has just noted
    is left out, because its record cannot be seen yet; and whoever notes one of these meanwhile
    puts it up anew (`_absent`). Neither waits for the other. SQLite has one writer at a time.
    """
    asked = set(texts)
    if connection.vendor != "postgresql":
        return asked
    free: set[Text] = set()
    for part in _parts(sorted(asked)):
        free.update(_standing("names_name", "text", part, " FOR UPDATE SKIP LOCKED"))
    return free & asked


def drop(texts: Iterable[Text]) -> None:
    """Take names off their shelves. Words stay: they belong to other names as well."""
    for shelf, text in sorted(set(texts)):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM names_name WHERE shelf = %s AND text = %s", [shelf, text])
            cursor.executemany(
                "DELETE FROM names_posting WHERE shelf = %s AND key = %s AND text = %s",
                [(shelf, key, text) for key in sorted(keys_of(shelf, text))],
            )


def clear(kinds: Iterable[int]) -> None:
    """Empty all shelves of these kinds, for a rebuild."""
    with connection.cursor() as cursor:
        for table in ("names_name", "names_word", "names_posting"):
            for kind in kinds:
                cursor.execute(
                    f"DELETE FROM {table} WHERE ((shelf >> 1) & 127) = %s",
                    [kind],
                )


def kept(kind: int) -> set[Text]:
    """Every name of a kind with the number of its shelf; for the check."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shelf, text FROM names_name WHERE ((shelf >> 1) & 127) = %s", [kind])
        return set(cursor.fetchall())


def without_postings(kind: int) -> set[Text]:
    """Names that one of their own words does not lead to; for the check."""
    lost: set[Text] = set()
    for part in _parts(sorted(kept(kind))):
        wanted = {(shelf, key, text) for shelf, text in part for key in keys_of(shelf, text)}
        by_shelf: dict[int, list[str]] = defaultdict(list)
        for shelf, text in part:
            by_shelf[shelf].append(text)
        for shelf, texts in by_shelf.items():
            keys = sorted({key for text in texts for key in keys_of(shelf, text)})
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT key, text FROM names_posting WHERE shelf = %s"
                    f" AND key IN ({_listed()}) AND text IN ({_listed()})",
                    [shelf, _list(keys), _list(texts)],
                )
                wanted -= {(shelf, key, text) for key, text in cursor.fetchall()}
        lost |= {(shelf, text) for shelf, _, text in wanted}
    return lost


def _put_up(names: list[Text]) -> None:
    rows = sorted((shelf, key, text) for shelf, text in names for key in keys_of(shelf, text))
    words = sorted({(shelf, key) for shelf, key, _ in rows if " " not in key})
    _insert("names_name", ("shelf", "text"), names)
    _insert("names_word", ("shelf", "word"), _absent("names_word", "word", words))
    _insert("names_posting", ("shelf", "key", "text"), rows)


def _insert(table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # No unique key there: importers never wait for one another, and a name that two of
            # them put up at the same moment stands twice, which reading does not mind.
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({places})",
            rows,
        )


def _absent(table: str, column: str, rows: list[Text]) -> list[Text]:
    """Those of `rows` that the table does not hold, in their order.

    Names found on PostgreSQL stay until the end of the transaction; one that another transaction
    may be dropping counts as absent and will stand twice at worst.
    """
    if not rows:  # a name without letters has no words: nothing to ask, and no empty list to write
        return []
    held = connection.vendor == "postgresql" and table == "names_name"
    present = _standing(table, column, rows, " FOR KEY SHARE SKIP LOCKED" if held else "")
    return [row for row in rows if row not in present]


def _standing(table: str, column: str, rows: list[Text], lock: str) -> set[Text]:
    shelves = ", ".join(map(str, sorted({shelf for shelf, _ in rows})))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT shelf, {column} FROM {table}"
            f" WHERE shelf IN ({shelves}) AND {column} IN ({_listed()}){lock}",
            [_list([text for _, text in rows])],
        )
        return set(cursor.fetchall())


def _listed() -> str:
    """A list of texts as one parameter."""
    if connection.vendor == "postgresql":
        return "SELECT unnest(%s::text[])"
    return "SELECT value FROM json_each(%s)"


def _list(texts: list[str]) -> Any:
    return texts if connection.vendor == "postgresql" else json.dumps(texts, ensure_ascii=False)


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while part := list(islice(rest, CHUNK)):
        yield part
