"""Reading the tables of names: each function is one statement, walking an index in order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

# Comes after every letter in the byte order of both databases.
_LAST = "\U0010ffff"


def starting(shelf: int, phrase: str, *, after: str, limit: int) -> list[str]:
    """Names that begin with `phrase`, in order, beyond `after`."""
    return _texts(
        "SELECT DISTINCT text FROM names_name"
        " WHERE shelf = %s AND text >= %s AND text > %s AND text < %s ORDER BY text LIMIT %s",
        [shelf, phrase, after, phrase + _LAST, limit],
    )


def look_up(
    shelf: int, beginnings: Sequence[str], parts: Sequence[str], keys: Sequence[str], limit: int
) -> tuple[list[str], dict[str, int]]:
    """Words of the shelf that begin or hold one of these, and how many names stand under `keys`.

    One statement for both, because each costs a journey to the database; names are counted no
    further than `limit`. With `parts` it reads all words of the shelf, a few thousand.
    """
    tests = ["(word >= %s AND word < %s)"] * len(beginnings)
    tests += ["word LIKE %s ESCAPE '!'"] * len(parts)
    statement = (
        f"SELECT DISTINCT word, -1 FROM names_word WHERE shelf = %s AND ({' OR '.join(tests)})"  # noqa: S608
    )
    values: list[Any] = [shelf, *(bound for b in beginnings for bound in (b, b + _LAST))]
    values += [f"%{_plain(part)}%" for part in parts]
    if keys:
        if connection.vendor == "postgresql":
            source, key, listed = "unnest(%s::text[]) AS k(key)", "k.key", list(keys)
        else:
            source, key = "json_each(%s) AS k", "k.value"
            listed = json.dumps(keys, ensure_ascii=False)  # type: ignore[assignment]
        counted = f"SELECT 1 FROM names_posting WHERE shelf = %s AND key = {key} LIMIT %s"  # noqa: S608
        number = f"(SELECT count(*) FROM ({counted}) AS some_names)"  # noqa: S608
        statement += f" UNION ALL SELECT {key}, {number} FROM {source}"  # noqa: S608
        values += [shelf, limit, listed]
    rows = _rows(statement, values)
    words = sorted(word for word, number in rows if number < 0)
    return words, {key: number for key, number in rows if number >= 0}


def under(
    shelf: int, keys: Sequence[tuple[str, str]], parts: Sequence[str], limit: int
) -> list[list[str]]:
    """For each (key, after) at most `limit` names under the key beyond `after`, in order.

    Only names that hold every one of `parts` somewhere: the database drops most of the others.
    """
    if connection.vendor == "postgresql":
        holds = " AND strpos(text, %s) > 0" * len(parts)
        rows = _rows(
            "SELECT k.place, p.text"  # noqa: S608
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS k(key, after, place)"
            " CROSS JOIN LATERAL (SELECT DISTINCT text FROM names_posting"
            f" WHERE shelf = %s AND key = k.key AND text > k.after{holds}"
            " ORDER BY text LIMIT %s) AS p",
            [[key for key, _ in keys], [after for _, after in keys], shelf, *parts, limit],
        )
        found: list[list[str]] = [[] for _ in keys]
        for place, text in rows:
            found[place - 1].append(text)
        return [sorted(texts) for texts in found]
    holds = " AND instr(text, %s) > 0" * len(parts)
    rows = _rows(
        "SELECT (SELECT json_group_array(text) FROM (SELECT text FROM names_posting"  # noqa: S608
        " WHERE shelf = %s AND key = json_extract(k.value, '$[0]')"
        f" AND text > json_extract(k.value, '$[1]'){holds} ORDER BY text LIMIT %s))"
        " FROM json_each(%s) AS k ORDER BY k.key",
        [shelf, *parts, limit, json.dumps(keys, ensure_ascii=False)],
    )
    return [json.loads(row[0]) for row in rows]


def bearers(
    *,
    table: str,
    columns: dict[str, str],
    owner: int | None,
    left_out: tuple[str, str] | None,
    texts: Sequence[str],
    limit: int,
    total: int | None,
) -> list[list[tuple[int, str]]]:
    """For each folded name at most `limit` records, the newest first: (primary key, as written).

    With `total` names further on may be left empty once so many records are found.
    `columns` names those of the table: key, folded, written, newest, and owner where there is one.
    """
    where = f'AND r."{columns["owner"]}" = %s' if owner is not None else ""
    owned: list[Any] = [owner] if owner is not None else []
    if left_out is not None:
        where += f' AND r."{left_out[0]}" <> %s'
        owned.append(left_out[1])
    inner = (
        f'SELECT r."{columns["key"]}" AS pk, r."{columns["written"]}" AS written'  # noqa: S608
        f' FROM "{table}" AS r WHERE r."{columns["folded"]}" = {{text}} {where}'
        f' ORDER BY r."{columns["newest"]}" DESC LIMIT %s'
    )
    if connection.vendor == "postgresql":
        rows = _rows(
            "SELECT n.place, r.pk, r.written"  # noqa: S608
            " FROM unnest(%s::text[]) WITH ORDINALITY AS n(text, place)"
            # No other order than name by name: the inner side cannot run before its name is known.
            f" CROSS JOIN LATERAL ({inner.format(text='n.text')}) AS r"
            f"{' LIMIT %s' if total else ''}",
            [list(texts), *owned, limit, *([total] if total else [])],
        )
        found: list[list[tuple[int, str]]] = [[] for _ in texts]
        for place, key, written in rows:
            found[place - 1].append((key, written))
        return found
    rows = _rows(
        "SELECT (SELECT json_group_array(json_array(pk, written)) FROM"  # noqa: S608
        f" ({inner.format(text='n.value')})) FROM json_each(%s) AS n ORDER BY n.key",
        [*owned, limit, json.dumps(texts, ensure_ascii=False)],
    )
    return [[(key, written) for key, written in json.loads(row[0])] for row in rows]


def _plain(part: str) -> str:
    return part.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _texts(statement: str, values: list[Any]) -> list[str]:
    return [row[0] for row in _rows(statement, values)]


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
