"""Reading the tables of names: each function is one statement, walking an index in order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thidua.kit.names.sending import on_postgresql, rows_of

# Comes after every letter in the byte order of both databases.
LAST = "\U0010ffff"
# So many of the typed words are tried on each name by the database.
_TRIED = 4
# Names whose records are read first, and then all others, where there is no stopping in between.
_NAMES_FIRST = 6

# On PostgreSQL planning these costs more than running them, so each keeps one shape whatever is
# asked and is prepared once for each connection (`sending.py`).
# Names are counted so far at first, and further only where no two keys in a row have fewer.
_FEW = 60
_LISTED = "unnest(string_to_array(%s, E'\\x1f'))"
LOOK_UP = f"""
SELECT w.word, -1 FROM {_LISTED} AS b(beginning) CROSS JOIN LATERAL (
    SELECT word FROM names_word
    WHERE shelf = %s AND word >= b.beginning AND word < b.beginning || '{LAST}') AS w
UNION ALL
SELECT w.word, -1 FROM {_LISTED} AS p(part) CROSS JOIN LATERAL (
    SELECT word FROM names_word WHERE shelf = %s AND strpos(word, p.part) > 0) AS w
UNION ALL (
WITH few AS MATERIALIZED (
    SELECT k.key, k.place, (SELECT count(*) FROM (
        SELECT 1 FROM names_posting WHERE shelf = %s AND key = k.key LIMIT {_FEW}) AS n) AS number
    FROM {_LISTED} WITH ORDINALITY AS k(key, place))
SELECT key, CASE
    WHEN number < {_FEW} OR (SELECT min(number) FROM (
        SELECT sum(number) AS number FROM few GROUP BY (place - 1) / 2) AS pairs) < {_FEW}
    THEN number
    ELSE (SELECT count(*) FROM (
        SELECT 1 FROM names_posting WHERE shelf = %s AND key = few.key LIMIT %s) AS n) END
FROM few)
"""
UNDER = f"""
SELECT k.place, p.text
FROM ROWS FROM ({_LISTED}, {_LISTED}) WITH ORDINALITY AS k(key, after, place)
CROSS JOIN LATERAL (
    SELECT DISTINCT text FROM names_posting
    WHERE shelf = %s AND key = k.key AND text > coalesce(k.after, '')
    {"AND strpos(text, %s) > 0 " * _TRIED}
    ORDER BY text LIMIT %s) AS p
"""


def starting(shelf: int, phrase: str, *, after: str, limit: int) -> list[str]:
    """Names that begin with `phrase`, in order, beyond `after`."""
    rows = rows_of(
        "SELECT DISTINCT text FROM names_name"
        " WHERE shelf = %s AND text >= %s AND text > %s AND text < %s ORDER BY text LIMIT %s",
        [shelf, phrase, after, phrase + LAST, limit],
    )
    return [row[0] for row in rows]


def look_up(
    shelf: int, beginnings: Sequence[str], parts: Sequence[str], keys: Sequence[str], limit: int
) -> tuple[list[str], dict[str, int]]:
    """Words of the shelf that begin with one of `beginnings` or hold one of `parts`; how many names
    stand under `keys`, where two in a row are a pair of words and the same pair turned round.

    One statement for both, because each costs a journey to the database; names are counted no
    further than `limit`. With `parts` it reads all words of the shelf, a few thousand.
    """
    if on_postgresql():
        rows = rows_of(LOOK_UP, looked_up_values(shelf, beginnings, parts, keys, limit))
    else:
        tests = ["(word >= %s AND word < %s)"] * len(beginnings)
        tests += ["word LIKE %s ESCAPE '\\'"] * len(parts)
        statement = (
            f"SELECT word, -1 FROM names_word WHERE shelf = %s AND ({' OR '.join(tests)})"
            " UNION ALL SELECT k.value, (SELECT count(*) FROM (SELECT 1 FROM names_posting"
            " WHERE shelf = %s AND key = k.value LIMIT %s)) FROM json_each(%s) AS k"
        )
        bounds = [bound for b in beginnings for bound in (b, b + LAST)]
        patterns = [f"%{_plain(part)}%" for part in parts]
        listed = json.dumps(keys, ensure_ascii=False)
        rows = rows_of(statement, [shelf, *bounds, *patterns, shelf, limit, listed])
    words = sorted({word for word, number in rows if number < 0})
    return words, {key: number for key, number in rows if number >= 0}


def looked_up_values(
    shelf: int, beginnings: Sequence[str], parts: Sequence[str], keys: Sequence[str], limit: int
) -> list[Any]:
    return [_list(beginnings), shelf, _list(parts), shelf, shelf, _list(keys), shelf, limit]


def under(
    shelf: int, keys: Sequence[tuple[str, str]], parts: Sequence[str], limit: int
) -> list[list[str]]:
    """For each (key, after) at most `limit` names under the key beyond `after`, in order.

    Only names that hold every one of `parts` somewhere: the database drops most of the others.
    """
    if on_postgresql():
        found: list[list[str]] = [[] for _ in keys]
        for place, text in rows_of(UNDER, under_values(shelf, keys, parts, limit)):
            found[place - 1].append(text)
        return [sorted(texts) for texts in found]
    holds = " AND instr(text, %s) > 0" * len(parts)
    rows = rows_of(
        "SELECT (SELECT json_group_array(text) FROM (SELECT text FROM names_posting"
        " WHERE shelf = %s AND key = json_extract(k.value, '$[0]')"
        f" AND text > json_extract(k.value, '$[1]'){holds} ORDER BY text LIMIT %s))"
        " FROM json_each(%s) AS k ORDER BY k.key",
        [shelf, *parts, limit, json.dumps(keys, ensure_ascii=False)],
    )
    return [json.loads(row[0]) for row in rows]


def under_values(
    shelf: int, keys: Sequence[tuple[str, str]], parts: Sequence[str], limit: int
) -> list[Any]:
    # Every name holds an empty part, and the caller tries the parts left out.
    tried = [*sorted(parts, key=len, reverse=True)[:_TRIED], *[""] * _TRIED][:_TRIED]
    afters = _list([after for _, after in keys])
    return [_list([key for key, _ in keys]), afters, shelf, *tried, limit]


@dataclass(frozen=True)
class Bearers:
    """How the records that bear a name are read, the newest first.

    `columns` names those of the table: key, folded, written, newest, and owner where there is one.
    For each name at most `limit` records. With `total`, names further on may be left empty once
    so many records are found.
    """

    table: str
    columns: dict[str, str]
    owner: int | None
    left_out: tuple[str, str] | None
    limit: int
    total: int | None = None

    def statement(self, text: str) -> str:
        """The records of the name that the expression `text` stands for; takes `values`."""
        c = self.columns
        where = f'r."{c["folded"]}" = {text}'
        where += f' AND r."{c["owner"]}" = %s' if self.owner is not None else ""
        where += f' AND r."{self.left_out[0]}" <> %s' if self.left_out is not None else ""
        return (
            f'SELECT r."{c["key"]}" AS pk, r."{c["written"]}" AS written'
            f' FROM "{self.table}" AS r WHERE {where} ORDER BY r."{c["newest"]}" DESC LIMIT %s'
        )

    @property
    def values(self) -> list[Any]:
        owned = [] if self.owner is None else [self.owner]
        return [*owned, *([self.left_out[1]] if self.left_out else []), self.limit]


def borne(bearers: Bearers, texts: Sequence[str]) -> list[list[tuple[int, str]]]:
    """For each folded name its records: (primary key, as written)."""
    if on_postgresql():
        rows = rows_of(
            "SELECT n.place, r.pk, r.written"
            f" FROM {_LISTED} WITH ORDINALITY AS n(text, place)"
            # No other order than name by name: the inner side cannot run before its name is known.
            f" CROSS JOIN LATERAL ({bearers.statement('n.text')}) AS r LIMIT %s",
            [_list(texts), *bearers.values, bearers.total],
        )
        found: list[list[tuple[int, str]]] = [[] for _ in texts]
        for place, key, written in rows:
            found[place - 1].append((key, written))
        return found
    told: list[list[tuple[int, str]]] = []
    # There is no stopping at the total inside one statement here, but asking again costs little.
    step = len(texts) if bearers.total is None else _NAMES_FIRST
    while len(told) < len(texts) and (not told or sum(map(len, told)) < (bearers.total or 0)):
        part = json.dumps(texts[len(told) : len(told) + step], ensure_ascii=False)
        rows = rows_of(
            "SELECT (SELECT json_group_array(json_array(pk, written)) FROM"
            f" ({bearers.statement('n.value')})) FROM json_each(%s) AS n ORDER BY n.key",
            [*bearers.values, part],
        )
        told += [[(key, written) for key, written in json.loads(row[0])] for row in rows]
        step = len(texts)
    return [*told, *([] for _ in texts[len(told) :])]


def _list(texts: Sequence[str]) -> str:
    """Texts as one value: white space of any kind is one blank in them (`kit.text.squeeze`)."""
    return "\x1f".join(texts)


def _plain(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
