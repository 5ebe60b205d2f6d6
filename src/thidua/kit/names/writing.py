"""Keeping the tables of names: noting new ones, dropping those that nobody bears any more.

Every function runs inside the caller's transaction, takes any number of names and asks a fixed
number of questions per 5,000 of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
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
    by_shelf: dict[int, set[str]] = defaultdict(set)
    for shelf, text in texts:
        by_shelf[shelf].add(text)
    added = 0
    for shelf, names in sorted(by_shelf.items()):
        for part in _parts(sorted(names)):
            fresh = _absent("names_name", "text", shelf, part)
            if fresh:
                _put_up(shelf, fresh)
            added += len(fresh)
    return added


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
                    f"DELETE FROM {table} WHERE ((shelf >> 1) & 127) = %s",  # noqa: S608
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
                    "SELECT key, text FROM names_posting WHERE shelf = %s"  # noqa: S608
                    f" AND key IN ({_listed()}) AND text IN ({_listed()})",
                    [shelf, _list(keys), _list(texts)],
                )
                wanted -= {(shelf, key, text) for key, text in cursor.fetchall()}
        lost |= {(shelf, text) for shelf, _, text in wanted}
    return lost


def _put_up(shelf: int, names: list[str]) -> None:
    pairs = sorted((key, text) for text in names for key in keys_of(shelf, text))
    words = sorted({key for key, _ in pairs if " " not in key})
    _insert("names_name", ("shelf", "text"), ((shelf, text) for text in names))
    new_words = _absent("names_word", "word", shelf, words)
    _insert("names_word", ("shelf", "word"), ((shelf, word) for word in new_words))
    _insert("names_posting", ("shelf", "key", "text"), ((shelf, k, t) for k, t in pairs))


def _insert(table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({places})",  # noqa: S608
            list(rows),
        )


def _absent(table: str, column: str, shelf: int, texts: list[str]) -> list[str]:
    """Those of `texts` that the table does not hold, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE shelf = %s AND {column} IN ({_listed()})",  # noqa: S608
            [shelf, _list(texts)],
        )
        present = {row[0] for row in cursor.fetchall()}
    return [text for text in texts if text not in present]


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
